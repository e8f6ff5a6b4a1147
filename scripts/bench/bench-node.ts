import '../../src/base/node20.ts'
import { componentLog } from '../../src/adapters/libp2p/component-log.ts'
import { identityFromSeed } from '../../src/adapters/libp2p/identity.ts'
import { createLibp2pNode, type BourseLibp2p } from '../../src/adapters/libp2p/libp2p-node.ts'
import { DEFAULT_LIMITS } from '../../src/adapters/libp2p/options.ts'
import { unixSeconds } from '../../src/base/units.ts'
import type { Log } from '../../src/ports/world.ts'
import { TradeNegotiation, type TradeRequest } from '../../protocols/trade-negotiation/index.ts'

const ignore = (): void => undefined
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => silent }

/** A node's libp2p as it really is, on a free port of 127.0.0.1, without the rest of the node. */
export async function startBenchNode(seed: number): Promise<BourseLibp2p> {
  const status = {
    network: 'bench',
    ledgers: [],
    roles: [],
    ruleSetVersion: 1,
    codeHash: new Uint8Array(32),
    agent: 'bench',
    time: unixSeconds(0)
  }
  const identitySeed = new Uint8Array(32).fill(seed)
  const node = await createLibp2pNode({
    identity: await identityFromSeed(identitySeed),
    options: {
      network: 'bench',
      identitySeed,
      listen: ['/ip4/127.0.0.1/tcp/0'],
      status: () => status
    },
    limits: DEFAULT_LIMITS,
    logger: componentLog(silent, 'off'),
    isBanned: () => false
  })
  await node.start()
  return node
}

/** The trade protocol with a handler that does nothing, and a clock that runs so fast that no rate is ever exceeded. */
export async function startTrade(node: BourseLibp2p): Promise<TradeNegotiation> {
  let minutes = 0
  const trade = new TradeNegotiation(node, {
    handler: async (_, request) => ({ kind: 'done', negotiationId: orderIdOf(request) }),
    admit: async () => undefined,
    onFailure: ignore,
    now: () => ++minutes * 60_000
  })
  await trade.start()
  return trade
}

function orderIdOf(request: TradeRequest): Uint8Array<ArrayBuffer> {
  return request.kind === 'propose' ? request.orderId : new Uint8Array(32)
}
