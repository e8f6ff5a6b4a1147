import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { multiaddr } from '@multiformats/multiaddr'
import type { Confirm } from '../../protocols/trade-negotiation/index.ts'
import { startBenchNode, startTrade } from './bench-node.ts'
import { median, microseconds, perOperation } from './measure.ts'
import type { OpenSuite, Row, Suite } from './suite.ts'
import { decodeTradeRequest, encodeTradeRequest } from '../../protocols/trade-negotiation/index.ts'

/** Requests a slice, and requests before the first slice, in which V8 compiles what is hot. */
const REQUESTS = 1000
const WARM_UP = 3000
const CODEC_OPERATIONS = 2000

const request: Confirm = {
  kind: 'confirm',
  negotiationId: new Uint8Array(32).fill(1),
  fundingB: { txid: new Uint8Array(32).fill(2), vout: 1 },
  tradeId: new Uint8Array(32).fill(3)
}

/** Trade requests over the whole protocol (Noise, yamux, frames, codec, limits) to a second process. */
export const requestResponseSuite: Suite = {
  name: 'request-response',
  about: 'trade requests one at a time on an open stream to another process; floor: one raw TCP round trip',
  async open(): Promise<OpenSuite> {
    const server = fork(fileURLToPath(new URL('./request-server.js', import.meta.url)))
    const node = await startBenchNode(1)
    const trade = await startTrade(node)
    const close = async (): Promise<void> => {
      await trade.stop()
      await node.stop()
      server.disconnect()
      await once(server, 'exit')
    }
    try {
      const [address] = (await once(server, 'message')) as [string]
      const { remotePeer } = await node.dial(multiaddr(address))
      const ask = async (): Promise<unknown> => trade.request(remotePeer, request)
      for (let count = 0; count < WARM_UP; count++) await ask()
      return { rows: rows(ask), close }
    } catch (error) {
      await close()
      throw error
    }
  }
}

function rows(ask: () => Promise<unknown>): readonly Row[] {
  const bytes = encodeTradeRequest(request)
  return [
    {
      name: 'request and answer, p50',
      unit: 'us',
      floor: { R: 1 },
      slice: async () => median(await times(ask))
    },
    {
      name: 'CPU of the asking side for one request',
      unit: 'us',
      slice: async () => {
        const before = process.cpuUsage()
        for (let count = 0; count < REQUESTS; count++) await ask()
        const { user, system } = process.cpuUsage(before)
        return (user + system) / REQUESTS
      }
    },
    {
      name: 'encode a request',
      unit: 'us',
      slice: () => perOperation(CODEC_OPERATIONS, () => encodeTradeRequest(request))
    },
    {
      name: 'decode a request',
      unit: 'us',
      slice: () => perOperation(CODEC_OPERATIONS, () => decodeTradeRequest(bytes))
    }
  ]
}

async function times(ask: () => Promise<unknown>): Promise<readonly number[]> {
  const taken: number[] = []
  for (let count = 0; count < REQUESTS; count++) {
    const start = microseconds()
    await ask()
    taken.push(microseconds() - start)
  }
  return taken
}
