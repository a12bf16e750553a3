import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CUSTOM_KINDS, type FieldKind, isMulti } from '../../core/fields/field.ts'
import type { Operator } from '../../core/query/filter.ts'
import { filterOfGroup, type GroupKey, isGroupable } from '../../core/query/groups.ts'
import { isDated } from '../../core/reports/report.ts'
import { applyImport, checkImport, map } from '../support/import-run.ts'
import { company, phone, type Reply, TestOffice } from '../support/test-office.ts'

type Sample = {
  /** What the two records hold; sorted, the first one comes first. */
  values: [unknown, unknown]
  /** Finds the first one only. */
  finds: { op: Operator; value?: unknown }
  /** The first one as it stands in a cell of somebody's file, where a file can hold it. */
  cell?: string
}

describe('a custom field', () => {
  let office: TestOffice
  const samples = {} as Record<(typeof CUSTOM_KINDS)[number], Sample>

  beforeAll(async () => {
    office = await TestOffice.open()
    const person = await office.person('หน่อย', 'sales')
    const file = async (text: string) =>
      (
        await office.owner.request<object>(
          'POST',
          '/api/files',
          Buffer.from(`--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${text}\r\n--x--\r\n`),
          { 'content-type': 'multipart/form-data; boundary=x' },
        )
      ).body
    const [near, far] = [
      await office.owner.create('customer', { name: company('กตัญญูค้าวัสดุ') }),
      await office.owner.create('customer', { name: company('ฮั่วเซ่งฮง') }),
    ]
    // By what they are called: หน่อย before เอก, กตัญญู before ฮั่วเซ่งฮง.
    const people: [string, string] = [person.id, office.owner.id]
    const customers: [string, string] = [near.id, far.id]
    const text: Sample = { values: ['Alpha ก', 'beta ข'], finds: { op: 'is', value: 'alpha ก' }, cell: 'Alpha ก' }
    Object.assign(samples, {
      text,
      longText: { ...text, finds: { op: 'contains', value: 'ALPHA' } },
      number: { values: [1.5, 20], finds: { op: 'lte', value: 2 }, cell: '1.5' },
      money: { values: [150_00, 2_000_00], finds: { op: 'is', value: 150_00 }, cell: '150.00' },
      percent: { values: [7, 50], finds: { op: 'between', value: [5, 10] }, cell: '7' },
      date: { values: ['2026-01-31', '2026-12-01'], finds: { op: 'before', value: '2026-06-01' }, cell: '31/1/2569' },
      dateTime: {
        values: ['2026-01-31T03:00:00.000Z', '2026-12-01T03:00:00.000Z'],
        finds: { op: 'before', value: '2026-06-01' },
        cell: '31/1/2569 10:00',
      },
      yesNo: { values: [false, true], finds: { op: 'no' }, cell: 'ไม่' },
      choice: { values: ['a', 'b'], finds: { op: 'anyOf', value: ['a'] }, cell: 'เอ' },
      choices: { values: [['a'], ['b']], finds: { op: 'anyOf', value: ['a'] }, cell: 'เอ' },
      tags: { values: [['ด่วน', 'ใหม่'], ['เก่า']], finds: { op: 'anyOf', value: ['ด่วน'] }, cell: 'ด่วน, ใหม่' },
      user: {
        values: people,
        finds: { op: 'anyOf', value: [people[0]] },
      },
      reference: {
        values: customers,
        finds: { op: 'anyOf', value: [customers[0]] },
      },
      phones: {
        values: [[phone('+66812345678')], [phone('+66899999999')]],
        finds: { op: 'is', value: '+66812345678' },
        cell: '081-234-5678',
      },
      emails: {
        values: [[{ id: 'e1', address: 'a@example.com' }], [{ id: 'e1', address: 'b@example.com' }]],
        finds: { op: 'is', value: 'a@example.com' },
        cell: 'a@example.com',
      },
      lineId: { values: ['@alpha', '@beta'], finds: { op: 'startsWith', value: '@AL' }, cell: '@alpha' },
      url: {
        values: ['https://a.example/', 'https://b.example/'],
        finds: { op: 'contains', value: 'a.example' },
        cell: 'https://a.example/',
      },
      addresses: {
        values: [
          [{ id: 'a1', houseNo: '1', subdistrictCode: '100101' }],
          [{ id: 'a1', houseNo: '2', subdistrictCode: '500101' }],
        ],
        finds: { op: 'startsWith', value: '10' },
      },
      taxId: {
        values: [{ number: '0107542000011' }, { number: '0107544000108' }],
        finds: { op: 'startsWith', value: '0107542000011' },
        cell: '0107542000011',
      },
      personName: {
        values: [
          { first: 'กมล', last: 'ใจดี' },
          { first: 'สมชาย', last: 'ใจดี' },
        ],
        finds: { op: 'is', value: 'กมล ใจดี' },
        cell: 'กมล ใจดี',
      },
      files: { values: [[await file('ก')], [await file('ข')]], finds: { op: 'notEmpty' } },
    } satisfies Record<(typeof CUSTOM_KINDS)[number], Sample>)
  })
  afterAll(() => office.close())

  it.each(CUSTOM_KINDS)(
    'of kind %s is kept, filtered, sorted, imported, exported and emptied like one of the product’s own',
    async (kind) => {
      const { values, finds, cell } = samples[kind]
      const made = await office.request<{ key: string; id: string }>('PUT', '/api/fields/lead', {
        labelTh: `ช่อง ${kind}`,
        labelEn: `Field ${kind}`,
        kind,
        filterable: true,
        ...(kind === 'reference' && { to: 'customer' }),
        ...(['choice', 'choices'].includes(kind) && {
          choices: [
            { key: 'a', labelTh: 'เอ', labelEn: 'A' },
            { key: 'b', labelTh: 'บี', labelEn: 'B' },
          ],
        }),
      })
      const lead = (name: string, value?: unknown) =>
        office.owner.create('lead', { name: { first: name }, ...(value !== undefined && { [made.key]: value }) })
      const [first, second, empty] = [
        await lead(`${kind} หนึ่ง`, values[0]),
        await lead(`${kind} สอง`, values[1]),
        await lead(`${kind} ว่าง`),
      ]
      expect((await office.owner.record('lead', first.id))[made.key]).toEqual(values[0])

      const ids = async (filter: object) =>
        (await office.owner.list('lead', { filter: { all: [filter, { field: 'name', op: 'startsWith', value: kind }] } })).rows
          .map((row) => row.id)
          .sort()
      const found = kind === 'files' ? [first.id, second.id] : kind === 'yesNo' ? [first.id, empty.id] : [first.id]
      expect(await ids({ field: made.key, ...finds })).toEqual(found.sort())
      if (kind !== 'yesNo') {
        expect(await ids({ field: made.key, op: 'empty' })).toEqual([empty.id])
        expect(await ids({ field: made.key, op: 'notEmpty' })).toEqual([first.id, second.id].sort())
      }

      if (isGroupable({ kind })) await groups(kind, made.key, values, [first.id, second.id, empty.id])
      await sorts(kind, made.key, [first.id, second.id])
      if (cell !== undefined) await imports(made.key, `ช่อง ${kind}`, cell, values[0])
      if (kind !== 'files') {
        const csv = (
          await office.owner.request<Buffer>('POST', '/api/records/lead/export', { format: 'csv', columns: ['name', made.key] })
        ).body
        expect(csv.toString().split('\r\n')[0]).toContain(`ช่อง ${kind}`)
      }

      const { version } = await office.owner.record('lead', first.id)
      await office.owner.update('lead', first.id, version, { [made.key]: null })
      expect(await office.owner.record('lead', first.id)).not.toHaveProperty(made.key)
    },
  )

  /** A list is put together by it, and each group's head says how many records the group's own list holds. */
  async function groups(kind: FieldKind, key: string, [first]: Sample['values'], made: string[]): Promise<void> {
    const filter = { field: 'name', op: 'startsWith' as const, value: kind }
    const reply = await office.owner.post<{ groups: { key: GroupKey; count: number }[] }>('/api/records/lead/groups', {
      by: key,
      filter,
    })
    const counts = new Map(reply.groups.map((group) => [group.key, group.count]))
    const shared = kind === 'yesNo' ? 0 : isDated({ kind }) ? String(first).slice(0, 7) : (first as string)
    expect(counts.get(shared)).toBe(kind === 'yesNo' ? 2 : 1)
    expect([...counts.values()].reduce((all, count) => all + count, 0)).toBe(made.length)
    for (const group of reply.groups) {
      const { rows } = await office.owner.list('lead', { filter: { all: [filter, filterOfGroup({ key, kind }, group.key)] } })
      expect(rows).toHaveLength(group.count)
    }
  }

  it.each([true, false])(
    'of money is added up by groups, and of a record pointed at are filtered by: filterable %s',
    async (filterable) => {
      const worth = await customField(`มูลค่า ${filterable}`, 'money', { filterable })
      const bank = await customField(`ธนาคาร ${filterable}`, 'reference', { to: 'customer', filterable })
      const deep = await office.owner.create('customer', { name: company('ธนาคารน้ำลึก'), grade: 'A' })
      const kept = await office.owner.create('lead', { name: { first: 'มูลค่า' }, [worth.key]: 125_50, [bank.key]: deep.id })
      await office.owner.create('lead', { name: { first: 'มูลค่า' }, [worth.key]: 200_00 })
      const filter = { field: 'name', op: 'startsWith', value: 'มูลค่า' }
      const { groups } = await office.owner.post<{ groups: object[] }>('/api/records/lead/groups', {
        by: bank.key,
        sums: [worth.key],
        filter: { all: [filter, { field: worth.key, op: 'notEmpty' }] },
      })
      expect(groups).toEqual([
        { key: null, count: 1, sums: { [worth.key]: 200_00 }, title: '' },
        { key: deep.id, count: 1, sums: { [worth.key]: 125_50 }, title: expect.stringContaining('น้ำลึก') },
      ])
      const { rows } = await office.owner.list('lead', { filter: { field: `${bank.key}.grade`, op: 'anyOf', value: ['A'] } })
      expect(rows.map((row) => row.id)).toEqual([kept.id])
    },
  )

  it('of words comes in the order of the dictionary, also for what was written before', async () => {
    const made = await customField('ย่าน', 'text', { filterable: false })
    const words = ['เก่ง', '10 ซอย', 'ขาว', 'แก้ว', 'ก้อง', '9 ซอย']
    for (const word of words) await office.owner.create('lead', { name: { first: 'เรียง' }, [made.key]: word })
    await customField('ย่าน', 'text', { id: made.id })
    expect(await inOrderOf(made.key, false)).toEqual(['9 ซอย', '10 ซอย', 'ก้อง', 'เก่ง', 'แก้ว', 'ขาว'])
    expect(await inOrderOf(made.key, true)).toEqual(['ขาว', 'แก้ว', 'เก่ง', 'ก้อง', '10 ซอย', '9 ซอย'])
  })

  it('forgets what changed while nobody could filter by it', async () => {
    const made = await customField('สถานที่', 'text')
    const { id } = await office.owner.create('lead', { name: { first: 'เดิม' }, [made.key]: 'ขาว' })
    await customField('สถานที่', 'text', { id: made.id, filterable: false })
    await office.owner.update('lead', id, 1, { [made.key]: 'กขค' })
    await customField('สถานที่', 'text', { id: made.id })
    const found = async (value: string) =>
      (await office.owner.list('lead', { filter: { field: made.key, op: 'is', value } })).rows.map((row) => row.id)
    expect(await found('กขค')).toEqual([id])
    expect(await found('ขาว')).toEqual([])
    expect(await inOrderOf(made.key, false)).toEqual(['กขค'])
  })

  it('of a pick list comes in the order of the list, page by page', async () => {
    const choices = ['ร้อน', 'อุ่น', 'เย็น'].map((label, at) => ({ key: `k${9 - at}`, labelTh: label, labelEn: label }))
    const made = await customField('ความสนใจ', 'choice', { choices })
    for (const key of ['k7', 'k9', 'k8', 'k9', 'k7'])
      await office.owner.create('lead', { name: { first: 'เรียง' }, [made.key]: key })
    expect(await inOrderOf(made.key, false)).toEqual(['k9', 'k9', 'k8', 'k7', 'k7'])
    expect(await inOrderOf(made.key, true)).toEqual(['k7', 'k7', 'k8', 'k9', 'k9'])
  })

  const customField = async (label: string, kind: FieldKind, more: object = {}): Promise<{ id: string; key: string }> =>
    office.request('PUT', '/api/fields/lead', { labelTh: label, labelEn: label, kind, filterable: true, ...more })

  /** The values of a field as a list sorted by it shows them, read two at a time. */
  async function inOrderOf(key: string, desc: boolean): Promise<unknown[]> {
    const values: unknown[] = []
    for (let after: string | undefined; ; ) {
      const asked = { sort: { field: key, desc }, limit: 2, ...(after && { after }) }
      const page: { rows: Record<string, unknown>[]; next?: string } = await office.request(
        'POST',
        '/api/records/lead/list',
        asked,
      )
      values.push(...page.rows.map((row) => row[key]))
      after = page.next
      if (!after || values.at(-1) === undefined) return values.filter((value) => value !== undefined)
    }
  }

  async function sorts(kind: FieldKind, key: string, order: string[]): Promise<void> {
    const asked = (desc: boolean): Promise<Reply<{ rows: { id: string }[] }>> =>
      office.owner.request('POST', '/api/records/lead/list', { sort: { field: key, desc }, limit: 200 })
    if (isMulti({ key, kind })) {
      // Of several values none is the first.
      expect((await asked(false)).status).toBe(400)
      return
    }
    const ids = ({ body }: Reply<{ rows: { id: string }[] }>) => body.rows.map((row) => row.id).filter((id) => order.includes(id))
    expect(ids(await asked(false))).toEqual(order)
    expect(ids(await asked(true))).toEqual(order.toReversed())
  }

  async function imports(key: string, header: string, cell: string, expected: unknown): Promise<void> {
    const name = `นำเข้า ${key}`
    const text = `ชื่อ,${header}\n"${name}","${cell}"\n`
    const run = await checkImport(office.owner, 'lead', `${key}.csv`, text, (definition, found) => ({
      match: [],
      columns: map(definition, found, { [header]: { target: key } }),
    }))
    expect(run.counts).toMatchObject({ add: 1, bad: 0 })
    expect((await applyImport(office.owner, run)).state).toBe('done')
    const { rows } = await office.owner.list('lead', { filter: { field: 'name', op: 'contains', value: name } })
    const [row] = rows as Record<string, unknown>[]
    const plain = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (field, inner) => (field === 'id' || field === 'type' ? undefined : inner)))
    expect(plain(row?.[key])).toEqual(plain(expected))
  }
})
