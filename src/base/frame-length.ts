/** A length prefix that no honest writer sends. */
export class FrameLengthError extends Error {
  override readonly name = 'FrameLengthError'
}

/** The bytes of a length prefix read so far. */
interface Prefix {
  readonly byteLength: number
  get(index: number): number
}

/**
 * Reads the length prefix of a frame: an unsigned LEB128 number of at most 3 bytes (up to 2,097,151). Asks for one more
 * byte by a RangeError, as @libp2p/utils expects of a `lengthDecoder`; its own decoder asks for ever, so that a
 * peer which sends nothing but continuation bytes makes it gather them without end.
 * @throws RangeError where the number goes on; FrameLengthError where 3 bytes do not end it, or where it is padded with zeros.
 */
export function decodeFrameLength(prefix: Prefix): number {
  const last = prefix.byteLength - 1
  const byte = prefix.get(last)
  if (byte >= 0x80) {
    if (last >= 2) throw new FrameLengthError('frame length has more than 3 bytes')
    throw new RangeError('frame length goes on')
  }
  if (byte === 0 && last > 0) throw new FrameLengthError('frame length is padded')
  let length = 0
  for (let index = last; index >= 0; index--) length = length * 128 + (prefix.get(index) & 0x7f)
  return length
}
