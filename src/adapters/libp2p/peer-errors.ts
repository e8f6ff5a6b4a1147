import { WireError } from '../../base/wire.ts'
import { PeerNetworkError, type PeerNetworkErrorCode } from '../../ports/peer-network.ts'
import { OrderSyncError } from '../../../protocols/order-sync/index.ts'
import { StatusError } from '../../../protocols/status/index.ts'
import { FrameError, type FrameErrorCode } from '../../../protocols/trade-negotiation/index.ts'

/** Names of libp2p's errors for what is no frame of ours. */
const MALFORMED = new Set([
  'FrameLengthError',
  'InvalidDataLengthError',
  'InvalidDataLengthLengthError',
  'InvalidMessageLengthError',
  'StreamBufferError'
])
const FRAME_CODES: Readonly<Record<FrameErrorCode, PeerNetworkErrorCode>> = {
  FRAME_LENGTH_INVALID: 'PEER_MALFORMED',
  FRAME_OVERFLOW: 'PEER_MALFORMED',
  FRAME_TIMEOUT: 'PEER_TIMEOUT',
  FRAME_ABORTED: 'PEER_TIMEOUT',
  FRAME_STREAM_ENDED: 'PEER_CLOSED'
}
const TIMEOUT = new Set(['TimeoutError', 'AbortError'])
const REFUSED = new Set(['UnsupportedProtocolError', 'TooManyOutboundProtocolStreamsError'])

const MESSAGES: Readonly<Partial<Record<PeerNetworkErrorCode, string>>> = {
  PEER_UNREACHABLE: 'the peer does not answer at any known address; try again later',
  PEER_OTHER_NETWORK: 'the peer belongs to another network or another chain',
  PEER_TIMEOUT: 'the peer did not answer in time; try again',
  PEER_REFUSED: 'the peer turned the node away; try again later or choose another peer',
  PEER_CLOSED: 'the peer closed before it answered; try again',
  PEER_MALFORMED: 'the peer sent something that is no valid message',
  PEER_BANNED: 'the peer broke rules; this node talks to it again after some time'
}

/**
 * A coded error for what a peer did; `fallback` where libp2p's error says nothing that is known here. A message
 * of our own that could not be sent stays what it is.
 */
export function toPeerError(error: unknown, fallback: PeerNetworkErrorCode): PeerNetworkError | WireError {
  if (error instanceof PeerNetworkError) return error
  if (error instanceof WireError && error.fault === 'internal') return error
  return peerError(codeFor(error) ?? fallback, error)
}

/** An error of one of the codes that a peer is the cause of. */
export function peerError(code: PeerNetworkErrorCode, cause?: unknown): PeerNetworkError {
  return new PeerNetworkError(code, MESSAGES[code] ?? code, { fault: 'peer', cause })
}

/** Whether the error is a breach of a protocol that no honest node commits. */
export function isMalformed(error: unknown): boolean {
  if (error instanceof FrameError) return FRAME_CODES[error.code] === 'PEER_MALFORMED'
  return (error instanceof WireError && error.fault === 'peer') || MALFORMED.has(nameOf(error))
}

function codeFor(error: unknown): PeerNetworkErrorCode | null {
  if (isMalformed(error)) return 'PEER_MALFORMED'
  if (error instanceof FrameError) return FRAME_CODES[error.code]
  if (error instanceof StatusError) return statusCode(error)
  if (error instanceof OrderSyncError) {
    return error.code === 'SYNC_REFUSED' ? 'PEER_REFUSED' : 'PEER_MALFORMED'
  }
  const name = nameOf(error)
  if (TIMEOUT.has(name)) return 'PEER_TIMEOUT'
  return REFUSED.has(name) ? 'PEER_REFUSED' : null
}

function statusCode(error: StatusError): PeerNetworkErrorCode {
  if (error.code === 'STATUS_TIMEOUT') return 'PEER_TIMEOUT'
  if (error.code === 'STATUS_OUT_OF_ORDER') return 'PEER_MALFORMED'
  const { reason } = error.details
  if (reason === 'OTHER_NETWORK' || reason === 'OTHER_GENESIS') return 'PEER_OTHER_NETWORK'
  return error.code === 'STATUS_REFUSED_BY_US' && reason === 'BANNED' ? 'PEER_BANNED' : 'PEER_REFUSED'
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}
