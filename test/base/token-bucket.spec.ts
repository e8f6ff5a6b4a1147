import { expect } from 'chai'
import fc from 'fast-check'
import { TokenBucket, TokenBuckets } from '../../src/base/token-bucket.ts'

const rate = { burst: 3, perMinute: 60 }

describe('token bucket', () => {
  it('gives the burst at once, then one a second', () => {
    const bucket = new TokenBucket(rate, 0)
    const taken = [0, 0, 0, 0, 999, 1000, 1000, 2000].map((now) => bucket.take(now))
    expect(taken).to.deep.equal([true, true, true, false, false, true, false, true])
  })

  it('takes nothing where the cost is above what is left', () => {
    const bucket = new TokenBucket(rate, 0)
    expect(bucket.take(0, 4)).to.equal(false)
    expect(bucket.take(0, 3)).to.equal(true)
  })

  it('never gives more than the burst and the rate', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 200 }), (gaps) => {
        const bucket = new TokenBucket(rate, 0)
        let now = 0
        let taken = 0
        for (const gap of gaps) {
          now += gap
          if (bucket.take(now)) taken++
        }
        expect(taken).to.be.at.most(rate.burst + Math.floor((now * rate.perMinute) / 60_000) + 1)
      })
    )
  })

  it('keeps one bucket a key, and forgets the oldest key above the limit', () => {
    const buckets = new TokenBuckets({ burst: 1, perMinute: 0 }, 2)
    expect(['a', 'a', 'b', 'b', 'c', 'a'].map((key) => buckets.take(key, 0))).to.deep.equal([
      true,
      false,
      true,
      false,
      true,
      true
    ])
  })
})
