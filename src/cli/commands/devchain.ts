import { BITCOIN_CHAINS, type BitcoinChainName } from '../../ledgers/bitcoin/networks.ts'
import { CliError } from '../cli-error.ts'
import { textOption, type CommandSpec } from '../command.ts'

const REGTESTS = Object.values(BITCOIN_CHAINS)
  .filter((chain) => chain.rpcChain === 'regtest')
  .map((chain) => chain.name)

/** `bourse devchain` */
export const devchainCommand: CommandSpec = {
  name: 'devchain',
  summary: 'run an embedded development chain that answers like litecoind or bitcoind, until Ctrl-C',
  options: [
    {
      flags: '--chain <name>',
      description: 'which chain to play',
      choices: REGTESTS,
      fallback: 'litecoin-regtest'
    },
    {
      flags: '--port <port>',
      description: 'JSON-RPC port on 127.0.0.1; 0 takes any free one (else the daemon’s own)'
    },
    { flags: '--block-seconds <seconds>', description: 'mine a block this often (else on command only)' }
  ],
  examples: ['devchain', 'devchain --chain bitcoin-regtest --port 0 --block-seconds 10'],
  run: async ({ runners, output, dataFolder, signal }, _args, options) => {
    const chain = textOption(options, 'chain') as BitcoinChainName
    const port = readNumber('--port', textOption(options, 'port'), 65_535)
    const blockSeconds = readNumber('--block-seconds', textOption(options, 'blockSeconds'), 86_400)
    await runners.runDevchain(
      { chain, port: port ?? BITCOIN_CHAINS[chain].rpcPort, blockSeconds, folder: dataFolder },
      {
        signal,
        onReady: (ready) => {
          output.value({ ready: true, chain, ...ready })
          output.line(`${chain} answers at ${ready.url}; its cookie: ${ready.cookieFile}`)
        }
      }
    )
  }
}

function readNumber(name: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null
  if (/^[0-9]{1,6}$/.test(text) && Number(text) <= most) return Number(text)
  throw new CliError('NUMBER_INVALID', `${name} ${JSON.stringify(text)} is not a whole number up to ${most}`)
}
