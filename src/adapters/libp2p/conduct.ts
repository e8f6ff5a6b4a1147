import type { PeerId } from '@libp2p/interface'
import { errorCode } from '../../base/coded-error.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { PeerName } from '../../ports/peer-network.ts'
import type { Clock, Log } from '../../ports/world.ts'
import { OrderSyncError } from '../../../protocols/order-sync/index.ts'
import { StatusError } from '../../../protocols/status/index.ts'
import { TradeServiceError } from '../../../protocols/trade-negotiation/index.ts'
import { isMalformed } from './peer-errors.ts'
import { Penalties, type Offence } from './penalties.ts'

/** What keeping the account of peers needs. */
export interface ConductComponents {
  readonly clock: Clock
  readonly log: Log
  /** The peer is banned from now on: its connections go. */
  readonly onBan: (peer: PeerId, until: UnixSeconds) => void
}

/** Decides what an error says of a peer, and keeps the account. */
export class Conduct {
  readonly #components: ConductComponents
  readonly #penalties: Penalties

  constructor(components: ConductComponents, banSeconds: number) {
    this.#components = components
    this.#penalties = new Penalties(banSeconds)
  }

  /** Whether the peer is not talked to at present. */
  isBanned(name: PeerName): boolean {
    return this.#penalties.isBanned(name, this.#components.clock.now())
  }

  /** Counts an offence; bans the peer where it was one too many. */
  charge(peer: PeerId, offence: Offence): void {
    const name = peer.toString()
    const until = this.#penalties.charge(name, offence, this.#components.clock.now())
    this.#components.log.debug('peer.offence', { peer: name, offence })
    if (until === null) return
    this.#components.log.info('peer.banned', { peer: name, until })
    this.#components.onBan(peer, until)
  }

  /** Takes note of a stream or message that failed. */
  report(peer: PeerId, error: unknown): void {
    if (error instanceof TradeServiceError && error.code === 'TRADE_HANDLER_FAILED') {
      this.#components.log.error('trade.request.failed', {
        peer: peer.toString(),
        code: errorCode(error.cause),
        reason: error.cause instanceof Error ? error.cause.message : 'no error'
      })
      return
    }
    const offence = offenceOf(error)
    if (offence !== null) this.charge(peer, offence)
    this.#components.log.debug('peer.failure', { peer: peer.toString(), code: labelOf(error) })
  }
}

function offenceOf(error: unknown): Offence | null {
  if (isMalformed(error)) return 'malformed'
  if (error instanceof TradeServiceError) return error.code === 'TRADE_SILENT' ? 'silent' : 'flood'
  if (error instanceof OrderSyncError) {
    if (error.code === 'SYNC_RATE_EXCEEDED') return 'flood'
    return error.code === 'SYNC_REFUSED' ? null : 'malformed'
  }
  if (!(error instanceof StatusError)) return null
  if (error.code === 'STATUS_TIMEOUT') return 'silent'
  return error.code === 'STATUS_OUT_OF_ORDER' ? 'malformed' : null
}

/** Our code, else the name of libp2p's error. */
function labelOf(error: unknown): string {
  const code = errorCode(error)
  return code === 'UNKNOWN' && error instanceof Error ? error.name : code
}
