import { readFile, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect } from 'chai'
import { readApiFiles } from '../../src/api/api-files.ts'
import { ApiServer } from '../../src/api/server.ts'
import { HandClock, machineRandom, MemoryLog, startApi, type ApiFixture } from '../support/api-fixture.ts'
import { FakeNode } from '../support/fake-node.ts'

interface RawAnswer {
  readonly status: number | undefined
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

describe('api access', () => {
  let api: ApiFixture
  beforeEach(async () => {
    api = await startApi()
  })
  afterEach(() => api.close())

  /** Unlike fetch, sends any header. */
  const raw = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const sent = request(api.server.url + path, { method, headers, agent: false }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
      })
      sent.on('error', reject).end()
    })
  const code = (answer: RawAnswer): unknown => (JSON.parse(answer.text) as { code: unknown }).code

  const openSession = async (): Promise<string> => {
    const link = new URL(api.server.loginLink())
    const answer = await raw(link.pathname + link.search)
    expect(answer.status).to.equal(200)
    const cookie = String(answer.headers['set-cookie'])
    expect(cookie).to.match(/^bourse_session_\d+=[0-9a-f]{64}; /)
    expect(cookie).to.include('HttpOnly').and.include('SameSite=Strict')
    return cookie.split(';')[0] ?? ''
  }

  it('keeps its token in a file for the owner alone', async () => {
    const path = join(api.dataFolder, 'api.cookie')
    expect((await stat(path)).mode & 0o777).to.equal(0o600)
    expect(await readFile(path, 'utf8')).to.equal(`${api.token}\n`)
    expect(await readApiFiles(api.dataFolder)).to.deep.equal({
      url: api.server.url,
      pid: process.pid,
      token: api.token
    })
  })

  for (const [words, headers] of [
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${'0'.repeat(64)}` }],
    ['half a token', { authorization: 'Bearer 00' }],
    ['another scheme', { authorization: 'Basic 00' }],
    ['an unknown session', { cookie: 'bourse_session_1=00' }]
  ] as const) {
    it(`refuses ${words}: UNAUTHORISED`, async () => {
      for (const path of ['/v1/status', '/v1/events', '/v1/nothing']) {
        const answer = await raw(path, headers)
        expect(answer.status, path).to.equal(401)
        expect(code(answer), path).to.equal('UNAUTHORISED')
      }
    })
  }

  for (const host of ['attacker.example', 'attacker.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:1']) {
    it(`refuses the host ${host}, token or not: HOST_REFUSED`, async () => {
      for (const path of ['/v1/status', '/', '/login?token=00', '/openapi.json']) {
        const answer = await raw(path, { host, authorization: `Bearer ${api.token}` })
        expect(answer.status, path).to.equal(403)
        expect(code(answer), path).to.equal('HOST_REFUSED')
      }
    })
  }

  it('answers to localhost too, and never with CORS', async () => {
    const host = `localhost:${new URL(api.server.url).port}`
    const origin = 'https://attacker.example'
    const answer = await raw('/v1/status', { host, origin, authorization: `Bearer ${api.token}` })
    expect(answer.status).to.equal(200)
    expect(answer.headers).not.to.have.property('access-control-allow-origin')
  })

  it('opens a session by a login link, once', async () => {
    const link = new URL(api.server.loginLink())
    expect((await raw(link.pathname + link.search)).status).to.equal(200)
    const again = await raw(link.pathname + link.search)
    expect(again.status).to.equal(401)
    expect(code(again)).to.equal('LOGIN_LINK_SPENT')
  })

  it('refuses a login link after five minutes', async () => {
    const { url, expiresAt } = (await (await api.request('/v1/login-links', { method: 'POST' })).json()) as {
      url: string
      expiresAt: number
    }
    expect(expiresAt).to.equal(api.clock.time + 300)
    api.clock.time += 301
    const answer = await raw(new URL(url).pathname + new URL(url).search)
    expect(code(answer)).to.equal('LOGIN_LINK_SPENT')
  })

  it('lets a session read and write from the page alone', async () => {
    const cookie = await openSession()
    const origin = api.server.url
    expect((await raw('/v1/status', { cookie })).status).to.equal(200)
    expect((await raw('/v1/stop', { cookie, origin }, 'POST')).status).to.equal(202)
  })

  for (const [words, headers, method] of [
    ['writes without origin', {}, 'POST'],
    ['writes from another port', { origin: 'http://127.0.0.1:1' }, 'POST'],
    ['reads from another port', { origin: 'http://127.0.0.1:1' }, 'GET'],
    ['reads from another site', { 'sec-fetch-site': 'cross-site' }, 'GET'],
    ['reads from another port without origin', { 'sec-fetch-site': 'same-site' }, 'GET']
  ] as const) {
    it(`refuses a session that ${words}: ORIGIN_REFUSED`, async () => {
      const cookie = await openSession()
      const answer = await raw(method === 'GET' ? '/v1/status' : '/v1/stop', { cookie, ...headers }, method)
      expect(answer.status).to.equal(403)
      expect(code(answer)).to.equal('ORIGIN_REFUSED')
      expect(api.node.stopped).to.equal(false)
    })
  }

  it('serves the page without a session, and nothing of it from elsewhere', async () => {
    for (const path of ['/', '/page.css', '/page.js', '/view.js', '/amount.js', '/icon.svg']) {
      const answer = await raw(path)
      expect(answer.status, path).to.equal(200)
      expect(answer.headers['content-security-policy'], path).to.match(
        /^default-src 'none'; script-src 'self';/
      )
      expect(answer.headers['x-content-type-options'], path).to.equal('nosniff')
      expect(answer.text, path).not.to.match(/(?:src|href)="https?:|url\(|import\(/)
    }
  })

  it('removes its files when it stops', async () => {
    await api.server.stop()
    await readApiFiles(api.dataFolder).then(
      () => expect.fail('the files are still there'),
      (error: unknown) => expect(error).to.include({ code: 'NODE_NOT_RUNNING' })
    )
  })

  it('refuses a taken port: API_PORT_TAKEN', async () => {
    const port = Number(new URL(api.server.url).port)
    const second = new ApiServer(
      { node: new FakeNode(), clock: new HandClock(), log: new MemoryLog(), random: machineRandom },
      { dataFolder: api.dataFolder, port, version: '0.1.0' }
    )
    await second.start().then(
      () => expect.fail('two servers on one port'),
      (error: unknown) => expect(error).to.include({ code: 'API_PORT_TAKEN', fault: 'user' })
    )
    await second.stop()
    expect(await readApiFiles(api.dataFolder)).to.include({ token: api.token })
  })

  it('names damaged files: API_FILES_MALFORMED', async () => {
    await writeFile(join(api.dataFolder, 'api.json'), '{"url":"http://attacker.example","pid":1}')
    await readApiFiles(api.dataFolder).then(
      () => expect.fail('a foreign address was believed'),
      (error: unknown) => expect(error).to.include({ code: 'API_FILES_MALFORMED' })
    )
  })
})
