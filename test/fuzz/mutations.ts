import type { Transaction } from 'bitcoinjs-lib'
import { concatBytes } from '../../src/base/bytes.ts'
import { sha256 } from '../../src/base/hash.ts'
import { compile, draft, p2pkhScript, p2wpkhScript, testKey, type TestCoin } from '../contract/spending.ts'
import type { ChainPlace, Spendable } from './spendables.ts'

/** Numbers that a seed fixes: splitmix32, enough to spread mutations. */
export class SeededNumbers {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** 0 to `count` less one. */
  below(count: number): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) % count
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
}

/** One output to spend, and how. */
export interface FuzzSubject {
  readonly spendable: Spendable
  readonly coin: TestCoin
}

/** A transaction to judge, as bytes, and what it was made from. */
export interface FuzzCase {
  readonly name: string
  readonly bytes: Uint8Array
}

type Change = (transaction: Transaction, numbers: SeededNumbers, place: ChangePlace) => void

interface ChangePlace extends ChainPlace {
  readonly coin: TestCoin
}

const VERSIONS = [0, 1, 2, 2, 3, 4, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]
const SEQUENCES = [
  0, 1, 2, 3, 4, 10, 0xffff, 0x40_0000, 0x40_0001, 0x8000_0003, 0xffff_fffd, 0xffff_fffe, 0xffff_ffff
]

/** Changes of what signatures cover; the transaction may be signed again after them. */
const COVERED: Readonly<Record<string, Change>> = {
  version: (it, numbers) => {
    it.version = numbers.pick(VERSIONS)
  },
  sequence: (it, numbers) => {
    it.ins[0]!.sequence = numbers.pick(SEQUENCES)
  },
  locktime(it, numbers, { height, medianTime }) {
    const near = numbers.below(5) - 2
    it.locktime = numbers.pick([
      0,
      1,
      height + near,
      medianTime + near,
      499_999_999,
      500_000_000,
      0xffff_ffff
    ])
  },
  amount(it, numbers, { coin }) {
    const least = numbers.pick([294n, 330n, 546n, 2940n, 3300n, 5460n])
    const size = BigInt(it.virtualSize())
    const near = BigInt(numbers.below(5) - 2)
    it.outs[0]!.value = numbers.pick([
      0n,
      -1n,
      least + near,
      coin.amount + near,
      coin.amount - size + near,
      coin.amount - 100n * size,
      8_400_000_000_000_000n + near,
      0x7fff_ffff_ffff_ffffn
    ])
  },
  'output script': (it, numbers) => {
    it.outs[0]!.script = anyOutputScript(numbers)
  },
  'another output': (it, numbers) => {
    const value = numbers.pick([0n, 2939n, 2940n, 3300n, 5459n, 5460n, 10_000n])
    it.addOutput(anyOutputScript(numbers), value)
    if (numbers.below(2) === 0) it.outs[0]!.value -= value
  },
  'no output': (it) => {
    it.outs.splice(0)
  },
  'input twice': (it) => {
    it.ins.push({ ...it.ins[0]! })
  },
  'another input': (it, numbers) => {
    it.addInput(
      numbers.pick([sha256(Uint8Array.of(numbers.below(256))), new Uint8Array(32)]),
      numbers.pick([0, 0xffff_ffff])
    )
  },
  'null input': (it) => {
    it.ins[0]!.hash = new Uint8Array(32)
    it.ins[0]!.index = 0xffff_ffff
  },
  'other output spent': (it, numbers) => {
    it.ins[0]!.index = numbers.pick([1, 2, 4000, 0xffff_ffff])
  },
  'many outputs': (it, numbers) => {
    const count = numbers.pick([200, 2300, 3300])
    for (let index = 0; index < count; index++) it.addOutput(p2wpkhScript(testKey(index % 9)), 3000n)
    it.outs[0]!.value -= 3000n * BigInt(count)
  }
}

/** Changes of what unlocks the input: no signature covers them. */
const UNCOVERED: Readonly<Record<string, Change>> = {
  'witness byte': (it, numbers) => changeItem(it, numbers, (item) => flip(item, numbers)),
  'witness item cut': (it, numbers) =>
    changeItem(it, numbers, (item) => item.slice(0, numbers.below(item.length + 1))),
  'witness item longer': (it, numbers) =>
    changeItem(it, numbers, (item) => concatBytes(item, new Uint8Array(numbers.pick([1, 16, 80, 600])))),
  'witness item empty': (it, numbers) => changeItem(it, numbers, () => new Uint8Array(0)),
  'witness item gone': (it, numbers) =>
    changeItems(it, (items) => items.splice(numbers.below(items.length), 1)),
  'witness item doubled': (it, numbers) =>
    changeItems(it, (items) => items.splice(numbers.below(items.length), 0, numbers.pick(items))),
  'witness items swapped': (it) => changeItems(it, (items) => items.push(...items.splice(0, 1))),
  'witness annex': (it) => changeItems(it, (items) => items.push(Uint8Array.of(0x50, 1))),
  'witness stuffed': (it, numbers) =>
    changeItems(it, (items) =>
      items.unshift(...Array.from({ length: numbers.pick([1, 99, 101]) }, () => new Uint8Array(1)))
    ),
  'no witness': (it) => it.setWitness(0, []),
  scriptSig: (it, numbers) => {
    it.ins[0]!.script = numbers.pick([
      Uint8Array.of(0x51),
      Uint8Array.of(0x75),
      Uint8Array.of(0x4c, 1, 1),
      new Uint8Array(1650),
      new Uint8Array(1651),
      flip(it.ins[0]!.script, numbers)
    ])
  },
  'hash type': (it, numbers) =>
    changeItem(it, numbers, (item) =>
      concatBytes(item.slice(0, -1), Uint8Array.of(numbers.pick([0, 1, 2, 3, 0x41, 0x81, 0x83])))
    )
}

function flip(bytes: Uint8Array, numbers: SeededNumbers): Uint8Array {
  const changed = Uint8Array.from(bytes)
  if (changed.length > 0) changed[numbers.below(changed.length)]! ^= 1 << numbers.below(8)
  return changed
}

function changeItems(transaction: Transaction, change: (items: Uint8Array[]) => unknown): void {
  const items = [...transaction.ins[0]!.witness]
  if (items.length > 0) change(items)
  transaction.setWitness(0, items)
}

function changeItem(
  transaction: Transaction,
  numbers: SeededNumbers,
  change: (item: Uint8Array) => Uint8Array
): void {
  changeItems(transaction, (items) => {
    const index = numbers.below(items.length)
    items[index] = change(items[index]!)
  })
}

function anyOutputScript(numbers: SeededNumbers): Uint8Array {
  const key = testKey(20).publicKey
  const data = (length: number) => new Uint8Array(length).fill(7)
  return numbers.pick([
    p2wpkhScript(testKey(20)),
    p2pkhScript(testKey(20)),
    compile([0xa9, data(20), 0x87]),
    compile([key, 0xac]),
    compile([0x51, key, key, 0x52, 0xae]),
    compile([0x54, key, key, key, key, 0x54, 0xae]),
    compile([0x6a, data(numbers.pick([0, 1, 75, 76, 80, 81]))]),
    Uint8Array.of(0x6a),
    Uint8Array.of(0x6a, 0x02, 0x01),
    compile([0x00, data(numbers.pick([19, 20, 31, 32, 33]))]),
    compile([0x51, data(numbers.pick([2, 31, 32, 33, 40]))]),
    compile([0x52, data(32)]),
    compile([0x75]),
    new Uint8Array(0),
    data(numbers.pick([10, 10_001]))
  ])
}

const COVERED_NAMES = Object.keys(COVERED)
const UNCOVERED_NAMES = Object.keys(UNCOVERED)

/** The spend as it should be: accepted by everybody. */
export function soundSpend({ spendable, coin }: FuzzSubject): Transaction {
  const outputs = [{ script: p2wpkhScript(testKey(1)), amount: coin.amount - 20_000n }]
  const transaction = draft({ coins: [coin], outputs, ...spendable.form })
  spendable.sign(transaction, coin)
  return transaction
}

/** The case that the numbers choose: one or two changes, signed again or not, or bytes changed anywhere. */
export function nextCase(
  subjects: readonly FuzzSubject[],
  numbers: SeededNumbers,
  place: ChainPlace
): FuzzCase {
  const subject = numbers.pick(subjects)
  const { spendable, coin } = subject
  const transaction = soundSpend(subject)
  const kind = numbers.below(10)
  if (kind < 2) {
    const bytes = flip(transaction.toBuffer(), numbers)
    return { name: `${spendable.name}: any byte`, bytes }
  }
  const names = kind < 6 ? COVERED_NAMES : UNCOVERED_NAMES
  const changes = Array.from({ length: 1 + numbers.below(2) }, () => numbers.pick(names))
  for (const name of changes) {
    if (transaction.outs.length === 0) break
    const change = COVERED[name] ?? UNCOVERED[name]
    change?.(transaction, numbers, { ...place, coin })
  }
  // The signers of the tests know one input, and some output.
  const again = kind < 5 && transaction.ins.length === 1 && transaction.outs.length > 0
  if (again) spendable.sign(transaction, coin)
  const how = again ? ', signed again' : ''
  return { name: `${spendable.name}: ${changes.join(', ')}${how}`, bytes: transaction.toBuffer() }
}
