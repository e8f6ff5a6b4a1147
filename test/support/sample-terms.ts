import { concatBytes, type Bytes } from '../../src/base/bytes.ts'
import { taggedHash } from '../../src/base/hash.ts'
import { sats, unixSeconds } from '../../src/base/units.ts'
import { DerivedTradeSigner } from '../../src/drivers/trade/derived-signer.ts'
import type { TradeTerms } from '../../src/exchange/terms.ts'
import { CountedRandom } from '../../src/testnet/simulation/simulated-trader.ts'
import { SimulatedSecrets } from '../../src/testnet/simulation/simulated-wallet.ts'

/** 32 bytes fixed by a name. */
export function named(name: string): Bytes {
  return taggedHash('bourse/test', new TextEncoder().encode(name))
}

/** A witness program of version 1. */
export function program(name: string): Bytes {
  return concatBytes(Uint8Array.of(0x51, 0x20), named(name))
}

export function signerOf(name: string): DerivedTradeSigner {
  return new DerivedTradeSigner({ secrets: new SimulatedSecrets(name), random: new CountedRandom(name) })
}

/** Complete terms between two wallets named by words; equal words give equal terms. */
export function sampleTerms(maker = 'maker', taker = 'taker', trade = 'one'): TradeTerms {
  const negotiationId = named(`negotiation ${trade}`)
  const [left, right] = [signerOf(maker), signerOf(taker)]
  const claimFeeRates = [1000, 2000, 5000, 10_000, 20_000]
  return {
    network: 'simulated',
    orderId: named('order'),
    negotiationId,
    makerKey: left.tradingKey,
    takerKey: right.tradingKey,
    maker: { ...left.keys(negotiationId), claimScript: program('maker'), claimFeeRates },
    taker: { ...right.keys(negotiationId), claimScript: program('taker'), claimFeeRates },
    unlockPoint: left.unlockPoint(negotiationId).point,
    claimDeadline: unixSeconds(1_800_025_200),
    legs: {
      A: {
        ledger: 'btc',
        amount: sats(5_000_000),
        confirmations: 2,
        refundTime: unixSeconds(1_800_079_200),
        funding: { txid: '11'.repeat(32), vout: 0 }
      },
      B: {
        ledger: 'ltc',
        amount: sats(80_000_000),
        confirmations: 3,
        refundTime: unixSeconds(1_800_036_000),
        funding: { txid: '22'.repeat(32), vout: 1 }
      }
    }
  }
}
