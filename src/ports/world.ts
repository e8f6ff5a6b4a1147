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
  /** For finding faults: off in ordinary use. */
  debug(event: string, fields?: LogFields): void
  /** What an operator may want to know afterwards. */
  info(event: string, fields?: LogFields): void
  /** Something did not go as it should; the node deals with it. */
  warn(event: string, fields?: LogFields): void
  /** Something failed that a person has to look at. */
  error(event: string, fields?: LogFields): void
  /** A log whose lines carry `fields` too. */
  child(fields: LogFields): Log
}

/** Something with a beginning and an end; both may be called once, `stop` also after a failed start. */
export interface Startable {
  /** Fulfils once the part can be used; to be called once. */
  start(): Promise<void>
  /** Fulfils once nothing of the part runs any more; harmless where it never started. */
  stop(): Promise<void>
}
