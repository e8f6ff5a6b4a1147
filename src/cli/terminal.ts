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
  /**
   * One line, shown while it is typed or not.
   * @throws CliError `INTERRUPTED` at Ctrl-C, the end of input, or when `signal` aborts.
   */
  ask(question: string, options: { readonly echo: boolean; readonly signal: AbortSignal }): Promise<string>
  /** All of a piped standard input. */
  readAll(): Promise<string>
  /** Standard input piece by piece, as it is asked for, until its end or until `signal` aborts. */
  chunks(signal: AbortSignal): AsyncIterable<string>
}

/** The terminal of this process. Questions go to standard error: standard output is for results. */
export const processTerminal: Terminal = {
  get interactive() {
    return process.stdin.isTTY && process.stderr.isTTY
  },
  ask: async (question, { echo, signal }) => {
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    // The interface takes the echo from the terminal: the question must not appear before, or a quick answer shows.
    const lines = createInterface({
      input: process.stdin,
      output: echo ? process.stderr : silent,
      terminal: true
    })
    if (!echo) process.stderr.write(question)
    const ended = new AbortController()
    lines.once('SIGINT', () => ended.abort())
    lines.once('close', () => ended.abort())
    try {
      const answer = lines.question(echo ? question : '', { signal: AbortSignal.any([ended.signal, signal]) })
      return (await answer).slice(0, MAX_INPUT_CHARACTERS)
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
  },
  chunks: async function* (signal) {
    const stop = (): void => void process.stdin.destroy()
    signal.addEventListener('abort', stop, { once: true })
    try {
      for await (const chunk of process.stdin.setEncoding('utf8')) yield String(chunk)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}

/** Where a passphrase may come from besides the terminal. */
export interface PassphraseSources {
  readonly terminal: Terminal
  readonly environment: Environment
  readonly file: string | undefined
  /** Asked for twice: it is new. */
  readonly fresh: boolean
  readonly signal: AbortSignal
}

/**
 * The passphrase from `--passphrase-file`, else BOURSE_PASSPHRASE, else the terminal.
 * @throws {@link CliError} `PASSPHRASE_UNREADABLE`, `PASSPHRASE_MISSING`, `PASSPHRASE_DIFFERS`, `INTERRUPTED`.
 */
export async function readPassphrase(sources: PassphraseSources): Promise<string> {
  const { terminal, environment, file, fresh, signal } = sources
  const given = file === undefined ? environment['BOURSE_PASSPHRASE'] : await readPassphraseFile(file)
  if (given !== undefined && given !== '') return given
  if (file !== undefined || !terminal.interactive) {
    throw new CliError('PASSPHRASE_MISSING', 'the passphrase that protects the wallet is missing')
  }
  const typed = await terminal.ask(fresh ? 'New passphrase: ' : 'Passphrase: ', { echo: false, signal })
  if (typed === '') throw new CliError('PASSPHRASE_MISSING', 'an empty passphrase protects nothing')
  if (fresh && (await terminal.ask('The same again: ', { echo: false, signal })) !== typed) {
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
