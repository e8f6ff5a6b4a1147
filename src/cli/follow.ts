import { setTimeout as wait } from 'node:timers/promises'
import type { StreamedEvent } from '../api/event-reader.ts'
import { errorCode } from '../base/coded-error.ts'
import type { CommandContext } from './command.ts'

/** How long a node may be away, as in a restart, before following it ends. */
const MAX_ATTEMPTS = 30
const ATTEMPT_MILLISECONDS = 1000

/**
 * The node's events from now on, across lost connections and restarts of the node; a new connection whose past is
 * unknown begins with an event `null`. Ends when the command is interrupted.
 * @throws ClientError or ApiFilesError `NODE_NOT_RUNNING` where the node stays away for half a minute.
 */
export async function* followEvents(context: CommandContext): AsyncGenerator<StreamedEvent> {
  let lastEventId: string | null = null
  let attempts = 0
  let connected = false
  while (!context.signal.aborted) {
    try {
      const client = await context.client()
      for await (const streamed of client.events({ lastEventId, signal: context.signal })) {
        lastEventId = streamed.id
        attempts = 0
        connected = true
        yield streamed
      }
      connected = true
    } catch (error) {
      if (context.signal.aborted) return
      if (!isAway(error) || !connected || attempts >= MAX_ATTEMPTS) throw error
    }
    attempts += 1
    await wait(ATTEMPT_MILLISECONDS, undefined, { signal: context.signal }).catch(() => undefined)
  }
}

function isAway(error: unknown): boolean {
  // A stream that breaks off rejects with an error of fetch, which has no code of ours.
  return ['NODE_NOT_RUNNING', 'UNAUTHORISED', 'UNKNOWN'].includes(errorCode(error))
}
