import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../core/contract/routes.ts'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

type Json = { [key: string]: unknown }
type Document = {
  openapi: string
  info: { version: string }
  paths: Record<
    string,
    Record<
      string,
      Json & {
        operationId: string
        requestBody?: Json
        responses: Json
        parameters?: { name: string; in: string; required: boolean }[]
      }
    >
  >
  components: { schemas: Record<string, Json & { properties?: Record<string, Json>; required?: string[] }> }
}

const operationsOf = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )

/** Every `$ref` of the document, wherever it stands. */
function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refsIn(inner)))
}

describe('the OpenAPI document', () => {
  let office: TestOffice
  let owner: Document
  beforeAll(async () => {
    office = await TestOffice.open()
    owner = await office.owner.get<Document>('/api/openapi.json')
  })
  afterAll(() => office.close())

  const documentOf = (who: Person) => who.get<Document>('/api/openapi.json')

  it('holds every route of the contract, each once, for who runs the office', () => {
    const operations = operationsOf(owner)
    expect(operations.map((operation) => operation.operationId).sort()).toEqual(Object.keys(ROUTES).sort())
    for (const { operationId, path, method } of operations) {
      const route = ROUTES[operationId as keyof typeof ROUTES]
      expect([path, method]).toEqual([route.path.replace(/:(\w+)/g, '{$1}'), route.method.toLowerCase()])
    }
  })

  it('is whole: its version, its parameters, bodies, answers, and every reference leads somewhere', () => {
    expect(owner.openapi).toBe('3.1.0')
    expect(owner.info.version).toMatch(/^\d+\.\d+\.\d+$/)
    for (const { operationId, path, parameters = [], responses, requestBody } of operationsOf(owner)) {
      const route = ROUTES[operationId as keyof typeof ROUTES]
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(parameters.filter((each) => each.in === 'path').map((each) => each.name)).toEqual(inPath)
      expect(parameters.every((each) => each.in !== 'path' || each.required)).toBe(true)
      expect(requestBody !== undefined, operationId).toBe('body' in route)
      expect(Object.keys(responses as Json), operationId).toEqual(['200', 'default'])
    }
    const schemas = Object.keys(owner.components.schemas)
    const refs = new Set(refsIn(owner))
    expect(refs.size).toBeGreaterThanOrEqual(2)
    for (const ref of refs) expect(schemas, ref).toContain(ref.replace('#/components/schemas/', ''))
    expect(JSON.stringify(owner)).not.toContain('$defs')
    expect(schemas).toContain('Filter')
  })

  it('tells of a body what the server takes', async () => {
    const list = owner.paths['/api/records/{entity}/list']?.post as unknown as {
      requestBody: { content: { 'application/json': { schema: { additionalProperties: boolean; properties: Json } } } }
    }
    const { schema } = list.requestBody.content['application/json']
    expect(schema.additionalProperties).toBe(false)
    expect(Object.keys(schema.properties).sort()).toEqual([
      'after',
      'bin',
      'columns',
      'filter',
      'fromEnd',
      'limit',
      'marks',
      'sort',
    ])
    const customer = owner.components.schemas.customerValues
    expect(customer?.required).toEqual(['name'])
    expect(customer?.properties?.creditLimit).toMatchObject({ type: 'integer' })
    expect(customer?.properties?.province).toMatchObject({ readOnly: true })
  })

  it('tells nobody of what he may not call or see', async () => {
    const noi = await office.person('หน่อย', {
      ...seller('docs', ['customer.creditLimit']),
      grants: {
        ...seller('docs').grants,
        lead: { view: 'none', create: false, edit: 'none', delete: 'none', export: false, import: false, assign: false },
      },
    })
    const document = await documentOf(noi)
    const names = operationsOf(document).map((operation) => operation.operationId)
    expect(names).toContain('listRecords')
    for (const hidden of ['makeKey', 'saveRole', 'saveCompany', 'runBackup']) expect(names).not.toContain(hidden)
    expect(Object.keys(document.components.schemas)).not.toContain('leadValues')
    expect(Object.keys(document.components.schemas.customerValues?.properties ?? {})).not.toContain('creditLimit')
  })

  it('tells a program what its key is for, and strangers nothing', async () => {
    const { key } = await office.owner.post<{ key: string }>('/api/keys', {
      name: 'บัญชี',
      role: 'manager',
      scope: { customer: 'read' },
      until: null,
    })
    const ask = (headers: Record<string, string>) =>
      office.app.inject({ method: 'GET', url: '/api/openapi.json', headers: { host: '127.0.0.1:4780', ...headers } })
    const document = (await ask({ authorization: `Bearer ${key}` })).json<Document>()
    const names = operationsOf(document).map((operation) => operation.operationId)
    expect(names.sort()).toEqual(
      Object.entries(ROUTES)
        .flatMap(([name, route]) => ('keys' in route ? [name] : []))
        .sort(),
    )
    expect(Object.keys(document.components.schemas).filter((name) => name.endsWith('Values'))).toEqual(['customerValues'])
    expect((await ask({})).statusCode).toBe(401)
  })

  it('holds nothing of what stands in the records', async () => {
    await office.owner.create('customer', { name: company('ZQDOCSZQ'), nameEn: 'ZQDOCSZQ' })
    expect(JSON.stringify(await documentOf(office.owner))).not.toContain('ZQDOCSZQ')
  })
})
