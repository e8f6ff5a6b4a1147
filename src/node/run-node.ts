import type { Log } from '../ports/world.ts'
import type { NodeConfig } from './config.ts'
import { startNode } from './create-node.ts'

/** What a terminal shows of a node that can be used. */
export interface NodeReady {
  readonly network: string
  readonly peerId: string
  /** Multiaddrs on which the node listens. */
  readonly addresses: readonly string[]
  /** Such as `http://127.0.0.1:7780`. */
  readonly apiUrl: string
}

/** How a running node and whoever started it talk. */
export interface NodeRun {
  readonly config: NodeConfig
  readonly passphrase: string
  readonly log: Log
  readonly version: string
  /** Asks for a clean stop. */
  readonly signal: AbortSignal
  /** Called once, when the node can be used. */
  readonly onReady: (ready: NodeReady) => void
}

/**
 * Runs a node until `signal` aborts or it is stopped over its API.
 * @throws CodedError where it cannot start, or had to stop because its store failed.
 */
export async function runNode(run: NodeRun): Promise<void> {
  const { config, passphrase, log, version, signal } = run
  const node = await startNode({ config, passphrase, log, version })
  const stop = (): void => void node.stop()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  else {
    const { name, addresses } = node.network.self()
    run.onReady({
      network: config.network,
      peerId: name,
      addresses: addresses.map((address) => `${address}/p2p/${name}`),
      apiUrl: node.api.url
    })
  }
  try {
    await node.stopped
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
