import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { errorSchema, errorStatus } from './http-error.ts'
import { eventSchema } from './resources/events.ts'
import { nothing, type Route } from './route.ts'

type Json = Record<string, unknown>

/** Refusals that every operation may give. */
const COMMON_ERRORS = ['UNAUTHORISED', 'ORIGIN_REFUSED', 'HOST_REFUSED', 'INTERNAL']
const INPUT_ERRORS = ['REQUEST_INVALID', 'BODY_MALFORMED', 'BODY_TOO_LARGE']
/** Codes whose fault is a daemon's or a peer's; all others are the request's. */
const FAULT_OF_CODE: Readonly<Record<string, 'daemon' | 'peer' | 'internal'>> = {
  LEDGER_UNAVAILABLE: 'daemon',
  PEER_UNREACHABLE: 'peer',
  PEER_OTHER_NETWORK: 'peer',
  INTERNAL: 'internal'
}

/** OpenAPI 3.1 description of the API, made from the schemas that parse its requests. */
export function describeApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route) }
  }
  paths['/v1/events'] = { get: describeEvents() }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bourse node',
      version,
      description:
        "Local control of one node. Amounts are decimal strings of the ledger's smallest unit; times are " +
        'seconds since 1970-01-01 UTC. Every refusal has the shape of the schema Error.'
    },
    security: [{ cookieFile: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Error: jsonSchema(errorSchema) },
      securitySchemes: {
        cookieFile: {
          type: 'http',
          scheme: 'bearer',
          description: 'The text of api.cookie in the data folder'
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'bourse_session_PORT',
          description: 'Set by a login link; a browser alone uses it'
        }
      }
    }
  }
}

function describeRoute(route: Route): Json {
  const parameters = [
    ...describeParameters(route.params, 'path'),
    ...describeParameters(route.query, 'query')
  ]
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.tag],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== nothing && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(route.body) } } }
    }),
    responses: {
      [route.status]: {
        description: route.summary,
        content: { 'application/json': { schema: jsonSchema(route.answer) } }
      },
      ...describeErrors([...route.errors, ...INPUT_ERRORS, ...COMMON_ERRORS])
    }
  }
}

function describeParameters(schema: v.GenericSchema<unknown, unknown>, place: 'path' | 'query'): Json[] {
  const object = jsonSchema(schema) as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required ?? []).includes(name),
    schema: property
  }))
}

function describeErrors(codes: readonly string[]): Json {
  const codesOfStatus = new Map<number, string[]>()
  for (const code of codes) {
    const status = errorStatus(code, FAULT_OF_CODE[code] ?? 'user')
    codesOfStatus.set(status, [...(codesOfStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...codesOfStatus].map(([status, names]) => [
      status,
      {
        description: names.join(', '),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
      }
    ])
  )
}

function describeEvents(): Json {
  return {
    operationId: 'streamEvents',
    summary:
      'Server-sent events; after `Last-Event-ID` where given, with an event `reset` where it is too old',
    tags: ['events'],
    parameters: [{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } }],
    responses: {
      200: {
        description: 'The field `data` of each event but `reset` holds this schema',
        content: { 'text/event-stream': { schema: jsonSchema(eventSchema) } }
      },
      ...describeErrors([...COMMON_ERRORS, 'TOO_MANY_STREAMS'])
    }
  }
}

function jsonSchema(schema: v.GenericSchema<unknown, unknown>): Json {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, {
    typeMode: 'input',
    errorMode: 'ignore',
    target: 'draft-2020-12'
  })
  return rest
}
