import type { Bytes } from '../../base/bytes.ts'
import {
  keyScript,
  scriptKey,
  type KeyPath,
  type WalletBranch,
  type WalletKeys,
  type WalletPurpose
} from '../../ledgers/bitcoin/keys.ts'
import type { ScriptInterest } from '../chain-follower/script-interest.ts'

/** BIP 44: "Address gap limit is currently set to 20." Change follows payments, so that its gaps are short. */
const CHANGE_GAP_LIMIT = 20
/**
 * Scripts watched beyond the last used one that was given to payers: each trade that comes to nothing leaves one
 * unused, and a wallet that is restored from its words must look past a row of such.
 */
export const GAP_LIMIT = 100

/** One chain of addresses of one account. */
export interface AddressBranch {
  readonly purpose: WalletPurpose
  readonly branch: WalletBranch
}

/** All branches that the wallet watches. */
export const ADDRESS_BRANCHES: readonly AddressBranch[] = [
  { purpose: 86, branch: 0 },
  { purpose: 86, branch: 1 },
  { purpose: 84, branch: 0 },
  { purpose: 84, branch: 1 }
]

/** An output script of the wallet and its key's place. */
export interface WalletScript {
  readonly path: KeyPath
  readonly script: Bytes
}

/** The wallet's output scripts: those given out, those paid, and the gap after them. */
export class ScriptBook implements ScriptInterest {
  readonly #keys: WalletKeys
  readonly #paths = new Map<string, KeyPath>()
  readonly #scripts = new Map<string, Bytes[]>()
  readonly #next = new Map<string, number>()

  constructor(keys: WalletKeys) {
    this.#keys = keys
    for (const branch of ADDRESS_BRANCHES) this.advance(branch, 0)
  }

  /** First index of the branch that was neither given out nor paid. */
  next(branch: AddressBranch): number {
    return this.#next.get(branchName(branch)) ?? 0
  }

  /** Moves the branch on to `next`, never back; answers whether more scripts are owned now. */
  advance(branch: AddressBranch, next: number): boolean {
    const name = branchName(branch)
    const scripts = this.#scripts.get(name) ?? []
    const before = scripts.length
    const target = Math.max(next, this.next(branch))
    const gap = branch.branch === 0 ? GAP_LIMIT : CHANGE_GAP_LIMIT
    for (let index = before; index < target + gap; index++) {
      const path = { ...branch, index }
      const script = keyScript(this.#keys.publicKey(path), branch.purpose)
      scripts.push(script)
      this.#paths.set(scriptKey(script), path)
    }
    this.#scripts.set(name, scripts)
    this.#next.set(name, target)
    return scripts.length > before
  }

  /** A script that was never given out, and is given out now. */
  take(branch: AddressBranch): WalletScript {
    const index = this.next(branch)
    this.advance(branch, index + 1)
    return this.at({ ...branch, index })
  }

  /** The script at a path, also of one beyond those watched. */
  at(path: KeyPath): WalletScript {
    const script = this.#scripts.get(branchName(path))?.[path.index]
    return { path, script: script ?? keyScript(this.#keys.publicKey(path), path.purpose) }
  }

  /** Where the key of a script lies, where it is one of the watched. */
  pathOf(script: Bytes): KeyPath | undefined {
    return this.#paths.get(scriptKey(script))
  }

  owns(script: Bytes): boolean {
    return this.#paths.has(scriptKey(script))
  }

  noteUsed(script: Bytes): boolean {
    const path = this.pathOf(script)
    if (path === undefined) return false
    return this.advance({ purpose: path.purpose, branch: path.branch }, path.index + 1)
  }
}

function branchName({ purpose, branch }: AddressBranch): string {
  return `${purpose}/${branch}`
}
