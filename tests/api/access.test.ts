import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company, type Person, phone, seller, TestOffice } from '../support/test-office.ts'

const CANARY = '+66899990123'

describe('a seller who sees only his own records, with phones hidden', () => {
  let office: TestOffice
  let mine: string
  let foreign: string
  let foreignDeal: string
  let noi: Person

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('own-seller', ['customer.phones', 'customer.creditLimit']))
    mine = (await noi.create('customer', { name: company('ของฉันการค้า') })).id
    foreign = (
      await office.owner.create('customer', { name: company('ของคนอื่นการค้า'), phones: [phone(CANARY)], creditLimit: 77_700 })
    ).id
    const own = await office.owner.record('customer', mine)
    await office.owner.update('customer', mine, own.version, { phones: [phone(CANARY)], creditLimit: 88_800 })
    const pipeline = (await office.owner.session()).pipelines[0]
    foreignDeal = (
      await office.owner.create('deal', {
        name: 'ดีลลับ',
        customer: foreign,
        pipeline: pipeline?.id,
        stage: pipeline?.stages[0]?.id,
        amount: 123_456_00,
      })
    ).id
  })
  afterAll(() => office.close())

  it('finds neither the record of another by id nor may change, delete or see the history of it', async () => {
    const before = await office.owner.record('customer', foreign)
    const replies = [
      await noi.request('GET', `/api/records/customer/${foreign}`),
      await noi.request('GET', `/api/records/customer/${foreign}/history`),
      await noi.request('GET', `/api/customers/${foreign}/card`),
      await noi.request('GET', `/api/timeline/customer/${foreign}`),
      await noi.update('customer', foreign, before.version, { nameEn: 'Stolen' }),
      await noi.request('POST', '/api/records/customer/delete', { ids: [foreign] }),
      await noi.request('GET', `/api/records/customer/${foreign}/files/${'a'.repeat(64)}`),
    ]
    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 404))
    expect(await office.owner.record('customer', foreign)).toEqual(before)
  })

  it('sees only his own in lists, counts, sums and exports', async () => {
    expect((await noi.list('customer')).rows.map((row) => row.id)).toEqual([mine])
    expect(await noi.post('/api/records/customer/count')).toEqual({ count: 1, capped: false })
    expect((await noi.list('deal')).rows).toEqual([])
    expect(await noi.post('/api/records/deal/aggregate', { groupBy: 'status', sum: 'amount' })).toEqual({ groups: [] })
    const csv = (await noi.request<Buffer>('POST', '/api/records/customer/export', { format: 'csv' })).body.toString()
    expect(csv).toContain('ของฉันการค้า')
    expect(csv).not.toContain('ของคนอื่น')
    expect(csv).not.toContain('0123')
    expect((await noi.request('GET', `/api/records/deal/${foreignDeal}`)).status).toBe(404)
  })

  it('never meets the hidden field: not in the record, its history, a list, a search, a filter, a sort, or the session', async () => {
    const texts = [
      await noi.record('customer', mine),
      await noi.get(`/api/records/customer/${mine}/history`),
      await noi.list('customer'),
      await noi.post('/api/search', { text: '0123' }),
      await noi.post('/api/search', { text: '0899990123' }),
      await noi.post('/api/records/customer/duplicates', { values: { phones: [phone(CANARY)] } }),
    ]
    expect(JSON.stringify(texts)).not.toContain('99990123')
    expect(await noi.post<{ hits: unknown[] }>('/api/search', { text: '0123' })).toMatchObject({ hits: [] })
    for (const body of [
      { filter: { field: 'phones', op: 'startsWith', value: '+6689' } },
      { sort: { field: 'phones' } },
      { filter: { field: 'creditLimit', op: 'gte', value: 1 } },
    ]) {
      expect((await noi.request('POST', '/api/records/customer/list', body)).body).toMatchObject({ code: 'query.invalid' })
    }
    const session = await noi.session()
    const fields = session.entities.find((entity) => entity.key === 'customer')?.fields.map((field) => field.key)
    expect(fields).not.toContain('phones')
  })

  it('cannot write the hidden field either, and a request with a field that does not exist is refused whole', async () => {
    const own = await noi.record('customer', mine)
    expect((await noi.update('customer', mine, own.version, { phones: [] })).status).toBe(422)
    expect((await noi.update('customer', mine, own.version, { nameEn: 'Good', isAdmin: true })).status).toBe(422)
    expect((await noi.request('POST', '/api/records/customer', { values: { name: company('ใหม่') }, owner: noi.id })).status).toBe(
      400,
    )
    expect(await noi.record('customer', mine)).toEqual(own)
  })

  it('may not give records away or take them, and may not run the office', async () => {
    const own = await noi.record('customer', mine)
    expect((await noi.update('customer', mine, own.version, { owner: office.owner.id })).body).toMatchObject({
      code: 'access.denied',
    })
    expect(
      (await noi.request('POST', '/api/records/customer', { values: { name: company('ก'), owner: office.owner.id } })).body,
    ).toMatchObject({ code: 'access.denied' })
    expect((await noi.request('PUT', '/api/company', { name: 'ยึดแล้ว' })).status).toBe(403)
    expect((await noi.request('POST', '/api/backup', {})).status).toBe(403)
    expect((await noi.request('POST', '/api/export/office', {})).status).toBe(403)
  })

  it('does not learn through a field one reference away what he may not see', async () => {
    const deal = await noi.create('deal', { name: 'ดีลของฉัน', customer: mine })
    const found = await noi.list('deal', { filter: { field: 'customer.name', op: 'contains', value: 'ของคนอื่น' } })
    expect(found.rows).toEqual([])
    expect(
      (await noi.request('POST', '/api/records/deal/list', { filter: { field: 'customer.phones', op: 'notEmpty' } })).status,
    ).toBe(400)
    expect(
      (await noi.list('deal', { filter: { field: 'customer.name', op: 'contains', value: 'ของฉัน' } })).rows.map((row) => row.id),
    ).toEqual([deal.id])
  })

  it('cannot hang a file on a record that somebody else put in', async () => {
    const boundary = 'xyz'
    const part = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="ลับ.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.4 secret\r\n--${boundary}--\r\n`
    const put = await office.owner.request<{ sha256: string; name: string; size: number; type: string; id: string }>(
      'POST',
      '/api/files',
      Buffer.from(part),
      { 'content-type': `multipart/form-data; boundary=${boundary}` },
    )
    expect(put.status).toBe(200)
    const own = await noi.record('customer', mine)
    expect((await noi.update('customer', mine, own.version, { files: [put.body] })).body).toMatchObject({
      code: 'record.invalid',
      problems: [{ field: 'files', code: 'unknown_file' }],
    })
    const theirs = await office.owner.record('customer', foreign)
    expect((await office.owner.update('customer', foreign, theirs.version, { files: [put.body] })).status).toBe(200)
    const download = await office.owner.request<Buffer>('GET', `/api/records/customer/${foreign}/files/${put.body.sha256}`)
    expect(download.body.toString()).toContain('secret')
    expect((await noi.request('GET', `/api/records/customer/${mine}/files/${put.body.sha256}`)).status).toBe(404)
  })
})

describe('the loopback server', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  const ask = (headers: Record<string, string>) => office.app.inject({ method: 'GET', url: '/api/session', headers })

  it('answers nobody without the token, under a foreign host name, or from a foreign page', async () => {
    expect((await ask({ host: '127.0.0.1:4780' })).statusCode).toBe(401)
    expect((await ask({ host: '127.0.0.1:4780', 'x-samphan-token': 'guessed' })).statusCode).toBe(401)
    expect((await ask({ host: 'evil.example', 'x-samphan-token': 'token-of-this-test' })).statusCode).toBe(421)
    expect(
      (await ask({ host: '127.0.0.1:4780', origin: 'https://evil.example', 'x-samphan-token': 'token-of-this-test' })).statusCode,
    ).toBe(403)
    expect(
      (await ask({ host: '127.0.0.1:4780', 'sec-fetch-site': 'cross-site', 'x-samphan-token': 'token-of-this-test' })).statusCode,
    ).toBe(403)
    expect(
      (await ask({ host: '127.0.0.1:4780', origin: 'http://127.0.0.1:4780', 'x-samphan-token': 'token-of-this-test' }))
        .statusCode,
    ).toBe(200)
  })

  it('sets itself up once only', async () => {
    expect(
      (await office.owner.request('POST', '/api/setup', { company: { name: 'ข' }, language: 'th', ownerName: 'ก' })).body,
    ).toMatchObject({ code: 'setup.done' })
  })

  it('asks for the password once the owner has set one, and lets nobody in with a wrong one', async () => {
    expect((await office.owner.request('POST', '/api/me/password', { next: 'รหัสผ่านยาวพอ' })).status).toBe(200)
    expect((await office.owner.request('POST', '/api/records/customer/list', {})).status).toBe(401)
    expect((await office.owner.session()).state).toBe('sign-in')
    expect((await office.owner.request('POST', '/api/session', { userId: office.owner.id, password: 'ผิด' })).body).toMatchObject({
      code: 'session.wrong_password',
    })
    const right = await office.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: '127.0.0.1:4780', 'x-samphan-token': 'token-of-this-test' },
      payload: { userId: office.owner.id, password: 'รหัสผ่านยาวพอ' },
    })
    expect(right.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  })
})

describe('a search by one who may not see a field', () => {
  it('finds what he may see, however many records hold the text only where he may not look', async () => {
    const office = await TestOffice.open()
    const { writer } = office.container.office
    const ctx = await office.container.office.contextOf(office.owner.id, 'th')
    const noi = await office.person('หน่อย', seller('hidden-needs', ['customer.needs'], 'team'))
    const entity = ctx.catalog.registry.get('customer')
    if (!entity) throw new Error('no customers')
    await office.container.office.writeAlone(async (tx) => {
      for (let at = 0; at < 3200; at += 1)
        await writer.createTrusted({ ...ctx, userId: noi.id }, tx, entity, {
          name: company(`ร้านที่ ${at}`),
          needs: 'ปั๊มลม',
          owner: noi.id,
        })
    })
    const last = await noi.create('customer', { name: company('ฮ่องกงปั๊มลม') })
    const found = await noi.post<{ hits: { row: { id: string }; field: string }[] }>('/api/search', {
      text: 'ปั๊มลม',
      entities: ['customer'],
      limit: 10,
    })
    expect(found.hits.map((hit) => [hit.row.id, hit.field])).toEqual([[last.id, 'name']])
    await office.close()
  })
})
