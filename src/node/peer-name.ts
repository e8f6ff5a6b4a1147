import { peerFromBytes } from '../adapters/libp2p/index.ts'
import { toHex, type Bytes } from '../base/bytes.ts'
import type { PeerName } from '../ports/peer-network.ts'

/** A peer id as people see it; the bytes in hexadecimal where a stranger's order carries none. */
export function peerName(peer: Bytes): PeerName {
  try {
    return peerFromBytes(peer).toString()
  } catch {
    return toHex(peer)
  }
}
