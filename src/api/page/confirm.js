// Asks before coins move.
import { byId } from './dom.js'

/** Fulfils with whether the person agreed; Escape and Back are a no. */
export function confirmed(title, button, content) {
  const dialog = byId('confirm')
  byId('confirm-title').textContent = title
  byId('confirm-text').replaceChildren(content)
  byId('confirm-yes').textContent = button
  dialog.returnValue = 'no'
  dialog.showModal()
  return new Promise((resolve) =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true })
  )
}
