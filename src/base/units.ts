declare const unit: unique symbol
type Unit<Base, Name extends string> = Base & { readonly [unit]: Name }

/** An amount in a ledger's smallest unit (satoshi, litoshi); 0 to 2^63-1, never a fraction. */
export type Sats = Unit<bigint, 'Sats'>
/** A fee rate in satoshi per virtual byte; fractions allowed, never negative. */
export type SatsPerVbyte = Unit<number, 'SatsPerVbyte'>
/** Height of a block: the genesis block has 0. */
export type BlockHeight = Unit<number, 'BlockHeight'>
/** A number of blocks, relative. */
export type Blocks = Unit<number, 'Blocks'>
/** Seconds since 1970-01-01 UTC, whole. */
export type UnixSeconds = Unit<number, 'UnixSeconds'>
/** A span of time in whole seconds. */
export type Seconds = Unit<number, 'Seconds'>

const MAX_SATS = (1n << 63n) - 1n

/** @throws {@link RangeError} outside 0 to 2^63-1. */
export function sats(value: bigint | number): Sats {
  const amount = BigInt(value)
  if (amount < 0n || amount > MAX_SATS) throw new RangeError(`amount out of range: ${amount}`)
  return amount as Sats
}

/** @throws {@link RangeError} where the rate is negative or not finite. */
export function satsPerVbyte(value: number): SatsPerVbyte {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`fee rate out of range: ${value}`)
  return value as SatsPerVbyte
}

function whole(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} out of range: ${value}`)
  return value
}

/** @throws {@link RangeError} where it is no whole number of 0 or more. */
export const blockHeight = (value: number): BlockHeight => whole('block height', value) as BlockHeight
/** @throws {@link RangeError} where it is no whole number of 0 or more. */
export const blocks = (value: number): Blocks => whole('number of blocks', value) as Blocks
/** @throws {@link RangeError} where it is no whole number of 0 or more. */
export const unixSeconds = (value: number): UnixSeconds => whole('UNIX time', value) as UnixSeconds
/** @throws {@link RangeError} where it is no whole number of 0 or more. */
export const seconds = (value: number): Seconds => whole('number of seconds', value) as Seconds
