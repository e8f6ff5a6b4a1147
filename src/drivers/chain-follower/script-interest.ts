import type { Bytes } from '../../base/bytes.ts'

/** Whose scripts the follower looks for: a wallet. Both calls are synchronous and cheap. */
export interface ScriptInterest {
  owns(script: Bytes): boolean
  /**
   * The script was paid on the ledger. Answers whether more scripts are owned from now on (BIP 44's gap moves on), so
   * that the block is searched again.
   */
  noteUsed(script: Bytes): boolean
}

/** Nobody's scripts. */
export const NO_SCRIPTS: ScriptInterest = { owns: () => false, noteUsed: () => false }
