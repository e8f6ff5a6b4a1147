import { randomBytes } from 'node:crypto'
import { copyBytes, type Bytes } from '../../../src/base/bytes.ts'
import { blockHeight, sats, unixSeconds } from '../../../src/base/units.ts'
import { createPeerNetwork, type PeerNetworkLimits } from '../../../src/adapters/libp2p/index.ts'
import type { PeerEvent, PeerNetwork } from '../../../src/ports/peer-network.ts'
import type { BucketName, Store } from '../../../src/ports/store.ts'
import type { Clock, Log, Random } from '../../../src/ports/world.ts'
import type { OrderMessage } from '../../../protocols/order-gossip/types.ts'
import type { NodeStatus } from '../../../protocols/status/types.ts'
import type { Propose } from '../../../protocols/trade-negotiation/types.ts'

/** Bytes that all have one value. */
export const filled = (length: number, value = 1): Bytes => new Uint8Array(length).fill(value)

export const systemClock: Clock = {
  now: () => unixSeconds(Math.floor(Date.now() / 1000)),
  after: (milliseconds, wake) => {
    const timer = setTimeout(wake, milliseconds)
    return () => clearTimeout(timer)
  }
}

export const systemRandom: Random = { bytes: (length) => copyBytes(randomBytes(length)) }

/** A store in memory, with the same order of keys as the durable one. */
export function memoryStore(): Store {
  const buckets = new Map<BucketName, Map<string, Bytes>>()
  const bucketOf = (name: BucketName): Map<string, Bytes> => {
    const bucket = buckets.get(name) ?? new Map<string, Bytes>()
    buckets.set(name, bucket)
    return bucket
  }
  return {
    get: async (bucket, key) => bucketOf(bucket).get(key),
    async *entries(bucket, prefix = '') {
      const found = [...bucketOf(bucket)].filter(([key]) => key.startsWith(prefix))
      yield* found.sort(([left], [right]) => (left < right ? -1 : 1))
    },
    commit: async (changes) => {
      for (const change of changes) {
        if (change.kind === 'put') bucketOf(change.bucket).set(change.key, change.value)
        else bucketOf(change.bucket).delete(change.key)
      }
    }
  }
}

export interface LogLine {
  readonly level: string
  readonly event: string
  readonly fields: object
}

export function recordingLog(lines: LogLine[] = []): Log & { readonly lines: LogLine[] } {
  const at =
    (level: string) =>
    (event: string, fields: object = {}): void => {
      lines.push({ level, event, fields })
    }
  const log = {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => log
  }
  return log
}

export function statusOf(change: Partial<NodeStatus> = {}): NodeStatus {
  return {
    network: 'test',
    ledgers: [
      { id: 'alpha', genesisHash: filled(32, 0xa1), height: blockHeight(7) },
      { id: 'beta', genesisHash: filled(32, 0xb1), height: null }
    ],
    roles: ['trader'],
    ruleSetVersion: 1,
    codeHash: filled(32, 0xc0),
    agent: 'bourse/0.1.0',
    time: unixSeconds(1_790_000_000),
    ...change
  }
}

/** A well-formed order number `index`; signatures are not looked at by the network. */
export function orderMessage(index: number): OrderMessage {
  const nonce = new Uint8Array(16)
  new DataView(nonce.buffer).setUint32(0, index)
  return {
    kind: 'order',
    signed: {
      order: {
        network: 'test',
        makerKey: filled(32, 2),
        peer: filled(38, 3),
        addresses: ['/ip4/127.0.0.1/tcp/9735'],
        sell: { ledger: 'alpha', amount: sats(100_000 + index), confirmations: 2 },
        buy: { ledger: 'beta', amount: sats(200_000), confirmations: 3 },
        settlement: 'atomic',
        createdAt: unixSeconds(1_790_000_000),
        expiresAt: unixSeconds(1_790_003_600),
        nonce
      },
      signature: filled(64, 4)
    }
  }
}

export function proposal(index = 1): Propose {
  return {
    kind: 'propose',
    network: 'test',
    orderId: filled(32, index),
    nonce: filled(32, 2),
    takerKey: filled(32, 3),
    keys: {
      escrowKeyA: filled(33, 2),
      escrowKeyB: filled(33, 3),
      refundKey: filled(32, 4),
      claimScript: Uint8Array.of(0x51, 0x20, ...filled(32, 5)),
      claimFeeRates: [1000, 5000, 25_000]
    },
    signature: filled(64, 6)
  }
}

export interface TestNode {
  readonly network: PeerNetwork
  readonly events: readonly PeerEvent[]
  readonly log: { readonly lines: readonly LogLine[] }
  /** The first listen address, with the peer id. */
  address(): string
  /** Fulfils with the first event so far or to come for which `wanted` holds. */
  event(wanted: (event: PeerEvent) => boolean): Promise<PeerEvent>
}

export interface TestNodeOptions {
  readonly seed?: number
  readonly status?: Partial<NodeStatus>
  readonly bootstrap?: readonly string[]
  readonly listen?: readonly string[]
  readonly store?: Store
  readonly limits?: Partial<PeerNetworkLimits>
  /** Called before the start, to set handlers. */
  readonly prepare?: (network: PeerNetwork) => void
}

/** How long a test waits for anything. */
export const DEADLINE_MILLISECONDS = 10_000

/** Rejects where the promise does not settle in time, with the name of what was waited for. */
export async function within<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited too long for ${what}`)), DEADLINE_MILLISECONDS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Fulfils once the condition holds; looks again every 10 ms until the deadline. */
export async function eventually(what: string, condition: () => boolean): Promise<void> {
  let poll: NodeJS.Timeout | undefined
  const holds = new Promise<void>((resolve) => {
    const look = (): void => {
      if (condition()) resolve()
    }
    poll = setInterval(look, 10)
    look()
  })
  try {
    await within(what, holds)
  } finally {
    clearInterval(poll)
  }
}

const running = new Set<PeerNetwork>()
let nextSeed = 1

/** Starts a node on a free port of 127.0.0.1. */
export async function startNode(options: TestNodeOptions = {}): Promise<TestNode> {
  const log = recordingLog()
  const status = statusOf(options.status)
  const network = await createPeerNetwork(
    { store: options.store ?? memoryStore(), clock: systemClock, random: systemRandom, log },
    {
      network: status.network,
      identitySeed: filled(32, options.seed ?? nextSeed++),
      listen: options.listen ?? ['/ip4/127.0.0.1/tcp/0'],
      bootstrap: options.bootstrap ?? [],
      status: () => status,
      limits: {
        inboundConnectionsPerSecond: 100,
        redialFirstMilliseconds: 50,
        redialMaxMilliseconds: 200,
        ...options.limits
      }
    }
  )
  const events: PeerEvent[] = []
  network.onPeerEvent((event) => events.push(event))
  options.prepare?.(network)
  running.add(network)
  await network.start()
  return {
    network,
    events,
    log,
    address: () => `${network.self().addresses[0]}/p2p/${network.self().name}`,
    event: async (wanted) => {
      const past = events.find(wanted)
      if (past !== undefined) return past
      return within(
        'a peer event',
        new Promise<PeerEvent>((resolve) => {
          const end = network.onPeerEvent((event) => {
            if (!wanted(event)) return
            end()
            resolve(event)
          })
        })
      )
    }
  }
}

export async function stopNode(node: TestNode): Promise<void> {
  running.delete(node.network)
  await node.network.stop()
}

/** Stops what a test left running. */
export async function stopAll(): Promise<void> {
  const left = [...running]
  running.clear()
  await Promise.all(left.map(async (network) => network.stop()))
}

/** The rejection of a promise; fails where it fulfils. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
  throw new Error(`expected a rejection, got ${String(value)}`)
}
