import { CodedError, type ErrorDetails } from '../../base/coded-error.ts'

/** What is wrong with a daemon, or with an answer of it. */
export type DaemonErrorCode =
  /** Nothing listens there, or the connection broke. */
  | 'DAEMON_UNREACHABLE'
  /** The user, the password or the cookie is not the daemon's. */
  | 'DAEMON_UNAUTHORISED'
  /** No answer in time. */
  | 'DAEMON_TIMEOUT'
  /** It starts up, or has too much work: try again. */
  | 'DAEMON_BUSY'
  /** The answer is not what the call gives, or larger than it may be. */
  | 'DAEMON_MALFORMED'
  /** The daemon answered with an error of the call; `rpcCode` in the details is its number. */
  | 'DAEMON_REFUSED'

/** Why a daemon gave no answer that can be used. */
export class DaemonError extends CodedError<DaemonErrorCode> {
  constructor(
    code: DaemonErrorCode,
    message: string,
    extra: { details?: ErrorDetails; cause?: unknown } = {}
  ) {
    super(code, message, { fault: 'daemon', ...extra })
  }

  /** Bitcoin Core's error number of a `DAEMON_REFUSED`; null for the others. */
  get rpcCode(): number | null {
    const code = this.details['rpcCode']
    return typeof code === 'number' ? code : null
  }
}
