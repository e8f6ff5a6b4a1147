import { readFile } from 'node:fs/promises'
import { DaemonError } from './errors.ts'

/** How the daemon knows us. */
export type DaemonCredentials =
  | { readonly user: string; readonly password: string }
  /** The daemon's `.cookie`, written anew at each of its starts. */
  | { readonly cookieFile: string }

/** A cookie is a name, a colon and 64 digits; nothing that long is one. */
const MAX_COOKIE_BYTES = 1024

/** The Authorization header of a daemon; a cookie file is read once and again after {@link forget}. */
export class Authorization {
  readonly #credentials: DaemonCredentials
  #header: string | null = null

  constructor(credentials: DaemonCredentials) {
    this.#credentials = credentials
  }

  /** Whether another reading may give another header. */
  get canChange(): boolean {
    return 'cookieFile' in this.#credentials
  }

  /** @throws DaemonError `DAEMON_UNAUTHORISED` where the cookie file cannot be read. */
  async header(): Promise<string> {
    this.#header ??= `Basic ${Buffer.from(await this.#pair(), 'utf8').toString('base64')}`
    return this.#header
  }

  /** Reads the cookie file again at the next call. */
  forget(): void {
    this.#header = null
  }

  async #pair(): Promise<string> {
    if ('user' in this.#credentials) return `${this.#credentials.user}:${this.#credentials.password}`
    const { cookieFile } = this.#credentials
    let text
    try {
      text = (await readFile(cookieFile, 'utf8')).trim()
    } catch (error) {
      throw new DaemonError(
        'DAEMON_UNAUTHORISED',
        `cannot read the cookie ${cookieFile}: is the daemon running, and may this user read its folder?`,
        { cause: error }
      )
    }
    if (text.length <= MAX_COOKIE_BYTES && text.includes(':')) return text
    throw new DaemonError('DAEMON_UNAUTHORISED', `${cookieFile} does not hold a cookie`)
  }
}
