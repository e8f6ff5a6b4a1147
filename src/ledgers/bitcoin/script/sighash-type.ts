/** Hash types of signatures: what a signature covers. The last adds to one of the others. */
export const SIGHASH = { DEFAULT: 0x00, ALL: 0x01, NONE: 0x02, SINGLE: 0x03, ANYONECANPAY: 0x80 } as const

/** The outputs that a hash type of ECDSA covers; whatever is neither NONE nor SINGLE covers all. */
export function ecdsaOutputType(hashType: number): 'all' | 'none' | 'single' {
  const base = hashType & 0x1f
  if (base === SIGHASH.NONE) return 'none'
  return base === SIGHASH.SINGLE ? 'single' : 'all'
}

/** Whether the hash type covers no input but its own. */
export function isAnyoneCanPay(hashType: number): boolean {
  return (hashType & SIGHASH.ANYONECANPAY) !== 0
}
