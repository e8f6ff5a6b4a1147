import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { toHex } from '../../src/base/bytes.ts'
import { boundedLines, type InputLine } from '../../src/cli/bounded-lines.ts'
import { Output } from '../../src/cli/output.ts'
import { RunningCommand } from '../support/cli-fixture.ts'
import {
  draft,
  p2pkhScript,
  p2wpkhScript,
  signP2wpkh,
  signTaproot,
  taprootOutput,
  testKey,
  xOnlyOf
} from '../contract/spending.ts'

type Line = Record<string, unknown> & { error?: { code: string; message: string } }

const ENTRY = fileURLToPath(new URL('../support/bourse-with-fakes.js', import.meta.url))
const key = testKey(1)
const coin = { txid: '11'.repeat(32), vout: 1, script: p2wpkhScript(key), amount: 100_000n }

function payment(amount = 99_000n): Transaction {
  const transaction = draft({ coins: [coin], outputs: [{ script: p2wpkhScript(testKey(2)), amount }] })
  signP2wpkh(transaction, 0, coin, key)
  return transaction
}

async function tool(operation: string, requests: readonly unknown[], ...more: string[]) {
  const input = requests.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n')
  const command = new RunningCommand(['tool', 'bitcoin', operation, ...more], { input })
  const { code, stdout, stderr } = await command.finished()
  const lines = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line)
  return { code, lines, stderr }
}

describe('bourse tool bitcoin', () => {
  const spent = [{ script: toHex(coin.script), amount: '100000' }]

  it('decodes transactions and gives their ids', async () => {
    const transaction = payment()
    const { code, lines } = await tool(
      'decode',
      [{ id: 7, transaction: transaction.toHex() }],
      '--chain',
      'bitcoin-regtest'
    )
    expect(code).to.equal(0)
    const [decoded] = lines
    expect(decoded).to.include({ id: 7, txid: transaction.getId(), version: 2, virtualSize: 110 })
    expect(decoded!['inputs']).to.deep.equal([
      {
        txid: coin.txid,
        vout: 1,
        script: '',
        sequence: 0xffff_ffff,
        witness: transaction.ins[0]!.witness.map(toHex)
      }
    ])
    const [output] = decoded!['outputs'] as Line[]
    expect(output).to.include({ amount: '99000', type: 'witness_v0_keyhash' })
    expect(output!['address']).to.match(/^bcrt1q/)
    const ids = await tool('txid', [{ transaction: transaction.toHex() }])
    expect(ids.lines).to.deep.equal([{ txid: transaction.getId() }])
  })

  it('verifies a transaction by everything that must hold before it is broadcast', async () => {
    const good = payment()
    const forged = payment()
    forged.ins[0]!.witness[0]![20]! ^= 1
    const early = payment()
    early.locktime = 500
    early.ins[0]!.sequence = 0
    signP2wpkh(early, 0, coin, key)
    const hex = (transaction: Transaction) => ({ transaction: transaction.toHex(), spent })
    const { code, lines, stderr } = await tool('verify', [
      hex(good),
      hex(forged),
      hex(early),
      { ...hex(early), tip: { height: 400, medianTime: 1_700_000_000 } },
      hex(payment(10n)),
      hex(payment(99_999n)),
      { ...hex(good), spent: [] },
      {
        ...hex(good),
        spent: [{ ...spent[0], height: 450, coinbase: true }],
        tip: { height: 500, medianTime: 1 }
      }
    ])
    expect(code).to.equal(1)
    expect(stderr).to.include('LINES_FAILED')
    expect(lines.map((line) => line.error?.code ?? 'valid')).to.deep.equal([
      'valid',
      'SCRIPT_REFUSED',
      'valid',
      'LOCK_NOT_PASSED',
      'OUTPUT_DUST',
      'FEE_TOO_LOW',
      'SPENT_COUNT_DIFFERS',
      'COIN_IMMATURE'
    ])
    expect(lines[0]).to.deep.equal({ txid: good.getId(), valid: true, fee: '1000' })
  })

  it('names scripts by addresses and addresses by scripts', async () => {
    const script = '0014751e76e8199196d454941c45d1b3a323f1433bd6'
    const address = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'
    const { lines } = await tool('address', [
      { script },
      { address },
      { address: 'ltc1q' },
      { script: '6a' },
      {}
    ])
    expect(lines.slice(0, 2).map((line) => [line['script'], line['address']])).to.deep.equal([
      [script, address],
      [script, address]
    ])
    expect(lines.slice(2).map((line) => line.error?.code)).to.deep.equal([
      'ADDRESS_INVALID',
      'SCRIPT_WITHOUT_ADDRESS',
      'LINE_INVALID'
    ])
  })

  it('gives what signatures sign', async () => {
    const transaction = payment()
    const leaf = Uint8Array.of(0x51)
    const { script, leafHash } = taprootOutput({ xOnly: xOnlyOf(key), key }, leaf)
    const taproot = [{ script: toHex(script), amount: 100_000 }]
    const request = { transaction: transaction.toHex(), input: 0 }
    const { lines } = await tool('sighash', [
      { ...request, spent },
      { ...request, spent: taproot },
      { ...request, spent: taproot, script: toHex(leaf) },
      { ...request, spent: [{ script: toHex(p2pkhScript(key)), amount: 5 }] },
      { ...request, spent: [{ script: `0020${'22'.repeat(32)}`, amount: 5 }] },
      { ...request, spent, input: 1 },
      { ...request, spent: taproot, hashType: 0x55 },
      {
        ...request,
        spent: [{ script: `a914${'22'.repeat(20)}87`, amount: 5 }],
        script: `0020${'22'.repeat(32)}`
      }
    ])
    const hashes = [
      transaction.hashForWitnessV0(0, p2pkhScript(key), 100_000n, 1),
      transaction.hashForWitnessV1(0, [script], [100_000n], 0),
      transaction.hashForWitnessV1(0, [script], [100_000n], 0, leafHash),
      transaction.hashForSignature(0, p2pkhScript(key), 1)
    ]
    expect(lines.slice(0, 4).map((line) => line['sighash'])).to.deep.equal(hashes.map(toHex))
    expect(lines.slice(4).map((line) => line.error?.code)).to.deep.equal([
      'SCRIPT_MISSING',
      'INPUT_UNKNOWN',
      'HASH_TYPE_INVALID',
      'SCRIPT_UNSUPPORTED'
    ])
    expect(signTaproot(transaction, { ...coin, script }, { key })).to.have.length(64)
  })

  it('answers each line, whatever it holds, and skips empty ones', async () => {
    const { code, lines } = await tool('txid', [
      'nonsense',
      '',
      '[]',
      '{"transaction":"00"}',
      '{"transaction":"0"}'
    ])
    expect(code).to.equal(1)
    expect(lines.map((line) => line.error?.code)).to.deep.equal([
      'LINE_NO_JSON',
      'LINE_INVALID',
      'TRANSACTION_MALFORMED',
      'LINE_INVALID'
    ])
  })

  it('answers every line of a stream that is larger than its pipes', async function () {
    this.timeout(60_000)
    const lines = 20_000
    const request = `${JSON.stringify({ transaction: payment().toHex() })}\n`
    const child = spawn(process.execPath, [ENTRY, 'tool', 'bitcoin', 'decode'], {
      stdio: ['pipe', 'pipe', 'ignore']
    })
    const feed = async (): Promise<void> => {
      for (let count = 0; count < lines; count++) {
        if (!child.stdin.write(request)) await once(child.stdin, 'drain')
      }
      child.stdin.end()
    }
    const fed = feed()
    let answers = 0
    child.stdout.on('data', (chunk: Buffer) => {
      answers += chunk.filter((byte) => byte === 0x0a).length
    })
    const [code] = (await once(child, 'close')) as [number]
    await fed
    expect([code, answers]).to.deep.equal([0, lines])
  })
})

describe('records of a command', () => {
  it('wait until a slow reader has taken the ones before', async () => {
    const stream = new PassThrough({ highWaterMark: 8 })
    const output = new Output({ stdout: stream, stderr: stream }, { json: false, noColour: true })
    const order: string[] = []
    const written = output
      .record({ text: 'longer than the reader takes at once' })
      .then(() => order.push('taken'))
    await new Promise((resolve) => setImmediate(resolve))
    order.push('read')
    stream.resume()
    await written
    expect(order).to.deep.equal(['read', 'taken'])
  })
})

describe('lines of bounded length', () => {
  const split = async (chunks: readonly string[], limit: number): Promise<InputLine[]> => {
    async function* source() {
      yield* chunks
    }
    const lines: InputLine[] = []
    for await (const line of boundedLines(source(), limit)) lines.push(line)
    return lines
  }

  it('are cut at line ends only, wherever the chunks end', async () => {
    expect(await split(['a', 'b\ncd\r', '\n\n', 'e'], 10)).to.deep.equal(
      ['ab', 'cd', '', 'e'].map((text) => ({ kind: 'text', text }))
    )
  })

  it('are passed over where they are too long, and the next one is read', async () => {
    expect(await split(['12345', '678\nok\n', '123456789'], 5)).to.deep.equal([
      { kind: 'too-long' },
      { kind: 'text', text: 'ok' },
      { kind: 'too-long' }
    ])
  })
})
