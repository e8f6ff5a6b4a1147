import { Transaction } from 'bitcoinjs-lib'
import { concatBytes, type Bytes } from '../../../base/bytes.ts'
import type { PaymentOutput } from '../payment.ts'

/** BIP 141's witness reserved value: "currently has no consensus meaning". */
export const WITNESS_RESERVED_VALUE: Bytes = new Uint8Array(32)
/** scriptSig of a coinbase has 2 to 100 bytes; a height and the push of the extra nonce take at most six. */
const MAX_EXTRA_NONCE_BYTES = 90

/** What a coinbase is made of. */
export interface CoinbasePlan {
  readonly height: number
  /** Makes the coinbase, and so the block, different from every other: 1 to 90 bytes. */
  readonly extraNonce: Uint8Array
  readonly outputs: readonly PaymentOutput[]
  /** The witness, where an output commits to witnesses; a block without such an output may hold none (BIP 141). */
  readonly reservedValue: Bytes | null
}

/**
 * The first transaction of a block: BIP 34's height and the extra nonce in scriptSig.
 * @throws {@link RangeError} where the extra nonce is empty or too long.
 */
export function coinbaseTransaction(plan: CoinbasePlan): Transaction {
  const { height, extraNonce, outputs, reservedValue } = plan
  if (extraNonce.length < 1 || extraNonce.length > MAX_EXTRA_NONCE_BYTES) {
    throw new RangeError(
      `an extra nonce of ${extraNonce.length} bytes: 1 to ${MAX_EXTRA_NONCE_BYTES} are possible`
    )
  }
  const coinbase = new Transaction()
  coinbase.version = 2
  // A direct push takes up to 75 bytes, one with its length up to 255.
  const length = extraNonce.length > 75 ? [0x4c, extraNonce.length] : [extraNonce.length]
  const scriptSig = concatBytes(heightPush(height), Uint8Array.from(length), extraNonce)
  coinbase.addInput(new Uint8Array(32), 0xffff_ffff, 0xffff_ffff, scriptSig)
  if (reservedValue !== null) coinbase.setWitness(0, [reservedValue])
  for (const { script, amount } of outputs) coinbase.addOutput(script, amount)
  return coinbase
}

/**
 * Script that pushes a height in the shortest form, which BIP 34 puts first in scriptSig: OP_0 to OP_16, else
 * little-endian with a sign bit.
 */
export function heightPush(height: number): Bytes {
  if (height === 0) return Uint8Array.of(0x00)
  if (height <= 16) return Uint8Array.of(0x50 + height)
  const bytes: number[] = []
  for (let rest = height; rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256)
  if ((bytes.at(-1) ?? 0) >= 0x80) bytes.push(0)
  return Uint8Array.of(bytes.length, ...bytes)
}
