import { setTimeout as wait } from 'node:timers/promises'
import type { StreamedEvent } from '../api/event-reader.ts'
import { errorCode } from '../base/coded-error.ts'
import type { CommandContext } from './command.ts'

/** How long a node may be away, as in a restart, before following it ends. */
const MAX_ATTEMPTS = 30
const ATTEMPT_MILLISECONDS = 1000
/** An id that no node gives: the stream then begins by saying that the past is not known. */
const NO_EVENT = 'none'

/**
 * The node's events across lost connections and restarts of the node. The first event is `null`, as is one after
 * which the past is not known: whoever asks for the present then misses nothing. Ends when the command is interrupted.
 * @throws ClientError or ApiFilesError `NODE_NOT_RUNNING` where the node stays away for half a minute.
 */
export async function* followEvents(context: CommandContext): AsyncGenerator<StreamedEvent> {
  const { signal } = context
  let lastEventId = NO_EVENT
  let attempts = 0
  while (!signal.aborted) {
    try {
      const client = await context.client()
      for await (const streamed of client.events({ lastEventId, signal })) {
        lastEventId = streamed.id
        attempts = 0
        yield streamed
      }
    } catch (error) {
      if (signal.aborted) return
      if (lastEventId === NO_EVENT || !isAway(error) || attempts >= MAX_ATTEMPTS) throw error
    }
    attempts += 1
    await wait(ATTEMPT_MILLISECONDS, undefined, { signal }).catch(() => undefined)
  }
}

function isAway(error: unknown): boolean {
  // A stream that breaks off rejects with an error of fetch, which has no code of ours.
  return ['NODE_NOT_RUNNING', 'UNAUTHORISED', 'UNKNOWN'].includes(errorCode(error))
}
