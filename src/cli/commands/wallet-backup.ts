import { open, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { backUpWallet } from '../../api/resources/wallet-backup.ts'
import { CONFIG_FILE } from '../../node/config.ts'
import { sampleConfig } from '../../node/config-sample.ts'
import { CliError } from '../cli-error.ts'
import { textOption, type CommandSpec } from '../command.ts'
import { readPassphrase } from '../terminal.ts'

/** Bytes of a file that may be a backup; see MAX_BACKUP_CHARACTERS of its format. */
const MAX_FILE_BYTES = 257_000_000
const OWNER_ONLY = 0o600

/** `bourse wallet backup` */
export const backupCommand: CommandSpec = {
  name: 'backup',
  summary: 'write an encrypted file with the seed, the wallets’ records and the trades',
  arguments: [{ name: '<file>', description: 'a file that does not exist yet' }],
  examples: ['wallet backup ~/bourse-november.backup'],
  run: async ({ client, output }, [file = '']) => {
    const { backup } = await (await client()).call(backUpWallet)
    await writeNew(file, backup)
    output.value({ file })
    output.line(`The backup is in ${file}. The passphrase that the wallet has today opens it.`)
    output.line('Make a fresh one after each trade: an old one does not know the trades after it.')
  }
}

/** `bourse wallet restore` */
export const restoreCommand: CommandSpec = {
  name: 'restore',
  summary: 'make a data folder from a backup file',
  arguments: [{ name: '<file>', description: 'a file written by `bourse wallet backup`' }],
  options: [
    {
      flags: '--passphrase-file <file>',
      description: 'file with the passphrase (else BOURSE_PASSPHRASE, or a question)'
    }
  ],
  examples: ['wallet restore ~/bourse-november.backup --data ~/.bourse-restored'],
  run: async (context, [file = ''], options) => {
    const { dataFolder, output, runners } = context
    const text = await readBackup(file)
    const passphrase = await readPassphrase({
      ...context,
      file: textOption(options, 'passphraseFile'),
      fresh: false
    })
    const { network, profile } = await runners.restoreBackup({ dataFolder, text, passphrase })
    const path = join(dataFolder, CONFIG_FILE)
    await writeFile(path, sampleConfig(network, profile), { mode: OWNER_ONLY, flag: 'wx' })
    output.value({ dataFolder, network })
    output.line(`The node of network ${network} is restored in ${dataFolder}.`)
    output.line(`Its settings are the standard ones; set the daemons of its ledgers in ${path}.`)
    output.line('The node that the backup comes from must never run again beside this one.')
    output.line('Start it: bourse start')
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', OWNER_ONLY)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new CliError('FILE_UNWRITABLE', `${path} cannot be written, or exists already`, { cause: error })
  }
}

async function readBackup(path: string): Promise<string> {
  try {
    if ((await stat(path)).size <= MAX_FILE_BYTES) return await readFile(path, 'utf8')
  } catch (error) {
    throw new CliError('FILE_UNREADABLE', `${path} cannot be read`, { cause: error })
  }
  throw new CliError('FILE_UNREADABLE', `${path} is too large for a backup`)
}
