import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CONFIG_FILE, loadConfig } from '../../node/config.ts'
import { sampleConfig } from '../../node/config-sample.ts'
import type { ProfileName } from '../../node/network-profiles.ts'
import { isCalendarDate } from '../../node/raw-config.ts'
import { CliError } from '../cli-error.ts'
import { textOption, type CommandContext, type CommandSpec, type OptionValues } from '../command.ts'
import { readPassphrase } from '../terminal.ts'
import { showWords } from '../words-text.ts'

/** `bourse init` */
export const initCommand: CommandSpec = {
  name: 'init',
  summary: 'make the data folder, its configuration and a wallet',
  options: [
    { flags: '--network <name>', description: 'network to join', fallback: 'local' },
    {
      flags: '--profile <kind>',
      description: 'kind of a network of another name',
      choices: ['main', 'test', 'local']
    },
    {
      flags: '--devchain <dir>',
      description: 'use the development chains that `bourse devchain` runs on this folder'
    },
    { flags: '--restore', description: 'read the words of an existing wallet from the terminal or a pipe' },
    {
      flags: '--birthday <date>',
      description: 'with --restore: no coin of that wallet is older than this day, such as 2024-05-01'
    },
    {
      flags: '--passphrase-file <file>',
      description: 'file with the passphrase (else BOURSE_PASSPHRASE, or a question)'
    }
  ],
  examples: [
    'init --network main',
    'init --network local --passphrase-file passphrase.txt --data ./alice',
    'init --devchain ./chains --data ./alice',
    'init --restore --birthday 2024-05-01'
  ],
  run: async (context, _args, options) => {
    const { output, dataFolder } = context
    const path = join(dataFolder, CONFIG_FILE)
    if (existsSync(path))
      throw new CliError('ALREADY_INITIALISED', `there is a node in ${dataFolder} already`)
    const flags = definedFlags(options)
    const config = loadConfig({ dataFolder, environment: {}, flags })
    const birthday = readBirthday(options, config.profile)
    const restored = options['restore'] === true ? await readWords(context) : null
    const passphrase = await readPassphrase({
      ...context,
      file: textOption(options, 'passphraseFile'),
      fresh: true
    })
    await makeFolder(dataFolder)
    const { profile } = config
    const words = await context.runners.createVault({ dataFolder, passphrase, words: restored, profile })
    const cookieFile = devchainCookies(options)
    await writeFile(path, sampleConfig(config.network, config.profile, { cookieFile, birthday }), {
      mode: 0o600,
      flag: 'wx'
    })
    const { network } = config
    output.value(restored === null ? { dataFolder, network, words } : { dataFolder, network })
    if (restored === null) {
      showWords(output, words)
      output.line('See them again with: bourse wallet words')
    }
    output.line(`The node of network ${network} is ready in ${dataFolder}.`)
    output.line(`Its settings, with comments: ${path}`)
    if (birthday !== null)
      output.line(`It will read all blocks since ${birthday} for the wallet's coins: see \`bourse status\`.`)
    output.line(`Start it: bourse start --data ${dataFolder}`)
  }
}

/** Coins of this wallet are SegWit outputs: no main chain had any before Litecoin did, on 10 May 2017. */
const FIRST_SEGWIT_DAY = '2017-05-01'
/** The day of Bitcoin's block 0: test chains can have had SegWit from their beginning. */
const FIRST_DAY = '2009-01-03'

/** The day to search from, or null where a fresh wallet has nothing to search for. @throws CliError `BIRTHDAY_INVALID`. */
function readBirthday(options: OptionValues, profile: ProfileName): string | null {
  const typed = textOption(options, 'birthday')
  if (options['restore'] !== true) {
    if (typed === undefined) return null
    throw new CliError('BIRTHDAY_INVALID', '--birthday belongs to --restore: a fresh wallet has no coins')
  }
  if (typed === undefined) return profile === 'main' ? FIRST_SEGWIT_DAY : FIRST_DAY
  if (isCalendarDate(typed)) return typed
  throw new CliError('BIRTHDAY_INVALID', `--birthday ${JSON.stringify(typed)} is no day such as 2024-05-01`)
}

function definedFlags(options: OptionValues): Record<string, string> {
  const profile = textOption(options, 'profile')
  return { network: textOption(options, 'network') ?? 'local', ...(profile !== undefined && { profile }) }
}

/** Where the chain of a name writes its cookie, or undefined where the daemons' own places count. */
function devchainCookies(options: OptionValues): ((chain: string) => string) | undefined {
  const folder = textOption(options, 'devchain')
  return folder === undefined ? undefined : (chain) => join(resolve(folder), `${chain}.cookie`)
}

async function readWords({ terminal, signal }: CommandContext): Promise<string> {
  const typed = terminal.interactive
    ? await terminal.ask('The words of the wallet, in order: ', { echo: true, signal })
    : await terminal.readAll()
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0)
    throw new CliError('WORDS_MISSING', 'the words of the wallet to restore are missing')
  return words.join(' ')
}

async function makeFolder(dataFolder: string): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new CliError('FOLDER_UNWRITABLE', `the folder ${dataFolder} cannot be made`, { cause: error })
  }
}
