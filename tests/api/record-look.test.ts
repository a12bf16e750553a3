import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../core/contract/backup.ts'
import { company, phone, TestOffice } from '../support/test-office.ts'

describe('a cell that became another by itself', { timeout: 60_000 }, () => {
  let office: TestOffice
  let id: string
  beforeEach(async () => {
    office = await TestOffice.open({}, 'sqlite')
    office.damages = true
    ;({ id } = await office.owner.create('customer', {
      name: company('เพชรเกษมค้าวัสดุ'),
      needs: 'ท่อเหล็ก 40 เส้น',
      phones: [phone('+66812345678')],
    }))
    // Everything was looked at once by this version.
    await office.container.records.run()
  })
  afterEach(() => office.close())

  /** Writes past the product, as a disk does. */
  const flip = (sql: string, ...params: unknown[]) => expect(office.file.raw.prepare(sql).run(...params).changes).toBe(1)
  const told = async () =>
    (await office.owner.get<{ notices: Notice[] }>('/api/notices')).notices.filter(({ code }) => code.startsWith('notice.record'))
  const logged = () =>
    office.container.office.connection.all<{ action: string; detail: string }>(
      "select action, detail from access_log where action like 'record_%' or action = 'search_repaired' order by seq",
    )
  const found = async (text: string) =>
    (await office.owner.post<{ hits: unknown[] }>('/api/search', { text, entities: ['customer'], limit: 5 })).hits.length
  const version = () => office.container.office.connection.get('select * from customer where id = ?', [id])

  it('is told with record and field, never written over, and put back when that is asked for', async () => {
    flip("update customer set needs = 'ท่อเหล็ก 10 เส้น' where id = ?", id)
    const before = await version()
    await office.container.records.run()
    expect(await version()).toEqual(before)
    expect(await told()).toEqual([
      {
        code: 'notice.record_damaged',
        params: { entity: 'customer', id, title: 'เพชรเกษมค้าวัสดุ', fields: 'ความต้องการ' },
      },
    ])
    await office.container.records.run()
    expect((await logged()).map(({ action }) => action)).toEqual(['record_damaged'])
    expect(office.container.office.state.reason).toBeUndefined()
    const seller = await office.person('หน่อย', 'sales')
    expect((await seller.get<{ notices: Notice[] }>('/api/notices')).notices).toEqual([])
    expect((await seller.request('POST', '/api/damaged/put-back', { entity: 'customer', id })).status).toBe(403)
    await office.owner.post('/api/damaged/put-back', { entity: 'customer', id })
    expect(await office.owner.record('customer', id)).toMatchObject({ needs: 'ท่อเหล็ก 40 เส้น', version: 2 })
    expect(await told()).toEqual([])
    expect(await office.wrongRecords()).toEqual([])
    const { entries } = await office.owner.get<{ entries: { fields: object }[] }>(`/api/records/customer/${id}/history`)
    expect(entries[0]?.fields).toEqual({ needs: ['ท่อเหล็ก 10 เส้น', 'ท่อเหล็ก 40 เส้น'] })
    expect((await office.owner.request('POST', '/api/damaged/put-back', { entity: 'customer', id })).status).toBe(404)
  })

  it('is no longer told once somebody wrote the field himself', async () => {
    flip("update customer set needs = 'ท่อเหล็ก 10 เส้น' where id = ?", id)
    await office.container.records.run()
    await office.owner.update('customer', id, 1, { needs: 'ท่อ PVC' })
    expect(await told()).toEqual([])
    expect(await office.wrongRecords()).toEqual([])
  })

  it('is put back also where the record cannot be read any more', async () => {
    flip("update customer set phones = substr(phones, 1, 20), name = replace(name, 'เพชร', 'เพ\u0E23ร') where id = ?", id)
    await office.container.records.run()
    expect((await told())[0]?.params.fields).toBe('ชื่อลูกค้า, โทรศัพท์')
    await office.owner.post('/api/damaged/put-back', { entity: 'customer', id })
    expect(await office.owner.record('customer', id)).toMatchObject({
      title: 'เพชรเกษมค้าวัสดุ',
      phones: [{ e164: '+66812345678' }],
    })
    expect(await office.wrongRecords()).toEqual([])
    expect(await found('0812345678')).toBe(1)
  })

  it('is found in who made and changed it and when, too', async () => {
    const before = await version()
    for (const [column, label] of [
      ['created_at', 'เพิ่มเมื่อ'],
      ['updated_by', 'แก้ไขโดย'],
      ['deleted_by', 'ลบโดย'],
    ]) {
      flip(`update customer set ${column} = '2019-01-01T00:00:00.000Z' where id = ?`, id)
      await office.container.records.run()
      expect((await told())[0]?.params.fields).toBe(label)
      await office.owner.post('/api/damaged/put-back', { entity: 'customer', id })
      expect(await version()).toEqual(before)
      expect(await told()).toEqual([])
    }
  })

  it('is put right at once where it is worked out from the record, and stands in the log', async () => {
    const before = await version()
    for (const sql of [
      "update customer_text set text = replace(text, '40', '4๐')",
      'update customer set version = 9',
      "update customer set title_text = 'เพชรเกษมค้าวั'",
      "delete from value_index where value = '+66812345678'",
    ]) {
      flip(sql)
      await office.container.records.run()
      expect(await version()).toEqual(before)
      expect(await office.wrongRecords()).toEqual([])
    }
    expect(await found('เหล็ก 40')).toBe(1)
    expect(await office.rows('value_index')).toContainEqual(expect.objectContaining({ value: '+66812345678' }))
    expect(await told()).toEqual([])
    expect((await logged()).map(({ action, detail }) => [action, detail])).toEqual(
      // What the value index lacks may have been on its way: nobody is told of damage.
      Array.from({ length: 3 }, () => ['search_repaired', '{"rows":1}']),
    )
  })

  it('finds a record again of which the search had lost a fragment', async () => {
    const other = await office.owner.create('customer', { name: company('บางกะปิเหล็กเส้น'), needs: 'ท่อเหล็ก 40 เส้น' })
    const rows = await office.rows('customer')
    const rid = rows.find((row) => row.id === id)?.rid
    // A list that tells another record in place of this one comes to as many as before.
    office.file.raw.prepare('delete from customer_grams where rowid = ?').run(rid)
    office.file.raw.prepare("insert into customer_grams (rowid, normal) values (?, 's0e40')").run(rid)
    expect(await found('เหล็ก 40')).toBe(1)
    await office.container.records.run()
    expect(await found('เหล็ก 40')).toBe(2)
    expect(await office.wrongRecords()).toEqual([])
    expect((await logged()).map(({ action, detail }) => [action, detail])).toEqual([['search_repaired', '{"rows":1}']])
    expect(await office.owner.record('customer', other.id)).toMatchObject({ version: 1 })
  })

  it('takes an entry of the value index away that no record makes', async () => {
    const withPhone = (number: string) =>
      office.owner.post<{ rows: { id: string }[] }>('/api/records/customer/list', {
        filter: { field: 'phones', op: 'is', value: number },
        columns: ['name'],
        limit: 10,
      })
    const number = "(select no from field_number where path = 'customer.phones')"
    flip(`insert into value_index (field_no, value, rid) select ${number}, '+66899999999', rid from customer where id = ?`, id)
    flip(`insert into value_index (field_no, value, rid) values (${number}, '+66812345678', 990)`)
    expect((await withPhone('+66899999999')).rows).toHaveLength(1)
    await office.container.records.run()
    expect((await withPhone('+66899999999')).rows).toEqual([])
    expect((await withPhone('+66812345678')).rows).toHaveLength(1)
    expect(await office.wrongRecords()).toEqual([])
    expect((await logged()).map(({ action, detail }) => [action, detail])).toEqual([['search_repaired', '{"rows":2}']])
  })

  it('takes a text of the search that is nobody’s away, and gives the record its own', async () => {
    flip("update customer_text set title_sort = title_sort || 'x' where rid = (select rid from customer where id = ?)", id)
    await office.container.records.run()
    expect(await office.rows('customer_text')).toHaveLength(1)
    expect(await office.wrongRecords()).toEqual([])
  })

  it('is not told of what a newer version of the product works out in another way', async () => {
    flip("update customer_text set text = '' where rid = (select rid from customer where id = ?)", id)
    flip(`update setting set value = '{"whole":"0.1"}' where key = 'record_look'`)
    await office.container.records.run()
    expect(await office.wrongRecords()).toEqual([])
    expect(await logged()).toEqual([])
  })

  it('is not laid to the record where the log itself is damaged, or says nothing', async () => {
    flip(`update change set fields = replace(fields, '40', '41') where record_id = ?`, id)
    const other = await office.owner.create('customer', { name: company('ก่อนมีบันทึก') })
    flip(`delete from audit_chain where log = 'change' and seq = (select seq from change where record_id = ?)`, other.id)
    flip("update customer set grade = 'z' where id = ?", other.id)
    await office.container.records.run()
    expect(await told()).toEqual([])
    expect(await logged()).toEqual([])
  })

  it('is told by their number where there are many: a backup helps then', async () => {
    for (const name of ['ก', 'ข', 'ค']) await office.owner.create('customer', { name: company(name), needs: 'ดี' })
    office.file.raw.prepare("update customer set needs = 'ดีๆ'").run()
    await office.container.records.run()
    expect((await told()).map(({ code, params }) => [code, params.count])).toEqual([
      ['notice.records_damaged', 4],
      ['notice.record_damaged', undefined],
      ['notice.record_damaged', undefined],
    ])
  })

  it('is found after a stop that was not clean, without anybody’s asking', async () => {
    flip("update customer set needs = 'ท่อเหล็ก 10 เส้น' where id = ?", id)
    await office.stop()
    rmSync(`${office.folder}/data/samphan.clean`)
    await office.start()
    await expect.poll(told, { timeout: 20_000 }).toHaveLength(1)
  })
})
