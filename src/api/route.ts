import * as v from 'valibot'
import type { NodeControl } from './node-control.ts'

/** What handlers act on. */
export interface RouteContext {
  readonly node: NodeControl
  readonly login: LoginLinks
}

/** Makes the links that open the page without typing a secret. */
export interface LoginLinks {
  /** A link that works once, until `expiresAt`. */
  create(): { readonly url: string; readonly expiresAt: number }
}

type Schema = v.GenericSchema<unknown, unknown>

/** One operation of the API as data: the server, the OpenAPI description and the client read it alike. */
export interface Route<
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Answer extends Schema = Schema
> {
  /** OpenAPI operationId, unique. */
  readonly name: string
  readonly method: 'get' | 'post' | 'delete'
  /** OpenAPI path: parameters in braces. */
  readonly path: string
  readonly summary: string
  /** Resource it is listed under. */
  readonly tag: string
  readonly status: 200 | 201 | 202
  readonly params: Params
  readonly query: Query
  /** {@link nothing} where the request has no body. */
  readonly body: Body
  readonly answer: Answer
  /** Codes that belong to this operation, beside those that every operation may give. */
  readonly errors: readonly string[]
  /** Does it. Rejects with a CodedError, whose code is one of {@link errors} or of those that all operations give. */
  handle(context: RouteContext, input: RouteInput<Params, Query, Body>): Promise<v.InferOutput<Answer>>
}

/** A request after parsing. */
export interface RouteInput<Params extends Schema, Query extends Schema, Body extends Schema> {
  readonly params: v.InferOutput<Params>
  readonly query: v.InferOutput<Query>
  readonly body: v.InferOutput<Body>
}

/** No parameters, query or body. */
export const nothing = v.strictObject({})

/** Fixes the types of a route to those of its schemas. */
export function defineRoute<
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
  Answer extends Schema
>(route: Route<Params, Query, Body, Answer>): Route<Params, Query, Body, Answer> {
  return route
}
