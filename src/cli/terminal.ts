import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Environment } from '../node/config-environment.ts'
import { CliError } from './cli-error.ts'

/** A line or file longer than this is no passphrase and no list of words. */
const MAX_INPUT_CHARACTERS = 4096

/** What is typed or piped in. */
export interface Terminal {
  /** Whether a person can be asked. */
  readonly interactive: boolean
  /** One line, shown while it is typed or not. */
  ask(question: string, options: { readonly echo: boolean }): Promise<string>
  /** All of a piped standard input. */
  readAll(): Promise<string>
}

/** The terminal of this process. Questions go to standard error: standard output is for results. */
export const processTerminal: Terminal = {
  get interactive() {
    return process.stdin.isTTY && process.stderr.isTTY
  },
  ask: async (question, { echo }) => {
    process.stderr.write(question)
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({
      input: process.stdin,
      output: echo ? process.stderr : silent,
      terminal: true
    })
    const interrupted = new AbortController()
    // Ctrl-C, and the end of input by Ctrl-D.
    lines.once('SIGINT', () => interrupted.abort())
    lines.once('close', () => interrupted.abort())
    try {
      return (await lines.question('', { signal: interrupted.signal })).slice(0, MAX_INPUT_CHARACTERS)
    } catch (error) {
      throw new CliError('INTERRUPTED', 'nothing was done', { cause: error })
    } finally {
      lines.close()
      if (!echo) process.stderr.write('\n')
    }
  },
  readAll: async () => {
    let text = ''
    for await (const chunk of process.stdin.setEncoding('utf8')) {
      text += String(chunk)
      if (text.length > MAX_INPUT_CHARACTERS) break
    }
    return text
  }
}

/** Where a passphrase may come from besides the terminal. */
export interface PassphraseSources {
  readonly terminal: Terminal
  readonly environment: Environment
  readonly file: string | undefined
  /** Asked for twice: it is new. */
  readonly fresh: boolean
}

/**
 * The passphrase from `--passphrase-file`, else BOURSE_PASSPHRASE, else the terminal.
 * @throws {@link CliError} `PASSPHRASE_UNREADABLE`, `PASSPHRASE_MISSING`, `PASSPHRASE_DIFFERS`, `INTERRUPTED`.
 */
export async function readPassphrase(sources: PassphraseSources): Promise<string> {
  const { terminal, environment, file, fresh } = sources
  const given = file === undefined ? environment['BOURSE_PASSPHRASE'] : await readPassphraseFile(file)
  if (given !== undefined && given !== '') return given
  if (file !== undefined || !terminal.interactive) {
    throw new CliError('PASSPHRASE_MISSING', 'the passphrase that protects the wallet is missing')
  }
  const typed = await terminal.ask(fresh ? 'New passphrase: ' : 'Passphrase: ', { echo: false })
  if (typed === '') throw new CliError('PASSPHRASE_MISSING', 'an empty passphrase protects nothing')
  if (fresh && (await terminal.ask('The same again: ', { echo: false })) !== typed) {
    throw new CliError('PASSPHRASE_DIFFERS', 'the two passphrases differ; nothing was done')
  }
  return typed
}

async function readPassphraseFile(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
  } catch (error) {
    throw new CliError('PASSPHRASE_UNREADABLE', `the passphrase file ${path} cannot be read`, {
      cause: error
    })
  }
}
