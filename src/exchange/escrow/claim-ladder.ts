import type { Bytes } from '../../base/bytes.ts'
import { verifyPresignature } from '../../crypto/adaptor.ts'
import { xOnly } from '../../crypto/curve/curve.ts'
import type { LegName, TradeTerms } from '../terms.ts'
import { escrowOf, type Escrow } from './escrow.ts'
import { buildSpend, type EscrowSpend } from './spend.ts'

/** The pre-signed claims of one leg, one for each fee rate of the trader who claims it, cheapest first. */
export interface ClaimLadder {
  readonly leg: LegName
  readonly escrow: Escrow
  readonly claims: readonly EscrowSpend[]
  /** The key whose signatures are given as adaptor pre-signatures: the other trader's; x-only, 32 bytes. */
  readonly presigner: Bytes
  /** The key that signs plainly: the claimant's; x-only, 32 bytes. */
  readonly claimant: Bytes
}

/** Builds the claims of a leg: both traders get the same bytes from the same terms. */
export function claimLadder(terms: TradeTerms, leg: LegName): ClaimLadder {
  const escrow = escrowOf(terms, leg)
  const claimant = leg === 'A' ? terms.taker : terms.maker
  const [makerKey, takerKey] = escrow.keys
  const claims = claimant.claimFeeRates.map((feeRate) =>
    buildSpend({
      escrow,
      outpoint: terms.legs[leg].funding,
      path: 'claim',
      script: claimant.claimScript,
      feeRate,
      lockTime: 0
    })
  )
  return {
    leg,
    escrow,
    claims,
    presigner: xOnly(leg === 'A' ? makerKey : takerKey),
    claimant: xOnly(leg === 'A' ? takerKey : makerKey)
  }
}

/** Whether there is one good adaptor pre-signature (65 bytes) for each claim of the ladder. */
export function presignaturesHold(
  ladder: ClaimLadder,
  unlockPoint: Bytes,
  presignatures: readonly Bytes[]
): boolean {
  return (
    presignatures.length === ladder.claims.length &&
    ladder.claims.every((claim, level) => {
      const presignature = presignatures[level]
      return (
        presignature !== undefined &&
        verifyPresignature(presignature, claim.sighash, ladder.presigner, unlockPoint)
      )
    })
  )
}
