import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { microseconds } from './measure.ts'
import { residentMegabytes } from './process-cpu.ts'
import type { OpenSuite, Row, Suite } from './suite.ts'

const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

/** After being ready: what it needed only for its start is then garbage, and mostly collected. */
const IDLE_MILLISECONDS = 3000

const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BOURSE_'))),
  BOURSE_PASSPHRASE: 'start of a node',
  BOURSE_API_PORT: '0',
  BOURSE_P2P_MDNS: 'false',
  BOURSE_P2P_LISTEN: '/ip4/127.0.0.1/tcp/0',
  BOURSE_LOG_LEVEL: 'error'
}

/** Start of a node as its operator sees it, and what it holds when nothing happens. */
export const startSuite: Suite = {
  name: 'start',
  about:
    'a node process of its own, from its start to the line that says it is ready; without daemons and peers; ' +
    'the vault asks scrypt for its passphrase, dearly where coins are worth something',
  async open(): Promise<OpenSuite> {
    const folder = await mkdtemp(join(tmpdir(), 'bourse-start-'))
    const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
    try {
      const local = await initialise(join(folder, 'local'), 'local')
      const dear = await initialise(join(folder, 'dear'), 'test')
      return { rows: rows(local, dear), close }
    } catch (error) {
      await close()
      throw error
    }
  }
}

function rows(local: string, dear: string): readonly Row[] {
  let idle = Number.NaN
  return [
    { name: 'an empty Node process, to its end', unit: 'ms', slice: emptyProcess },
    {
      name: 'start to ready, vault of a local network (scrypt N = 2^12)',
      unit: 'ms',
      slice: async () => (await startOnce(local, 0)).ready
    },
    {
      name: 'start to ready, vault of default cost (scrypt N = 2^17)',
      unit: 'ms',
      async slice() {
        const start = await startOnce(dear, IDLE_MILLISECONDS)
        idle = start.idle
        return start.ready
      }
    },
    { name: 'resident memory of that node when idle', unit: 'MB', slice: () => idle }
  ]
}

async function initialise(folder: string, profile: string): Promise<string> {
  const child = run(['init', '--network', `bench-${profile}`, '--profile', profile, '--json'], folder)
  const [status] = (await once(child, 'exit')) as [number | null]
  if (status !== 0) throw new Error(`bourse init of a ${profile} network ended with ${status}`)
  return folder
}

function run(args: readonly string[], folder: string): ChildProcess {
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  return spawn(process.execPath, [CLI, ...args, '--data', folder], { env: ENVIRONMENT, stdio: [...stdio] })
}

async function emptyProcess(): Promise<number> {
  const start = microseconds()
  await once(spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore' }), 'exit')
  return (microseconds() - start) / 1000
}

/** Milliseconds to the ready line, and megabytes after `rest` milliseconds. */
async function startOnce(folder: string, rest: number): Promise<{ ready: number; idle: number }> {
  const start = microseconds()
  const child = run(['start', '--json'], folder)
  const ended = once(child, 'exit')
  const line = child.stdout === null ? Promise.reject(new Error('no output')) : once(child.stdout, 'data')
  const isReady = await Promise.race([line.then(() => true), ended.then(() => false)])
  if (!isReady) throw new Error('the node ended before it was ready')
  const ready = (microseconds() - start) / 1000
  await delay(rest)
  const idle = residentMegabytes(child.pid ?? 0) ?? Number.NaN
  child.kill('SIGTERM')
  await ended
  return { ready, idle }
}
