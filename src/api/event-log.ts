import type { NodeEvent } from './node-control.ts'

/** Events kept for clients that come back: some minutes of a busy node. */
const KEPT_EVENTS = 1000

/** An event with its place in the stream. */
export interface NumberedEvent {
  /** `RUN-NUMBER`: the run of the node, and 1, 2, 3, … within it. */
  readonly id: string
  readonly event: NodeEvent
}

/** The last events of this run, and those who listen. */
export class EventLog {
  private readonly run: string
  private readonly kept: NumberedEvent[] = []
  private readonly listeners = new Set<(event: NumberedEvent) => void>()
  private last = 0

  /** @param run - Names this run of the node, without a dash: ids of another run are not understood. */
  constructor(run: string) {
    this.run = run
  }

  /** Numbers an event, keeps it for those who come back, and tells all listeners. */
  append(event: NodeEvent): void {
    this.last += 1
    const numbered = { id: `${this.run}-${this.last}`, event }
    this.kept.push(numbered)
    if (this.kept.length > KEPT_EVENTS) this.kept.shift()
    for (const listener of this.listeners) listener(numbered)
  }

  /** Id of the newest event; number 0 before the first. */
  get lastId(): string {
    return `${this.run}-${this.last}`
  }

  /** All events after `id`, or null where some of them are kept no more or `id` is of another run. */
  since(id: string): readonly NumberedEvent[] | null {
    const match = /^([^-]+)-(0|[1-9][0-9]{0,15})$/.exec(id)
    if (match === null || match[1] !== this.run) return null
    const missed = this.last - Number(match[2])
    if (missed < 0 || missed > this.kept.length) return null
    return this.kept.slice(this.kept.length - missed)
  }

  /** Calls `listener` at each event from now on; the returned function ends that. */
  listen(listener: (event: NumberedEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
