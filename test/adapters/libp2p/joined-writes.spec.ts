import { expect } from 'chai'
import type { MessageStream } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'
import { joinPieces, joinTurns } from '../../../src/adapters/libp2p/joined-writes.ts'

type Chunk = Parameters<MessageStream['send']>[0]

/** What joining uses of a stream, and a record of what reaches it. */
class RecordedStream {
  readonly sent: Chunk[] = []
  status = 'open'
  writableNeedsDrain = false
  takesMore = true

  send(chunk: Chunk): boolean {
    if (this.status !== 'open') throw new Error('not writable')
    this.sent.push(chunk)
    return this.takesMore
  }

  async close(): Promise<void> {
    this.status = 'closed'
  }

  /** Each `send` as its bytes. */
  get messages(): readonly number[][] {
    return this.sent.map((chunk) => [...chunk.subarray()])
  }
}

function recorded(join: (stream: MessageStream) => void): RecordedStream {
  const stream = new RecordedStream()
  join(stream as unknown as MessageStream)
  return stream
}

/** Until the running turn, its promises and its ticks are over. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('joined writes', () => {
  it('makes a length and its body one piece of memory', () => {
    const stream = recorded(joinPieces)
    expect(stream.send(new Uint8ArrayList(bytes(0, 2), bytes(7, 8)))).to.equal(true)
    expect(stream.sent[0]).to.be.instanceOf(Uint8Array)
    expect(stream.messages).to.deep.equal([[0, 2, 7, 8]])
  })

  it('does not copy what is long', () => {
    const stream = recorded(joinPieces)
    const list = new Uint8ArrayList(bytes(0, 2), new Uint8Array(64 * 1024))
    stream.send(list)
    expect(stream.sent[0]).to.equal(list)
  })

  it('sends as one what a turn and its promises send, in its order', async () => {
    const stream = recorded(joinTurns)
    stream.send(bytes(1))
    await Promise.resolve()
    stream.send(new Uint8ArrayList(bytes(2), bytes(3)))
    await Promise.resolve()
    expect(stream.messages).to.deep.equal([])
    await turn()
    expect(stream.messages).to.deep.equal([[1, 2, 3]])
    stream.send(bytes(4))
    await turn()
    expect(stream.messages).to.deep.equal([[1, 2, 3], [4]])
  })

  it('sends much at once, and gives the answer of the stream', () => {
    const stream = recorded(joinTurns)
    stream.takesMore = false
    expect(stream.send(bytes(1))).to.equal(true)
    expect(stream.send(new Uint8Array(64 * 1024))).to.equal(false)
    expect(stream.sent[0]?.byteLength).to.equal(64 * 1024 + 1)
  })

  it('tells that a full stream is full', () => {
    const stream = recorded(joinTurns)
    stream.writableNeedsDrain = true
    expect(stream.send(bytes(1))).to.equal(false)
  })

  it('sends what waits before it closes', async () => {
    const stream = recorded(joinTurns)
    stream.send(bytes(1))
    await stream.close()
    expect(stream.messages).to.deep.equal([[1]])
    expect(() => stream.send(bytes(2))).to.throw('not writable')
  })

  it('drops what waits on a stream that broke', async () => {
    const stream = recorded(joinTurns)
    stream.send(bytes(1))
    stream.status = 'aborted'
    await turn()
    expect(stream.messages).to.deep.equal([])
  })
})
