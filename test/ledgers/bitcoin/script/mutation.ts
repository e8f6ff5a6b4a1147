import * as fc from 'fast-check'
import type { Spend } from './spends.ts'

/** One change to what unlocks an input: a byte XORed, or a whole witness item taken out or doubled. */
export type Mutation =
  | { readonly kind: 'byte'; readonly place: number; readonly mask: number }
  | { readonly kind: 'drop' | 'double'; readonly item: number }

/** What unlocks the first input: its scriptSig, then its witness. */
function unlocking({ transaction }: Spend): Uint8Array[] {
  const { script, witness } = transaction.ins[0]!
  return [script, ...witness]
}

/** Number of bytes that unlock the first input. */
export function unlockingSize(spend: Spend): number {
  return unlocking(spend).reduce((sum, part) => sum + part.length, 0)
}

/** The same spend with one change; `place` counts the bytes of scriptSig and witness in one row. */
export function mutate(spend: Spend, mutation: Mutation): Spend {
  const transaction = spend.transaction.clone()
  if (mutation.kind !== 'byte') {
    const { witness } = transaction.ins[0]!
    const copies = mutation.kind === 'drop' ? 0 : 2
    transaction.setWitness(
      0,
      witness.flatMap((part, index) =>
        index === mutation.item ? Array.from({ length: copies }, () => part) : [part]
      )
    )
    return { ...spend, transaction }
  }
  let { place } = mutation
  const [script, ...witness] = unlocking(spend).map((part) => {
    const changed = part.map((byte, index) => (index === place ? byte ^ mutation.mask : byte))
    place -= part.length
    return changed
  })
  transaction.setInputScript(0, script!)
  transaction.setWitness(0, witness)
  return { ...spend, transaction }
}

/** Any one change to that spend. */
export function anyMutation(spend: Spend): fc.Arbitrary<Mutation> {
  const bytes = fc.record({
    kind: fc.constant('byte' as const),
    place: fc.nat(unlockingSize(spend) - 1),
    mask: fc.integer({ min: 1, max: 255 })
  })
  const items = spend.transaction.ins[0]!.witness.length
  if (items === 0) return bytes
  const kind = fc.constantFrom('drop' as const, 'double' as const)
  return fc.oneof(
    { weight: 3, arbitrary: bytes },
    { weight: 1, arbitrary: fc.record({ kind, item: fc.nat(items - 1) }) }
  )
}
