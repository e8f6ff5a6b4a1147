import type { Bytes } from '../../src/base/bytes.ts'
import { adaptPresignature } from '../../src/crypto/adaptor.ts'
import { DerivedTradeSigner } from '../../src/drivers/trade/derived-signer.ts'
import { claimLadder } from '../../src/exchange/escrow/claim-ladder.ts'
import { finishClaim } from '../../src/exchange/escrow/spend.ts'
import type { Prepared } from '../../src/exchange/trade/states.ts'
import { CountedRandom } from '../../src/testnet/simulation/simulated-trader.ts'
import { SimulatedSecrets } from '../../src/testnet/simulation/simulated-wallet.ts'
import type { TraderName } from './deaths.ts'
import type { TradingFloor } from './trading-floor.ts'

/** Everything that a trader signed and got, taken out of its open trade. */
export function preparedOf(floor: TradingFloor, name: TraderName): Prepared {
  const state = floor.state(floor[name])
  if (state === null || !('theirPresignatures' in state) || !('claimSignatures' in state)) {
    throw new Error(`${name} has nothing prepared: ${state?.kind}`)
  }
  return state
}

/** A trader's keys in somebody's hands: does what no honest node does. */
export class Villain {
  readonly #signer: DerivedTradeSigner
  readonly #name: TraderName
  readonly #held: Prepared

  constructor(floor: TradingFloor, name: TraderName) {
    const random = new CountedRandom(`villain ${name}`)
    this.#signer = new DerivedTradeSigner({ secrets: new SimulatedSecrets(name), random })
    this.#name = name
    this.#held = preparedOf(floor, name)
  }

  /** The maker's secret. */
  secret(): Bytes {
    return this.#signer.unlockSecret(this.#held.terms.negotiationId)
  }

  /** The own escrow back by the refund leaf. */
  refund(feeRate: number): Bytes {
    const role = this.#name === 'alice' ? 'maker' : 'taker'
    return this.#signer.signRefund(role, this.#held.terms, { script: this.#held.deal.refundScript, feeRate })
  }

  /** The other's escrow by the claim leaf. */
  claim(level: number, secret: Bytes): Bytes {
    const { terms, theirPresignatures, claimSignatures } = this.#held
    const ladder = claimLadder(terms, this.#name === 'alice' ? 'B' : 'A')
    const [claim, presignature, own] = [
      ladder.claims[level],
      theirPresignatures[level],
      claimSignatures[level]
    ]
    if (claim === undefined || presignature === undefined || own === undefined)
      throw new Error('no such level')
    const theirs = adaptPresignature(presignature, secret)
    const signatures = this.#name === 'alice' ? { maker: own, taker: theirs } : { maker: theirs, taker: own }
    return finishClaim(claim, ladder.escrow, signatures)
  }
}
