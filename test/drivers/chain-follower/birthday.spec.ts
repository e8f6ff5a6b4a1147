import { expect } from 'chai'
import { blockHeight, unixSeconds } from '../../../src/base/units.ts'
import { birthdayHeight } from '../../../src/drivers/chain-follower/birthday.ts'
import { parseBlockHeader } from '../../../src/ledgers/bitcoin/block-header.ts'
import { ScriptedChain } from '../../support/scripted-chain.ts'

describe('birthday of a wallet', () => {
  const chain = new ScriptedChain()
  chain.mine(500)
  const timeAt = (height: number) => parseBlockHeader(chain.blocks[height]!.raw.subarray(0, 80)).time
  const find = (birthday: Parameters<typeof birthdayHeight>[0]) =>
    birthdayHeight(birthday, chain.height, chain)

  it('is the height that is given, or the tip where that is lower', async () => {
    expect(await find(blockHeight(7))).to.equal(7)
    expect(await find(blockHeight(7000))).to.equal(500)
  })

  it('is found by a time, a day of blocks before it', async () => {
    for (const height of [200, 201, 333, 500]) {
      const found = await find({ since: timeAt(height) })
      expect(found, `${height}`).to.equal(height - 145)
      expect(timeAt(found)).to.be.lessThan(timeAt(height) - 86_400)
    }
    expect(await find({ since: unixSeconds(0) })).to.equal(0)
    expect(await find({ since: timeAt(100) })).to.equal(0)
    expect(await find({ since: unixSeconds(4_000_000_000) })).to.equal(500)
  })

  it('refuses a daemon that has no headers', async () => {
    chain.lie = { header: (raw) => raw.slice(1) }
    const error = await find({ since: unixSeconds(2_000_000_000) }).catch((caught: unknown) => caught)
    chain.lie = {}
    expect(error).to.include({ code: 'DAEMON_INCONSISTENT' })
  })
})
