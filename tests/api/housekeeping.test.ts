import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mergeLate, merging } from '../support/postings.ts'
import { company, phone, TestOffice } from '../support/test-office.ts'

describe('what the office cleans up at night', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  it('keeps the bin for 30 days and then forgets what the record held, not that it was there', async () => {
    const { id } = await office.owner.create('customer', { name: company('ลืมได้แล้ว'), phones: [phone('+66812312312')] })
    const kept = await office.owner.create('customer', { name: company('ยังอยู่') })
    await office.owner.post('/api/records/customer/delete', { ids: [id] })
    office.now = new Date('2026-12-21T03:00:00.000Z')
    await office.container.housekeeping.run()
    expect((await office.owner.list('customer', { bin: true })).rows.map((row) => row.id)).toEqual([id])
    office.now = new Date('2026-12-23T03:00:00.000Z')
    await office.container.housekeeping.run()
    expect((await office.owner.list('customer', { bin: true })).rows).toEqual([])
    expect((await office.owner.request('GET', `/api/records/customer/${id}`)).status).toBe(404)
    const traces = JSON.stringify(
      await office.container.office.connection.all('select action, fields from change where record_id = ?', [id]),
    )
    expect(traces).toContain('purge')
    expect(traces).not.toContain('12312312')
    expect(await office.container.office.connection.all('select 1 from value_index where value = ?', ['+66812312312'])).toEqual(
      [],
    )
    expect(await office.owner.record('customer', kept.id)).toMatchObject({ title: 'ยังอยู่' })
  })

  it('removes files that no record names, and never one that a record names', async () => {
    const put = async (text: string) => {
      const part = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${text}\r\n--x--\r\n`
      return (
        await office.owner.request<{ sha256: string }>('POST', '/api/files', Buffer.from(part), {
          'content-type': 'multipart/form-data; boundary=x',
        })
      ).body
    }
    const [named, contract, loose] = [await put('ใช้อยู่'), await put('สัญญา'), await put('ไม่มีใครใช้')]
    const { key } = await office.request<{ key: string }>('PUT', '/api/fields/customer', {
      labelTh: 'สัญญา',
      labelEn: 'Contract',
      kind: 'files',
      filterable: false,
    })
    const customer = await office.owner.create('customer', { name: company('มีไฟล์'), files: [named] })
    const signed = await office.owner.create('customer', { name: company('มีสัญญา'), [key]: [contract] })
    office.now = new Date('2026-12-27T03:00:00.000Z')
    await office.container.housekeeping.run()
    const files = await office.container.office.connection.all<{ sha256: string }>('select sha256 from file')
    expect(files.map((file) => file.sha256).sort()).toEqual([named.sha256, contract.sha256].sort())
    for (const [{ id }, { sha256 }] of [
      [customer, named],
      [signed, contract],
    ] as const)
      expect((await office.owner.request('GET', `/api/records/customer/${id}/files/${sha256}`)).status).toBe(200)
    expect(files.map((file) => file.sha256)).not.toContain(loose.sha256)
  })

  it('removes no file while a record is damaged that may name it, or nobody knows any more which field held it', async () => {
    office.damages = true
    const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="b.txt"\r\n\r\nสัญญาเช่า\r\n--x--\r\n'
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const { sha256, ...file } = (await office.owner.request<{ sha256: string }>('POST', '/api/files', Buffer.from(part), headers))
      .body
    const words = { labelTh: 'เช่า', labelEn: 'Lease', kind: 'files', filterable: false }
    const field = await office.request<{ id: string; key: string }>('PUT', '/api/fields/customer', words)
    const item = { ...file, sha256 }
    const one = await office.owner.create('customer', { name: company('เช่าที่'), files: [item] })
    const two = await office.owner.create('customer', { name: company('เช่าตึก'), [field.key]: [item] })
    const { office: server } = office.container
    const write = (sql: string, ...params: string[]) => server.writeAlone((tx) => tx.run(sql, params))
    const isThere = async () => (await server.connection.all('select 1 from file where sha256 = ?', [sha256])).length
    const night = async () => {
      office.now = new Date(office.now.getTime() + 4 * 86_400_000)
      await office.container.housekeeping.run()
      return isThere()
    }
    const definition = await server.connection.get<{ is: string }>('select definition as "is" from custom_field where id = ?', [
      field.id,
    ])
    // The log says nothing of what these two held.
    for (const id of [one.id, two.id]) await write('delete from change where record_id = ?', id)
    // The second record’s field says nothing any more; then its cell is cut; then the first one’s.
    await write('update customer set files = null where id = ?', one.id)
    await write("update custom_field set definition = '{' where id = ?", field.id)
    await server.reloadCatalog()
    expect(await night()).toBe(1)
    await write('update custom_field set definition = ? where id = ?', definition?.is ?? '', field.id)
    await server.reloadCatalog()
    await write("update customer set custom = '{' where id = ?", two.id)
    expect(await night()).toBe(1)
    await write("update customer set custom = '{}' where id = ?", two.id)
    await write("update customer set files = '[{' where id = ?", one.id)
    expect(await night()).toBe(1)
    await write('update customer set files = null where id = ?', one.id)
    if (server.connection.engine === 'sqlite') {
      // Of a third one the log says that it named the file, which can be put back.
      const three = await office.owner.create('customer', { name: company('เช่ารถ'), files: [item] })
      await write('update customer set files = null where id = ?', three.id)
      expect(await night()).toBe(1)
      await write('delete from change where record_id = ?', three.id)
    }
    expect(await night()).toBe(0)
  })

  it('merges the pieces of the search that a day’s saves left, and everything is found as before', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `ร้านวันนี้ ${at}`)
    for (const name of names) await office.owner.create('customer', { name: company(name) })
    const { connection } = office.container.office
    const pieces = async () =>
      connection.engine === 'postgres'
        ? undefined
        : (await connection.get<{ n: number }>('select count(distinct segid) n from customer_grams_idx'))?.n
    const found = async () =>
      (
        await office.owner.post<{ hits: { row: { title: string } }[] }>('/api/search', {
          text: 'วันนี้',
          entities: ['customer'],
          limit: 50,
        })
      ).hits
        .map((hit) => hit.row.title)
        .sort()
    const before = await found()
    expect(before).toHaveLength(names.length)
    const piecesBefore = await pieces()
    await mergeLate(office)
    await office.container.housekeeping.run()
    if (piecesBefore !== undefined) expect([piecesBefore > 1, await pieces(), await merging(office)]).toEqual([true, 1, 'usual'])
    expect(await found()).toEqual(before)
  })
})
