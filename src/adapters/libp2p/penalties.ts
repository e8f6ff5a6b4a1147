import { unixSeconds, type UnixSeconds } from '../../base/units.ts'
import type { PeerName } from '../../ports/peer-network.ts'

/** What a peer can do wrong, and how many points it costs. */
export const OFFENCES = {
  /** Bytes that are no message: no honest node sends them, but a newer or broken one may. */
  malformed: 25,
  /** A message that the rules reject. */
  rejected: 25,
  /** One request above the rate. */
  flood: 5,
  /** A stream without a request, or a flow that stops. */
  silent: 5
} as const

/** A kind of misbehaviour: a key of {@link OFFENCES}. */
export type Offence = keyof typeof OFFENCES

/** At this many points a peer is banned. */
const BAN_POINTS = 100
/** Points that a peer wins back in a minute. */
const FORGIVEN_PER_MINUTE = 10
/** Peers remembered; the longest known one makes room. */
const MAX_PEERS = 4096

interface Entry {
  points: number
  at: UnixSeconds
  bannedUntil: UnixSeconds
}

/** Points for misbehaviour, by peer: they fade, and too many of them ban for a while. */
export class Penalties {
  readonly #banSeconds: number
  readonly #entries = new Map<PeerName, Entry>()

  constructor(banSeconds: number) {
    this.#banSeconds = banSeconds
  }

  /** Counts an offence; gives the end of the ban where this one led to it, else null. */
  charge(name: PeerName, offence: Offence, now: UnixSeconds): UnixSeconds | null {
    const entry = this.#entry(name, now)
    const forgiven = ((now - entry.at) * FORGIVEN_PER_MINUTE) / 60
    entry.points = Math.max(0, entry.points - forgiven) + OFFENCES[offence]
    entry.at = now
    if (entry.points < BAN_POINTS || entry.bannedUntil > now) return null
    entry.points = 0
    entry.bannedUntil = unixSeconds(now + this.#banSeconds)
    return entry.bannedUntil
  }

  /** Whether the ban of the peer lasts at `now`. */
  isBanned(name: PeerName, now: UnixSeconds): boolean {
    return (this.#entries.get(name)?.bannedUntil ?? 0) > now
  }

  #entry(name: PeerName, now: UnixSeconds): Entry {
    const known = this.#entries.get(name)
    if (known !== undefined) return known
    const oldest = this.#entries.keys().next()
    if (this.#entries.size >= MAX_PEERS && oldest.done !== true) this.#entries.delete(oldest.value)
    const entry = { points: 0, at: now, bannedUntil: unixSeconds(0) }
    this.#entries.set(name, entry)
    return entry
  }
}
