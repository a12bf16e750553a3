import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withBoats } from '../support/boat.ts'
import { company, phone, TestOffice } from '../support/test-office.ts'

type Entry = { action: string; fields: Record<string, [unknown, unknown]> }

describe('an entity that is only declared', () => {
  let office: TestOffice
  let values: Record<string, unknown>

  beforeAll(async () => {
    office = await TestOffice.open(withBoats)
    const customer = await office.owner.create('customer', { name: company('อู่เรือสมุทร') })
    const skipper = await office.owner.create('contact', { name: { first: 'สมชาย', nick: 'ต้น' } })
    values = {
      name: 'เรือแก้วตา',
      code: 'B-1',
      story: 'ต่อที่อ่างศิลา',
      length: 12.5,
      share: 40,
      price: 1_250_000_50,
      builtOn: '2020-02-29',
      seenAt: '2026-11-01T04:05:00.000Z',
      afloat: true,
      grade: 'A',
      channels: ['line', 'phone'],
      customer: customer.id,
      crew: [{ id: 'c1', to: skipper.id, role: 'uses', position: 'นายท้าย' }],
      about: [{ entity: 'customer', id: customer.id }],
      phones: [phone('+66812345678', { ext: '9' })],
      emails: [{ id: 'e1', address: 'Boat@Example.com' }],
      lineId: '@kaewta',
      page: 'https://example.com/boat',
      berths: [{ id: 'a1', type: 'billing', houseNo: '1', subdistrictCode: '200101', province: 'ชลบุรี' }],
      taxId: { number: '0107544000108', branch: '00000' },
      skipper: { title: 'นาย', first: 'บุญมี', last: 'ณ ระนอง', nick: 'มี' },
      maker: company('อู่ทวีทรัพย์', 'limited-partnership'),
      tags: ['ไม้สัก'],
      owner: office.owner.id,
    }
  })
  afterAll(() => office.close())

  it('keeps a value of every kind, reads it back the same, and shows the titles of what it points at', async () => {
    const { id } = await office.owner.create('boat', values)
    const boat = await office.owner.record<{ titles: Record<string, string> }>('boat', id)
    expect(boat).toMatchObject(values)
    expect(boat.titles[values.customer as string]).toBe('อู่เรือสมุทร')
  })

  it.each([
    ['length', 'ยาว', 'invalid_type'],
    ['length', -1, 'min'],
    ['share', 101, 'max'],
    ['price', 1.5, 'invalid_type'],
    ['builtOn', '2020-02-30', 'invalid_format'],
    ['seenAt', '2020-01-01', 'invalid_format'],
    ['afloat', 'yes', 'invalid_type'],
    ['phones', [{ id: 'x', e164: 'abc' }], 'phone'],
    ['emails', [{ id: 'x', address: 'no' }], 'email'],
    ['lineId', 'มีช่องว่าง', 'line_id'],
    ['page', 'javascript:alert(1)', 'url'],
    ['berths', [{ id: 'x', postcode: '1' }], 'postcode'],
    ['taxId', { number: '1' }, 'tax_id'],
    ['skipper', {}, 'invalid_type'],
    ['customer', 'x', 'invalid_format'],
    ['tags', ['x'.repeat(61)], 'too_big'],
    ['name', 'x'.repeat(301), 'too_big'],
    ['crew', [{ id: 'x', to: 'y' }], 'invalid_format'],
    ['nothing', 1, 'unknown_field'],
    ['createdAt', '2020-01-01T00:00:00.000Z', 'unknown_field'],
    ['rid', 5, 'unknown_field'],
  ])('refuses a wrong %s (%j) by name', async (field, value, code) => {
    const reply = await office.owner.request<{ problems: { field: string; code: string }[] }>('POST', '/api/records/boat', {
      values: { name: 'ผิด', [field]: value },
    })
    expect(reply.status).toBe(422)
    expect(reply.body.problems).toMatchObject([{ field, code }])
    expect((await office.owner.list('boat', { filter: { field: 'name', op: 'is', value: 'ผิด' } })).rows).toEqual([])
  })

  it('refuses a record without its required field and a second one with the same code', async () => {
    expect((await office.owner.request('POST', '/api/records/boat', { values: { code: 'B-9' } })).body).toMatchObject({
      problems: [{ field: 'name', code: 'required' }],
    })
    expect((await office.owner.request('POST', '/api/records/boat', { values: { name: 'ซ้ำ', code: 'B-1' } })).body).toMatchObject(
      { code: 'record.duplicate', params: { field: 'code' } },
    )
  })

  it('changes by compare-and-swap: a stale write gets the record as it is now, and changes nothing', async () => {
    const { id } = await office.owner.create('boat', { name: 'เรือสอง' })
    expect((await office.owner.update('boat', id, 1, { length: 5 })).body.version).toBe(2)
    const stale = await office.owner.update('boat', id, 1, { length: 6 })
    expect(stale).toMatchObject({ status: 409, body: { code: 'record.stale', details: { length: 5, version: 2 } } })
    expect((await office.owner.update('boat', id, 2, { length: null })).status).toBe(200)
    expect(await office.owner.record('boat', id)).not.toHaveProperty('length')
  })

  it('remembers who changed what, and undoes a bulk change but for what was changed since', async () => {
    const [a, b] = [
      await office.owner.create('boat', { name: 'ก่อนแก้ ก', tags: ['เดิม'] }),
      await office.owner.create('boat', { name: 'ก่อนแก้ ข', length: 3 }),
    ]
    const bulk = await office.owner.post<{ batchId: string }>('/api/records/boat/bulk/start', {
      target: { ids: [a.id, b.id] },
      act: { kind: 'set', values: { length: 9, tags: ['ใหม่'] } },
    })
    await expect.poll(() => office.owner.get(`/api/bulk/${bulk.batchId}`)).toMatchObject({ state: 'done', changed: 2 })
    expect(await office.owner.record('boat', a.id)).toMatchObject({ length: 9, tags: ['ใหม่'] })
    const current = await office.owner.record('boat', b.id)
    await office.owner.update('boat', b.id, current.version, { length: 11 })
    const undo = await office.owner.post<{ kept: { id: string; fields: string[] }[] }>(`/api/batches/${bulk.batchId}/undo`)
    expect(undo.kept).toMatchObject([{ id: b.id, fields: ['length'] }])
    expect(await office.owner.record('boat', a.id)).toMatchObject({ tags: ['เดิม'] })
    expect(await office.owner.record('boat', b.id)).toMatchObject({ length: 11 })
    expect(await office.owner.record('boat', b.id)).not.toHaveProperty('tags')
    const { entries } = await office.owner.get<{ entries: Entry[] }>(`/api/records/boat/${b.id}/history`)
    expect(entries.map((entry) => entry.action)).toEqual(['update', 'update', 'update', 'create'])
    expect(entries[1]?.fields).toEqual({ length: [9, 11] })
    expect((await office.owner.request('POST', `/api/batches/${bulk.batchId}/undo`, {})).body).toMatchObject({
      code: 'undo.done',
    })
  })

  it('goes to the bin and comes back with its values, its search entry and what points at it', async () => {
    const { id } = await office.owner.create('boat', { name: 'เรือในถัง', phones: [phone('+66855500011')] })
    const find = async () =>
      (
        await office.owner.post<{ hits: { row: { id: string } }[] }>('/api/search', { text: '0011', entities: ['boat'] })
      ).hits.map((hit) => hit.row.id)
    expect(await find()).toEqual([id])
    const batch = await office.owner.post<{ batchId: string }>('/api/records/boat/delete', { ids: [id] })
    expect(await find()).toEqual([])
    expect((await office.owner.list('boat', { filter: { field: 'phones', op: 'is', value: '+66855500011' } })).rows).toEqual([])
    expect((await office.owner.list('boat', { bin: true })).rows.map((row) => row.id)).toEqual([id])
    await office.owner.post(`/api/batches/${batch.batchId}/undo`)
    expect(await find()).toEqual([id])
    expect(await office.owner.record('boat', id)).toMatchObject({ name: 'เรือในถัง', phones: [{ e164: '+66855500011' }] })
  })

  it('does a create once, however often its request is repeated, and refuses the same key for another', async () => {
    const key = { 'idempotency-key': 'key-0001-0001' }
    const first = await office.owner.request<{ id: string }>('POST', '/api/records/boat', { values: { name: 'ส่งซ้ำ' } }, key)
    const again = await office.owner.request<{ id: string }>('POST', '/api/records/boat', { values: { name: 'ส่งซ้ำ' } }, key)
    expect(again.body).toEqual(first.body)
    expect((await office.owner.list('boat', { filter: { field: 'name', op: 'is', value: 'ส่งซ้ำ' } })).rows).toHaveLength(1)
    expect((await office.owner.request('POST', '/api/records/boat', { values: { name: 'อื่น' } }, key)).body).toMatchObject({
      code: 'idempotency.mismatch',
    })
    // Where the disk made something else of the answer, it is said that it was done, and it is not done again.
    for (const damaged of ['{"id":', '7', '[]', '']) {
      await office.container.office.writeAlone((tx) =>
        tx.run('update idempotency set reply = ? where key = ?', [damaged, key['idempotency-key']]),
      )
      expect(await office.owner.request('POST', '/api/records/boat', { values: { name: 'ส่งซ้ำ' } }, key)).toMatchObject({
        status: 409,
        body: { code: 'idempotency.unreadable' },
      })
    }
    expect((await office.owner.list('boat', { filter: { field: 'name', op: 'is', value: 'ส่งซ้ำ' } })).rows).toHaveLength(1)
  })

  it('takes a custom field of each kind at run time: it is kept, filtered, sorted, and leaves with its archive', async () => {
    const field = await office.request<{ key: string; id: string }>('PUT', '/api/fields/boat', {
      labelTh: 'แรงม้า',
      labelEn: 'Horsepower',
      kind: 'number',
      filterable: true,
    })
    const choice = await office.request<{ key: string }>('PUT', '/api/fields/boat', {
      labelTh: 'สี',
      labelEn: 'Colour',
      kind: 'choice',
      filterable: true,
      choices: [{ key: 'red', labelTh: 'แดง', labelEn: 'Red' }],
    })
    const [small, big] = [
      await office.owner.create('boat', { name: 'แรงน้อย', [field.key]: 40, [choice.key]: 'red' }),
      await office.owner.create('boat', { name: 'แรงมาก', [field.key]: 300 }),
    ]
    const sorted = await office.owner.list('boat', { sort: { field: field.key, desc: true } })
    expect(sorted.rows.slice(0, 2).map((row) => row.id)).toEqual([big.id, small.id])
    expect(
      (await office.owner.list('boat', { filter: { field: field.key, op: 'gte', value: 100 } })).rows.map((row) => row.id),
    ).toEqual([big.id])
    expect(
      (await office.owner.list('boat', { filter: { field: choice.key, op: 'anyOf', value: ['red'] } })).rows.map((row) => row.id),
    ).toEqual([small.id])
    const row = await office.owner.record('boat', small.id)
    await office.owner.update('boat', small.id, row.version, { [field.key]: 500 })
    expect(
      (await office.owner.list('boat', { filter: { field: field.key, op: 'gte', value: 100 } })).rows
        .map((found) => found.id)
        .sort(),
    ).toEqual([small.id, big.id].sort())
    await office.request('POST', `/api/fields/boat/${field.id}/archive`, { archived: true })
    expect(await office.owner.record('boat', big.id)).not.toHaveProperty(field.key)
    expect((await office.owner.request('POST', '/api/records/boat/list', { sort: { field: field.key } })).status).toBe(400)
  })

  it('saves views, one’s own and shared, and refuses one that asks for a field that is not there', async () => {
    const definition = { filter: { field: 'length', op: 'gte', value: 10 }, sort: { field: 'name' }, columns: ['name'] }
    const { id } = await office.owner.post<{ id: string }>('/api/views/boat', { name: 'ลำใหญ่', shared: true, definition })
    expect((await office.owner.get<{ views: object[] }>('/api/views/boat')).views).toMatchObject([
      { id, name: 'ลำใหญ่', shared: true, mine: true, definition },
    ])
    expect(
      (
        await office.owner.request('POST', '/api/views/boat', {
          name: 'ผิด',
          shared: false,
          definition: { filter: { field: 'wings', op: 'is', value: 1 } },
        })
      ).status,
    ).toBe(400)
  })

  it('pages through equal and missing sort values without losing or repeating a record', async () => {
    const wanted = new Set((await collect({ limit: 200 })).map((row) => row.id))
    for (const sort of [
      { field: 'name' },
      { field: 'name', desc: true },
      { field: 'length' },
      { field: 'length', desc: true },
      { field: 'createdAt', desc: true },
      { field: 'price' },
    ]) {
      const rows = await collect({ sort, limit: 2 })
      expect(rows.length, JSON.stringify(sort)).toBe(wanted.size)
      expect(new Set(rows.map((row) => row.id))).toEqual(wanted)
      const values = rows.map((row) => row[sort.field]).filter((value) => value !== undefined)
      if (sort.field === 'length')
        expect(values).toEqual([...values].sort((a, b) => (sort.desc ? Number(b) - Number(a) : Number(a) - Number(b))))
      if (sort.field === 'length') expect(rows.slice(values.length).every((row) => row.length === undefined)).toBe(true)
      // From the end it is the same list, its pages from the last to the first.
      const pages: string[][] = []
      for (let after: string | undefined; ; ) {
        const page = await office.owner.list('boat', { sort, limit: 2, fromEnd: true, ...(after && { after }) })
        pages.unshift(page.rows.map((row) => row.id))
        after = page.next
        if (!after) break
      }
      expect(pages.flat(), JSON.stringify(sort)).toEqual(rows.map((row) => row.id))
    }
    expect((await office.owner.request('POST', '/api/records/boat/list', { after: 'rubbish' })).body).toMatchObject({
      code: 'cursor.invalid',
    })
  })

  async function collect(body: Record<string, unknown>) {
    const rows = []
    let after: string | undefined
    do {
      const page = await office.owner.list('boat', { ...body, ...(after && { after }) })
      rows.push(...page.rows)
      after = page.next
    } while (after)
    return rows
  }
})
