// The real command line over a fake node, wallet and development chain: what the tests of the CLI spawn.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiServer } from '../../src/api/server.ts'
import { CodedError } from '../../src/base/coded-error.ts'
import { runProcess } from '../../src/cli/process.ts'
import { HandClock, machineRandom, MemoryLog } from './api-fixture.ts'
import { FakeNode, OWN_PEER } from './fake-node.ts'

const WORDS = 'abandon '.repeat(23) + 'art'

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

await runProcess({
  createVault: async ({ dataFolder, passphrase, words }) => {
    if (words !== null && words.split(' ').length !== 24) {
      throw new CodedError('SEED_WORDS_INVALID', 'these are not the words of a wallet', { fault: 'user' })
    }
    await writeFile(join(dataFolder, 'vault'), passphrase, { flag: 'wx' })
    return words ?? WORDS
  },
  restoreBackup: async ({ text }) => {
    if (text !== 'sealed backup\n') {
      throw new CodedError('BACKUP_DAMAGED', 'this is no backup', { fault: 'user' })
    }
    return { network: 'our-net', profile: 'test' }
  },
  runNode: async (config, passphrase, { signal, onReady }) => {
    if (passphrase === 'wrong') {
      throw new CodedError('PASSPHRASE_WRONG', 'the passphrase does not open the wallet', { fault: 'user' })
    }
    const node = new FakeNode()
    const server = new ApiServer(
      { node, clock: new HandClock(), log: new MemoryLog(), random: machineRandom },
      { dataFolder: config.dataFolder, port: config.api.port, version: '0.1.0' }
    )
    const stopped = new Promise<void>((resolve) => {
      node.stop = async () => resolve()
    })
    await server.start()
    onReady({
      network: config.network,
      peerId: OWN_PEER,
      addresses: config.p2p.listen,
      apiUrl: server.url
    })
    await Promise.race([stopped, aborted(signal)])
    if (passphrase === 'never stops') {
      setInterval(() => undefined, 60_000)
      await new Promise<void>(() => undefined)
    }
    await server.stop()
  },
  revealWords: async () => WORDS.trim(),
  changePassphrase: async ({ dataFolder, next }) => writeFile(join(dataFolder, 'vault'), next),
  callDevchain: async ({ method, params }) => {
    if (method === 'getblockcount') return 7
    return [method, ...params].join(' ')
  },
  runDevchain: async ({ port, folder }, { signal, onReady }) => {
    onReady({ url: `http://127.0.0.1:${port}`, cookieFile: join(folder, '.cookie') })
    const alive = setInterval(() => undefined, 60_000)
    await aborted(signal)
    clearInterval(alive)
  }
})
