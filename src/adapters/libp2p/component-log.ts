import { format } from 'node:util'
import type { ComponentLogger, Logger } from '@libp2p/interface'
import type { Log } from '../../ports/world.ts'

/** A line of libp2p quotes what peers sent: cut before it fills a disk. */
const MAX_TEXT = 400

/**
 * libp2p's log as lines of ours. It quotes strangers, so it stays at level debug; an error of libp2p's is an
 * event of the network, not of this node.
 */
export function componentLog(log: Log, level: 'off' | 'errors' | 'all'): ComponentLogger {
  return { forComponent: (name) => logger(log, name, level) }
}

function logger(log: Log, component: string, level: 'off' | 'errors' | 'all'): Logger {
  const line = (kind: string): ((formatter: unknown, ...values: unknown[]) => void) => {
    return (formatter, ...values) =>
      log.debug(`libp2p.${kind}`, { component, text: render(formatter, values) })
  }
  const silent = (): void => undefined
  return Object.assign(level === 'all' ? line('log') : silent, {
    error: level === 'off' ? silent : line('error'),
    trace: silent,
    enabled: level === 'all',
    newScope: (scope: string) => logger(log, `${component}:${scope}`, level)
  })
}

/** libp2p's own placeholders: %p peer id, %a multiaddr, %b %t %m %c %k bytes and keys, %e error. */
function render(formatter: unknown, values: unknown[]): string {
  let next = 0
  const shown = String(formatter).replace(/%([a-zA-Z%])/g, (placeholder, letter: string) => {
    if (letter === '%') return placeholder
    const value = values[next++]
    if (letter === 'e') return value instanceof Error ? `${value.name}: ${value.message}` : String(value)
    if ('pabtmck'.includes(letter))
      return value instanceof Uint8Array ? `${value.length} bytes` : String(value)
    return format(placeholder, value)
  })
  // oxlint-disable-next-line no-control-regex -- a stranger's control characters must not reach a terminal
  return shown.slice(0, MAX_TEXT).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}
