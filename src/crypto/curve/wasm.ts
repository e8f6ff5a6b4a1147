import { createRequire } from 'node:module'
import type * as TinySecp256k1 from 'tiny-secp256k1'
import { copyBytes, type Bytes } from '../../base/bytes.ts'
import type { Curve } from './curve.ts'
import { CurveError } from './curve-error.ts'
import { nobleScalars } from './noble.ts'
import {
  hasPointForm,
  isScalar,
  isZero,
  notAPoint,
  reduceScalar,
  requireLength,
  requirePrivateKey,
  requireScalar
} from './operands.ts'
import { combinationAsRecovery } from './recovery.ts'

type Library = typeof TinySecp256k1

let loaded: Curve | undefined

/**
 * The curve compiled to WebAssembly (tiny-secp256k1): four to six times as fast as JavaScript, on every
 * platform that has WebAssembly. Loaded on the first call.
 * @throws {@link CurveError} `CURVE_UNAVAILABLE` where the module cannot be loaded.
 */
export function wasmCurve(): Curve {
  loaded ??= wasmCurveOver(load())
  return loaded
}

function load(): Library {
  try {
    return createRequire(import.meta.url)('tiny-secp256k1') as Library
  } catch (cause) {
    throw new CurveError('CURVE_UNAVAILABLE', 'WebAssembly secp256k1 cannot be loaded here', {
      fault: 'internal',
      details: { backend: 'wasm' },
      cause
    })
  }
}

function wasmCurveOver(library: Library): Curve {
  return {
    ...nobleScalars,
    backend: 'wasm',
    ...keyCalls(library),
    ...pointCalls(library),
    ...signatureCalls(library)
  }
}

type KeyCalls = Pick<Curve, 'isPrivateKey' | 'isPoint' | 'isXOnlyPoint' | 'publicKey'>

function keyCalls(library: Library): KeyCalls {
  return {
    isPrivateKey: (candidate) => isScalar(candidate) && !isZero(candidate),
    isPoint: (candidate) => library.isPointCompressed(candidate),
    isXOnlyPoint: (candidate) => library.isXOnlyPoint(candidate),
    publicKey(privateKey) {
      requirePrivateKey(privateKey)
      const point = library.pointFromScalar(privateKey, true)
      if (point === null) throw notAPoint()
      return copyBytes(point)
    }
  }
}

type PointCalls = Pick<
  Curve,
  'pointAdd' | 'pointAddScalar' | 'pointMultiply' | 'linearCombination' | 'pointNegate'
>

function pointCalls(library: Library): PointCalls {
  const requirePoint = (point: Uint8Array): void => {
    if (!library.isPointCompressed(point)) throw notAPoint()
  }
  const pointAddScalar: Curve['pointAddScalar'] = (point, scalar) => {
    requirePoint(point)
    requireScalar('scalar', scalar)
    return copied(library.pointAddScalar(point, scalar, true))
  }
  const pointMultiply: Curve['pointMultiply'] = (point, scalar) => {
    requirePoint(point)
    requireScalar('scalar', scalar)
    return isZero(scalar) ? null : copied(library.pointMultiply(point, scalar, true))
  }
  return {
    pointAdd(left, right) {
      requirePoint(left)
      requirePoint(right)
      return copied(library.pointAdd(left, right, true))
    },
    pointAddScalar,
    pointMultiply,
    linearCombination(point, scalar, baseScalar) {
      requirePoint(point)
      requireScalar('scalar', scalar)
      requireScalar('base scalar', baseScalar)
      const recovery = combinationAsRecovery(point, scalar, baseScalar)
      // The library refuses a recovery whose r is not itself an x of the curve, also where x is r + n.
      if (recovery !== null && recovery.recoveryId < 2) {
        return copied(library.recover(recovery.digest, recovery.signature, toId(recovery.recoveryId), true))
      }
      const multiple = pointMultiply(point, scalar)
      if (multiple !== null) return pointAddScalar(multiple, baseScalar)
      return isZero(baseScalar) ? null : copied(library.pointFromScalar(baseScalar, true))
    },
    pointNegate(point) {
      requirePoint(point)
      const negated = copyBytes(point)
      negated[0] = point[0] === 2 ? 3 : 2
      return negated
    }
  }
}

type SignatureCalls = Pick<Curve, 'ecdsaSign' | 'ecdsaVerify' | 'schnorrSign' | 'schnorrVerify'>

function signatureCalls(library: Library): SignatureCalls {
  return {
    ecdsaSign(digest, privateKey) {
      requirePrivateKey(privateKey)
      // RFC 6979 derives the nonce from the digest modulo n; the library would take the bytes as they are.
      return copyBytes(library.sign(reduceScalar(digest), privateKey))
    },
    ecdsaVerify: (signature, digest, publicKey) =>
      signature.length === 64 &&
      digest.length === 32 &&
      hasPointForm(publicKey) &&
      answer(() => library.verify(digest, publicKey, signature, true)),
    schnorrSign(message, privateKey, auxiliary) {
      requireLength('a message', message, 32)
      requirePrivateKey(privateKey)
      requireLength('auxiliary randomness', auxiliary, 32)
      return copyBytes(library.signSchnorr(message, privateKey, auxiliary))
    },
    schnorrVerify: (signature, message, xOnlyKey) =>
      signature.length === 64 &&
      message.length === 32 &&
      xOnlyKey.length === 32 &&
      answer(() => library.verifySchnorr(message, xOnlyKey, signature))
  }
}

function toId(recoveryId: number): 0 | 1 {
  return recoveryId === 1 ? 1 : 0
}

function copied(point: Uint8Array | null): Bytes | null {
  return point === null ? null : copyBytes(point)
}

/** The answer, or false where the library throws because the input is malformed. */
function answer(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}
