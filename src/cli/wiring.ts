import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CliRunners } from './runners.ts'

/** The version that package.json names, three folders above the compiled file. */
export function packageVersion(): string {
  const path = fileURLToPath(new URL('../../../package.json', import.meta.url))
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
  return version
}

/** What the installed program runs. Each part is loaded when it is called: most commands only ask the API. */
export const RUNNERS: CliRunners = {
  async runNode(config, passphrase, hooks) {
    const [{ runNode }, { createLogger }] = await Promise.all([
      import('../node/run-node.ts'),
      import('../node/logger.ts')
    ])
    const log = createLogger(config.log, process.stderr)
    await runNode({ config, passphrase, log, version: packageVersion(), ...hooks })
  },
  async createVault(request) {
    const { createNodeVault } = await import('../node/node-vault.ts')
    return await createNodeVault({ ...request, isLocal: request.profile === 'local' })
  },
  async restoreBackup({ dataFolder, text, passphrase }) {
    const { restoreBackup } = await import('../node/wallet-backup.ts')
    return await restoreBackup(dataFolder, text, passphrase)
  },
  async revealWords(dataFolder, passphrase) {
    const { revealNodeWords } = await import('../node/node-vault.ts')
    return await revealNodeWords(dataFolder, passphrase)
  },
  async changePassphrase(change) {
    const { changeNodePassphrase } = await import('../node/node-vault.ts')
    await changeNodePassphrase(change)
  },
  async callDevchain(call) {
    const { callDevchain } = await import('./devchain-runner.ts')
    return await callDevchain(call)
  },
  async runDevchain(options, hooks) {
    const { runDevchain } = await import('./devchain-runner.ts')
    await runDevchain(options, hooks)
  }
}
