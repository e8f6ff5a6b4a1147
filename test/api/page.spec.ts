import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import { chromium, type Browser, type Page } from 'playwright-core'
import { sats, seconds } from '../../src/base/units.ts'
import { startApi, type ApiFixture } from '../support/api-fixture.ts'

function chromiumPath(): string | null {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {
      // The next name may be there.
    }
  }
  return null
}

const ORDER = {
  sellLedger: 'ltc',
  sellAmount: sats(2_000_000_000n),
  buyLedger: 'btc',
  buyAmount: sats(50_000_000n),
  lifeSeconds: seconds(3600),
  confirmations: null
}

const ADDRESS = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080'

describe('page', function () {
  this.timeout(60_000)
  let browser: Browser
  let api: ApiFixture
  let page: Page
  let faults: string[]

  before(async function () {
    const executablePath = chromiumPath()
    if (executablePath === null) {
      for (const test of this.test?.parent?.tests ?? []) test.title += ' (skipped: chromium is not installed)'
      this.skip()
    }
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    })
  })
  after(() => browser?.close())

  beforeEach(async () => {
    api = await startApi()
    page = await browser.newPage()
    faults = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (line) => {
      if (/Content Security Policy|Uncaught/.test(line.text())) faults.push(line.text())
    })
  })
  afterEach(async () => {
    await page.close()
    await api.close()
    expect(faults).to.deep.equal([])
  })

  const open = async (): Promise<void> => {
    await page.goto(api.server.loginLink())
    await page.waitForURL(`${api.server.url}/`)
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByRole('heading', { name: 'Your coins' }).waitFor()
  }

  it('asks for a login link where there is no session', async () => {
    await page.goto(api.server.url)
    await page.getByText('bourse page').waitFor()
    expect(await page.locator('#content').isVisible()).to.equal(false)
    expect(await page.getByRole('status').first().textContent()).to.equal('Not logged in')
  })

  it('shows the node, its ledgers and what is missing', async () => {
    await open()
    await page.getByText('network local, 1 peer').waitFor()
    await page.getByText('nothing answers at http://127.0.0.1:19443').waitFor()
    await page.getByText('0.25000001 on its way in').waitFor()
    await page.getByText('No orders yet.').waitFor()
    await page.getByText('No trades yet.').waitFor()
  })

  it('follows the node live', async () => {
    await open()
    api.node.addOrder(ORDER, false)
    await page.getByRole('cell', { name: '0.025 btc/ltc' }).waitFor()
    const [btc] = api.node.ledgers()
    api.node.emit({
      kind: 'ledger',
      ledger: { ...btc!, state: 'wrong-chain', reason: 'another genesis block' }
    })
    await page.getByText('another genesis block').waitFor()
    api.node.emit({ kind: 'peer', peerId: 'x', connected: true, peers: 7 })
    await page.getByText('network local, 7 peers').waitFor()
  })

  it('places and cancels an order', async () => {
    await open()
    await page.locator('#sell-amount').fill('0.123456789')
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByText('8 decimals at most').waitFor()
    await page.locator('#sell-amount').fill('0.5')
    await page.locator('#buy-amount').fill('20')
    await page.getByText('1 btc for 40 ltc').waitFor()
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByRole('button', { name: 'Cancel the order of 0.5 btc for 20 ltc' }).click()
    await page.locator('#orders').getByText('cancelled').waitFor()
    const [order] = await api.node.orders({ mine: true, ledger: null })
    expect(order).to.include({ state: 'cancelled' })
    expect(order?.sell.amount).to.equal(50_000_000n)
  })

  it('shows a refusal with its code', async () => {
    await open()
    await page.locator('#sell-amount').fill('2')
    await page.locator('#buy-amount').fill('80')
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByText('the wallet has too little on btc (INSUFFICIENT_FUNDS)').waitFor()
  })

  it('takes an order after asking, and follows the trade to its end', async () => {
    await open()
    const order = api.node.addOrder(ORDER, false)
    await page.getByRole('button', { name: 'Take the order' }).click()
    await page.getByRole('button', { name: 'Take it' }).click()
    await page.getByText('You give 0.5 btc for 20 ltc').waitFor()
    await page.getByText('All coins are still in your wallet.').waitFor()
    const { tradeId } = await api.node.order(order.id)
    expect(tradeId).to.be.a('string')
    await page.getByText('History and transactions').click()
    while (api.node.advanceTrade(tradeId ?? '')) {
      const { timeline } = await api.node.trade(tradeId ?? '')
      await page.locator('#trades').getByText(timeline.at(-1)!.words).waitFor()
    }
    await page.locator('#trades').getByText('Both sides have their coins.').waitFor()
    expect(await page.locator('.progress li.done').count()).to.equal(4)
    expect(await page.locator('#trades details').getAttribute('open')).not.to.equal(null)
  })

  it('gives up a trade while that costs nothing', async () => {
    await open()
    await api.node.takeOrder(api.node.addOrder(ORDER, false).id)
    await page.getByRole('button', { name: 'Give up this trade' }).click()
    await page.getByRole('button', { name: 'Give up', exact: true }).click()
    await page.locator('#trades').getByText('Given up').waitFor()
  })

  it('sends coins after a second look, and shows the fee', async () => {
    await open()
    await page.getByRole('button', { name: 'Send rBTC' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Enter the address of the receiver.').waitFor()
    await page.getByLabel('Address of the receiver').fill(ADDRESS)
    await page.getByLabel('Amount in coins').fill('9')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText(ADDRESS).waitFor()
    await page.getByRole('dialog').getByText('9 rBTC').waitFor()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('dialog').getByText('(INSUFFICIENT_FUNDS)').waitFor()
    await page.getByLabel('Amount in coins').fill('0.25')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Paid 0.25 rBTC for a fee of 0.00001 rBTC:').waitFor()
    expect(api.node.sent.map(({ address, amount }) => ({ address, amount }))).to.deep.equal([
      { address: ADDRESS, amount: 25_000_000n }
    ])
  })

  it('sends nothing where the person turns back', async () => {
    await open()
    await page.getByRole('button', { name: 'Send rBTC' }).click()
    await page.getByLabel('Address of the receiver').fill(ADDRESS)
    await page.getByLabel('Everything that can be sent').check()
    expect(await page.getByLabel('Amount in coins').isDisabled()).to.equal(true)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('everything, in rBTC').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Send rBTC' }).waitFor()
    expect(await page.getByLabel('Address of the receiver').inputValue()).to.equal(ADDRESS)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(api.node.sent).to.deep.equal([])
  })

  it('offers nothing to send on a ledger that is out of reach', async () => {
    await open()
    expect(await page.getByRole('button', { name: 'Send rLTC' }).isDisabled()).to.equal(true)
  })

  it('copies an address', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await open()
    await page.getByRole('button', { name: 'New address' }).first().click()
    await page.getByRole('button', { name: 'Copy btc address' }).click()
    await page.getByText('Copied', { exact: true }).waitFor()
    const copied = await page.evaluate('navigator.clipboard.readText()')
    expect(copied).to.equal(await page.locator('#coins .code').first().textContent())
  })

  it('says when the node is gone', async () => {
    await open()
    expect(await page.locator('#lost').isVisible()).to.equal(false)
    await api.server.stop()
    await page.getByText('The connection to the node is lost.').waitFor()
    await page.getByText('Reconnecting').waitFor()
  })

  it('shows text of peers as text', async () => {
    await open()
    const [btc] = api.node.ledgers()
    const reason = '<img src=x onerror="document.title=1">'
    api.node.emit({ kind: 'ledger', ledger: { ...btc!, reason } })
    await page.getByText(reason).waitFor()
    expect(await page.title()).to.equal('Bourse')
  })

  it('fits a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await open()
    const order = api.node.addOrder(ORDER, false)
    await api.node.takeOrder(order.id)
    api.node.addOrder(ORDER, false)
    await page.getByRole('button', { name: 'Take the order' }).waitFor()
    const widths = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]')
    expect(widths).to.deep.equal([360, 360])
  })

  it('gives every field and button a name', async () => {
    await open()
    api.node.addOrder(ORDER, false)
    await page.getByRole('button', { name: 'Take the order' }).waitFor()
    const nameless = await page.evaluate(`[...document.querySelectorAll('input, select, button')]
      .filter((field) => !field.closest('dialog'))
      .filter((field) => !(field.labels?.length || field.textContent.trim() || field.ariaLabel))
      .map((field) => field.id)`)
    expect(nameless).to.deep.equal([])
  })
})
