import { CodedError, type ErrorDetails } from '../base/coded-error.ts'

/** What the command line itself refuses. */
export type CliErrorCode =
  | 'AMOUNT_INVALID'
  | 'DURATION_INVALID'
  | 'NUMBER_INVALID'
  | 'ADDRESS_FOREIGN'
  | 'ID_AMBIGUOUS'
  | 'ID_INVALID'
  | 'BIRTHDAY_INVALID'
  | 'ALREADY_INITIALISED'
  | 'NOT_INITIALISED'
  | 'FOLDER_UNWRITABLE'
  | 'FILE_UNWRITABLE'
  | 'LABELS_MALFORMED'
  | 'FILE_UNREADABLE'
  | 'PASSPHRASE_MISSING'
  | 'PASSPHRASE_DIFFERS'
  | 'PASSPHRASE_UNREADABLE'
  | 'WORDS_MISSING'
  | 'TRADE_NOT_CLOSED'
  | 'LINES_FAILED'
  | 'INTERRUPTED'

/** A command that cannot be carried out as typed. */
export class CliError extends CodedError<CliErrorCode> {
  constructor(
    code: CliErrorCode,
    message: string,
    options: { details?: ErrorDetails; cause?: unknown } = {}
  ) {
    super(code, message, { fault: 'user', ...options })
  }
}

/** Exit codes of every command. */
export const EXIT = {
  ok: 0,
  /** Refused or failed; the error line says why. */
  failed: 1,
  /** The command line itself was wrong. */
  usage: 2,
  /** No node answers on this data folder. */
  notRunning: 3
} as const

const USAGE_CODES: readonly string[] = [
  'AMOUNT_INVALID',
  'ADDRESS_FOREIGN',
  'DURATION_INVALID',
  'NUMBER_INVALID',
  'ID_INVALID',
  'BIRTHDAY_INVALID'
]

/** The exit code that belongs to an error. */
export function exitCode(error: unknown): number {
  if (!(error instanceof CodedError)) return EXIT.failed
  if (error.code === 'NODE_NOT_RUNNING') return EXIT.notRunning
  return error instanceof CliError && USAGE_CODES.includes(error.code) ? EXIT.usage : EXIT.failed
}

/** What to do next, by code. */
const HINTS: Readonly<Record<string, string>> = {
  NODE_NOT_RUNNING: 'start it with `bourse start`, or name its folder with --data DIR',
  NOT_INITIALISED: 'make it with `bourse init`',
  ALREADY_INITIALISED: 'start it with `bourse start`, or choose another folder with --data DIR',
  UNAUTHORISED: 'the cookie belongs to another run of the node: check --data DIR, or restart the node',
  AMOUNT_INVALID: 'write 0.5btc (coins), 1500sat@btc (smallest units), or all@btc where everything is meant',
  DURATION_INVALID: 'write 90s, 45m, 12h or 7d',
  INSUFFICIENT_FUNDS: 'see `bourse wallet balance`; get an address with `bourse wallet address LEDGER`',
  LEDGER_UNKNOWN: 'see the ledgers of this network with `bourse status`',
  LEDGER_UNAVAILABLE: 'see what the ledger lacks with `bourse status`',
  ORDER_AMOUNT: 'offer and ask for more: fees would eat so little',
  ORDER_MAKER_LIMIT: 'cancel one first: `bourse order list --mine`, then `bourse order cancel ID`',
  ORDER_BOOK_FULL: 'wait until orders of others have expired',
  ORDER_UNKNOWN: 'see `bourse order list`',
  ORDER_NOT_LIVE: 'see what is live with `bourse order list`',
  ORDER_NOT_OWN: 'see your own with `bourse order list --mine`',
  TRADE_UNKNOWN: 'see `bourse trade list`',
  TRADE_NOT_CANCELLABLE: 'see what comes next with `bourse trade show ID`',
  TRANSACTION_UNKNOWN: 'see `bourse wallet transactions LEDGER`',
  COIN_UNKNOWN: 'see `bourse wallet coins LEDGER`',
  COIN_RESERVED: 'see what keeps it with `bourse wallet coins LEDGER`',
  NOT_REPLACEABLE: 'a child can pay for it: `bourse wallet speed-up TXID --fee-rate N`',
  REPLACEMENT_REJECTED:
    'its daemon may not replace (litecoind wants -mempoolreplacement=1); a child works: `bourse wallet speed-up TXID --fee-rate N`',
  NOTHING_TO_SPEND:
    'only a waiting transaction with an own output can have a child; an own payment without change: `bourse wallet bump TXID --fee-rate N`',
  PEER_UNREACHABLE: 'the other node may be off; see `bourse peers`',
  TOO_MANY_TRADES:
    'see them with `bourse trade list --open`; the limit is max_open_trades of the configuration',
  PEER_REFUSED: 'the other node runs, but does not want this now: try again later, or another peer',
  PEER_TIMEOUT: 'the other node is slow or far: try again',
  PEER_BANNED: 'it broke rules, and this node talks to it again after some time',
  PEER_OTHER_NETWORK: 'nodes meet only within one network: compare `bourse status` of both',
  PEER_UNKNOWN: 'see who is connected with `bourse peers`',
  ADDRESS_INVALID: 'copy the whole address again',
  ADDRESS_WRONG_NETWORK: 'see the chain of each ledger with `bourse status`',
  AMOUNT_DUST: 'send more',
  REFERENCE_USED: 'give the payment another --reference, or none',
  FEE_RATE_TOO_LOW: 'give a higher --fee-rate; `bourse wallet send` without it pays what the ledger asks for',
  FEE_RATE_TOO_HIGH: 'leave --fee-rate out to pay what the ledger asks for',
  TRANSACTION_REJECTED: 'no coin moved; see the state of the ledger with `bourse status`',
  WRONG_PASSPHRASE:
    'nobody can restore it; with the words of the wallet, `bourse init --restore` makes a new one',
  VAULT_MISSING: 'make one with `bourse init`, or restore one with `bourse init --restore`',
  DATA_FOLDER_IN_USE:
    'see it with `bourse status`, stop it with `bourse stop`, or name another folder with --data DIR',
  DATA_FOLDER_OTHER_NETWORK: 'each network has a folder of its own: name it with --data DIR',
  DATA_FOLDER_TOO_NEW: 'install the newer version again',
  STORE_FAILED: 'is the disk full, or the folder read-only? The node goes on where it was at its next start',
  LISTEN_ADDRESS_IN_USE: 'give another with --listen /ip4/0.0.0.0/tcp/PORT; port 0 takes any free one',
  LISTEN_ADDRESS_UNAVAILABLE: 'give one of this machine with --listen /ip4/0.0.0.0/tcp/7770',
  ADDRESS_FOREIGN: 'get one with `bourse wallet address LEDGER` of a node of the local network',
  DEVCHAIN_RUNNING: 'use the one that runs, or give this one another folder with --data DIR',
  DEVCHAIN_PORT_TAKEN: 'is a daemon or another development chain running? Give another with --port PORT',
  DEVCHAIN_NOT_RUNNING: 'start it with `bourse devchain --data DIR`, and name the same folder here',
  DAEMON_UNREACHABLE: 'is the daemon running, and is its port the right one?',
  DAEMON_UNAUTHORISED: 'the cookie or password is of another daemon, or of an earlier run',
  FAUCET_EMPTY: 'mine more blocks with `bourse devchain mine 100`',
  PASSPHRASE_MISSING: 'set BOURSE_PASSPHRASE, give --passphrase-file FILE, or run it on a terminal',
  LINES_FAILED: 'each such line has an `error` with its code in the output',
  API_PORT_TAKEN: 'give another with --api-port PORT; 0 takes any free one',
  ID_AMBIGUOUS: 'type more of its digits',
  INTERNAL: 'run the node with log level debug and look at its log'
}

/** A hint for this code, or null. */
export function hintFor(code: string): string | null {
  return HINTS[code] ?? null
}
