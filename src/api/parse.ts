import * as v from 'valibot'
import { ApiError } from './http-error.ts'

/**
 * A part of a request (`path`, `query` or `body`) after its schema.
 * @throws {@link ApiError} `REQUEST_INVALID` that names the first offending key.
 */
export function parsePart<Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema,
  part: 'path' | 'query' | 'body',
  value: unknown
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return result.output
  const issue = result.issues[0]
  const key = v.getDotPath(issue)
  const place = key === null ? part : `${part}: ${key}`
  throw new ApiError('REQUEST_INVALID', `${place}: ${issueWords(issue)}`, {
    fault: 'user',
    details: { part, key: key ?? '' }
  })
}

/** What is wrong, without the value: it may be long or secret. */
function issueWords(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === 'schema' && issue.expected === 'never') return 'unknown key'
  if (issue.kind === 'schema' && issue.received === 'undefined') return 'missing'
  if (issue.kind === 'schema' && issue.type === 'strict_object') return 'missing'
  if (issue.message.startsWith('Invalid ') && issue.expected !== null) return `expected ${issue.expected}`
  return issue.message
}

/**
 * The JSON of a request body; no text at all stands for `{}`.
 * @throws {@link ApiError} `BODY_MALFORMED`.
 */
export function parseJsonBody(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiError('BODY_MALFORMED', 'the body is not JSON', { fault: 'user', cause: error })
  }
}
