import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createLogger } from '../node/logger.ts'
import { changeNodePassphrase, createNodeVault, revealNodeWords, runNode } from '../node/run-node.ts'
import { callDevchain, runDevchain } from './devchain-runner.ts'
import type { CliRunners } from './runners.ts'

/** The version that package.json names, three folders above the compiled file. */
export function packageVersion(): string {
  const path = fileURLToPath(new URL('../../../package.json', import.meta.url))
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
  return version
}

/** What the installed program runs. */
export const RUNNERS: CliRunners = {
  runNode: (config, passphrase, hooks) =>
    runNode({
      config,
      passphrase,
      log: createLogger(config.log, process.stderr),
      version: packageVersion(),
      ...hooks
    }),
  createVault: (request) => createNodeVault({ ...request, isLocal: request.profile === 'local' }),
  revealWords: revealNodeWords,
  changePassphrase: changeNodePassphrase,
  callDevchain,
  runDevchain
}
