// Elements, and lists of them that stay in place. All text goes in as text: nothing from a peer is ever markup.

/** The page's element with this id. */
export const byId = (id) => document.getElementById(id)

/** An element; properties that begin with `on` are listeners, the others attributes. */
export function element(tag, properties, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value)
    else if (value === true) made.setAttribute(name, '')
    else if (value !== false && value !== null) made.setAttribute(name, value)
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null))
  return made
}

/**
 * Shows one element an item. What did not change stays in place; what did keeps its open details and its focus,
 * so that a live page does not disturb who reads or types.
 */
export function showItems(container, items, render) {
  const old = new Map([...container.children].map((child) => [child.dataset.key, child]))
  const fresh = items.map(([key, item]) => {
    const content = JSON.stringify(item)
    const before = old.get(key)
    if (before?.dataset.content === content) return before
    const made = render(item)
    made.dataset.key = key
    made.dataset.content = content
    if (before !== undefined) keepDetails(before, made)
    return made
  })
  const focused = container.contains(document.activeElement) ? document.activeElement : null
  const place = focused?.closest('[data-key]')?.dataset.key
  const name = focused?.dataset.focus
  container.replaceChildren(...fresh)
  if (focused === null || focused === document.activeElement) return
  if (focused.isConnected) focused.focus()
  else {
    const successor = fresh.find((made) => made.dataset.key === place)
    successor?.querySelector(`[data-focus="${name}"]`)?.focus()
  }
}

function keepDetails(before, made) {
  const open = [...before.querySelectorAll('details')].map((details) => details.open)
  made.querySelectorAll('details').forEach((details, index) => {
    details.open = open[index] ?? false
  })
}

/** Names and values; empty values are left out. */
export function facts(pairs) {
  return element(
    'dl',
    null,
    pairs
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [element('dt', null, name), element('dd', null, value)])
  )
}

/** An id or address that can be copied; `name` says what it is to who cannot see it. */
export function copyable(text, name) {
  const button = element(
    'button',
    { type: 'button', class: 'copy', 'aria-label': `Copy ${name}`, 'data-focus': `copy ${name}` },
    'Copy'
  )
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text).then(
      () => (button.textContent = 'Copied'),
      () => (button.textContent = 'Copy by hand')
    )
    setTimeout(() => (button.textContent = 'Copy'), 2000)
  })
  return element('span', { class: 'copyable' }, element('span', { class: 'code' }, text), button)
}
