import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stage } from '../../core/contract/office.ts'
import { MOST_ALIKE } from '../../server/records/alike.ts'
import { company, type Person, phone, seller, TestOffice } from '../support/test-office.ts'

type Reason = { field: string; how: string }
type Pair = { a: { id: string; title: string }; b: { id: string }; strength: string; reasons: Reason[] }
type Compared = Pair & { pointing: { a: { entity: string; field: string; count: number }[]; b: object[] } }
type Merged = { id: string; version: number; batchId: string }
type Undone = { undone: number; kept: { id: string; fields: string[] }[] }

describe('records that look like one', () => {
  let office: TestOffice
  let noi: Person
  let stages: Stage[]

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('phoneless-seller', ['customer.phones']))
    stages = (await office.owner.session()).pipelines[0]?.stages ?? []
  })
  afterAll(() => office.close())

  const look = () => office.container.housekeeping.run()
  const pairs = async (who: Person, entity = 'customer', state = 'open') =>
    (await who.get<{ pairs: Pair[] }>(`/api/duplicates/${entity}?state=${state}`)).pairs
  const pairOf = async (who: Person, ...ids: string[]) =>
    (await pairs(who)).find((pair) => ids.includes(pair.a.id) && ids.includes(pair.b.id))
  const merge = (who: Person, survivor: object, loser: object, values: object = {}) =>
    who.request<Merged & { code?: string; params?: Record<string, string> }>('POST', '/api/records/customer/merge', {
      survivor,
      losers: [loser],
      values,
    })

  it('are found at night by number, by sound and by misspelling, each with its reasons; branches of one company are not', async () => {
    const first = await office.owner.create('customer', { name: company('ฐานฎีกาวิศวกรรม'), phones: [phone('+66811110001')] })
    const same = await office.owner.create('customer', { name: company('ฐานดีกาวิศวะกรรม'), phones: [phone('+66811110001')] })
    const tax = (branch: string) => ({ taxId: { number: '0107544000108', branch } })
    const head = await office.owner.create('customer', { name: company('พลังงานสยาม'), ...tax('00000') })
    const branch = await office.owner.create('customer', { name: company('พลังงานสยาม'), ...tax('00002') })
    await look()
    const found = await pairOf(office.owner, first.id, same.id)
    expect(found?.reasons).toEqual([
      { field: 'phones', how: 'same' },
      { field: 'name', how: 'near' },
    ])
    expect(found?.strength).toBe('sure')
    expect(await pairOf(office.owner, head.id, branch.id)).toBeUndefined()
    const counts = await office.owner.get<{ counts: { entity: string; count: number }[]; lookedAt: string }>('/api/duplicates')
    expect(counts.counts.find((counted) => counted.entity === 'customer')?.count).toBe((await pairs(office.owner)).length)
    expect(counts.lookedAt).toBe(office.now.toISOString())
  })

  const typed = async (first: string, last: string) => {
    const values = { name: { type: 'person', first, last } }
    const path = '/api/records/customer/duplicates'
    const { hits } = await office.owner.post<{ hits: { row: { id: string }; reasons: Reason[] }[] }>(path, { values })
    return hits.map((hit) => [hit.row.id, hit.reasons])
  }

  it('are told while one types, also when the name only sounds alike or first name and surname changed places', async () => {
    const known = await office.owner.create('customer', { name: { type: 'person', first: 'ศิริพร', last: 'ธนาพันธ์' } })
    expect(await typed('สิริพร', 'ทนาพันธุ์')).toEqual([[known.id, [{ field: 'name', how: 'near' }]]])
    expect(await typed('ทนาพันธุ์', 'สิริพร')).toEqual([[known.id, [{ field: 'name', how: 'near' }]]])
  })

  it('are told though many of their name lie in the bin, and those are not', async () => {
    const values = { name: { type: 'person', first: 'ปรีชา', last: 'วงศ์สวัสดิ์' } }
    const ids: string[] = []
    for (let at = 0; at < MOST_ALIKE + 2; at += 1) ids.push((await office.owner.create('customer', values)).id)
    expect(await typed('ปรีชา', 'วงษ์สวัสดิ์')).toEqual([])
    await office.owner.post('/api/records/customer/delete', { ids: ids.slice(1) })
    expect((await typed('ปรีชา', 'วงษ์สวัสดิ์')).map(([id]) => id)).toEqual(ids.slice(0, 1))
  })

  it('are shown to nobody who may not see both, and no hidden field gives a reason away', async () => {
    const shared = { phones: [phone('+66822220002')] }
    const mine = await noi.create('customer', { name: company('ร้านป้ำอะไหล่') })
    const also = await noi.create('customer', { name: company('สวนลุงเม้ง') })
    const foreign = await office.owner.create('customer', { name: company('ร้านป้ำอะไหล่'), ...shared })
    for (const { id } of [mine, also])
      await office.owner.update('customer', id, (await office.owner.record('customer', id)).version, shared)
    await look()
    expect(await pairOf(office.owner, mine.id, also.id)).toMatchObject({ reasons: [{ field: 'phones' }, { field: 'name' }] })
    expect(await pairOf(office.owner, mine.id, foreign.id)).toBeDefined()
    expect(await pairs(noi)).toEqual([])
    expect((await noi.get<{ counts: { count: number }[] }>('/api/duplicates')).counts[0]?.count).toBe(0)
    expect((await noi.request('GET', `/api/duplicates/customer/compare?a=${mine.id}&b=${foreign.id}`)).status).toBe(404)
    const compared = await noi.get<Compared>(`/api/duplicates/customer/compare?a=${mine.id}&b=${also.id}`)
    expect(JSON.stringify(compared)).not.toContain('phones')
    expect(JSON.stringify(compared)).not.toContain('22220002')
    const dismissed = await noi.request('POST', '/api/duplicates/customer/dismiss', {
      a: mine.id,
      b: foreign.id,
      dismissed: true,
    })
    expect(dismissed.status).toBe(404)
  })

  it('that somebody said are different stay so through the next night, until he takes it back', async () => {
    const a = await office.owner.create('customer', { name: company('ทองดีการเกษตร'), phones: [phone('+66833330003')] })
    const b = await office.owner.create('customer', { name: company('ทองดีการเกษตร'), phones: [phone('+66833330003')] })
    await look()
    const say = (dismissed: boolean) => office.owner.post('/api/duplicates/customer/dismiss', { a: b.id, b: a.id, dismissed })
    await say(true)
    office.now = new Date(office.now.getTime() + 3_600_000)
    await look()
    expect(await pairOf(office.owner, a.id, b.id)).toBeUndefined()
    expect((await pairs(office.owner, 'customer', 'dismissed')).map((pair) => pair.a.id)).toEqual([a.id])
    await say(false)
    expect(await pairOf(office.owner, a.id, b.id)).toBeDefined()
  })

  it('are not merged by who may not, and not when one was changed since it was looked at; then nothing is done', async () => {
    const a = await office.owner.create('customer', { name: company('ไม่มีสิทธิ์ค้าไม้') })
    const b = await noi.create('customer', { name: company('ไม่มีสิทธิ์ค้าไม้') })
    expect((await merge(noi, b, a)).status).toBe(404)
    expect((await merge(office.owner, a, a)).status).toBe(400)
    await noi.update('customer', b.id, 1, { notes: 'เพิ่งแก้' })
    const stale = await merge(office.owner, a, b)
    expect(stale).toMatchObject({ status: 409, body: { code: 'merge.stale', params: { title: 'ไม่มีสิทธิ์ค้าไม้', who: 'หน่อย' } } })
    const emptied = await merge(office.owner, a, { id: b.id, version: 2 }, { name: null })
    expect(emptied.body.code).toBe('record.invalid')
    expect(await office.owner.record('customer', b.id)).toMatchObject({ id: b.id, version: 2, notes: 'เพิ่งแก้' })
    expect(await office.owner.record('customer', a.id)).toMatchObject({ version: 1 })
  })

  it('become one: chosen fields, lists united, everything re-pointed and logged, the old id leading to the survivor', async () => {
    const made = await twoCustomers()
    const { a, b, deal, contact, call, child } = made
    const compared = await office.owner.get<Compared>(`/api/duplicates/customer/compare?a=${b}&b=${a}`)
    expect(compared.pointing.a).toEqual([
      { entity: 'customer', field: 'parent', count: 1 },
      { entity: 'contact', field: 'customers', count: 1 },
      { entity: 'deal', field: 'customer', count: 1 },
      { entity: 'activity', field: 'about', count: 1 },
    ])
    const { status, body } = await merge(office.owner, { id: a, version: 1 }, { id: b, version: 1 }, { grade: 'B' })
    expect(status).toBe(200)
    const survivor = await office.owner.record<{ phones: { e164: string }[]; notes: string }>('customer', a)
    expect(survivor).toMatchObject({ grade: 'B', nameEn: 'Rungruang', tags: ['เก่า', 'ใหม่'], mainContact: contact })
    expect(survivor.phones.map((item) => item.e164)).toEqual(['+66844440001', '+66844440002'])
    expect(survivor.notes).toBe('ส่งของเช้า\nวางบิลวันศุกร์')
    expect(await office.owner.record('customer', b)).toMatchObject({ id: a })
    expect(
      (await office.owner.list('customer', { filter: { field: 'name', op: 'contains', value: 'รุ่งเรือง' } })).rows,
    ).toHaveLength(1)
    const found = await office.owner.post<{ hits: { row: { id: string } }[] }>('/api/search', {
      text: '44440002',
      entities: ['customer'],
    })
    expect(found.hits.map((hit) => hit.row.id)).toEqual([a])
    expect((await office.owner.list('customer', { bin: true })).rows.map((row) => row.id)).not.toContain(b)
    expect((await office.owner.request('POST', '/api/records/customer/restore', { ids: [b] })).status).toBe(404)
    expect(await office.owner.record('deal', deal)).toMatchObject({ customer: a })
    expect(await office.owner.record('contact', contact)).toMatchObject({ customers: [{ to: a, position: 'จัดซื้อ' }] })
    expect(await office.owner.record('activity', call)).toMatchObject({
      about: [{ entity: 'customer', id: a }],
      anchorCustomer: a,
    })
    expect(await office.owner.record('customer', child)).toMatchObject({ parent: a })
    const { entries } = await office.owner.get<{ entries: { action: string; batchId: string; fields: object }[] }>(
      `/api/records/deal/${deal}/history`,
    )
    expect(entries[0]).toMatchObject({ batchId: body.batchId, fields: { customer: [b, a] } })
    const { batches } = await office.owner.get<{ batches: { id: string; kind: string; state: string; counts: object }[] }>(
      '/api/batches',
    )
    expect(batches[0]).toMatchObject({ id: body.batchId, kind: 'merge', state: 'done', counts: { count: 2, moved: 4 } })
  })

  it('are taken apart again, but for what somebody edited since: that stays and is listed', async () => {
    const { a, b, deal, contact, call, child } = await twoCustomers()
    const { body } = await merge(office.owner, { id: a, version: 1 }, { id: b, version: 1 })
    const merged = await office.owner.record('customer', a)
    await office.owner.update('customer', a, merged.version, { notes: 'แก้ทีหลัง' })
    const undone = await office.owner.post<Undone>(`/api/batches/${body.batchId}/undo`)
    expect(undone.kept).toMatchObject([{ id: a, fields: ['notes'] }])
    const survivor = await office.owner.record<{ phones: { e164: string }[] }>('customer', a)
    expect(survivor).toMatchObject({ notes: 'แก้ทีหลัง', tags: ['เก่า'] })
    expect(survivor).not.toHaveProperty('nameEn')
    expect(survivor.phones.map((item) => item.e164)).toEqual(['+66844440001'])
    expect(await office.owner.record('customer', b)).toMatchObject({ id: b, notes: 'วางบิลวันศุกร์', mainContact: contact })
    expect(await office.owner.record('deal', deal)).toMatchObject({ customer: b })
    expect(await office.owner.record('contact', contact)).toMatchObject({ customers: [{ to: b }] })
    expect(await office.owner.record('activity', call)).toMatchObject({ anchorCustomer: b })
    expect(await office.owner.record('customer', child)).toMatchObject({ parent: b })
    expect((await office.owner.request('POST', `/api/batches/${body.batchId}/undo`, {})).status).toBe(409)
  })

  it('lose nothing of what others were just writing: late edits and late arrivals follow to the survivor', async () => {
    const { a, b } = await twoCustomers()
    await merge(office.owner, { id: a, version: 1 }, { id: b, version: 1 })
    const late = await office.owner.request<{ code: string; details: { id: string; version: number } }>(
      'PATCH',
      `/api/records/customer/${b}`,
      { version: 1, values: { industry: 'farm' } },
    )
    expect(late).toMatchObject({ status: 409, body: { code: 'record.stale', details: { id: a } } })
    const arrived = await office.owner.create('deal', { name: 'มาช้า', customer: b })
    expect(await office.owner.record('deal', arrived.id)).toMatchObject({ customer: a })
    const person = await office.owner.create('contact', { name: { first: 'มาช้า' }, customers: [{ id: 'l1', to: b }] })
    expect(await office.owner.record('contact', person.id)).toMatchObject({ customers: [{ to: a }] })
    const call = await office.owner.create('activity', { subject: 'โทร', type: 'call', about: [{ entity: 'customer', id: b }] })
    expect(await office.owner.record('activity', call.id)).toMatchObject({ anchorCustomer: a })
  })

  it('keep what is hidden from who merges them: a seller’s merge loses no phone', async () => {
    const a = await noi.create('customer', { name: company('ซ่อนเบอร์พาณิชย์') })
    const b = await noi.create('customer', { name: company('ซ่อนเบอร์พาณิชย์') })
    const whole = await office.owner.record('customer', b.id)
    await office.owner.update('customer', b.id, whole.version, { phones: [phone('+66855550005')] })
    const { status, body } = await merge(noi, a, { id: b.id, version: 2 })
    expect(status).toBe(200)
    expect(await office.owner.record('customer', a.id)).toMatchObject({ phones: [{ e164: '+66855550005' }] })
    expect(await noi.record('customer', a.id)).not.toHaveProperty('phones')
    await noi.post(`/api/batches/${body.batchId}/undo`)
    expect(await office.owner.record('customer', b.id)).toMatchObject({ id: b.id, phones: [{ e164: '+66855550005' }] })
    expect(await office.owner.record('customer', a.id)).not.toHaveProperty('phones')
  })

  it('are re-pointed to the end when the server was killed in the middle', async () => {
    const { a, b, deal } = await twoCustomers()
    const { office: open } = office.container
    const ctx = await open.contextOf(office.owner.id, 'th')
    const { merge: mergeOnly } = await import('../../server/records/merge.ts')
    await open.write(ctx, (tx) =>
      mergeOnly(ctx, tx, open.writer, 'customer', {
        survivor: { id: a, version: 1 },
        losers: [{ id: b, version: 1 }],
        values: {},
      }),
    )
    expect(await office.owner.record('deal', deal)).toMatchObject({ customer: b })
    await office.stop()
    await office.start()
    expect(await office.owner.record('deal', deal)).toMatchObject({ customer: a })
  })

  /** Two customers that are one, the second with people, a deal, a call and a branch of its own. */
  async function twoCustomers() {
    const a = await office.owner.create('customer', {
      name: company('รุ่งเรืองค้าวัสดุ'),
      phones: [phone('+66844440001')],
      grade: 'A',
      tags: ['เก่า'],
      notes: 'ส่งของเช้า',
    })
    const b = await office.owner.create('customer', {
      name: company('รุ่งเรือง ค้าวัสดุ'),
      nameEn: 'Rungruang',
      phones: [phone('+66844440001'), phone('+66844440002')],
      grade: 'B',
      tags: ['ใหม่'],
      notes: 'วางบิลวันศุกร์',
    })
    const contact = await office.owner.create('contact', {
      name: { first: 'ต้น' },
      customers: [{ id: 'l1', to: b.id, position: 'จัดซื้อ' }],
    })
    const deal = await office.owner.create('deal', { name: 'ปั๊มหอยโข่ง', customer: b.id, stage: stages[0]?.id })
    const call = await office.owner.create('activity', {
      subject: 'โทร',
      type: 'call',
      about: [{ entity: 'customer', id: b.id }],
    })
    const child = await office.owner.create('customer', { name: company('ร้านลูกหลาน'), parent: b.id })
    return { a: a.id, b: b.id, deal: deal.id, contact: contact.id, call: call.id, child: child.id }
  }
})
