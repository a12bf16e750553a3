import { readdirSync } from 'node:fs'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportRun } from '../../core/contract/imports.ts'
import { applyImport, checkImport, map, plannedRows, settled } from '../support/import-run.ts'
import { company, phone, seller, TestOffice, TOKEN } from '../support/test-office.ts'

const CUSTOMERS = `ชื่อร้าน/บริษัท,ผู้ดูแล,เบอร์โทร,เกรด,เลขผู้เสียภาษี,สาขา,ที่อยู่,วันเกิด
บจก. กตัญญูค้าวัสดุ,เอก,812345678,A,0107544000108,สนญ.,99/12 ถ.สุขุมวิท ต.แสนสุข อ.เมือง จ.ชลบุรี 20130,3/11/2567
ร้านลุงป้ำอะไหล่,ไม่มีคนนี้,"02-000-1180, 081-111-2222",B,,,กทม,25/1/2561
คุณปิยะ กตัญญูกุล (ป้ำ),,,C,0107544000109,,,
`

describe('importing customers', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  const count = async () => (await office.owner.post<{ count: number }>('/api/records/customer/count')).count

  it('guesses the columns, repairs what Excel ate and says so, and writes nothing before it is told', async () => {
    const run = await checkImport(office.owner, 'customer', 'ลูกค้าเก่า.csv', CUSTOMERS)
    expect(run.columns.map((column) => column.mapping.target)).toEqual([
      'name',
      'owner',
      'phones',
      'grade',
      'taxId',
      'taxId.branch',
      'addresses',
      'birthday',
    ])
    expect(run.columns[7]?.mapping.dates).toEqual({ order: 'DMY', era: 'BE' })
    expect(run.columns[2]?.repairs).toEqual({ count: 1, from: '812345678', to: '0812345678' })
    expect(run).toMatchObject({ state: 'checked', encoding: 'utf-8', counts: { rows: 3, add: 2, warn: 1, bad: 0 } })
    expect(
      (await plannedRows(office.owner, run)).map((row) => [row.line, row.action, row.reasons.map((reason) => reason.code)]),
    ).toEqual([
      [4, 'warn', ['tax_id_checksum']],
      [2, 'add', ['phone_zero_added']],
      [3, 'add', ['unknown_owner']],
    ])
    expect(await count()).toBe(0)
    const done = await applyImport(office.owner, run)
    expect(done.state).toBe('done')
    const { rows } = await office.owner.list('customer', { sort: { field: 'createdAt' } })
    expect(rows[0]).toMatchObject({
      name: { type: 'company', form: 'limited', name: 'กตัญญูค้าวัสดุ' },
      phones: [{ e164: '+66812345678', type: 'mobile' }],
      grade: 'A',
      taxId: { number: '0107544000108', branch: '00000' },
      addresses: [{ houseNo: '99/12', subdistrict: 'แสนสุข', postcode: '20130' }],
      province: '20',
      birthday: '2024-11-03',
      owner: office.owner.id,
    })
    expect(rows[1]).toMatchObject({ name: { form: 'shop' }, phones: [{ e164: '+6620001180' }, { e164: '+66811112222' }] })
    expect(rows[2]).toMatchObject({ name: { type: 'person', first: 'ปิยะ', last: 'กตัญญูกุล', nick: 'ป้ำ' } })
  })

  it('fills what is empty in records that are there, skips what is the same, and takes the whole import back', async () => {
    const again = await checkImport(
      office.owner,
      'customer',
      'เติม.csv',
      'ชื่อลูกค้า,เบอร์โทร,LINE,เกรด\nกตัญญูค้าวัสดุ จำกัด,081-234-5678,@katanyu,D\nกตัญญูค้าวัสดุ,081-234-5678,,\n',
      () => ({ match: ['phones'], onMatch: 'fill' }),
    )
    expect(again.counts).toMatchObject({ update: 1, skip: 1, add: 0 })
    expect((await plannedRows(office.owner, again, 'update'))[0]).toMatchObject({
      fields: ['lineId'],
      reasons: [{ code: 'already_there' }],
    })
    const done = await applyImport(office.owner, again)
    const find = async () =>
      (await office.owner.list('customer', { filter: { field: 'phones', op: 'is', value: '+66812345678' } })).rows[0]
    expect(await find()).toMatchObject({ lineId: '@katanyu', grade: 'A' })
    const undo = await office.owner.post<{ undone: number; kept: object[] }>(`/api/batches/${done.batchId}/undo`)
    expect(undo).toMatchObject({ undone: 1, kept: [] })
    expect(await find()).not.toHaveProperty('lineId')
    expect((await settled(office.owner, done.id)).state).toBe('undone')
  })

  it('refuses the whole file when one row is bad, unless told to leave the bad rows out; their file says why', async () => {
    const before = await count()
    const text = 'ชื่อลูกค้า,เบอร์โทร,วันเกิด\nร้านดี,081-555-6666,1/2/2530\nร้านเบอร์ขาด,08100099,\nร้านวันผิด,,31/02/2567\n,0815557777,\n'
    const run = await checkImport(office.owner, 'customer', 'บางแถวเสีย.csv', text)
    expect(run.counts).toMatchObject({ add: 1, bad: 3 })
    expect(
      (await plannedRows(office.owner, run, 'bad')).map((row) => [row.line, row.reasons[0]?.field, row.reasons[0]?.code]),
    ).toEqual([
      [3, 'phones', 'phone'],
      [4, 'birthday', 'date'],
      [5, 'name', 'required'],
    ])
    expect((await office.owner.request('POST', `/api/imports/${run.id}/apply`, {})).body).toMatchObject({
      code: 'import.bad_rows',
      params: { count: 3 },
    })
    expect(await count()).toBe(before)
    const skipping = await checkImport(office.owner, 'customer', 'บางแถวเสีย.csv', text, () => ({ skipBadRows: true }))
    expect((await applyImport(office.owner, skipping)).state).toBe('done')
    expect(await count()).toBe(before + 1)
    const errors = await office.owner.request<Buffer>('GET', `/api/imports/${skipping.id}/errors`)
    const headers = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN }
    const file = await office.app.inject({ method: 'GET', url: `/api/imports/${skipping.id}/errors`, headers })
    expect(decodeURIComponent(String(file.headers['content-disposition']))).toContain('แถวที่นำเข้าไม่ได้')
    const reading = await checkImport(office.owner, 'customer', 'errors.xlsx', errors.body)
    expect(reading.rowCount).toBe(3)
    expect(JSON.stringify(reading.columns)).toContain('08100099')
  })

  it('makes the customers and products that deals name, once each, and undoes them together', async () => {
    const before = await count()
    const text =
      'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\nA1,เอก,GTX Pro,ลูกค้าใหม่หนึ่ง,Won,10/20/2016,3/1/2017,1054\nA2,เอก,GTXPro,ลูกค้าใหม่หนึ่ง,Lost,10/21/2016,3/11/2017,0\nA3,,MG Special,,Prospecting,,,\n'
    const stages = (await office.owner.session()).pipelines[0]?.stages ?? []
    const stage = (nameEn: string) => stages.find((candidate) => candidate.nameEn === nameEn)?.id ?? null
    const run = await checkImport(office.owner, 'deal', 'pipeline.csv', text, (definition, uploaded) => ({
      columns: map(definition, uploaded, {
        product: { target: 'product' },
        opportunity_id: { target: 'code' },
        deal_stage: { target: 'stage', values: { Prospecting: stage('Needs') } },
      }),
      defaults: { name: 'งานนำเข้า' },
    }))
    expect(run.columns.find((column) => column.header === 'engage_date')?.mapping).toMatchObject({
      target: 'openedOn',
      dates: { order: 'MDY', era: 'CE' },
    })
    expect(await plannedRows(office.owner, run, 'bad')).toEqual([])
    const done = await applyImport(office.owner, run)
    expect(done.state).toBe('done')
    expect(await count()).toBe(before + 1)
    const deals = (await office.owner.list('deal', { sort: { field: 'createdAt' } })).rows
    expect(deals.map((deal) => [deal.code, deal.status, deal.amount])).toEqual([
      ['A1', 'won', 105_400],
      ['A2', 'lost', 0],
      ['A3', 'open', undefined],
    ])
    expect(deals[0]?.product).toBe(deals[1]?.product)
    await office.owner.post(`/api/batches/${done.batchId}/undo`)
    expect(await count()).toBe(before)
    expect((await office.owner.list('deal')).rows).toEqual([])
  })

  it('continues after a kill where it was, and ends with every row once', async () => {
    const before = await count()
    const rows = Array.from({ length: 3000 }, (_, at) => `ร้านค้าเลขที่ ${at},08${String(20_000_000 + at)}`)
    const run = await checkImport(office.owner, 'customer', 'มาก.csv', `ชื่อลูกค้า,เบอร์โทร\n${rows.join('\n')}\n`, () => ({
      match: [],
    }))
    expect(run.counts).toMatchObject({ add: 3000 })
    await office.owner.post(`/api/imports/${run.id}/apply`)
    // What a kill leaves behind: some slices on disk, the run still marked as being written.
    await office.container.imports.close()
    const half = await office.owner.get<ImportRun>(`/api/imports/${run.id}`)
    expect(half.state).toBe('applying')
    expect(await count()).toBeLessThan(before + 3000)
    await office.stop()
    await office.start()
    expect((await settled(office.owner, run.id)).state).toBe('done')
    expect(await count()).toBe(before + 3000)
    await office.owner.post(`/api/batches/${run.batchId ?? half.batchId}/undo`)
    expect(await count()).toBe(before)
  })

  it('is taken back at the next start when who began it may no longer act, and the office opens', async () => {
    const before = await count()
    const helper = await office.person('เก่ง', 'manager')
    const rows = Array.from({ length: 3000 }, (_, at) => `ร้านคนลาออก ${at}`)
    const run = await checkImport(helper, 'customer', 'ลาออก.csv', `ชื่อลูกค้า\n${rows.join('\n')}\n`)
    await helper.post(`/api/imports/${run.id}/apply`)
    await office.container.imports.close()
    expect(await count()).toBeLessThan(before + 3000)
    await office.container.office.writeAlone((tx) => tx.run('update "user" set active = 0 where id = ?', [helper.id]))
    await office.stop()
    await office.start()
    expect((await office.owner.get<ImportRun>(`/api/imports/${run.id}`)).state).toBe('cancelled')
    expect(await count()).toBe(before)
  })

  it('lets others save while a large file is written', async () => {
    const before = await count()
    const rows = Array.from({ length: 2000 }, (_, at) => `ร้านระหว่างทาง ${at}`)
    const run = await checkImport(office.owner, 'customer', 'ใหญ่.csv', `ชื่อลูกค้า\n${rows.join('\n')}\n`)
    await office.owner.post(`/api/imports/${run.id}/apply`)
    const saved = await office.owner.create('customer', { name: company('บันทึกระหว่างนำเข้า') })
    const done = await settled(office.owner, run.id)
    expect(done).toMatchObject({ state: 'done', counts: { add: 2000 } })
    expect(await count()).toBe(before + 2001)
    expect((await office.owner.record('customer', saved.id)).title).toContain('บันทึกระหว่างนำเข้า')
  })

  it('takes everything back when it is cancelled', async () => {
    const before = await count()
    const rows = Array.from({ length: 2000 }, (_, at) => `ยกเลิกร้าน ${at}`)
    const run = await checkImport(office.owner, 'customer', 'ยกเลิก.csv', `ชื่อลูกค้า\n${rows.join('\n')}\n`)
    await office.owner.post(`/api/imports/${run.id}/apply`)
    const cancelled = await office.owner.post<ImportRun>(`/api/imports/${run.id}/cancel`)
    expect(cancelled.state).toBe('cancelled')
    expect(await count()).toBe(before)
  })

  it('remembers the mapping of a file for the next one like it', async () => {
    const text = 'แปลกหนึ่ง,แปลกสอง\nร้านจำได้,สีเขียว\n'
    const run = await checkImport(office.owner, 'customer', 'แปลก.csv', text, (definition, uploaded) => ({
      columns: map(definition, uploaded, { แปลกหนึ่ง: { target: 'name' }, แปลกสอง: { target: 'notes' } }),
    }))
    await applyImport(office.owner, run)
    const next = (await office.owner.upload('customer', 'แปลกอีก.csv', 'แปลกสอง,แปลกหนึ่ง\nสีแดง,ร้านต่อมา\n'))
      .body as unknown as ImportRun
    expect(next.columns.map((column) => [column.mapping.target, column.guess])).toEqual([
      ['notes', 'memory'],
      ['name', 'memory'],
    ])
  })

  it('never finds or changes through an import what the person may not see', async () => {
    const foreign = await office.owner.create('customer', { name: company('ลับมาก'), phones: [phone('+66877700077')] })
    const noi = await office.person('หน่อย', seller('importing-seller'))
    const run = await checkImport(noi, 'customer', 'ของหน่อย.csv', 'ชื่อลูกค้า,เบอร์โทร,LINE\nลับมาก,0877700077,@stolen\n', () => ({
      match: ['phones'],
      onMatch: 'update',
    }))
    expect(run.counts).toMatchObject({ add: 1, update: 0 })
    const done = await applyImport(noi, run)
    expect(await office.owner.record('customer', foreign.id)).not.toHaveProperty('lineId')
    expect((await office.owner.request('GET', `/api/imports/${run.id}`)).status).toBe(200)
    const other = await office.person('ฝน', seller('other-seller'))
    expect((await other.request('GET', `/api/imports/${run.id}`)).status).toBe(404)
    expect((await other.request('GET', `/api/imports/${run.id}/errors`)).status).toBe(404)
    expect((await other.request('POST', `/api/batches/${done.batchId}/undo`, {})).status).toBe(404)
  })

  it('refuses a file of 1 GB by its announced length, before a byte of it is kept', async () => {
    const reply = await office.app.inject({
      method: 'POST',
      url: '/api/imports/customer?name=huge.csv',
      headers: {
        host: '127.0.0.1:4780',
        'x-samphan-token': TOKEN,
        'content-type': 'application/octet-stream',
        'content-length': String(1024 ** 3),
      },
      payload: Readable.from(['ชื่อลูกค้า\n']),
    })
    expect(reply.json()).toMatchObject({ code: 'sheet.too_large', params: { bytes: 1024 ** 3 } })
  })

  it('refuses a file without a length once too much of it has come, and keeps nothing', async () => {
    const piece = Buffer.alloc(8 * 1024 * 1024, 'x')
    const content = Readable.from(
      (function* () {
        for (let at = 0; at < 40; at += 1) yield piece
      })(),
    )
    const ctx = await office.container.office.contextOf((await office.owner.session()).user?.id ?? '', 'th')
    const kept = () => readdirSync(office.container.data.imports).sort()
    const before = kept()
    await expect(office.container.imports.upload(ctx, 'customer', { name: 'huge.csv', content })).rejects.toMatchObject({
      code: 'sheet.too_large',
    })
    expect(kept()).toEqual(before)
  })

  it.each([
    ['empty.csv', '', 'sheet.empty'],
    ['broken.xlsx', 'PK\u0003\u0004rubbish', 'sheet.broken'],
    ['header.csv', 'ชื่อลูกค้า\n', 'sheet.no_rows'],
  ])('refuses %s with its reason', async (name, content, code) => {
    expect((await office.owner.upload('customer', name, Buffer.from(content))).body).toMatchObject({ code })
  })
})
