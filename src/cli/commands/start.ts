import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CONFIG_FILE, loadConfig } from '../../node/config.ts'
import { CliError } from '../cli-error.ts'
import { textOption, type CommandSpec, type OptionSpec, type OptionValues } from '../command.ts'
import { readPassphrase } from '../terminal.ts'

/** An option that sets a key of the configuration. */
interface ConfigFlag extends OptionSpec {
  /** Name under which commander gives its value. */
  readonly option: string
  readonly path: readonly [section: string, key: string] | readonly [key: string]
  readonly read: (value: string | boolean) => unknown
}

const asText = (value: string | boolean): unknown => value
const asNumber = (value: string | boolean): unknown =>
  /^[0-9]{1,9}$/.test(String(value)) ? Number(value) : value
const asList = (value: string | boolean): unknown => String(value).split(',')

const CONFIG_FLAGS: readonly ConfigFlag[] = [
  {
    flags: '--network <name>',
    description: 'network to join',
    option: 'network',
    path: ['network'],
    read: asText
  },
  {
    flags: '--listen <addresses>',
    description: 'multiaddrs to listen on, separated by commas',
    option: 'listen',
    path: ['p2p', 'listen'],
    read: asList
  },
  {
    flags: '--bootstrap <addresses>',
    description: 'multiaddrs of nodes to join by, separated by commas',
    option: 'bootstrap',
    path: ['p2p', 'bootstrap'],
    read: asList
  },
  {
    flags: '--no-mdns',
    description: 'do not look for nodes in the local network',
    option: 'mdns',
    path: ['p2p', 'mdns'],
    read: asText
  },
  {
    flags: '--api-port <port>',
    description: 'port of the API on 127.0.0.1; 0 takes any free one',
    option: 'apiPort',
    path: ['api', 'port'],
    read: asNumber
  },
  {
    flags: '--log-level <level>',
    description: 'debug, info, warn, error or silent',
    option: 'logLevel',
    path: ['log', 'level'],
    read: asText
  },
  {
    flags: '--log-format <format>',
    description: 'json or pretty',
    option: 'logFormat',
    path: ['log', 'format'],
    read: asText
  }
]

/** `bourse start` */
export const startCommand: CommandSpec = {
  name: 'start',
  summary: 'run the node until Ctrl-C or `bourse stop`',
  options: [
    ...CONFIG_FLAGS,
    {
      flags: '--passphrase-file <file>',
      description: 'file with the passphrase (else BOURSE_PASSPHRASE, or a question)'
    }
  ],
  examples: [
    'start',
    'start --passphrase-file passphrase.txt --log-format json',
    'start --listen /ip4/0.0.0.0/tcp/7771 --api-port 7781 --data ./bob'
  ],
  run: async (context, _args, options) => {
    const { output, dataFolder, environment } = context
    if (!existsSync(join(dataFolder, CONFIG_FILE))) {
      throw new CliError('NOT_INITIALISED', `there is no node in ${dataFolder}`)
    }
    const config = loadConfig({ dataFolder, environment, flags: readFlags(options) })
    const passphrase = await readPassphrase({
      ...context,
      file: textOption(options, 'passphraseFile'),
      fresh: false
    })
    await context.runners.runNode(config, passphrase, {
      signal: context.signal,
      onReady: (ready) => {
        output.value({ ready: true, ...ready })
        output.line(`Node ${ready.peerId} of network ${ready.network} is ready; stop it with Ctrl-C.`)
        output.line('Its page: run `bourse page` and open the link.')
      }
    })
    output.value({ stopped: true })
    output.line('Stopped cleanly.')
  }
}

function readFlags(options: OptionValues): unknown {
  const tree: Record<string, unknown> = {}
  for (const { option, path, read } of CONFIG_FLAGS) {
    const value = options[option]
    // commander says true for an absent --no-… switch
    if (value === undefined || value === true) continue
    const [first, second] = path
    if (second === undefined) tree[first] = read(value)
    else tree[first] = { ...(tree[first] as object | undefined), [second]: read(value) }
  }
  return tree
}
