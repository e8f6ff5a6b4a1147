import { copyBytes, toHex } from '../../src/base/bytes.ts'
import { sats, satsPerVbyte } from '../../src/base/units.ts'
import { SerialisationError } from '../../src/ledgers/bitcoin/byte-reader.ts'
import { decodeTransaction } from '../../src/ledgers/bitcoin/decode-transaction.ts'
import { toDisplayHash } from '../../src/ledgers/bitcoin/display-hash.ts'
import { outpointKey } from '../../src/ledgers/bitcoin/parsed-transaction.ts'
import type { SpentCoin } from '../../src/ledgers/bitcoin/policy/spent-coins.ts'
import { validateTransaction } from '../../src/ledgers/bitcoin/policy/validate-transaction.ts'
import type { Workbench } from '../contract/workbench.ts'
import { nextCase, SeededNumbers, soundSpend, type FuzzCase, type FuzzSubject } from './mutations.ts'
import { DELAY_BLOCKS, spendables, type ChainPlace } from './spendables.ts'

const ACCEPTED = 'accepted'
const UNDECODED = 'TX decode failed'
/** Calls in one batch to the daemon. */
const BATCH = 100
/** The daemon is asked without its own ceiling of fees, so ours is out of the way too. */
const NO_CEILING = satsPerVbyte(1e12)

/** Where our rules and the daemon's differ. */
export interface Difference extends FuzzCase {
  readonly ours: string
  readonly theirs: string
}

/** What a run came to. */
export interface FuzzReport {
  readonly cases: number
  /** How often each verdict was given by both. */
  readonly verdicts: ReadonlyMap<string, number>
  readonly differences: readonly Difference[]
}

/** Outputs of every kind on a real daemon, and both judges. */
export class FuzzBench {
  readonly #bench: Workbench
  #subjects: readonly FuzzSubject[] = []
  #coins = new Map<string, SpentCoin>()
  #medianTimes = new Map<number, number>()
  #place: ChainPlace = { height: 0, medianTime: 0 }

  constructor(bench: Workbench) {
    this.#bench = bench
  }

  /** Funds one output of every kind and waits until the locks have passed. */
  async prepare(): Promise<void> {
    const kinds = spendables(await this.#tip())
    const subjects: FuzzSubject[] = []
    for (const spendable of kinds) {
      const coin = await this.#bench.fundUnconfirmed(spendable.script)
      subjects.push({ spendable, coin })
    }
    const { height } = await this.#tip()
    await this.#bench.mine(DELAY_BLOCKS)
    this.#subjects = subjects
    for (const { coin } of subjects) {
      this.#coins.set(outpointKey(coin), {
        script: coin.script,
        amount: sats(coin.amount),
        height: height + 1,
        coinbase: false
      })
    }
    this.#place = await this.#tip()
    for (let at = height; at <= this.#place.height; at++) {
      this.#medianTimes.set(at, await this.#medianTime(at))
    }
  }

  /** Judges each kind as it should be, then `count` mutations that `seed` chooses. */
  async run(seed: number, count: number): Promise<FuzzReport> {
    const numbers = new SeededNumbers(seed)
    const sound = this.#subjects.map((subject) => ({
      name: `${subject.spendable.name}: sound`,
      bytes: soundSpend(subject).toBuffer()
    }))
    const mutated = Array.from({ length: count }, () => nextCase(this.#subjects, numbers, this.#place))
    const cases = [...sound, ...mutated]
    const verdicts = new Map<string, number>()
    const differences: Difference[] = []
    for (let start = 0; start < cases.length; start += BATCH) {
      const part = cases.slice(start, start + BATCH)
      const theirs = await this.#theirVerdicts(part)
      part.forEach((each, index) => {
        const ours = this.#ourVerdict(each.bytes)
        if (ours === theirs[index]) verdicts.set(ours, (verdicts.get(ours) ?? 0) + 1)
        else differences.push({ ...each, ours, theirs: theirs[index] ?? '' })
      })
    }
    return { cases: cases.length, verdicts, differences }
  }

  #ourVerdict(bytes: Uint8Array): string {
    try {
      const transaction = decodeTransaction(bytes)
      const fault = validateTransaction({
        chain: this.#bench.under.chain,
        transaction,
        spent: transaction.ins.map(
          ({ hash, index }) =>
            this.#coins.get(outpointKey({ txid: toDisplayHash(hash), vout: index })) ?? null
        ),
        next: {
          height: this.#place.height + 1,
          medianTime: this.#place.medianTime,
          medianTimeAt: (height) => this.#medianTimes.get(height) ?? null
        },
        maximumFeeRate: NO_CEILING
      })
      return fault?.reason ?? ACCEPTED
    } catch (error) {
      if (error instanceof SerialisationError) return UNDECODED
      throw error
    }
  }

  async #theirVerdicts(cases: readonly FuzzCase[]): Promise<readonly string[]> {
    const outcomes = await this.#bench.under.client.batch(
      cases.map(({ bytes }) => ({ method: 'testmempoolaccept', params: [[toHex(copyBytes(bytes))], 0] }))
    )
    return outcomes.map((outcome) => {
      if (!outcome.ok) return outcome.error.rpcCode === -22 ? UNDECODED : outcome.error.message
      const [verdict] = outcome.result as { allowed: boolean; 'reject-reason'?: string }[]
      if (verdict?.allowed === true) return ACCEPTED
      const reason = verdict?.['reject-reason'] ?? ''
      // testmempoolaccept has its own word for what everything else calls bad-txns-inputs-missingorspent.
      return reason === 'missing-inputs' ? 'bad-txns-inputs-missingorspent' : reason
    })
  }

  async #tip(): Promise<ChainPlace> {
    const height = await this.#bench.call<number>('getblockcount')
    return { height, medianTime: await this.#medianTime(height) }
  }

  async #medianTime(height: number): Promise<number> {
    const hash = await this.#bench.call<string>('getblockhash', height)
    const header = await this.#bench.call<{ mediantime: number }>('getblockheader', hash)
    return header.mediantime
  }
}
