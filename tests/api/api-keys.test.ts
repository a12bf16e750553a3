import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ApiKey } from '../../core/contract/api-keys.ts'
import type { AccessEntry } from '../../core/contract/audit.ts'
import type { HistoryEntry } from '../../core/contract/records.ts'
import { ROUTES } from '../../core/contract/routes.ts'
import { verifyAudit } from '../../server/changes/audit-chain.ts'
import { SharedOffice } from '../support/shared-office.ts'
import { company, type Person, phone, type Reply, seller, TestOffice } from '../support/test-office.ts'

const CANARY = '+66899994321'
type Made = { id: string; key: string }
type KeyBody = { name?: string; role?: string; scope?: Record<string, string>; until?: string | null }

const keyBody = (more: KeyBody = {}) => ({
  name: 'เว็บไซต์ร้าน',
  role: 'manager',
  scope: { customer: 'write', deal: 'read' },
  until: null,
  ...more,
})
const make = (who: Person, more: KeyBody = {}) => who.request<Made>('POST', '/api/keys', keyBody(more))

/** Another program of this PC: it has a key, and neither the token of this start nor a cookie. */
async function ask<T = Record<string, never>>(
  office: TestOffice,
  key: string,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const reply = await office.app.inject({
    method,
    url,
    headers: { host: '127.0.0.1:4780', authorization: `Bearer ${key}`, ...headers },
    ...(payload && { payload }),
  })
  return { status: reply.statusCode, body: (reply.body.startsWith('{') ? reply.json() : reply.body) as T }
}

describe('a key of another program', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  const made = async (more?: KeyBody) => {
    const reply = await make(office.owner, more)
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
    return reply.body
  }
  const listed = async (id: string) => {
    const { keys } = await office.owner.get<{ keys: ApiKey[] }>('/api/keys')
    return keys.find((key) => key.id === id)
  }
  const logged = async (action: string) =>
    (await office.owner.get<{ entries: AccessEntry[] }>(`/api/access-log?action=${action}`)).entries

  it('is made, listed and revoked by nobody but who runs the office', async () => {
    const { id } = await made()
    for (const role of ['manager', 'sales', 'readonly']) {
      const who = await office.person(role, role)
      const replies = [
        await make(who),
        await who.request('GET', '/api/keys'),
        await who.request('DELETE', `/api/keys/${id}`),
        await who.request('PUT', '/api/keys/over-lan', { on: true }),
      ]
      expect(replies.map((reply) => reply.status)).toEqual([403, 403, 403, 403])
    }
    const admin = await office.person('แอน', 'admin')
    expect((await make(admin)).status).toBe(200)
    expect((await admin.request('PUT', '/api/keys/over-lan', { on: true })).body).toMatchObject({ code: 'user.owner_only' })
    const wrong: KeyBody[] = [
      { role: 'owner' },
      { role: 'admin' },
      { role: 'nobody' },
      { scope: {} },
      { scope: { nothing: 'read' } },
      { scope: { customer: 'everything' } },
      { until: '2026-11-21' },
    ]
    for (const body of wrong) expect((await make(office.owner, body)).status, JSON.stringify(body)).toBe(400)
  })

  it('is told once and kept as a hash', async () => {
    const { id, key } = await made()
    expect(key).toMatch(/^smp_[\w-]{43}$/)
    const stored = JSON.stringify(await office.rows('api_key'))
    expect(stored).not.toContain(key.slice(10))
    const known = await listed(id)
    expect(known).toMatchObject({ name: 'เว็บไซต์ร้าน', prefix: key.slice(0, 10), state: 'good', usedAt: null })
    expect(JSON.stringify(known)).not.toContain(key.slice(10))
  })

  it('does what its scope says, and nothing runs the office, whatever its maker may', async () => {
    const { key } = await made()
    const customer = await ask<{ id: string; version: number }>(office, key, 'POST', '/api/records/customer', {
      values: { name: company('จากเว็บ') },
    })
    expect(customer.status).toBe(200)
    expect(await office.owner.record('customer', customer.body.id)).toMatchObject({ owner: office.owner.id })
    expect((await ask(office, key, 'POST', '/api/records/deal/list', {})).status).toBe(200)
    expect((await ask(office, key, 'POST', '/api/records/deal', { values: { name: 'ก' } })).status).toBe(403)
    expect((await ask(office, key, 'POST', '/api/records/contact/list', {})).status).toBe(403)
    const session = (await ask<{ admin: boolean; entities: { key: string }[] }>(office, key, 'GET', '/api/session')).body
    expect(session.admin).toBe(false)
    expect(session.entities.map((entity) => entity.key).sort()).toEqual(['customer', 'deal'])
  })

  it('calls only what is meant for programs', async () => {
    const { key } = await made({ scope: Object.fromEntries(['customer', 'deal', 'contact'].map((of) => [of, 'write'])) })
    const id = '019359a4-7c4e-7d5a-9b1e-0123456789ab'
    for (const [name, route] of Object.entries(ROUTES)) {
      if ('keys' in route) continue
      const url = route.path.replace(':entity', 'customer').replace(/:\w+/g, id)
      const { status, body } = await ask(office, key, route.method, url, route.method === 'GET' ? undefined : {})
      expect({ name, status, code: body.code }).toEqual({ name, status: 403, code: 'key.not_here' })
    }
  })

  it('that may only read changes nothing', async () => {
    const { key } = await made({ scope: { customer: 'read' } })
    const { id, version } = await office.owner.create('customer', { name: company('เดิม') })
    const before = JSON.stringify(await office.owner.record('customer', id))
    for (const [method, url, body] of [
      ['POST', '/api/records/customer', { values: { name: company('ใหม่') } }],
      ['PATCH', `/api/records/customer/${id}`, { version, values: { nameEn: 'X' } }],
      ['POST', '/api/records/customer/delete', { ids: [id] }],
    ] as const)
      expect((await ask(office, key, method, url, body)).body).toMatchObject({ code: 'key.read_only' })
    expect(JSON.stringify(await office.owner.record('customer', id))).toBe(before)
  })

  it('never may more than its role and than its maker does now', async () => {
    const pai = await office.person('ไผ่', 'admin')
    const noi = await office.person('หน่อย', seller('hides-phones', ['customer.phones']))
    const { key } = (await make(pai, { role: 'hides-phones', scope: { customer: 'write' } })).body
    const mine = (await office.owner.create('customer', { name: company('ของเจ้าของ'), phones: [phone(CANARY)] })).id
    // The role shows one's own, and the key acts for its maker.
    expect((await ask(office, key, 'GET', `/api/records/customer/${mine}`)).status).toBe(404)
    const own = (await pai.create('customer', { name: company('ของไผ่'), phones: [phone(CANARY)] })).id
    const { status, body } = await ask(office, key, 'GET', `/api/records/customer/${own}`)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toContain('4321')
    const wide = (await make(pai, { role: 'manager', scope: { customer: 'write' } })).body.key
    expect((await ask(office, wide, 'GET', `/api/records/customer/${mine}`)).status).toBe(200)
    // The maker becomes a seller: the key that he made shrinks with him.
    await office.request('PUT', '/api/users', { id: pai.id, name: 'ไผ่', nick: 'ไผ่', role: 'hides-phones', active: true })
    expect((await ask(office, wide, 'GET', `/api/records/customer/${mine}`)).status).toBe(404)
    expect(JSON.stringify((await ask(office, wide, 'POST', '/api/records/customer/list', {})).body)).not.toContain('4321')
    // And leaves.
    await office.request('PUT', '/api/users', { id: pai.id, name: 'ไผ่', nick: 'ไผ่', role: 'hides-phones', active: false })
    expect((await ask(office, wide, 'POST', '/api/records/customer/list', {})).body).toMatchObject({ code: 'key.invalid' })
    expect(noi.id).toBeTruthy()
  })

  it('opens nothing after its last day, when revoked, or when it is none; a cookie beside it counts for nothing', async () => {
    const { id, key } = await made({ until: '2026-11-23' })
    const get = (with_: string, headers = {}) => ask(office, with_, 'GET', '/api/session', undefined, headers)
    expect((await get(key)).status).toBe(200)
    office.now = new Date('2026-11-23T16:59:00.000Z')
    expect((await get(key)).status).toBe(200)
    office.now = new Date('2026-11-23T17:00:00.000Z')
    expect((await get(key)).status).toBe(401)
    const other = await made()
    expect((await get(other.key)).status).toBe(200)
    await office.request('DELETE', `/api/keys/${other.id}`, undefined)
    expect((await get(other.key)).status).toBe(401)
    expect((await office.owner.request('DELETE', `/api/keys/${other.id}`)).status).toBe(404)
    expect([(await listed(id))?.state, (await listed(other.id))?.state]).toEqual(['over', 'revoked'])
    const manager = await office.person('แมน', 'manager')
    for (const wrong of ['', 'x', `smp_${'a'.repeat(43)}`, key.slice(0, -1), `${key}x`])
      expect((await get(wrong, { cookie: manager.cookie ?? '', 'x-samphan-token': 'token-of-this-test' })).status, wrong).toBe(
        401,
      )
    // Nor is the owner without a password let in by the loopback's own way.
    expect((await get('nothing')).status).toBe(401)
    expect(
      (await ask(office, (await made()).key, 'GET', '/api/session', undefined, { origin: 'https://evil.example' })).status,
    ).toBe(403)
  })

  it('says in the history and in the log by whom something was done', async () => {
    const { id: keyId, key } = await made()
    const { id, version } = (
      await ask<{ id: string; version: number }>(office, key, 'POST', '/api/records/customer', {
        values: { name: company('จากเว็บ') },
      })
    ).body
    await office.owner.update('customer', id, version, { nameEn: 'By hand' })
    for (let at = 0; at < 3; at += 1) await ask(office, key, 'GET', `/api/records/customer/${id}`)
    const { entries } = await office.owner.get<{ entries: HistoryEntry[] }>(`/api/records/customer/${id}/history`)
    expect(entries.map(({ action, via, userId }) => [action, via, userId])).toEqual([
      ['update', undefined, office.owner.id],
      ['create', 'เว็บไซต์ร้าน', office.owner.id],
    ])
    expect((await listed(keyId))?.usedAt).toBe(office.now.toISOString())
    const uses = (await logged('key_used')).map((entry) => entry.detail)
    expect(uses.some((detail) => /เว็บไซต์ร้าน.*3 ครั้ง.*GET \/api\/records\/:entity\/:id/.test(detail))).toBe(true)
    expect(uses.some((detail) => /เว็บไซต์ร้าน.*1 ครั้ง.*POST \/api\/records\/:entity/.test(detail))).toBe(true)
    expect((await logged('view'))[0]?.detail).toContain('เว็บไซต์ร้าน')
    expect(await logged('key_made')).toHaveLength(1)
    await ask(office, key, 'GET', '/api/me/totp')
    await ask(office, `smp_${'a'.repeat(43)}`, 'GET', '/api/session')
    const denied = (await logged('denied')).map((entry) => entry.detail)
    expect(denied[0]).toContain('คีย์ใช้ไม่ได้')
    expect(denied[1]).toMatch(/เว็บไซต์ร้าน.*GET \/api\/me\/totp/)
  })

  it('stands in the audit chain: who changes by which key something was done is found out', async () => {
    const { key, id } = await made()
    const customer = (
      await ask<{ id: string }>(office, key, 'POST', '/api/records/customer', { values: { name: company('จากเว็บ') } })
    ).body.id
    const hand = (await office.owner.create('customer', { name: company('ด้วยมือ') })).id
    const db = office.container.office.connection
    expect((await verifyAudit(db)).holds).toBe(true)
    for (const [via, record] of [
      [null, customer],
      [id, hand],
    ] as const) {
      const before = await db.get<{ via: string | null }>('select via from change where record_id = ?', [record])
      await db.run('update change set via = ? where record_id = ?', [via, record])
      expect((await verifyAudit(db)).holds).toBe(false)
      await db.run('update change set via = ? where record_id = ?', [before?.via ?? null, record])
    }
    expect((await verifyAudit(db)).holds).toBe(true)
  })

  it('keeps the role that it has from being deleted', async () => {
    const { key } = await office.request<{ key: string }>('POST', '/api/roles', { from: 'sales', nameTh: 'ก', nameEn: 'a' })
    const { id } = await made({ role: key })
    expect((await office.owner.request('DELETE', `/api/roles/${key}`)).body).toMatchObject({ code: 'role.in_use_by_keys' })
    await office.request('DELETE', `/api/keys/${id}`, undefined)
    expect((await office.owner.request('DELETE', `/api/roles/${key}`)).status).toBe(200)
  })

  it('is cut off from its open stream when it is revoked', async () => {
    const { id, key } = await made()
    const address = await office.app.listen({ host: '127.0.0.1', port: 0 })
    const stream = await fetch(`${address}/api/stream`, { headers: { authorization: `Bearer ${key}` } })
    expect(stream.status).toBe(200)
    const began = performance.now()
    await office.request('DELETE', `/api/keys/${id}`, undefined)
    let text = ''
    for await (const part of stream.body ?? []) text += Buffer.from(part).toString()
    expect(text).toContain('event: here')
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('a key on another device of the house', () => {
  let shared: SharedOffice
  beforeEach(async () => {
    shared = await SharedOffice.open()
  })
  afterEach(() => shared.close())

  it('opens nothing until the owner says so, and nothing again when he takes it back', async () => {
    const { key } = (await make(shared.office.owner)).body
    const get = () => shared.device.ask('GET', '/api/session', undefined, { authorization: `Bearer ${key}` })
    expect((await get()).body).toMatchObject({ code: 'key.only_this_pc' })
    await shared.office.request('PUT', '/api/keys/over-lan', { on: true })
    expect((await get()).body).toMatchObject({ state: 'ready' })
    await shared.office.request('PUT', '/api/keys/over-lan', { on: false })
    expect((await get()).status).toBe(403)
  })
})
