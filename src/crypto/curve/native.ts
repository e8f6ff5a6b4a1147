import { createRequire } from 'node:module'
import type * as Secp256k1 from 'secp256k1'
import { copyBytes, concatBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { taggedHash } from '../../base/hash.ts'
import type { Curve } from './curve.ts'
import { CurveError } from './curve-error.ts'
import {
  hasPointForm,
  isScalar,
  isZero,
  notAPoint,
  reduceScalar,
  requireLength,
  requirePointForm,
  requirePrivateKey,
  requireScalar,
  xorBytes
} from './operands.ts'
import { combinationAsRecovery } from './recovery.ts'
import { schnorrChallenge } from './schnorr-challenge.ts'
import { wasmCurve } from './wasm.ts'

type Addon = typeof Secp256k1

let loaded: Curve | undefined

/**
 * The curve as libsecp256k1 compiled for this machine (npm secp256k1), the fastest. The package has no BIP 340:
 * verification is one ECDSA recovery ({@link combinationAsRecovery}), signing is composed of its private key
 * calls, so that no secret becomes a JavaScript number. The few inputs that these detours cannot take go to
 * the WASM backend.
 * @throws {@link CurveError} `CURVE_UNAVAILABLE` where no compiled addon fits this machine.
 */
export function nativeCurve(): Curve {
  loaded ??= nativeCurveOver(load())
  return loaded
}

function load(): Addon {
  try {
    // The package's main module falls back to slow JavaScript without a word; `bindings` is the addon or throws.
    return createRequire(import.meta.url)('secp256k1/bindings') as Addon
  } catch (cause) {
    throw new CurveError('CURVE_UNAVAILABLE', 'no compiled secp256k1 addon fits this machine', {
      fault: 'internal',
      details: { backend: 'native' },
      cause
    })
  }
}

function nativeCurveOver(addon: Addon): Curve {
  const points = pointCalls(addon)
  return {
    backend: 'native',
    ...keyCalls(addon),
    ...points,
    ...scalarCalls(addon),
    ...ecdsaCalls(addon),
    schnorrSign: (message, privateKey, auxiliary) => schnorrSign(addon, message, privateKey, auxiliary),
    schnorrVerify: (signature, message, xOnlyKey) => schnorrVerify(points, signature, message, xOnlyKey)
  }
}

/** The call's result, or undefined where the addon throws: it does so for malformed input and for infinity. */
function attempt<Result>(call: () => Result): Result | undefined {
  try {
    return call()
  } catch {
    return undefined
  }
}

type KeyCalls = Pick<Curve, 'isPrivateKey' | 'isPoint' | 'isXOnlyPoint' | 'publicKey'>

function keyCalls(addon: Addon): KeyCalls {
  return {
    isPrivateKey: (candidate) => isScalar(candidate) && !isZero(candidate),
    isPoint: (candidate) => candidate.length === 33 && addon.publicKeyVerify(candidate),
    isXOnlyPoint: (candidate) => candidate.length === 32 && addon.publicKeyVerify(liftX(candidate)),
    publicKey(privateKey) {
      requirePrivateKey(privateKey)
      const point = new Uint8Array(33)
      addon.publicKeyCreate(privateKey, true, point)
      return point
    }
  }
}

/** The encoding of the point with this x and an even y, lift_x of BIP 340; whether it exists is not checked. */
function liftX(x: Uint8Array): Bytes {
  const point = new Uint8Array(33)
  point[0] = 2
  point.set(x, 1)
  return point
}

type PointCalls = Pick<
  Curve,
  'pointAdd' | 'pointAddScalar' | 'pointMultiply' | 'linearCombination' | 'pointNegate'
>

function pointCalls(addon: Addon): PointCalls {
  const requirePoint = (point: Uint8Array): void => {
    if (!addon.publicKeyVerify(point)) throw notAPoint()
  }
  /** The point that the call writes; where it fails, null if all inputs are points, else an error. */
  const pointOf = (inputs: readonly Uint8Array[], call: (output: Bytes) => unknown): Bytes | null => {
    const output = new Uint8Array(33)
    if (attempt(() => call(output)) !== undefined) return output
    inputs.forEach(requirePoint)
    return null
  }
  const combine: Curve['linearCombination'] = (point, scalar, baseScalar) => {
    requirePointForm(point)
    requireScalar('scalar', scalar)
    requireScalar('base scalar', baseScalar)
    const recovery = combinationAsRecovery(point, scalar, baseScalar)
    if (recovery === null) return wasmCurve().linearCombination(point, scalar, baseScalar)
    const { signature, recoveryId, digest } = recovery
    return pointOf([point], (output) => addon.ecdsaRecover(signature, recoveryId, digest, true, output))
  }
  return {
    pointAdd(left, right) {
      requirePointForm(left)
      requirePointForm(right)
      return pointOf([left, right], (output) => addon.publicKeyCombine([left, right], true, output))
    },
    pointAddScalar(point, scalar) {
      requirePointForm(point)
      requireScalar('scalar', scalar)
      return pointOf([point], (output) => addon.publicKeyTweakAdd(point, scalar, true, output))
    },
    pointMultiply(point, scalar) {
      requirePointForm(point)
      requireScalar('scalar', scalar)
      return pointOf([point], (output) => addon.publicKeyTweakMul(point, scalar, true, output))
    },
    linearCombination: combine,
    pointNegate(point) {
      requirePointForm(point)
      requirePoint(point)
      const negated = copyBytes(point)
      negated[0] = point[0] === 2 ? 3 : 2
      return negated
    }
  }
}

type ScalarCalls = Pick<Curve, 'scalarAdd' | 'scalarMultiply' | 'scalarNegate'>

/** The addon knows private keys, which are never zero: a zero that goes in or comes out is handled here. */
function scalarCalls(addon: Addon): ScalarCalls {
  return {
    scalarAdd(left, right) {
      requireScalar('left', left)
      requireScalar('right', right)
      if (isZero(left)) return copyBytes(right)
      const sum = copyBytes(left)
      return attempt(() => addon.privateKeyTweakAdd(sum, right)) === undefined ? new Uint8Array(32) : sum
    },
    scalarMultiply(left, right) {
      requireScalar('left', left)
      requireScalar('right', right)
      if (isZero(left) || isZero(right)) return new Uint8Array(32)
      const product = copyBytes(left)
      addon.privateKeyTweakMul(product, right)
      return product
    },
    scalarNegate(scalar) {
      requireScalar('scalar', scalar)
      const negated = copyBytes(scalar)
      if (!isZero(scalar)) addon.privateKeyNegate(negated)
      return negated
    }
  }
}

type EcdsaCalls = Pick<Curve, 'ecdsaSign' | 'ecdsaVerify'>

function ecdsaCalls(addon: Addon): EcdsaCalls {
  return {
    ecdsaSign(digest, privateKey) {
      requirePrivateKey(privateKey)
      const signature = new Uint8Array(64)
      // RFC 6979 derives the nonce from the digest modulo n; the library would take the bytes as they are.
      addon.ecdsaSign(reduceScalar(digest), privateKey, {}, signature)
      return signature
    },
    ecdsaVerify: (signature, digest, publicKey) =>
      signature.length === 64 &&
      digest.length === 32 &&
      hasPointForm(publicKey) &&
      attempt(() => addon.ecdsaVerify(signature, digest, publicKey)) === true
  }
}

/** BIP 340, "Default Signing". */
function schnorrSign(
  addon: Addon,
  message: Uint8Array,
  privateKey: Uint8Array,
  auxiliary: Uint8Array
): Bytes {
  requireLength('a message', message, 32)
  requirePrivateKey(privateKey)
  requireLength('auxiliary randomness', auxiliary, 32)
  const key = copyBytes(privateKey)
  const publicPoint = evenPoint(addon, key)
  const masked = xorBytes(key, taggedHash('BIP0340/aux', auxiliary))
  const nonce = taggedHash('BIP0340/nonce', masked, publicPoint.subarray(1), message)
  const signature = attempt(() => {
    const noncePoint = evenPoint(addon, nonce)
    const challenge = schnorrChallenge(noncePoint.subarray(1), publicPoint.subarray(1), message)
    addon.privateKeyTweakMul(key, challenge)
    addon.privateKeyTweakAdd(nonce, key)
    return concatBytes(noncePoint.subarray(1), nonce)
  })
  for (const secret of [key, masked, nonce]) secret.fill(0)
  // The addon refuses a nonce hash of n or more and a zero on the way: the other library handles those as BIP 340 says.
  return signature ?? wasmCurve().schnorrSign(message, privateKey, auxiliary)
}

/** The secret's point; the secret is negated in place where that point has an odd y. */
function evenPoint(addon: Addon, secret: Bytes): Bytes {
  const point = new Uint8Array(33)
  addon.publicKeyCreate(secret, true, point)
  if (point[0] === 3) addon.privateKeyNegate(secret)
  point[0] = 2
  return point
}

/** BIP 340, "Verification": R = s * G - e * P has an even y and the signature's x. */
function schnorrVerify(
  points: PointCalls,
  signature: Uint8Array,
  message: Uint8Array,
  xOnlyKey: Uint8Array
): boolean {
  if (signature.length !== 64 || message.length !== 32 || xOnlyKey.length !== 32) return false
  const nonceX = signature.subarray(0, 32)
  const response = signature.subarray(32)
  if (!isScalar(response)) return false
  const challenge = schnorrChallenge(nonceX, xOnlyKey, message)
  // -P instead of -e saves a negation of the challenge.
  const negatedKey = liftX(xOnlyKey)
  negatedKey[0] = 3
  const noncePoint = attempt(() => points.linearCombination(negatedKey, challenge, response))
  return noncePoint !== undefined && noncePoint !== null && equalBytes(noncePoint, liftX(nonceX))
}
