import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import type { Log } from '../ports/world.ts'
import type { Access } from './access.ts'
import type { EventStreams } from './event-stream.ts'
import { ApiError, errorAnswer } from './http-error.ts'
import type { NodeControl } from './node-control.ts'
import { describeApi } from './openapi.ts'
import { PAGE_HEADERS, type Page } from './page.ts'
import { parseJsonBody, parsePart } from './parse.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'
import { toJson } from './values.ts'

/** No request of this API needs more; a body that does is refused before it is read whole. */
const MAX_BODY_BYTES = 64 * 1024

/** What the HTTP application joins. */
export interface AppComponents {
  readonly node: NodeControl
  readonly access: Access
  readonly streams: EventStreams
  readonly page: Page
  readonly log: Log
  /** Version of the package, for the description. */
  readonly version: string
}

/** The HTTP application: page, login, description, event stream and all routes. */
export function createApp(components: AppComponents): Hono {
  const { access, log } = components
  const app = new Hono()
  app.onError((error, context) => {
    const { status, body } = errorAnswer(error)
    if (status === 500) log.error('api.failed', { path: context.req.path, reason: String(error) })
    return context.body(toJson(body), status, { 'content-type': 'application/json' })
  })
  app.notFound((context) => {
    throw new ApiError(
      'PATH_UNKNOWN',
      `nothing at ${context.req.method} ${context.req.path}; see /openapi.json`,
      {
        fault: 'user'
      }
    )
  })
  app.use(async (context, next) => {
    access.checkHost(context.req.header('host'))
    await next()
    context.header('x-content-type-options', 'nosniff')
    context.header('referrer-policy', 'no-referrer')
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store')
  })
  addPage(app, components)
  addEvents(app, components)
  const description = toJson(describeApi(ROUTES, components.version), 2)
  app.get('/openapi.json', (context) =>
    context.body(description, 200, { 'content-type': 'application/json' })
  )
  app.use('/v1/*', async (context, next) => {
    checkAccess(context, access)
    await next()
  })
  app.use(
    '/v1/*',
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new ApiError('BODY_TOO_LARGE', `the body is larger than ${MAX_BODY_BYTES} bytes`, {
          fault: 'user'
        })
      }
    })
  )
  for (const route of ROUTES) addRoute(app, route, components)
  return app
}

function checkAccess(context: Context, access: Access): void {
  access.check({
    authorization: context.req.header('authorization'),
    session: getCookie(context, access.cookieName),
    origin: context.req.header('origin'),
    fetchSite: context.req.header('sec-fetch-site'),
    reads: context.req.method === 'GET'
  })
}

function addRoute(app: Hono, route: Route, { node, access }: AppComponents): void {
  const path = route.path.replace(/\{(\w+)\}/g, ':$1')
  app.on(route.method.toUpperCase(), path, async (context) => {
    const params = parsePart(route.params, 'path', context.req.param())
    const query = parsePart(route.query, 'query', context.req.query())
    const sent = route.method === 'post' ? parseJsonBody(await context.req.text()) : {}
    const body = parsePart(route.body, 'body', sent)
    const answer = await route.handle({ node, login: access }, { params, query, body })
    return context.body(toJson(answer), route.status, { 'content-type': 'application/json' })
  })
}

function addEvents(app: Hono, { access, streams }: AppComponents): void {
  app.get('/v1/events', (context) => {
    checkAccess(context, access)
    return context.body(streams.connect(context.req.header('last-event-id')), 200, {
      'content-type': 'text/event-stream'
    })
  })
}

function addPage(app: Hono, { access, page }: AppComponents): void {
  for (const [path, file] of page.files) {
    app.get(path, (context) =>
      context.body(file.content, 200, { ...PAGE_HEADERS, 'content-type': file.type })
    )
  }
  app.get('/login', (context) => {
    const session = access.login(context.req.query('token') ?? '')
    setCookie(context, access.cookieName, session, { httpOnly: true, sameSite: 'Strict', path: '/' })
    // A redirect answer to a link followed from elsewhere would not carry a SameSite=Strict cookie along;
    // a page that moves on by itself does.
    return context.html(page.loggedIn, 200, PAGE_HEADERS)
  })
}
