import { adaptPresignature, extractSecret, presign, verifyPresignature } from '../../src/crypto/adaptor.ts'
import { chooseCurve } from '../../src/crypto/curve/choose.ts'
import { CurveError } from '../../src/crypto/curve/curve-error.ts'
import { xOnly, type Curve } from '../../src/crypto/curve/curve.ts'
import { nativeCurve } from '../../src/crypto/curve/native.ts'
import { nobleCurve } from '../../src/crypto/curve/noble.ts'
import { curve } from '../../src/crypto/curve/selected.ts'
import { wasmCurve } from '../../src/crypto/curve/wasm.ts'
import {
  keyAgg,
  nonceAgg,
  nonceGen,
  partialSigAgg,
  partialSign,
  partialVerify,
  startSession
} from '../../src/crypto/musig2/index.ts'
import { perOperation } from './measure.ts'
import type { Row, Suite } from './suite.ts'

const key = new Uint8Array(32).fill(3)
const otherKey = new Uint8Array(32).fill(5)
const digest = new Uint8Array(32).fill(9)
const auxiliary = new Uint8Array(32).fill(1)

/** Operations a slice; the JavaScript backend is about twenty times slower and gets fewer. */
const OPERATIONS: Readonly<Record<Curve['backend'], number>> = { native: 500, wasm: 200, noble: 40 }

function available(load: () => Curve): readonly Curve[] {
  try {
    return [load()]
  } catch (error) {
    if (error instanceof CurveError && error.code === 'CURVE_UNAVAILABLE') return []
    throw error
  }
}

function backendRows(backend: Curve): readonly Row[] {
  const publicKey = backend.publicKey(key)
  const ecdsa = backend.ecdsaSign(digest, key)
  const schnorr = backend.schnorrSign(digest, key, auxiliary)
  const operations: readonly (readonly [string, () => unknown])[] = [
    ['ECDSA sign', () => backend.ecdsaSign(digest, key)],
    ['ECDSA verify', () => backend.ecdsaVerify(ecdsa, digest, publicKey)],
    ['BIP 340 sign', () => backend.schnorrSign(digest, key, auxiliary)],
    ['BIP 340 verify', () => backend.schnorrVerify(schnorr, digest, xOnly(publicKey))]
  ]
  return operations.map(([name, operation]) => ({
    ...timed(`${name}, ${backend.backend}`, operation, backend.backend),
    ...(backend.backend === 'noble' ? {} : { reference: `${name}, noble` })
  }))
}

function timed(name: string, operation: () => unknown, backend = curve().backend): Row {
  return { name, unit: 'us', slice: () => perOperation(OPERATIONS[backend], operation), floor: { V: 1 } }
}

function adaptorRows(): readonly Row[] {
  const adaptorPoint = curve().publicKey(otherKey)
  const presignature = presign(key, digest, adaptorPoint, auxiliary)
  const signature = adaptPresignature(presignature, otherKey)
  const publicKey = xOnly(curve().publicKey(key))
  return [
    timed('adaptor presign', () => presign(key, digest, adaptorPoint, auxiliary)),
    timed('adaptor verify', () => verifyPresignature(presignature, digest, publicKey, adaptorPoint)),
    timed('adaptor adapt', () => adaptPresignature(presignature, otherKey)),
    timed('adaptor extract', () => extractSecret(presignature, signature))
  ]
}

function musig2Rows(): readonly Row[] {
  const publicKeys = [key, otherKey].map((secret) => curve().publicKey(secret))
  const [publicKey = new Uint8Array()] = publicKeys
  const makeNonce = () => nonceGen({ random: auxiliary, publicKey, privateKey: key, message: digest })
  const own = makeNonce()
  const publicNonces = [own.publicNonce, own.publicNonce]
  const aggregate = keyAgg(publicKeys)
  const session = startSession(aggregate, nonceAgg(publicNonces), digest)
  const partialSignature = partialSign(session, own.secretNonce, key)
  const contribution = { signer: 0, publicNonce: own.publicNonce, partialSignature }
  const count = OPERATIONS[curve().backend]
  return [
    timed('MuSig2 key aggregation, 2 keys', () => keyAgg(publicKeys)),
    timed('MuSig2 nonce', makeNonce),
    timed('MuSig2 session', () => startSession(aggregate, nonceAgg(publicNonces), digest)),
    {
      name: 'MuSig2 partial sign',
      unit: 'us',
      floor: { V: 1 },
      slice() {
        // A nonce signs once: enough of them are made outside the time.
        const nonces = Array.from({ length: count }, makeNonce)
        return perOperation(count, (index) => partialSign(session, (nonces[index] ?? own).secretNonce, key))
      }
    },
    timed('MuSig2 partial verify', () => partialVerify(session, contribution)),
    timed('MuSig2 aggregate', () => partialSigAgg(session, [partialSignature, partialSignature]))
  ]
}

/** Signatures of every kind: each curve backend, then the selected one's adaptor signatures and MuSig2. */
export const cryptoSuite: Suite = {
  name: 'crypto',
  about: 'signatures on one core, each backend and then the selected one; floor: one ECDSA verification',
  open() {
    const backends = [...available(nativeCurve), ...available(wasmCurve), nobleCurve]
    const choice: Row = {
      name: 'choice of the curve, warm',
      unit: 'us',
      slice: () => perOperation(1, () => chooseCurve(() => performance.now()))
    }
    return {
      rows: [...backends.flatMap(backendRows), ...adaptorRows(), ...musig2Rows(), choice],
      close() {}
    }
  }
}
