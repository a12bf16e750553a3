import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../core/contract/routes.ts'
import { company, TestOffice, TOKEN } from '../support/test-office.ts'

describe('bad requests', () => {
  let office: TestOffice
  let customer: string
  beforeAll(async () => {
    office = await TestOffice.open()
    customer = (await office.owner.create('customer', { name: company('มั่นคง') })).id
  })
  afterAll(() => office.close())

  const headers = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN }
  const json = { ...headers, 'content-type': 'application/json' }

  it('refuses broken JSON, foreign types, arrays for objects, prototype keys and oversized bodies, and writes nothing', async () => {
    const before = await office.contentHash()
    const url = '/api/records/customer'
    const bodies: [string, Record<string, string>][] = [
      ['{"values":', json],
      ['[]', json],
      ['null', json],
      ['"text"', json],
      ['{"values":[]}', json],
      ['{"values":{"name":null}}', json],
      ['{"values":{"__proto__":{"admin":true},"name":{"type":"company","name":"x"}}}', json],
      ['{"values":{"constructor":{"prototype":{}}}}', json],
      ['a=b', { ...headers, 'content-type': 'application/x-www-form-urlencoded' }],
      ['<x/>', { ...headers, 'content-type': 'text/xml' }],
      [`{"values":{"notes":"${'ก'.repeat(2_000_000)}"}}`, json],
    ]
    for (const [payload, head] of bodies) {
      const reply = await office.app.inject({ method: 'POST', url, payload, headers: head })
      expect(reply.statusCode, payload.slice(0, 60)).toBeGreaterThanOrEqual(400)
      expect(reply.statusCode, payload.slice(0, 60)).toBeLessThan(500)
      expect(reply.json(), payload.slice(0, 60)).toHaveProperty('code')
    }
    expect(await office.contentHash()).toBe(before)
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })

  it('refuses an extra field in the body of every route', async () => {
    const before = await office.contentHash()
    for (const [name, route] of Object.entries(ROUTES)) {
      if (!('body' in route)) continue
      const url = route.path
        .replace(':entity', 'customer')
        .replace(':id', customer)
        .replace(':batchId', customer)
        .replace(':list', 'grade')
        .replace(':key', 'k')
      const reply = await office.app.inject({
        method: route.method,
        url,
        headers: json,
        payload: JSON.stringify({ surprise: 1 }),
      })
      expect(reply.statusCode, name).toBe(400)
      expect(reply.json(), name).toMatchObject({ code: 'request.invalid' })
    }
    expect(await office.contentHash()).toBe(before)
  })

  it('refuses nobody’s requests on every route but those for anybody', async () => {
    for (const [name, route] of Object.entries(ROUTES)) {
      const url = route.path.replaceAll(/:\w+/g, customer)
      const reply = await office.app.inject({ method: route.method, url, headers: { host: headers.host } })
      // A calendar's address is its own secret; without a right one there is nothing to be found.
      expect(reply.statusCode, name).toBe(name === 'calendarFeed' ? 404 : 401)
    }
  })

  it.each([
    "'; drop table customer; --",
    '../../../etc/passwd',
    '%2e%2e%2f',
    '\u202e',
    'x'.repeat(5000),
    '{{constructor}}',
    '=cmd|calc',
    '\r\nSet-Cookie: a=b',
  ])('takes %j as text wherever text goes', async (text) => {
    const long = text.length > 300
    const made = await office.owner.request<{ id: string }>('POST', '/api/records/customer', {
      values: { name: company('ปกติ'), nameEn: text },
    })
    expect(made.status).toBe(long ? 422 : 200)
    if (!long)
      expect(JSON.stringify(await office.owner.record('customer', made.body.id))).toContain(
        JSON.stringify(text.trim()).slice(1, -1).slice(0, 10),
      )
    for (const url of [`/api/records/${encodeURIComponent(text)}/list`, `/api/batches/${encodeURIComponent(text)}/undo`]) {
      const status = (await office.owner.request('POST', url, {})).status
      expect([400, 404, 414]).toContain(status)
    }
  })

  it('refuses a filter that is too deep, of the wrong kind, or on a field that is none', async () => {
    let deep: object = { field: 'grade', op: 'empty' }
    for (let level = 0; level < 20; level += 1) deep = { not: deep }
    for (const filter of [
      deep,
      { field: 'grade', op: 'between', value: [1, 2] },
      { field: 'name.first', op: 'is', value: 'x' },
      { field: 'rid', op: 'is', value: 1 },
      { field: 'lastContactAt', op: 'after', value: "x' or 1" },
      { field: '1=1', op: 'is', value: 1 },
    ]) {
      expect(
        (await office.owner.request('POST', '/api/records/customer/list', { filter })).status,
        JSON.stringify(filter).slice(0, 80),
      ).toBe(400)
    }
  })
})
