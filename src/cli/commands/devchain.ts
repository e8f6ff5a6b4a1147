import { BITCOIN_CHAINS, type BitcoinChainName } from '../../ledgers/bitcoin/networks.ts'
import { coinsText } from '../../ledgers/bitcoin/coins-text.ts'
import { parseCoins } from '../amount.ts'
import { CliError } from '../cli-error.ts'
import {
  textOption,
  type CommandContext,
  type CommandGroup,
  type CommandSpec,
  type OptionSpec,
  type OptionValues
} from '../command.ts'

const REGTESTS = Object.values(BITCOIN_CHAINS).filter((chain) => chain.rpcChain === 'regtest')
const CHAIN_NAMES = REGTESTS.map((chain) => chain.name)
const MAX_BLOCKS = 10_000

const CHAIN: OptionSpec = {
  flags: '--chain <name>',
  description: 'which chain to play',
  choices: CHAIN_NAMES,
  fallback: 'litecoin-regtest'
}

const run: CommandSpec = {
  name: 'run',
  summary: 'run a chain that answers like litecoind or bitcoind, until Ctrl-C; its folder keeps the blocks',
  options: [
    CHAIN,
    {
      flags: '--port <port>',
      description: 'JSON-RPC port on 127.0.0.1; 0 takes any free one (else the daemon’s own)'
    },
    { flags: '--block-seconds <seconds>', description: 'mine a block this often (else on command only)' }
  ],
  examples: [
    'devchain --chain litecoin-regtest --block-seconds 5 --data ./chains',
    'devchain --chain bitcoin-regtest --block-seconds 5 --data ./chains'
  ],
  run: async ({ runners, output, dataFolder, signal }, _args, options) => {
    const chain = chainOption(options)
    const port = readNumber('--port', textOption(options, 'port'), 65_535)
    const blockSeconds = readNumber('--block-seconds', textOption(options, 'blockSeconds'), 86_400)
    if (blockSeconds === 0) throw new CliError('NUMBER_INVALID', '--block-seconds is 1 or more')
    await runners.runDevchain(
      { chain, port: port ?? BITCOIN_CHAINS[chain].rpcPort, blockSeconds, folder: dataFolder },
      {
        signal,
        onReady: (ready) => {
          output.value({ ready: true, chain, ...ready })
          output.line(`${chain} answers at ${ready.url}; its cookie: ${ready.cookieFile}`)
          output.line(`Coins from its faucet: bourse devchain fund ADDRESS COINS --data ${dataFolder}`)
          if (blockSeconds === null) {
            output.line(`Blocks: bourse devchain mine 1 --chain ${chain} --data ${dataFolder}`)
          }
        }
      }
    )
  }
}

const fund: CommandSpec = {
  name: 'fund',
  summary: 'pay an address from the faucet of the running chain, and mine the payment in',
  arguments: [
    { name: '<address>', description: 'address of a development chain; it tells which one is meant' },
    { name: '<coins>', description: 'amount in coins, such as 1.5' }
  ],
  examples: ['devchain fund rltc1q... 20 --data ./chains', 'devchain fund bcrt1q... 0.5 --data ./chains'],
  run: async (context, [address = '', text = '']) => {
    const { output } = context
    const amount = parseCoins(text)
    const chain = chainOf(address)
    const txid = await call(context, chain, ['sendtoaddress', address, coinsText(amount)])
    await mineBlocks(context, chain, 1)
    output.value({ chain, txid, address, amount })
    output.line(`Paid ${text} on ${chain} and mined it in: ${String(txid)}`)
  }
}

const mine: CommandSpec = {
  name: 'mine',
  summary: 'mine blocks on the running chain',
  arguments: [{ name: '<count>', description: `1 to ${MAX_BLOCKS}` }],
  options: [CHAIN],
  examples: ['devchain mine 6 --chain bitcoin-regtest --data ./chains'],
  run: async (context, [text], options) => {
    const { output } = context
    const chain = chainOption(options)
    const count = readNumber('count', text, MAX_BLOCKS) ?? 1
    const hashes = await mineBlocks(context, chain, count)
    const height = await call(context, chain, ['getblockcount'])
    output.value({ chain, height, hashes })
    output.line(`Mined ${count}; ${chain} has height ${String(height)}.`)
  }
}

/** `bourse devchain` */
export const devchainGroup: CommandGroup = {
  name: 'devchain',
  summary: 'run a development chain and pay from its faucet; its coins are worth nothing',
  standard: 'run',
  commands: [run, fund, mine]
}

function chainOption(options: OptionValues): BitcoinChainName {
  return textOption(options, 'chain') as BitcoinChainName
}

function chainOf(address: string): BitcoinChainName {
  const found = REGTESTS.find(({ bech32 }) => address.toLowerCase().startsWith(`${bech32}1`))
  if (found !== undefined) return found.name
  const beginnings = REGTESTS.map(({ bech32 }) => `${bech32}1`).join(' or ')
  throw new CliError('ADDRESS_FOREIGN', `${JSON.stringify(address)} does not begin with ${beginnings}`)
}

async function mineBlocks(context: CommandContext, chain: BitcoinChainName, count: number): Promise<unknown> {
  // raw(OP_TRUE): anyone may have the reward, so no key has to be named.
  return await call(context, chain, ['generatetodescriptor', count, 'raw(51)'])
}

async function call(
  { runners, dataFolder }: CommandContext,
  chain: BitcoinChainName,
  [method, ...params]: readonly [string, ...unknown[]]
): Promise<unknown> {
  return await runners.callDevchain({ chain, folder: dataFolder, method, params })
}

function readNumber(name: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null
  if (/^[0-9]{1,6}$/.test(text) && Number(text) <= most) return Number(text)
  throw new CliError('NUMBER_INVALID', `${name} ${JSON.stringify(text)} is not a whole number up to ${most}`)
}
