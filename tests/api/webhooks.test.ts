import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccessEntry } from '../../core/contract/audit.ts'
import type { Delivery, Webhook } from '../../core/contract/webhooks.ts'
import { verifyAudit } from '../../server/changes/audit-chain.ts'
import { applyImport, checkImport } from '../support/import-run.ts'
import { company, type Person, phone, seller, TestOffice } from '../support/test-office.ts'
import { type Received, Receiver } from '../support/webhook-receiver.ts'

const DAY_MS = 86_400_000

describe('a webhook', () => {
  let office: TestOffice
  let receiver: Receiver
  /** What the names of the internet lead to. */
  let names: Record<string, string[]>
  let looks = 0
  beforeEach(async () => {
    names = {}
    looks = 0
    receiver = await Receiver.open()
    office = await TestOffice.open({
      resolve: (name, done) => {
        looks += 1
        const found = names[name]
        if (!found) return done(new Error('ENOTFOUND'), [])
        done(
          null,
          found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
      },
    })
  })
  afterEach(async () => {
    await office.close()
    await receiver.close()
  })

  const save = (more: object = {}, who: Person = office.owner) =>
    who.request<{ id: string; secret: string; code?: string }>('PUT', '/api/webhooks', {
      name: 'บัญชี',
      url: receiver.url,
      events: ['customer.created', 'customer.updated', 'customer.deleted', 'deal.stage_moved'],
      inside: true,
      ...more,
    })
  const run = () => office.container.webhooks.run()
  const deliveries = async (id: string) =>
    (await office.owner.get<{ deliveries: Delivery[] }>(`/api/webhooks/${id}/deliveries`)).deliveries
  const listed = async () => (await office.owner.get<{ webhooks: Webhook[] }>('/api/webhooks')).webhooks
  const later = (ms: number) => {
    office.now = new Date(office.now.getTime() + ms)
  }

  it('tells a program what happened, signed so that it can be checked, once', async () => {
    const { id, secret } = (await save()).body
    const customer = await office.owner.create('customer', { name: company('มั่นคง') })
    await run()
    await run()
    expect(receiver.received).toHaveLength(1)
    const { headers, body } = receiver.received[0] as Received
    expect(JSON.parse(body)).toMatchObject({
      type: 'customer.created',
      data: { entity: 'customer', id: customer.id, version: 1, record: { title: expect.stringContaining('มั่นคง') } },
    })
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    expect(key).toHaveLength(32)
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(office.now.getTime() / 1000))
    expect(await deliveries(id)).toMatchObject([{ id: headers['webhook-id'], state: 'done', status: 204, attempts: 1 }])
    // Told once: the list has no secret, and the database none that can be read.
    const stored = JSON.stringify([await office.rows('webhook'), await office.rows('access_log')])
    for (const text of [secret, secret.slice(6), key.toString('base64url'), key.toString('hex')])
      expect(stored).not.toContain(text)
    expect(JSON.stringify(await listed())).not.toContain(secret.slice(6))
  })

  it('is told of what was committed and of nothing else, and of a stage only when the stage moved', async () => {
    const { id } = (await save()).body
    const { pipelines } = await office.owner.session()
    const [first, second] = pipelines[0]?.stages ?? []
    const customer = await office.owner.create('customer', { name: company('ก') })
    const deal = await office.owner.create('deal', {
      name: 'ดีล',
      customer: customer.id,
      pipeline: pipelines[0]?.id,
      stage: first?.id,
    })
    expect((await office.owner.update('customer', customer.id, 7, { nameEn: 'X' })).status).toBe(409)
    expect((await office.owner.request('POST', '/api/records/customer', { values: { nameEn: 'ไม่มีชื่อ' } })).status).toBe(422)
    await office.owner.update('deal', deal.id, 1, { notes: 'ไม่เกี่ยวกับขั้น' })
    await office.owner.request('POST', `/api/deals/${deal.id}/move`, { version: 2, stage: second?.id })
    await office.owner.post('/api/records/customer/delete', { ids: [customer.id] })
    await run()
    expect(receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
      'customer.created',
      'deal.stage_moved',
      'customer.deleted',
    ])
    expect((await deliveries(id)).every((delivery) => delivery.state === 'done')).toBe(true)
  })

  it('is told of each record that an import makes, and the chain over the log holds', async () => {
    const names = ['นำเข้าหนึ่ง', 'นำเข้าสอง', 'นำเข้าสาม']
    await save()
    await applyImport(office.owner, await checkImport(office.owner, 'customer', 'สาม.csv', `ชื่อลูกค้า\n${names.join('\n')}\n`))
    await run()
    const told = receiver.received.map(({ body }) => JSON.parse(body) as { type: string; data: { record: { title: string } } })
    expect(told.map(({ type, data }) => [type, data.record.title])).toEqual(names.map((name) => ['customer.created', name]))
    expect(await verifyAudit(office.container.office.connection)).toMatchObject({ holds: true, faults: [] })
  })

  it('tells of records that match its filter', async () => {
    await save({ events: ['customer.created'], filter: { field: 'grade', op: 'anyOf', value: ['A'] } })
    await office.owner.create('customer', { name: company('ได้'), grade: 'A' })
    await office.owner.create('customer', { name: company('ไม่ได้'), grade: 'B' })
    await run()
    expect(receiver.received).toHaveLength(1)
    expect(receiver.received[0]?.body).toContain('ได้')
    expect((await save({ filter: { field: 'nothing', op: 'notEmpty' } })).status).toBe(400)
  })

  it('tells no more than its maker may see when it is sent', async () => {
    const maker = await office.person('ไผ่', 'admin')
    await office.person('หน่อย', seller('blind', ['customer.phones']))
    // An admin of today may not lead outside what he could not see tomorrow: inside the house only the owner leads.
    expect((await save({}, maker)).body).toMatchObject({ code: 'user.owner_only' })
    const { id } = (await save()).body
    await office.container.office.writeAlone((tx) => tx.run('update webhook set made_by = ? where id = ?', [maker.id, id]))
    const own = await maker.create('customer', { name: company('ของไผ่'), phones: [phone('+66899990123')] })
    const foreign = await office.owner.create('customer', { name: company('ของเจ้าของ') })
    await office.owner.update('customer', own.id, 1, { phones: [phone('+66899994444')] })
    await office.request('PUT', '/api/users', { id: maker.id, name: 'ไผ่', nick: 'ไผ่', role: 'blind', active: true })
    await run()
    expect(receiver.received.map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id)).toEqual([own.id])
    expect(JSON.stringify(receiver.received)).not.toContain('9999')
    const states = Object.fromEntries((await deliveries(id)).map((delivery) => [delivery.event, delivery.state]))
    expect(states['customer.updated']).toBe('skipped')
    expect(foreign.id).toBeTruthy()
    await office.request('PUT', '/api/users', { id: maker.id, name: 'ไผ่', nick: 'ไผ่', role: 'blind', active: false })
    await office.owner.create('customer', { name: company('อีกราย') })
    await run()
    expect(receiver.received).toHaveLength(1)
    expect((await deliveries(id))[0]).toMatchObject({ state: 'waiting', problem: 'maker_left' })
  })

  it('is tried again with growing waits, by hand at once, given up after days, and turned off with a notice', async () => {
    const { id } = (await save()).body
    receiver.answer = { status: 503 }
    await office.owner.create('customer', { name: company('ก') })
    const waits: number[] = []
    for (let at = 0; at < 5; at += 1) {
      await run()
      const [delivery] = await deliveries(id)
      expect(delivery).toMatchObject({ state: 'waiting', status: 503, attempts: at + 1 })
      waits.push(Date.parse(delivery?.nextAt ?? '') - office.now.getTime())
      await run()
      later(waits[at] ?? 0)
    }
    expect(receiver.received).toHaveLength(5)
    for (const [at, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(5_000 * 2 ** at * 0.75)
      expect(wait).toBeLessThanOrEqual(5_000 * 2 ** at * 1.25)
    }
    const [delivery] = await deliveries(id)
    await office.owner.post(`/api/webhook-deliveries/${delivery?.id}/retry`)
    expect(receiver.received).toHaveLength(6)
    later(3 * DAY_MS)
    await run()
    expect(await deliveries(id)).toMatchObject([{ state: 'given_up' }])
    expect((await listed())[0]).toMatchObject({ state: 'on', failingSince: expect.any(String) })
    later(3 * DAY_MS)
    await office.owner.create('customer', { name: company('ข') })
    await run()
    expect((await listed())[0]).toMatchObject({ state: 'failed' })
    const { entries } = await office.owner.get<{ entries: AccessEntry[] }>('/api/access-log?action=webhook_off')
    expect(entries).toHaveLength(1)
    receiver.answer = { status: 200 }
    await save({ id })
    await office.owner.create('customer', { name: company('ค') })
    later(DAY_MS)
    await run()
    expect((await listed())[0]).toMatchObject({ state: 'on', failingSince: null, waiting: 0 })
  })

  it('follows no redirect and reads nothing of an answer', async () => {
    const { id } = (await save()).body
    receiver.answer = { status: 302, headers: { location: `${receiver.url}/elsewhere` }, body: 'SECRET-ANSWER' }
    await office.owner.create('customer', { name: company('ก') })
    await run()
    expect(receiver.received.map(({ url }) => url)).toEqual(['/take'])
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', status: 302 }])
    expect(JSON.stringify(await office.rows('webhook_delivery'))).not.toContain('SECRET-ANSWER')
  })

  it('reaches nothing inside the house, however the address is spelled, unless the owner allowed that one', async () => {
    const { port } = receiver
    names = {
      'inside.example': ['127.0.0.1'],
      'several.example': ['93.184.216.34', '127.0.0.1'],
      'mapped.example': ['::ffff:127.0.0.1'],
      'metadata.example': ['169.254.169.254'],
      'unspecified.example': ['0.0.0.0'],
      'six.example': ['::1'],
      'local.example': ['fe80::1'],
      'nothing.example': [],
      // What the system's own resolver makes of it.
      localhost: ['127.0.0.1', '::1'],
    }
    const hosts = [
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '0x7f.1',
      '127.1',
      '0',
      '0.0.0.0',
      '127.0.0.1.',
      '①②⑦.0.0.1',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[fe80::1]',
      '[fc00::1]',
      '10.0.0.1',
      '192.168.1.1',
      '172.16.0.1',
      '100.64.0.1',
      '169.254.169.254',
      '[fd00:ec2::254]',
      '224.0.0.1',
      '255.255.255.255',
      'localhost',
      ...Object.keys(names),
    ]
    const ids: string[] = []
    for (const host of new Set(hosts)) {
      const { status, body } = await save({ url: `https://${host}:${port}/`, inside: false })
      expect(status, host).toBe(200)
      ids.push(body.id)
    }
    await office.owner.create('customer', { name: company('ก') })
    await run()
    later(1)
    await run()
    for (const id of ids)
      expect((await deliveries(id))[0], JSON.stringify((await listed()).find((each) => each.id === id))).toMatchObject({
        problem: 'address',
      })
    expect(receiver.connections).toBe(0)
  })

  it('is not fooled by a name that changes its mind: the address that was judged is the one connected to', async () => {
    names = { 'rebinds.example': ['203.0.113.9'] }
    const { id } = (await save({ url: `https://rebinds.example:${receiver.port}/`, inside: false })).body
    await office.owner.create('customer', { name: company('ก') })
    for (const address of ['203.0.113.9', '127.0.0.1', '10.0.0.1']) {
      names['rebinds.example'] = [address]
      await run()
      later(DAY_MS / 2)
    }
    expect(looks).toBe(3)
    expect((await deliveries(id))[0]).toMatchObject({ attempts: 3, problem: 'address' })
    expect(receiver.connections).toBe(0)
  })

  it('is made, seen and changed by nobody but who runs the office, to no other address than https', async () => {
    const { id } = (await save()).body
    const manager = await office.person('แมน', 'manager')
    const replies = [
      await save({}, manager),
      await manager.request('GET', '/api/webhooks'),
      await manager.request('GET', `/api/webhooks/${id}/deliveries`),
      await manager.request('DELETE', `/api/webhooks/${id}`),
    ]
    expect(replies.map((reply) => reply.status)).toEqual([403, 403, 403, 403])
    for (const url of [
      'http://example.com/',
      'file:///etc/passwd',
      'gopher://example.com/',
      'ftp://example.com',
      'https://a:b@example.com/',
    ])
      expect((await save({ url, inside: false })).status, url).toBe(422)
    expect((await save({ url: 'javascript:alert(1)' })).status).toBe(422)
    expect((await save({ url: 'nonsense' })).status).toBe(400)
    expect((await save({ events: ['nothing.created'] })).status).toBe(404)
    await office.request('DELETE', `/api/webhooks/${id}`, undefined)
    await office.owner.create('customer', { name: company('ก') })
    await run()
    expect(receiver.received).toHaveLength(0)
  })
})
