import { expect } from 'chai'
import fc from 'fast-check'
import { decodesOrIsRefused, flipEachBit, testVectors, wireError, type Codec } from './vector-file.ts'

/** What a codec of a protocol promises, whatever its messages are. */
export function testCodec<Message>(
  name: string,
  given: {
    readonly codec: Codec<Message>
    readonly messages: fc.Arbitrary<Message>
    readonly maxBytes: number
    readonly vectors: { readonly protocol: string; readonly prefix: string }
  }
): void {
  const { codec, messages, maxBytes, vectors } = given
  describe(name, () => {
    testVectors(vectors.protocol, codec, vectors.prefix)

    it('gives back every message that it takes, within the limit', () => {
      fc.assert(
        fc.property(messages, (message) => {
          const bytes = codec.encode(message)
          expect(bytes.length).to.be.at.most(maxBytes)
          expect(codec.decode(bytes)).to.deep.equal(message)
        }),
        { numRuns: 300 }
      )
    })

    it('refuses arbitrary bytes with a code, or takes them as what they encode', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => decodesOrIsRefused(bytes, codec)),
        { numRuns: 500 }
      )
    })

    it('refuses each flipped bit, or takes it as another message', () => {
      fc.assert(
        fc.property(messages, (message) => flipEachBit(codec.encode(message), codec)),
        { numRuns: 8 }
      )
    })

    it('refuses a message that goes on or stops early', () => {
      fc.assert(
        fc.property(messages, fc.nat(), (message, at) => {
          const bytes = codec.encode(message)
          const longer = Uint8Array.of(...bytes, 0)
          wireError(() => codec.decode(longer))
          decodesOrIsRefused(bytes.subarray(0, at % bytes.length), codec)
        }),
        { numRuns: 100 }
      )
    })

    it('refuses more bytes than the limit before it looks at them', () => {
      const error = wireError(() => codec.decode(new Uint8Array(maxBytes + 1)))
      expect(error).to.include({ code: 'TOO_LARGE' })
    })
  })
}
