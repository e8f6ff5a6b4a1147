import type { Transaction } from 'bitcoinjs-lib'

/** Whether the transaction is a coinbase: one input that points at nothing. */
export function isCoinbase({ ins }: Transaction): boolean {
  const [input] = ins
  return ins.length === 1 && input?.index === 0xffff_ffff && input.hash.every((byte) => byte === 0)
}
