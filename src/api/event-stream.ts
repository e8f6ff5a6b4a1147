import { ApiError } from './http-error.ts'
import type { EventLog, NumberedEvent } from './event-log.ts'
import { toJson } from './values.ts'

/** A comment line this often keeps the connection alive and shows both ends that it is. */
const HEARTBEAT_MILLISECONDS = 15_000
/** A page or two and some scripts; each stream costs memory and a socket. */
const MAX_STREAMS = 32
/** Bytes that wait for a client that does not read; beyond, it is cut off and may resume. */
const MAX_WAITING_BYTES = 1 << 20

/** Server-sent events (WHATWG HTML, section 9.2) over an {@link EventLog}. */
export class EventStreams {
  private readonly log: EventLog
  private readonly open = new Set<() => void>()
  private ended = false

  constructor(log: EventLog) {
    this.log = log
  }

  /**
   * A stream that begins after `lastEventId`, or at the present. Where that id is not known any more, its first
   * event is `reset`: what the client knows may be old, and it should ask for everything again.
   * @throws {@link ApiError} `TOO_MANY_STREAMS`.
   */
  connect(lastEventId: string | undefined): ReadableStream<Uint8Array> {
    if (this.open.size >= MAX_STREAMS) {
      throw new ApiError('TOO_MANY_STREAMS', `at most ${MAX_STREAMS} event streams at once; close one`, {
        fault: 'daemon'
      })
    }
    let close = (): void => undefined
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          close = this.begin(controller, lastEventId)
        },
        cancel: () => close()
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES })
    )
  }

  /** Ends all streams, and each later one at once: the API stops. */
  closeAll(): void {
    this.ended = true
    for (const close of this.open) close()
  }

  private begin(
    controller: ReadableStreamDefaultController<Uint8Array>,
    lastEventId: string | undefined
  ): () => void {
    const encoder = new TextEncoder()
    const heartbeat = setInterval(() => write(': heartbeat\n\n'), HEARTBEAT_MILLISECONDS)
    const unlisten = this.log.listen((numbered) => write(eventText(numbered)))
    const close = (): void => {
      if (!this.open.delete(close)) return
      clearInterval(heartbeat)
      unlisten()
      try {
        controller.close()
      } catch {
        // The client closed it first: nothing is left to end.
      }
    }
    const write = (text: string): void => {
      if ((controller.desiredSize ?? 0) <= 0) close()
      else controller.enqueue(encoder.encode(text))
    }
    this.open.add(close)
    write(`retry: 1000\n: bourse events\n\n`)
    this.catchUp(lastEventId, write)
    if (this.ended) close()
    return close
  }

  private catchUp(lastEventId: string | undefined, write: (text: string) => void): void {
    const missed = lastEventId === undefined ? [] : this.log.since(lastEventId)
    if (missed === null) write(`event: reset\nid: ${this.log.lastId}\ndata: {}\n\n`)
    else for (const numbered of missed) write(eventText(numbered))
  }
}

function eventText({ id, event }: NumberedEvent): string {
  return `event: ${event.kind}\nid: ${id}\ndata: ${toJson(event)}\n\n`
}
