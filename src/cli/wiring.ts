import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDevelopmentChainServer } from '../devchain/bitcoin/server.ts'
import { NOT_MONEY } from '../devchain/bitcoin/parameters.ts'
import { BITCOIN_CHAINS } from '../ledgers/bitcoin/networks.ts'
import { createLogger } from '../node/logger.ts'
import { createNodeVault, runNode } from '../node/run-node.ts'
import { restoreBackup } from '../node/wallet-backup.ts'
import type { CliRunners, DevchainHooks, DevchainOptions } from './runners.ts'

/** Blocks before the faucet's first coins may be spent, and some to spend. */
const FIRST_BLOCKS = 110

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
  restoreBackup: ({ dataFolder, text, passphrase }) => restoreBackup(dataFolder, text, passphrase),
  runDevchain
}

async function runDevchain(options: DevchainOptions, hooks: DevchainHooks): Promise<void> {
  const cookieFile = join(options.folder, `${options.chain}.cookie`)
  let ended: () => void = () => undefined
  const end = new Promise<void>((resolve) => {
    ended = resolve
  })
  const server = await startDevelopmentChainServer({
    chain: BITCOIN_CHAINS[options.chain],
    port: options.port,
    cookieFile,
    folder: join(options.folder, options.chain),
    stopped: () => ended()
  })
  const { chain } = server
  if (chain.tip.height === 0) chain.mine(FIRST_BLOCKS)
  const stopMining =
    options.blockSeconds === null ? () => undefined : chain.mineEvery(options.blockSeconds * 1000)
  process.stderr.write(`${NOT_MONEY}\n`)
  hooks.signal.addEventListener('abort', ended, { once: true })
  if (hooks.signal.aborted) ended()
  else hooks.onReady({ url: server.url, cookieFile })
  await end
  stopMining()
  await server.stop()
}
