import { CodedError } from '../../base/coded-error.ts'
import { sats, type Sats, type SatsPerVbyte } from '../../base/units.ts'
import {
  feeForWeight,
  inputWeight,
  outputWeight,
  transactionWeight,
  type SpendableKind
} from './transaction-size.ts'

/** What selection needs of a coin. */
export interface SelectableCoin {
  readonly amount: Sats
  readonly kind: SpendableKind
}

/** What is to be paid for. */
export interface SelectionGoal {
  /** Sum of the outputs, above zero. */
  readonly amount: Sats
  /** Lengths of the output scripts. */
  readonly outputScripts: readonly number[]
  readonly feeRate: SatsPerVbyte
  /** Length of the script that takes change, and the least that may lie on it. */
  readonly change: { readonly scriptLength: number; readonly dust: Sats }
}

/** Coins that pay the goal. inputs = amount + fee + change. */
export interface Selection<Coin extends SelectableCoin> {
  readonly coins: readonly Coin[]
  readonly fee: Sats
  /** What goes back to the wallet, or null where the rest is too small and is left to the fee. */
  readonly change: Sats | null
}

/** The coins do not suffice. */
export class SelectionError extends CodedError<'INSUFFICIENT_FUNDS'> {}

/** Bitcoin Core's TOTAL_TRIES for the same search. */
const MAX_TRIES = 100_000
/** Relaying nodes refuse transactions above 400,000 weight units; this many P2WPKH inputs stay below. */
const MAX_INPUTS = 1_000

interface Candidate<Coin> {
  readonly coin: Coin
  /** Amount less the fee of spending it: at least 1. */
  readonly effective: bigint
}

/**
 * Chooses coins: a set that needs no change (branch and bound, after Erhardt, "An Evaluation of Coin Selection
 * Strategies", 2016), else the smallest coin that suffices alone, else the largest ones. Coins that cost more to spend
 * than they hold are left alone. The same coins in the same order give the same choice.
 * @throws SelectionError `INSUFFICIENT_FUNDS`.
 */
export function selectCoins<Coin extends SelectableCoin>(
  coins: readonly Coin[],
  goal: SelectionGoal
): Selection<Coin> {
  const candidates = toCandidates(coins, goal.feeRate)
  const target = goal.amount + feeForWeight(baseWeight(goal), goal.feeRate)
  const changeCost = feeForWeight(outputWeight(goal.change.scriptLength), goal.feeRate)
  const exact = branchAndBound(candidates, target, changeCost + goal.change.dust)
  const attempts = [exact, smallestSufficient(candidates, target), largestFirst(candidates, target)]
  for (const attempt of attempts) {
    const selection = attempt && settle(attempt, goal)
    if (selection) return selection
  }
  throw insufficient(coins, goal)
}

/**
 * Spends all coins that are worth spending into one output.
 * @throws SelectionError `INSUFFICIENT_FUNDS` where less than `dust` would be left.
 */
export function selectEverything<Coin extends SelectableCoin>(
  coins: readonly Coin[],
  goal: { readonly scriptLength: number; readonly feeRate: SatsPerVbyte; readonly dust: Sats }
): Selection<Coin> & { readonly amount: Sats } {
  const chosen = toCandidates(coins, goal.feeRate)
    .slice(0, MAX_INPUTS)
    .map((candidate) => candidate.coin)
  const shape = { inputs: chosen.map((coin) => coin.kind), outputScripts: [goal.scriptLength] }
  const fee = feeForWeight(transactionWeight(shape), goal.feeRate)
  const total = sum(chosen)
  if (total < fee + goal.dust) {
    throw new SelectionError('INSUFFICIENT_FUNDS', 'Nothing would be left after the fee.', {
      fault: 'user',
      details: { available: total, fee }
    })
  }
  return { coins: chosen, fee, change: null, amount: sats(total - fee) }
}

function toCandidates<Coin extends SelectableCoin>(
  coins: readonly Coin[],
  feeRate: SatsPerVbyte
): Candidate<Coin>[] {
  return coins
    .map((coin) => ({ coin, effective: coin.amount - feeForWeight(inputWeight(coin.kind), feeRate) }))
    .filter((candidate) => candidate.effective > 0n)
    .sort(
      (left, right) => Number(right.effective > left.effective) - Number(right.effective < left.effective)
    )
}

function baseWeight(goal: SelectionGoal): number {
  return transactionWeight({ inputs: [], outputScripts: goal.outputScripts })
}

function sum(coins: readonly SelectableCoin[]): bigint {
  return coins.reduce((total, coin) => total + coin.amount, 0n)
}

/** A walk over sets of candidates: each is taken before it is left out. */
class CandidateWalk<Coin> {
  readonly #candidates: readonly Candidate<Coin>[]
  readonly #taken: boolean[] = []
  #depth = 0
  /** Sum of what is taken, and of what is not decided. */
  value = 0n
  rest: bigint

  constructor(candidates: readonly Candidate<Coin>[]) {
    this.#candidates = candidates
    this.rest = candidates.reduce((total, candidate) => total + candidate.effective, 0n)
  }

  taken(): Coin[] {
    return this.#candidates.filter((_, index) => this.#taken[index] === true).map(({ coin }) => coin)
  }

  /** Takes the next candidate; false where there is none. */
  take(): boolean {
    const candidate = this.#candidates[this.#depth]
    if (candidate === undefined) return false
    this.#taken[this.#depth++] = true
    this.value += candidate.effective
    this.rest -= candidate.effective
    return true
  }

  /** Goes back to the last candidate that is taken, and on without it; false at the walk's end. */
  leaveOut(): boolean {
    while (this.#depth > 0 && this.#taken[this.#depth - 1] !== true) {
      this.rest += this.#candidates[--this.#depth]?.effective ?? 0n
    }
    if (this.#depth === 0) return false
    this.#taken[this.#depth - 1] = false
    this.value -= this.#candidates[this.#depth - 1]?.effective ?? 0n
    return true
  }
}

/** A set whose sum lies within `tolerance` above the target, or null where the search finds none. */
function branchAndBound<Coin>(
  candidates: readonly Candidate<Coin>[],
  target: bigint,
  tolerance: bigint
): Coin[] | null {
  const walk = new CandidateWalk(candidates)
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (walk.value >= target && walk.value <= target + tolerance) return walk.taken()
    const mayReach = walk.value < target && walk.value + walk.rest >= target
    if (mayReach && walk.take()) continue
    if (!walk.leaveOut()) return null
  }
  return null
}

function smallestSufficient<Coin>(candidates: readonly Candidate<Coin>[], target: bigint): Coin[] | null {
  const coin = candidates.findLast((candidate) => candidate.effective >= target)?.coin
  return coin === undefined ? null : [coin]
}

function largestFirst<Coin>(candidates: readonly Candidate<Coin>[], target: bigint): Coin[] | null {
  const chosen: Coin[] = []
  let value = 0n
  for (const candidate of candidates.slice(0, MAX_INPUTS)) {
    chosen.push(candidate.coin)
    value += candidate.effective
    if (value >= target) return chosen
  }
  // The counts' bytes and rounding may still make it suffice: settle() decides.
  return chosen.length > 0 ? chosen : null
}

/** The exact fee and change of a set, or null where it falls short. */
function settle<Coin extends SelectableCoin>(
  coins: readonly Coin[],
  goal: SelectionGoal
): Selection<Coin> | null {
  if (coins.length > MAX_INPUTS) return null
  const inputs = coins.map((coin) => coin.kind)
  const total = sum(coins)
  const bare = feeForWeight(transactionWeight({ inputs, outputScripts: goal.outputScripts }), goal.feeRate)
  if (total < goal.amount + bare) return null
  const withChange = feeForWeight(
    transactionWeight({ inputs, outputScripts: [...goal.outputScripts, goal.change.scriptLength] }),
    goal.feeRate
  )
  const change = total - goal.amount - withChange
  if (change >= goal.change.dust) return { coins, fee: withChange, change: sats(change) }
  return { coins, fee: sats(total - goal.amount), change: null }
}

function insufficient(coins: readonly SelectableCoin[], goal: SelectionGoal): SelectionError {
  const available = sum(coins)
  return new SelectionError(
    'INSUFFICIENT_FUNDS',
    `The wallet can spend ${available} now, which does not cover ${goal.amount} and the fee.`,
    { fault: 'user', details: { available, amount: goal.amount, feeRate: goal.feeRate } }
  )
}
