import { CodedError } from '../../base/coded-error.ts'

/** A daemon whose chain cannot be followed. What was accepted from it before stays. */
export type FollowerCode = 'DAEMON_INCONSISTENT' | 'LEDGER_WRONG_CHAIN'

/** The daemon serves another chain than configured, or one that contradicts itself. */
export class FollowerError extends CodedError<FollowerCode> {}

/** @throws FollowerError `DAEMON_INCONSISTENT`. `why` is a whole sentence without its full stop. */
export function inconsistent(why: string, cause?: unknown): FollowerError {
  return new FollowerError(
    'DAEMON_INCONSISTENT',
    `${why}. Check that the daemon is sound; nothing that it says is used until it is.`,
    { fault: 'daemon', cause }
  )
}
