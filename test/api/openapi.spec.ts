import { expect } from 'chai'
import { describeApi } from '../../src/api/openapi.ts'
import { ROUTES } from '../../src/api/routes.ts'
import { startApi } from '../support/api-fixture.ts'

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Record<string, unknown> }> }
  readonly responses: Record<string, { readonly description: string }>
}
const description = describeApi(ROUTES, '0.1.0') as {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
}

describe('OpenAPI description', () => {
  it('is served without a token', async () => {
    const api = await startApi()
    try {
      const response = await fetch(`${api.server.url}/openapi.json`)
      expect(await response.json()).to.deep.equal(JSON.parse(JSON.stringify(description)))
    } finally {
      await api.close()
    }
  })

  it('describes every route and the event stream, each once', () => {
    expect(description.openapi).to.equal('3.1.0')
    const operations = Object.values(description.paths).flatMap((path) => Object.values(path))
    const names = operations.map((operation) => operation.operationId)
    expect(names).to.have.length(ROUTES.length + 1)
    expect(new Set(names).size).to.equal(names.length)
  })

  it('declares every parameter of a path', () => {
    for (const [path, operations] of Object.entries(description.paths)) {
      const expected = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      for (const operation of Object.values(operations)) {
        const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
        expect(
          declared.map((parameter) => parameter.name),
          path
        ).to.deep.equal(expected)
      }
    }
  })

  it('gives amounts as decimal strings and names the refusals', () => {
    const place = description.paths['/v1/orders']!['post']!
    const { properties, required } = place.requestBody!.content['application/json']!.schema as {
      properties: Record<string, unknown>
      required: string[]
    }
    expect(properties['sellAmount']).to.deep.equal({
      type: 'string',
      pattern: '^[1-9][0-9]{0,18}$',
      description: "An amount in the ledger's smallest unit (satoshi, litoshi), 1 to 2^63-1"
    })
    expect(required).to.deep.equal(['sellLedger', 'sellAmount', 'buyLedger', 'buyAmount', 'lifeSeconds'])
    expect(Object.keys(place.responses)).to.deep.equal([
      '201',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '500',
      '503'
    ])
    expect(place.responses['409']!.description).to.equal('INSUFFICIENT_FUNDS')
  })
})
