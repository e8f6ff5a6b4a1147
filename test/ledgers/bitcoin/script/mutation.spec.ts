import { expect } from 'chai'
import {
  CONSENSUS_FLAGS,
  STANDARD_FLAGS,
  verifyInput
} from '../../../../src/ledgers/bitcoin/script/verify.ts'
import { mutate, unlockingSize, type Mutation } from './mutation.ts'
import { VALID_SPENDS, type Spend } from './spends.ts'

/** Each byte of what unlocks the spend, one after another, with the bits of a mask turned. */
function everyByte(spend: Spend, maskAt: (place: number) => number): Mutation[] {
  return Array.from({ length: unlockingSize(spend) }, (_, place) => ({
    kind: 'byte' as const,
    place,
    mask: maskAt(place)
  }))
}

const oneBit = (place: number): number => 1 << ((place * 5) % 8)
/** Turns 00 and 01, the two conditions that policy knows, into other true ones. */
const allButTheLowestBit = (): number => 0xfe

/** Each item of the witness, dropped and doubled. */
function everyItem(spend: Spend): Mutation[] {
  return spend.transaction.ins[0]!.witness.flatMap((_, item) => [
    { kind: 'drop' as const, item },
    { kind: 'double' as const, item }
  ])
}

/** Places that consensus lets be changed: the argument of IF, after signature and preimage, may be any true item. */
function malleablePlaces(name: string, spend: Spend): number[] {
  if (name !== 'htlc claim') return []
  const [signature, preimage] = spend.transaction.ins[0]!.witness
  return [signature!.length + preimage!.length]
}

describe('a changed witness', () => {
  for (const [name, make] of Object.entries(VALID_SPENDS)) {
    it(`${name}: never spends by policy`, () => {
      const spend = make()
      const accepted = [...everyByte(spend, oneBit), ...everyItem(spend)].filter(
        (mutation) => verifyInput({ ...mutate(spend, mutation), flags: STANDARD_FLAGS }) === null
      )
      expect(accepted).to.deep.equal([])
    })

    it(`${name}: by consensus neither, but for the condition of an IF`, () => {
      const spend = make()
      const accepted = everyByte(spend, allButTheLowestBit).filter(
        (mutation) => verifyInput({ ...mutate(spend, mutation), flags: CONSENSUS_FLAGS }) === null
      )
      expect(accepted.map((mutation) => mutation.kind === 'byte' && mutation.place)).to.deep.equal(
        malleablePlaces(name, spend)
      )
    })
  }
})
