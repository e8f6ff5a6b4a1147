import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import {
  decodeTradeRecord,
  encodeTradeRecord,
  TradeRecordError
} from '../../src/drivers/trade/trade-record.ts'
import { gallery } from '../support/trade-states.ts'

const VECTORS = 'test/records/vectors/trade-v1.json'

function codeOf(bytes: Uint8Array): string {
  try {
    decodeTradeRecord(Uint8Array.from(bytes))
    return 'none'
  } catch (error) {
    return error instanceof TradeRecordError ? error.code : 'another error'
  }
}

describe('the record of a trade', () => {
  it('is read, and written again with the same bytes, in every state of form 1', () => {
    const frozen = JSON.parse(readFileSync(VECTORS, 'utf8')) as Record<string, string>
    const names = Object.keys(frozen)
    expect(names.length).to.equal(25)
    for (const [name, hex] of Object.entries(frozen)) {
      const record = decodeTradeRecord(fromHex(hex))
      expect(`${record.role} ${record.state.kind}`).to.equal(name)
      expect(toHex(encodeTradeRecord(record)), name).to.equal(hex)
    }
  })

  it('survives storage in every state that a trade passes through', async () => {
    const { records } = await gallery()
    expect(records.size).to.be.at.least(25)
    for (const [name, record] of records) {
      expect(decodeTradeRecord(encodeTradeRecord(record)), name).to.deep.equal(record)
    }
  })

  it('of a later form is refused', () => {
    for (const version of [2, 3, 255])
      expect(codeOf(Uint8Array.of(version, 1, 2))).to.equal('TRADE_RECORD_TOO_NEW')
  })

  it('that is damaged is refused', () => {
    const text = (value: string): Uint8Array => Uint8Array.of(1, ...new TextEncoder().encode(value))
    const [whole = ''] = Object.values(JSON.parse(readFileSync(VECTORS, 'utf8')) as Record<string, string>)
    const damaged = [
      new Uint8Array(0),
      Uint8Array.of(0, 1),
      Uint8Array.of(1),
      fromHex(whole).slice(0, -1),
      text('null'),
      text('[]'),
      text('{"role":"judge"}'),
      text('{"role":"maker","state":{}}'),
      text('{"role":"maker","state":{"kind":"closed"}}'),
      text('{"role":"maker","state":{"kind":"closed"},"timeline":{"$bytes":"0"}}')
    ]
    for (const bytes of damaged)
      expect(codeOf(bytes), toHex(bytes).slice(0, 60)).to.equal('TRADE_RECORD_DAMAGED')
  })
})
