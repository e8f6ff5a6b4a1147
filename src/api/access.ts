import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock, Random } from '../ports/world.ts'
import { ApiError } from './http-error.ts'
import type { LoginLinks } from './route.ts'

const TOKEN_BYTES = 32
/** A login link is pasted at once; one that lingers in a scrollback must not work. */
const LOGIN_SECONDS = 300
/** Unused links and open pages that are remembered; the oldest goes first. */
const MAX_LINKS = 16
const MAX_SESSIONS = 32

/** What decides whether a request may act. */
export interface AccessRequest {
  /** The Authorization header. */
  readonly authorization: string | undefined
  /** The session cookie's value. */
  readonly session: string | undefined
  /** The Origin and Sec-Fetch-Site headers, which only browsers send. */
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  /** Whether the request only reads. */
  readonly reads: boolean
}

/**
 * Who may use the API: the holder of the cookie file's token, and browser sessions that began with a
 * login link made by such a holder. Tokens are compared by hash in constant time.
 */
export class Access implements LoginLinks {
  /** 64 hexadecimal digits, for the cookie file. */
  readonly token: string
  private readonly random: Random
  private readonly clock: Clock
  /** SHA-256 of a secret, and until when it works. */
  private readonly links = new Map<string, number>()
  private readonly sessions = new Set<string>()
  private origins: readonly string[] = []

  constructor(components: { random: Random; clock: Clock }) {
    this.random = components.random
    this.clock = components.clock
    this.token = this.secret()
  }

  /** Tells the port that the server got: it is part of links, allowed hosts and the cookie's name. */
  bind(port: number): void {
    this.origins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
  }

  /** Name of the session cookie. Browsers share cookies between ports, so the port tells nodes apart. */
  get cookieName(): string {
    return `bourse_session_${new URL(this.origin).port}`
  }

  /** Where the page is. */
  get origin(): string {
    return this.origins[0] ?? 'http://127.0.0.1:0'
  }

  /**
   * A page on the web can point its own name at 127.0.0.1 (DNS rebinding); its requests still name its host.
   * @throws {@link ApiError} `HOST_REFUSED`.
   */
  checkHost(host: string | undefined): void {
    if (this.origins.includes(`http://${host ?? ''}`)) return
    throw new ApiError('HOST_REFUSED', `this API answers only at ${this.origin}`, { fault: 'user' })
  }

  /** @throws {@link ApiError} `UNAUTHORISED`, or `ORIGIN_REFUSED` where another page uses the session. */
  check(request: AccessRequest): void {
    const bearer = /^Bearer ([0-9a-f]{64})$/.exec(request.authorization ?? '')?.[1]
    if (bearer !== undefined && sameSecret(bearer, this.token)) return
    if (request.session === undefined || !this.sessions.has(digest(request.session))) {
      throw new ApiError(
        'UNAUTHORISED',
        'send the token of the api.cookie file as "Authorization: Bearer TOKEN", or open the page with `bourse page`',
        { fault: 'user' }
      )
    }
    this.checkOrigin(request)
  }

  /** SameSite does not tell ports of one host apart, so a session is also bound to the page's own origin. */
  private checkOrigin({ origin, fetchSite, reads }: AccessRequest): void {
    const known = origin !== undefined && this.origins.includes(origin)
    const foreignOrigin = origin === undefined ? !reads : !known
    const foreignSite = fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none'
    if (foreignOrigin || foreignSite) {
      throw new ApiError('ORIGIN_REFUSED', 'a browser session works only from the node’s own page', {
        fault: 'user'
      })
    }
  }

  create(): { readonly url: string; readonly expiresAt: number } {
    const secret = this.secret()
    const expiresAt = this.clock.now() + LOGIN_SECONDS
    this.links.set(digest(secret), expiresAt)
    dropOldest(this.links, MAX_LINKS)
    return { url: `${this.origin}/login?token=${secret}`, expiresAt }
  }

  /**
   * Trades a login link's token for a new session secret.
   * @throws {@link ApiError} `LOGIN_LINK_SPENT`.
   */
  login(token: string): string {
    const key = digest(token)
    const expiresAt = this.links.get(key)
    this.links.delete(key)
    if (expiresAt === undefined || expiresAt < this.clock.now()) {
      throw new ApiError(
        'LOGIN_LINK_SPENT',
        'this login link was used or is too old; run `bourse page` for a new one',
        { fault: 'user' }
      )
    }
    const session = this.secret()
    this.sessions.add(digest(session))
    dropOldest(this.sessions, MAX_SESSIONS)
    return session
  }

  private secret(): string {
    return Buffer.from(this.random.bytes(TOKEN_BYTES)).toString('hex')
  }
}

function dropOldest(
  kept: { size: number; keys(): Iterator<string>; delete(key: string): boolean },
  limit: number
): void {
  while (kept.size > limit) {
    const oldest = kept.keys().next()
    if (oldest.done === true) return
    kept.delete(oldest.value)
  }
}

/** Secrets are kept and looked up by hash: what a lookup leaks in time says nothing of them. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(digest(left), 'hex'), Buffer.from(digest(right), 'hex'))
}
