import { NETWORK_PROFILES, type ProfileName } from './network-profiles.ts'

/** What a sample says beside the defaults. */
export interface SampleOptions {
  /** Cookie of the daemon of a chain, where it is not in the daemon's own default place. */
  readonly cookieFile?: ((chain: string) => string) | undefined
  /** Day such as 2024-05-01 from which blocks are searched for coins of a restored wallet; null of a fresh one. */
  readonly birthday?: string | null
}

/**
 * The commented configuration file that `init` writes: every key with what counts where it is left out.
 * @param network - Name of the network to join.
 */
export function sampleConfig(network: string, profile: ProfileName, options: SampleOptions = {}): string {
  const { cookieFile, birthday } = options
  const { trade, ledgers, mdns } = NETWORK_PROFILES[profile]
  const { times } = trade
  const profileLine = network === profile ? `# profile = "${profile}"` : `profile = "${profile}"`
  const birthdayLine =
    birthday === undefined || birthday === null ? '# birthday = "2024-05-01"' : `birthday = "${birthday}"`
  const tables = Object.entries(ledgers).map(
    ([id, ledger]) => `${cookieFile === undefined ? '# ' : ''}[ledgers.${id}]
# chain = "${ledger.chain}"
# rpc_url = "http://127.0.0.1:PORT"        # the daemon's own default port
${cookieLine(cookieFile?.(ledger.chain))}
# rpc_user = "name"
# rpc_password_file = "rpc-password.txt"   # or rpc_password, or BOURSE_LEDGERS_${id.toUpperCase()}_RPC_PASSWORD
# confirmations = ${ledger.confirmations}    # that own orders ask for, 1 to 100
# poll_seconds = ${ledger.pollInterval}
# birthday = 0          # height, or a date: as above, for this ledger
`
  )
  return `# Bourse node. Lines that begin with # show what counts where nothing is said.
# Each key may also come from the environment (BOURSE_API_PORT=7781 is api.port) or, for the most used
# ones, from a flag of \`bourse start\`; flags win over the environment, and that over this file.

# The network: nodes meet only within one name.
network = "${network}"
# Kind of its coins: main (real), test (public test chains) or local (regtest on this machine).
${profileLine}
# No coin of the wallet is older. An empty data folder is searched from that day on; without it from its first
# contact on, which finds all coins of a wallet that was made here.
${birthdayLine}

[p2p]
# listen = ["/ip4/0.0.0.0/tcp/7770"]
# announce = []         # addresses to tell others, where they differ from those above
# bootstrap = []        # nodes to join by: ["/ip4/192.0.2.1/tcp/7770/p2p/12D3KooW..."]
# mdns = ${mdns}         # find nodes in the local network
# max_connections = 100

[api]
# port = 7780           # on 127.0.0.1 only; 0 takes any free port (see api.json)

[log]
# level = "info"        # debug, info, warn, error, silent
# format = "pretty"     # or json: one object a line

[trade]
# Times are rules of the network: change them only where all its nodes do.
# maker_lock_seconds = ${times.makerLock}      # until the maker may take its coins back
# taker_lock_seconds = ${times.takerLock}      # the same for the taker; it comes first
# safety_window_seconds = ${times.safetyWindow}   # least time between the two
# claim_margin_seconds = ${times.claimMargin}    # the maker begins no claim later than this before the taker's refund
# act_window_seconds = ${times.actWindow}      # the taker locks only with this much time left before that
# negotiation_seconds = ${times.negotiation}
# cooperation_seconds = ${times.cooperation}     # how long to wait for the cheap way to close
# bump_seconds = ${times.bump}            # a claim that waits longer is sent again with a higher fee
# minimum_confirmations = ${trade.minimumConfirmations}    # orders that ask for fewer are not taken
# max_open_trades = ${trade.maximumOpenTrades}

# Ledgers. Where any [ledgers.ID] table is given, only those given are used.
${tables.join('\n')}`
}

function cookieLine(file: string | undefined): string {
  return file === undefined
    ? '# rpc_cookie_file = "/path/to/.cookie"     # the daemon\'s own default place; or:'
    : `rpc_cookie_file = ${JSON.stringify(file)} # or:`
}
