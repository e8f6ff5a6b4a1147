import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NodeProcess } from '../../src/testnet/node-process.ts'

const PRELOAD = new URL('./die-at-states.js', import.meta.url)

/** Keeps a node running that dies in every state of its trade. */
export class MortalNode {
  readonly #node: NodeProcess
  readonly #file: string
  #ended = false
  #running: Promise<void> = Promise.resolve()

  constructor(node: NodeProcess) {
    this.#node = node
    this.#file = join(node.dataFolder, 'died-in-states')
  }

  /** The states in which the node was killed, in order. */
  get deaths(): readonly string[] {
    return existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim().split('\n') : []
  }

  /** Starts the node anew, to die, and again after each death. */
  async begin(): Promise<void> {
    await this.#node.stop()
    await this.#start()
    this.#running = this.#keepAlive()
  }

  /** Nothing dies any more; the node runs on. */
  async end(): Promise<void> {
    this.leave()
    await this.#node.stop()
    await this.#running
    await this.#node.start()
  }

  /** From here on the node is not started again. */
  leave(): void {
    this.#ended = true
  }

  async #keepAlive(): Promise<void> {
    for (;;) {
      await this.#node.ended()
      if (this.#ended) return
      await this.#start()
      if (this.#ended) await this.#node.stop()
    }
  }

  /** A node may die before it is ready: only one that neither dies nor starts is a failure. */
  async #start(): Promise<void> {
    const before = this.deaths.length
    try {
      await this.#node.start({
        NODE_OPTIONS: `--import=${PRELOAD.href}`,
        DIED_IN_STATES: this.#file
      })
    } catch (error) {
      if (this.deaths.length === before) throw error
    }
  }
}
