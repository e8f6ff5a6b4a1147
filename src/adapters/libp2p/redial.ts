import { errorCode } from '../../base/coded-error.ts'
import type { PeerName } from '../../ports/peer-network.ts'
import type { Clock, Log, Random } from '../../ports/world.ts'

/** What redialling needs of the node around it. */
export interface RedialComponents {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Connects to a peer; rejects where it is out of reach or not welcome. */
  readonly dial: (name: PeerName) => Promise<void>
  readonly isConnected: (name: PeerName) => boolean
  /** Whether more peers than the connected ones are wanted. */
  readonly isLonely: () => boolean
}

/** The first wait after a failure, and the longest. */
export interface RedialInit {
  readonly firstMilliseconds: number
  readonly maxMilliseconds: number
}

interface Target {
  readonly name: PeerName
  /** Dialled for ever, however many peers are connected. */
  readonly always: boolean
  failures: number
  dialling: boolean
  cancel: () => void
}

/** A known peer that is out of reach this often in a row is left alone until the next start. */
const KNOWN_PEER_ATTEMPTS = 8

/**
 * Keeps connections to a set of peers: dials each, again after it is lost, and waits twice as long after each
 * failure, with a random part so that a restarted network does not dial in step.
 */
export class Redial {
  readonly #components: RedialComponents
  readonly #init: RedialInit
  readonly #targets = new Map<PeerName, Target>()
  #stopped = false

  constructor(components: RedialComponents, init: RedialInit) {
    this.#components = components
    this.#init = init
  }

  /** Begins to keep a peer; one that is kept `always` stays so. */
  keep(name: PeerName, kind: 'always' | 'known'): void {
    const known = this.#targets.get(name)
    if (known?.always === true || (known !== undefined && kind === 'known')) return
    known?.cancel()
    const target = {
      name,
      always: kind === 'always',
      failures: 0,
      dialling: false,
      cancel: (): void => undefined
    }
    this.#targets.set(name, target)
    void this.#attempt(target)
  }

  /** A peer is gone: it is dialled again after the first wait. */
  disconnected(name: PeerName): void {
    const target = this.#targets.get(name)
    if (target !== undefined && !target.dialling) this.#schedule(target)
  }

  /** No longer dials a peer, until it is kept anew. */
  forget(name: PeerName): void {
    this.#targets.get(name)?.cancel()
    this.#targets.delete(name)
  }

  /** Ends all attempts that wait. */
  stop(): void {
    this.#stopped = true
    for (const target of this.#targets.values()) target.cancel()
    this.#targets.clear()
  }

  async #attempt(target: Target): Promise<void> {
    if (this.#stopped || this.#components.isConnected(target.name)) return
    if (!target.always && !this.#components.isLonely()) {
      target.failures = KNOWN_PEER_ATTEMPTS - 1
      this.#schedule(target)
      return
    }
    target.dialling = true
    try {
      await this.#components.dial(target.name)
      target.failures = 0
    } catch (error) {
      target.failures++
      const { name: peer, failures } = target
      this.#components.log.debug('peer.unreached', { peer, failures, code: errorCode(error) })
    }
    target.dialling = false
    if (this.#components.isConnected(target.name)) return
    if (target.always || target.failures < KNOWN_PEER_ATTEMPTS) this.#schedule(target)
    else this.#targets.delete(target.name)
  }

  #schedule(target: Target): void {
    if (this.#stopped) return
    target.cancel()
    const { firstMilliseconds, maxMilliseconds } = this.#init
    const wait = Math.min(maxMilliseconds, firstMilliseconds * 2 ** Math.min(target.failures, 20))
    const [jitter = 0] = this.#components.random.bytes(1)
    target.cancel = this.#components.clock.after(wait * (0.75 + jitter / 1024), () => {
      void this.#attempt(target)
    })
  }
}
