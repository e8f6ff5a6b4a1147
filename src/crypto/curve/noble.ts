import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { copyBytes, type Bytes } from '../../base/bytes.ts'
import type { Curve } from './curve.ts'
import {
  hasPointForm,
  isScalar,
  isZero,
  notAPoint,
  requireLength,
  requirePointForm,
  requirePrivateKey,
  requireScalar,
  toNumber
} from './operands.ts'

const { Point } = secp256k1
type Point = InstanceType<typeof Point>
const scalars = Point.Fn
const ecdsaOptions = { prehash: false, lowS: true } as const

function parsePoint(bytes: Uint8Array): Point {
  requirePointForm(bytes)
  try {
    return Point.fromBytes(bytes)
  } catch {
    throw notAPoint()
  }
}

function parseScalar(name: string, bytes: Uint8Array): bigint {
  requireScalar(name, bytes)
  return scalars.fromBytes(bytes)
}

function compressed(point: Point): Bytes | null {
  return point.is0() ? null : copyBytes(point.toBytes(true))
}

/** The answer, or false where the library throws because the input is malformed. */
function answer(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

/**
 * Arithmetic modulo n in JavaScript numbers, shared with the WASM backend, whose library cannot multiply
 * scalars. Its time depends on the values.
 */
export const nobleScalars: Pick<Curve, 'scalarAdd' | 'scalarMultiply' | 'scalarNegate'> = {
  scalarAdd: (left, right) =>
    copyBytes(scalars.toBytes(scalars.add(parseScalar('left', left), parseScalar('right', right)))),
  scalarMultiply: (left, right) =>
    copyBytes(scalars.toBytes(scalars.mul(parseScalar('left', left), parseScalar('right', right)))),
  scalarNegate: (scalar) => copyBytes(scalars.toBytes(scalars.neg(parseScalar('scalar', scalar))))
}

/** The curve in plain JavaScript (@noble/curves): slow, runs everywhere, and the oracle of the tests. */
export const nobleCurve: Curve = {
  ...nobleScalars,
  backend: 'noble',

  isPrivateKey: (candidate) => isScalar(candidate) && !isZero(candidate),
  isPoint: (candidate) => candidate.length === 33 && answer(() => Boolean(Point.fromBytes(candidate))),
  isXOnlyPoint: (candidate) =>
    candidate.length === 32 && answer(() => Boolean(schnorr.utils.lift_x(toNumber(candidate)))),

  publicKey(privateKey) {
    requirePrivateKey(privateKey)
    return copyBytes(secp256k1.getPublicKey(privateKey, true))
  },
  pointAdd: (left, right) => compressed(parsePoint(left).add(parsePoint(right))),
  pointAddScalar: (point, scalar) =>
    compressed(parsePoint(point).add(Point.BASE.multiplyUnsafe(parseScalar('scalar', scalar)))),
  pointMultiply: (point, scalar) =>
    compressed(parsePoint(point).multiplyUnsafe(parseScalar('scalar', scalar))),
  linearCombination(point, scalar, baseScalar) {
    const multiple = parsePoint(point).multiplyUnsafe(parseScalar('scalar', scalar))
    return compressed(multiple.add(Point.BASE.multiplyUnsafe(parseScalar('base scalar', baseScalar))))
  },
  pointNegate: (point) => copyBytes(parsePoint(point).negate().toBytes(true)),

  ecdsaSign(digest, privateKey) {
    requireLength('a digest', digest, 32)
    requirePrivateKey(privateKey)
    return copyBytes(secp256k1.sign(digest, privateKey, ecdsaOptions))
  },
  ecdsaVerify: (signature, digest, publicKey) =>
    signature.length === 64 &&
    digest.length === 32 &&
    hasPointForm(publicKey) &&
    answer(() => secp256k1.verify(signature, digest, publicKey, ecdsaOptions)),

  schnorrSign(message, privateKey, auxiliary) {
    requireLength('a message', message, 32)
    requirePrivateKey(privateKey)
    requireLength('auxiliary randomness', auxiliary, 32)
    return copyBytes(schnorr.sign(message, privateKey, auxiliary))
  },
  schnorrVerify: (signature, message, xOnlyKey) =>
    signature.length === 64 &&
    message.length === 32 &&
    xOnlyKey.length === 32 &&
    answer(() => schnorr.verify(signature, message, xOnlyKey))
}
