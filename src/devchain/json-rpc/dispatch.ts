import { CodedError } from '../../base/coded-error.ts'
import { encodeJson, type RpcValue } from './json.ts'
import { Arguments, usageOf, type RpcMethod } from './method.ts'
import { RpcError } from './rpc-error.ts'

/** Most calls in one batch. */
const MAX_BATCH_CALLS = 1000

/** An HTTP answer. */
export interface RpcResponse {
  readonly status: number
  readonly body: string
}

/** Methods by name. */
export type RpcMethods = ReadonlyMap<string, RpcMethod>

interface Call {
  readonly id: RpcValue
  readonly method: string
  readonly params: readonly unknown[] | Readonly<Record<string, unknown>>
}

/** Answers one request body: a call, or a batch of them in their order. */
export async function dispatch(methods: RpcMethods, body: string): Promise<RpcResponse> {
  let request: unknown
  try {
    request = JSON.parse(body)
  } catch {
    return failed(null, new RpcError('PARSE_ERROR', 'Parse error'))
  }
  if (!Array.isArray(request)) {
    if (!isRecord(request)) return failed(null, new RpcError('PARSE_ERROR', 'Top-level object parse error'))
    return answer(methods, request)
  }
  if (request.length > MAX_BATCH_CALLS) {
    return failed(null, new RpcError('INVALID_REQUEST', `more than ${MAX_BATCH_CALLS} calls in a batch`))
  }
  const answers: string[] = []
  for (const call of request) answers.push((await answer(methods, call)).body)
  return { status: 200, body: `[${answers.join(',')}]` }
}

async function answer(methods: RpcMethods, request: unknown): Promise<RpcResponse> {
  const id = isRecord(request) ? idOf(request['id']) : null
  try {
    const call = parseCall(request, id)
    const method = methods.get(call.method)
    if (method === undefined) throw new RpcError('METHOD_NOT_FOUND', 'Method not found')
    const result = await method.call(new Arguments(positional(method, call.params)))
    return { status: 200, body: `{"result":${encodeJson(result)},"error":null,"id":${encodeJson(id)}}` }
  } catch (error) {
    if (error instanceof RpcError) return failed(id, error)
    if (error instanceof CodedError) return failed(id, new RpcError('MISC_ERROR', error.message))
    return failed(
      id,
      new RpcError('INTERNAL_ERROR', 'the development chain failed: this is a fault of its own')
    )
  }
}

function failed(id: RpcValue, error: RpcError): RpcResponse {
  return {
    status: statusOf(error),
    body: encodeJson({ result: null, error: { code: error.number, message: error.message }, id })
  }
}

function statusOf(error: RpcError): number {
  if (error.code === 'INVALID_REQUEST') return 400
  return error.code === 'METHOD_NOT_FOUND' ? 404 : 500
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An id goes back as it came; anything but text, a number or null as null. */
function idOf(id: unknown): RpcValue {
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

function parseCall(request: unknown, id: RpcValue): Call {
  if (!isRecord(request)) throw new RpcError('INVALID_REQUEST', 'Invalid Request object')
  const method = request['method']
  if (method === undefined || method === null) throw new RpcError('INVALID_REQUEST', 'Missing method')
  if (typeof method !== 'string') throw new RpcError('INVALID_REQUEST', 'Method must be a string')
  const params = request['params'] ?? []
  if (!Array.isArray(params) && !isRecord(params)) {
    throw new RpcError('INVALID_REQUEST', 'Params must be an array or object')
  }
  return { id, method, params }
}

function positional(method: RpcMethod, params: Call['params']): readonly unknown[] {
  const values = isList(params) ? params : byName(method, params)
  const required = method.parameters.filter((name) => !name.endsWith('?')).length
  if (values.length > method.parameters.length || values.length < required) {
    throw new RpcError('MISC_ERROR', usageOf(method))
  }
  return values
}

function isList(params: Call['params']): params is readonly unknown[] {
  return Array.isArray(params)
}

function byName(method: RpcMethod, params: Readonly<Record<string, unknown>>): readonly unknown[] {
  const names = method.parameters.map((name) => name.replace('?', ''))
  for (const name of Object.keys(params)) {
    if (!names.includes(name)) throw new RpcError('INVALID_PARAMETER', `Unknown named parameter ${name}`)
  }
  const last = names.findLastIndex((name) => Object.hasOwn(params, name))
  return names.slice(0, last + 1).map((name) => params[name])
}
