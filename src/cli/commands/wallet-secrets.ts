import { textOption, type CommandSpec, type OptionSpec } from '../command.ts'
import { CliError } from '../cli-error.ts'
import { readPassphrase } from '../terminal.ts'
import { showWords } from '../words-text.ts'

const PASSPHRASE_FILE: OptionSpec = {
  flags: '--passphrase-file <file>',
  description: 'file with the passphrase (else BOURSE_PASSPHRASE, or a question)'
}

/** `bourse wallet words` */
export const wordsCommand: CommandSpec = {
  name: 'words',
  summary: 'show the words of the wallet again, for a backup on paper',
  options: [PASSPHRASE_FILE],
  examples: ['wallet words', 'wallet words --passphrase-file passphrase.txt --json'],
  run: async (context, _args, options) => {
    const { dataFolder, output, runners } = context
    const file = textOption(options, 'passphraseFile')
    const passphrase = await readPassphrase({ ...context, file, fresh: false })
    const words = await runners.revealWords(dataFolder, passphrase)
    output.value({ words })
    showWords(output, words)
  }
}

/** `bourse wallet passphrase` */
export const passphraseCommand: CommandSpec = {
  name: 'passphrase',
  summary: 'change the passphrase that protects the wallet on disk; words and keys stay',
  options: [
    PASSPHRASE_FILE,
    { flags: '--new-passphrase-file <file>', description: 'file with the new passphrase (else a question)' }
  ],
  examples: [
    'wallet passphrase',
    'wallet passphrase --passphrase-file old.txt --new-passphrase-file new.txt'
  ],
  run: async (context, _args, options) => {
    const { dataFolder, output, runners, terminal } = context
    const file = textOption(options, 'passphraseFile')
    const newFile = textOption(options, 'newPassphraseFile')
    if (newFile === undefined && !terminal.interactive) {
      throw new CliError(
        'PASSPHRASE_MISSING',
        'the new passphrase is missing: give it with --new-passphrase-file FILE'
      )
    }
    const current = await readPassphrase({ ...context, file, fresh: false })
    // BOURSE_PASSPHRASE is the current one.
    const next = await readPassphrase({ ...context, environment: {}, file: newFile, fresh: true })
    await runners.changePassphrase({ dataFolder, current, next })
    output.value({ changed: true })
    output.line('The passphrase is changed. Backups of this folder still open with the old one.')
  }
}
