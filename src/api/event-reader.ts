import * as v from 'valibot'
import type { NodeEvent } from './node-control.ts'
import { eventSchema } from './resources/events.ts'

/** One event as a client gets it; `reset`: events were missed, ask for everything again. */
export type StreamedEvent =
  { readonly id: string; readonly event: NodeEvent } | { readonly id: string; readonly event: null }

/** An event larger than this is none of ours. */
const MAX_EVENT_CHARACTERS = 1 << 20

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6) as far as the node writes them: one `data` line an event.
 * Events of a kind that this version does not know are passed over.
 */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<StreamedEvent> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    if (text.length > MAX_EVENT_CHARACTERS) return
    for (const block of blocks) {
      const event = parseBlock(block)
      if (event !== null) yield event
    }
  }
}

function parseBlock(block: string): StreamedEvent | null {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const match = /^([a-z]+): ?(.*)$/.exec(line)
    if (match?.[1] !== undefined) fields.set(match[1], match[2] ?? '')
  }
  const id = fields.get('id')
  const data = fields.get('data')
  if (id === undefined || data === undefined) return null
  if (fields.get('event') === 'reset') return { id, event: null }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), eventSchema), data)
  return parsed.success ? { id, event: parsed.output } : null
}
