// Loaded into a node before it starts (`node --import`): the node kills itself by SIGKILL right after it has stored a
// trade in a state in which it has not died before. What the states were is kept in the file that DIED_IN_STATES names.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { Level } from 'level'
import { copyBytes } from '../../src/base/bytes.ts'
import { BUCKETS } from '../../src/ports/store.ts'
import { decodeTradeRecord } from '../../src/drivers/trade/trade-record.ts'

type Batch = readonly { readonly type: string; readonly key: Uint8Array; readonly value?: Uint8Array }[]

const file = process.env['DIED_IN_STATES'] ?? ''

function storedStates(batch: Batch): readonly string[] {
  return batch.flatMap(({ type, key, value }) => {
    if (type !== 'put' || key[0] !== BUCKETS.trades || value === undefined) return []
    return [decodeTradeRecord(copyBytes(value)).state.kind]
  })
}

const database = Level.prototype as unknown as { batch(batch: Batch, options: object): Promise<void> }
const write: unknown = Reflect.get(database, 'batch')
database.batch = async function (batch, options) {
  await (write as typeof database.batch).call(this, batch, options)
  const died = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const state = storedStates(batch).find((name) => !died.includes(name))
  if (state === undefined) return
  appendFileSync(file, `${state}\n`)
  process.kill(process.pid, 'SIGKILL')
}
