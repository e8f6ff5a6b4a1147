/** Bytes backed by a plain buffer: what every codec, hash and signature here takes and gives. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Lower-case hexadecimal of `bytes`, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/**
 * Bytes of a hexadecimal string of either case.
 * @throws {@link RangeError} where the text has an odd length or a character that is no hexadecimal digit.
 */
export function fromHex(text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
    throw new RangeError('not hexadecimal: an even number of digits 0-9 and a-f is expected')
  }
  return copyBytes(Buffer.from(text, 'hex'))
}

/** A copy with a buffer of its own, so that a later change of the source cannot reach it. */
export function copyBytes(source: Uint8Array): Bytes {
  const copy = new Uint8Array(source.length)
  copy.set(source)
  return copy
}

/** All parts one after another. */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  return joinBytes(parts)
}

/** {@link concatBytes} of a list, which may hold more parts than a call can take as arguments. */
export function joinBytes(parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Negative, zero or positive as `left` sorts before, with or after `right`, byte by byte. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  return Buffer.compare(left, right)
}

/** Whether both hold the same bytes. Not constant in time: never for secrets. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && compareBytes(left, right) === 0
}

/** A copy in reverse order: Bitcoin shows hashes with their last byte first. */
export function reverseBytes(bytes: Uint8Array): Bytes {
  return copyBytes(bytes).reverse()
}
