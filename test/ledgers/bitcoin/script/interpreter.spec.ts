import { expect } from 'chai'
import * as fc from 'fast-check'
import { concatBytes, toHex } from '../../../../src/base/bytes.ts'
import { ConditionStack } from '../../../../src/ledgers/bitcoin/script/condition-stack.ts'
import {
  findAndDelete,
  instructionAt,
  isPushOnly,
  pushOf
} from '../../../../src/ledgers/bitcoin/script/instruction.ts'
import { isSuccessOpcode } from '../../../../src/ledgers/bitcoin/script/opcodes.ts'
import { SIGHASH } from '../../../../src/ledgers/bitcoin/script/sighash-type.ts'
import { ScriptStack } from '../../../../src/ledgers/bitcoin/script/stack.ts'
import {
  CONSENSUS_FLAGS,
  scriptFailureText,
  STANDARD_FLAGS,
  verifyInput
} from '../../../../src/ledgers/bitcoin/script/verify.ts'
import { assemble } from './assembly.ts'
import * as spends from './spends.ts'

const BOTH_FLAGS = [CONSENSUS_FLAGS, STANDARD_FLAGS]
const hexWords = (bytes: Uint8Array): string => (bytes.length === 0 ? '' : `0x${toHex(bytes)}`)

describe('any bytes as a script', () => {
  // Opcodes in their range, pushes of short items, and bytes of any kind.
  const word = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0x4f, max: 0xba }).map((opcode) => Uint8Array.of(opcode)) },
    { weight: 3, arbitrary: fc.uint8Array({ maxLength: 6 }).map(pushOf) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }) }
  )
  const script = fc.array(word, { maxLength: 30 }).map((words) => concatBytes(...words))
  const items = fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 6 })

  it('end in success or in a failure with words, in every dialect', () => {
    fc.assert(
      fc.property(script, items, fc.constantFrom(...BOTH_FLAGS), (bytes, witness, flags) => {
        const bare = spends.p2pkh()
        const spentOutputs = [{ ...bare.spentOutputs[0]!, script: bytes }, bare.spentOutputs[1]!]
        const words = hexWords(bytes)
        const checks = [
          { ...bare, spentOutputs },
          spends.p2wsh(words, () => witness),
          spends.p2trLeaf(words, () => witness)
        ]
        for (const check of checks) {
          const failure = verifyInput({ ...check, flags })
          if (failure !== null) expect(scriptFailureText(failure)).to.be.a('string')
        }
      }),
      { numRuns: 300 }
    )
  })

  it('is refused by consensus only if policy refuses it too', () => {
    fc.assert(
      fc.property(script, items, (bytes, witness) => {
        const words = hexWords(bytes)
        for (const spend of [spends.p2wsh(words, () => witness), spends.p2trLeaf(words, () => witness)]) {
          const byPolicy = verifyInput({ ...spend, flags: STANDARD_FLAGS })
          if (byPolicy === null) expect(verifyInput({ ...spend, flags: CONSENSUS_FLAGS })).to.equal(null)
        }
      }),
      { numRuns: 300 }
    )
  })
})

describe('the limits of a script', () => {
  const cases: [name: string, make: () => spends.Spend, failure: string | null][] = [
    ['201 operations', () => spends.p2wsh(`1 ${'NOP '.repeat(201)}`, () => []), null],
    ['202 operations', () => spends.p2wsh(`1 ${'NOP '.repeat(202)}`, () => []), 'OP_COUNT'],
    ['202 operations in a leaf', () => spends.p2trLeaf(`1 ${'NOP '.repeat(202)}`, () => []), null],
    ['1000 items', () => spends.p2wsh(`${'1 '.repeat(1000)} RETURN`, () => []), 'OP_RETURN'],
    ['1001 items', () => spends.p2wsh(`${'1 '.repeat(1001)} RETURN`, () => []), 'STACK_SIZE'],
    ['10000 bytes', () => spends.p2wsh(`${'1 '.repeat(9999)} 1`, () => []), 'STACK_SIZE'],
    ['10001 bytes', () => spends.p2wsh(`${'1 '.repeat(10_000)} 1`, () => []), 'SCRIPT_SIZE'],
    ['an item of 520 bytes', () => spends.p2wsh('DROP 1', () => [new Uint8Array(520)]), null],
    ['an item of 521 bytes', () => spends.p2wsh('DROP 1', () => [new Uint8Array(521)]), 'PUSH_SIZE'],
    [
      '1001 items for a leaf',
      () => spends.p2trLeaf('1', () => Array.from({ length: 1001 }, () => Uint8Array.of())),
      'STACK_SIZE'
    ]
  ]
  for (const [name, make, failure] of cases) {
    it(`${name}: ${failure ?? 'fine'}`, () => {
      expect(verifyInput({ ...make(), flags: CONSENSUS_FLAGS })).to.equal(failure)
    })
  }

  it('a transaction may have 110,000 outputs, in every way of signing', () => {
    for (const make of [spends.p2pkh, spends.p2wpkh, spends.p2trKeyPath]) {
      const spend = make({ hashType: SIGHASH.NONE })
      for (let count = 0; count < 110_000; count++)
        spend.transaction.outs.push({ script: Uint8Array.of(), value: 1n })
      expect(verifyInput({ ...spend, flags: CONSENSUS_FLAGS })).to.equal(null)
      const signed = make()
      signed.transaction.outs = spend.transaction.outs
      expect(verifyInput({ ...signed, flags: CONSENSUS_FLAGS })).to.be.oneOf(['EVAL_FALSE', 'SCHNORR_SIG'])
    }
  })

  it('a leaf may hold 100,000 open branches without taking long', () => {
    const depth = 100_000
    const script = `0 ${'IF '.repeat(depth)} ${'ENDIF '.repeat(depth)} 1`
    expect(verifyInput({ ...spends.p2trLeaf(script, () => []), flags: CONSENSUS_FLAGS })).to.equal(null)
  })
})

describe('the parts of the interpreter', () => {
  it('ConditionStack knows the outermost refused branch', () => {
    const conditions = new ConditionStack()
    const seen: boolean[] = []
    const steps = [
      () => conditions.open(true),
      () => conditions.open(false),
      () => conditions.open(true),
      () => conditions.toggle(),
      () => conditions.close(),
      () => conditions.toggle(),
      () => conditions.close(),
      () => conditions.toggle(),
      () => conditions.close()
    ]
    for (const step of steps) {
      step()
      seen.push(conditions.allTrue)
    }
    expect(seen).to.deep.equal([true, false, false, false, false, true, true, false, true])
    expect(conditions.isEmpty).to.equal(true)
  })

  it('ScriptStack throws where a caller reaches below the bottom', () => {
    const stack = new ScriptStack([Uint8Array.of(1)])
    for (const reach of [
      () => stack.peek(1),
      () => stack.drop(2),
      () => stack.remove(1),
      () => stack.insert(2, Uint8Array.of(2))
    ]) {
      expect(reach).to.throw(RangeError, 'no stack item')
    }
    expect(stack.size).to.equal(1)
  })

  it('reads no push past the end', () => {
    for (const cut of [
      '0x02 0x01',
      '0x4c',
      '0x4c 0x02 0x01',
      '0x4d 0x01',
      '0x4e 0x01 0x00 0x00',
      '0x4e 0xffffffff 0x00'
    ]) {
      expect(instructionAt(assemble(cut), 0), cut).to.equal(null)
      expect(isPushOnly(assemble(cut)), cut).to.equal(false)
    }
  })

  it('finds what it deletes only where an instruction begins', () => {
    const remove = (script: string, pattern: string): string =>
      toHex(findAndDelete(assemble(script), assemble(pattern)))
    expect(remove('1 2 1 1', '1')).to.equal('52')
    expect(remove('0x02 0x5151 1', '1')).to.equal('025151')
    expect(remove("'ab' 'ab' 1", "'ab'")).to.equal('51')
    expect(remove('1 0x05 0x51', '1')).to.equal('0551')
    expect(remove('1 2', '3')).to.equal('5152')
  })

  it('knows the 87 opcodes that BIP 342 turns into success', () => {
    const codes = Array.from({ length: 256 }, (_, code) => code).filter(isSuccessOpcode)
    expect(codes).to.have.length(87)
    expect([0x4f, 0x51, 0xba, 0xff].some(isSuccessOpcode)).to.equal(false)
  })
})
