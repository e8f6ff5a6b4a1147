import { fromHex, toHex } from './bytes.ts'

/**
 * JSON that also carries bytes and big integers: `{"$bytes":"00ff"}` and `{"$int":"21"}`. Stored records use
 * it below their version byte. Objects of ours never have a key that begins with `$`.
 */
export function encodeTaggedJson(value: unknown): string {
  return JSON.stringify(value, function replace(this: unknown, key: string, current: unknown): unknown {
    if (typeof current === 'bigint') return { $int: current.toString() }
    const original = (this as Readonly<Record<string, unknown>>)[key]
    if (original instanceof Uint8Array) return { $bytes: toHex(original) }
    return current
  })
}

/**
 * The value of {@link encodeTaggedJson}.
 * @throws SyntaxError where the text is no JSON, {@link RangeError} where a tag holds what it cannot.
 */
export function decodeTaggedJson(text: string): unknown {
  return JSON.parse(text, (_key, current: unknown): unknown => {
    if (typeof current !== 'object' || current === null) return current
    const { $bytes, $int } = current as { $bytes?: unknown; $int?: unknown }
    if (typeof $bytes === 'string') return fromHex($bytes)
    if (typeof $int === 'string') {
      if (!/^-?\d{1,40}$/.test($int)) throw new RangeError('not an integer')
      return BigInt($int)
    }
    return current
  })
}
