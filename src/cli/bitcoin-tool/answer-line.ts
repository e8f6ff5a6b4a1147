import * as v from 'valibot'
import { CodedError } from '../../base/coded-error.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import type { InputLine } from '../bounded-lines.ts'
import { OPERATIONS } from './operations.ts'
import { requestId } from './requests.ts'
import { ToolError } from './tool-error.ts'

/** Characters of one line: a block's largest transaction in hexadecimal, and what it spends. */
export const MAX_LINE_CHARACTERS = 10_000_000

/** What the tool answers to one line: the result's members, or `error` with a code and words. */
export interface Answer {
  readonly failed: boolean
  readonly value: Readonly<Record<string, unknown>>
}

/** Answers one line. Whatever it holds, the answer is one object; an `id` comes back in it. */
export function answerLine(operation: string, line: InputLine, chain: BitcoinChain): Answer {
  let id: Readonly<Record<string, unknown>> = {}
  try {
    const request = parseLine(line)
    const named = v.safeParse(requestId, request)
    if (named.success && named.output.id !== undefined) id = { id: named.output.id }
    const run = OPERATIONS[operation]
    if (run === undefined) throw new TypeError(`no operation ${operation}`)
    return { failed: false, value: { ...id, ...run(request, chain) } }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return { failed: true, value: { ...id, error: { code: error.code, message: error.message } } }
  }
}

function parseLine(line: InputLine): unknown {
  if (line.kind === 'too-long') {
    throw new ToolError('LINE_TOO_LONG', `a line has at most ${MAX_LINE_CHARACTERS} characters`)
  }
  try {
    return JSON.parse(line.text)
  } catch {
    throw new ToolError('LINE_NO_JSON', 'the line is no JSON')
  }
}
