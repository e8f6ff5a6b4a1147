// The form that pays somebody: what is to be paid, then the same once more to confirm, then the payment.
import { coinsText, parseCoins } from './amount.js'
import { call } from './api.js'
import { confirmed } from './confirm.js'
import { byId, facts } from './dom.js'

const NO_ADDRESS = 'Enter the address of the receiver.'
const NO_AMOUNT = 'Enter an amount above 0 such as 0.5, with 8 decimals at most.'

/**
 * Asks for a payment from one ledger's coins, asks again, and pays.
 * @returns The payment, or null where the person turned back.
 */
export async function askPayment({ ledger, balance }) {
  const form = byId('send-form')
  form.reset()
  showError('')
  toggleAmount()
  byId('send-title').textContent = `Send ${ledger.symbol}`
  byId('send-available').textContent = `${coinsText(balance.available)} ${ledger.symbol} can be sent.`
  // One name for all attempts of this form: a repeated request pays once.
  const reference = crypto.randomUUID()
  for (;;) {
    const request = await filledIn(form)
    if (request === null) return null
    if (!(await confirmed('Send these coins?', 'Send', termsOf(request, ledger)))) continue
    try {
      return await call('POST', `/v1/wallet/${ledger.id}/payments`, { ...request, reference })
    } catch (error) {
      if (error.code === 'UNAUTHORISED') throw error
      showError(`${error.message} (${error.code})`)
    }
  }
}

function termsOf({ address, amount }, ledger) {
  const everything = amount === 'all'
  return facts([
    ['Amount', everything ? `everything, in ${ledger.symbol}` : `${coinsText(amount)} ${ledger.symbol}`],
    ['Fee', everything ? 'taken from the amount' : 'on top of the amount, as the ledger asks for now'],
    ['To', address],
    ['On', ledger.chain],
    ['Beware', 'A payment cannot be taken back.']
  ])
}

/** Shows the form until it is filled in rightly; null where the person turned back. */
function filledIn(form) {
  const dialog = byId('send')
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((resolve) => {
    const listening = new AbortController()
    const end = (request) => {
      listening.abort()
      dialog.close()
      resolve(request)
    }
    const { signal } = listening
    form.addEventListener(
      'submit',
      (event) => {
        event.preventDefault()
        const request = readPayment()
        if (request !== null) end(request)
      },
      { signal }
    )
    byId('send-back').addEventListener('click', () => end(null), { signal })
    dialog.addEventListener('close', () => end(null), { signal })
    byId('send-all').addEventListener('change', toggleAmount, { signal })
  })
}

function toggleAmount() {
  byId('send-amount').disabled = byId('send-all').checked
}

function readPayment() {
  const address = byId('send-address').value.trim()
  const amount = byId('send-all').checked ? 'all' : parseCoins(byId('send-amount').value)
  byId('send-address').setAttribute('aria-invalid', String(address === ''))
  byId('send-amount').setAttribute('aria-invalid', String(amount === null))
  showError(address === '' ? NO_ADDRESS : amount === null ? NO_AMOUNT : '')
  if (address === '') byId('send-address').focus()
  else if (amount === null) byId('send-amount').focus()
  return address === '' || amount === null ? null : { address, amount }
}

function showError(text) {
  byId('send-error').textContent = text
}
