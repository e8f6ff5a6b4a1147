import type { RpcValue } from './json.ts'
import { RpcError } from './rpc-error.ts'

/** A method of a JSON-RPC server. */
export interface RpcMethod {
  readonly name: string
  /** Names of the parameters in their order; one that ends in `?` may be left out. */
  readonly parameters: readonly string[]
  call(given: Arguments): RpcValue | Promise<RpcValue>
}

const HASH_DIGITS = 64

/** The parameters of one call, read with the daemons' words for what is wrong with them. */
export class Arguments {
  readonly #values: readonly unknown[]

  constructor(values: readonly unknown[]) {
    this.#values = values
  }

  /** The parameter as it came; null counts as left out. */
  raw(index: number): unknown {
    return this.#values[index] ?? undefined
  }

  /** Whether the parameter was given. */
  has(index: number): boolean {
    return this.raw(index) !== undefined
  }

  /** A string. @throws {@link RpcError} `TYPE_ERROR`. */
  text(index: number): string {
    const value = this.raw(index)
    if (typeof value !== 'string') throw mistyped('a string')
    return value
  }

  /** A whole number that a double holds exactly. @throws {@link RpcError} `TYPE_ERROR`, also where it is missing without a fallback. */
  integer(index: number, fallback?: number): number {
    const value = this.raw(index) ?? fallback
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw mistyped('an integer')
    return value
  }

  /** A boolean. @throws {@link RpcError} `TYPE_ERROR`. */
  flag(index: number, fallback: boolean): boolean {
    const value = this.raw(index) ?? fallback
    if (typeof value !== 'boolean') throw mistyped('a boolean')
    return value
  }

  /** A number of 0 and up that old callers give as a boolean. */
  level(index: number, fallback: number): number {
    const value = this.raw(index)
    return typeof value === 'boolean' ? Number(value) : this.integer(index, fallback)
  }

  /** An array. @throws {@link RpcError} `TYPE_ERROR`. */
  list(index: number): readonly unknown[] {
    const value = this.raw(index)
    if (!Array.isArray(value)) throw mistyped('an array')
    return value
  }

  /** 64 hexadecimal digits, in lower case. */
  hash(index: number, name: string): string {
    const value = this.text(index)
    if (value.length !== HASH_DIGITS) {
      const complaint = `${name} must be of length ${HASH_DIGITS} (not ${value.length}, for '${value}')`
      throw new RpcError('INVALID_PARAMETER', complaint)
    }
    if (!/^[0-9a-fA-F]*$/.test(value)) {
      throw new RpcError('INVALID_PARAMETER', `${name} must be hexadecimal string (not '${value}')`)
    }
    return value.toLowerCase()
  }
}

function mistyped(expected: string): RpcError {
  return new RpcError('MISC_ERROR', `JSON value is not ${expected} as expected`)
}

/** How a method is called: its name and its parameters, optional ones in brackets. */
export function usageOf(method: RpcMethod): string {
  const words = method.parameters.map((name) => (name.endsWith('?') ? `( ${name.slice(0, -1)} )` : name))
  return [method.name, ...words].join(' ')
}
