import type { Bytes } from '../base/bytes.ts'
import type { UnixSeconds } from '../base/units.ts'

/** Time as the node sees it; tests put their own in its place. */
export interface Clock {
  /** Seconds since 1970-01-01 UTC, whole. */
  now(): UnixSeconds
  /** Calls `wake` once after `milliseconds`; the returned function takes it back. */
  after(milliseconds: number, wake: () => void): () => void
}

/** Randomness fit for keys and nonces. */
export interface Random {
  /** `length` fresh bytes. */
  bytes(length: number): Bytes
}

/** Fields of a log line; never a secret. */
export type LogFields = Readonly<Record<string, string | number | bigint | boolean | undefined>>

/** Structured log: a fixed event name and its facts. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  /** A log whose lines carry `fields` too. */
  child(fields: LogFields): Log
}

/** Something with a beginning and an end; both may be called once, `stop` also after a failed start. */
export interface Startable {
  start(): Promise<void>
  stop(): Promise<void>
}
