import { expect } from 'chai'
import { createLogger } from '../../src/node/logger.ts'

function capture(format: 'json' | 'pretty', level: 'debug' | 'info' = 'info') {
  const lines: string[] = []
  return { lines, log: createLogger({ level, format }, { write: (line) => lines.push(line) }) }
}

describe('logger', () => {
  it('writes one JSON object a line', () => {
    const { lines, log } = capture('json')
    log.child({ tradeId: 'ab' }).info('trade.transition', { amount: 9_007_199_254_740_993n, ready: true })
    expect(lines).to.have.length(1)
    const { time, ...rest } = JSON.parse(lines[0]!)
    expect(time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(rest).to.deep.equal({
      level: 'info',
      event: 'trade.transition',
      tradeId: 'ab',
      amount: '9007199254740993',
      ready: true
    })
  })

  it('writes a line for people', () => {
    const { lines, log } = capture('pretty')
    log.warn('ledger.unreachable', { ledger: 'btc', reason: 'no answer\nERROR forged', height: 3 })
    expect(lines[0]).to.match(
      /^\d\d:\d\d:\d\d warn {2}ledger\.unreachable {6} ledger=btc reason="no answer\\nERROR forged" height=3\n$/
    )
  })

  it('obeys the level', () => {
    const { lines, log } = capture('json')
    log.debug('quiet')
    expect(lines).to.deep.equal([])
    const loud = capture('json', 'debug')
    loud.log.debug('loud')
    expect(loud.lines).to.have.length(1)
  })

  for (const key of [
    'password',
    'rpc_password',
    'passphrase',
    'seed',
    'privateKey',
    'preimage',
    'apiToken',
    'cookie'
  ]) {
    it(`hides the value of ${key}`, () => {
      const { lines, log } = capture('json')
      log.child({ [key]: 'hunter2' }).error('failed', { [key]: 'hunter2' })
      expect(lines[0]).to.include(`"${key}":"[secret]"`)
      expect(lines[0]).not.to.include('hunter2')
    })
  }
})
