import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyImport, checkImport } from '../support/import-run.ts'
import { TestOffice } from '../support/test-office.ts'

describe('undoing an import', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  const count = async () => (await office.owner.post<{ count: number }>('/api/records/customer/count')).count

  it('undoes a customer that an earlier row names as its parent, and that its own row filled afterwards', async () => {
    const before = await count()
    const text = 'ชื่อลูกค้า,บริษัทแม่,จำนวนพนักงาน\nสาขาหนึ่ง,บริษัทแม่ใหญ่,5\nบริษัทแม่ใหญ่,,900\n'
    const done = await applyImport(office.owner, await checkImport(office.owner, 'customer', 'แม่ลูก.csv', text))
    const made = (await office.owner.list('customer', { sort: { field: 'createdAt', desc: true }, limit: 2 })).rows
    expect(made.map(({ employees }) => employees).sort()).toEqual([5, 900])
    const undo = await office.owner.post(`/api/batches/${done.batchId}/undo`)
    expect(undo).toMatchObject({ undone: 2, kept: [] })
    expect(await count()).toBe(before)
  })

  it('undoes a customer that somebody changed and changed back, and keeps one that still holds the change', async () => {
    const before = await count()
    const done = await applyImport(
      office.owner,
      await checkImport(office.owner, 'customer', 'แก้คืน.csv', 'ชื่อลูกค้า\nแก้แล้วแก้คืน\nแก้แล้วคงไว้\n'),
    )
    const found = async (text: string) =>
      (await office.owner.list('customer', { filter: { field: 'name', op: 'is', value: text } })).rows.find(
        ({ title }) => title === text,
      ) as { id: string; version: number }
    const change = async (text: string, employees: number | null) => {
      const { id, version } = await found(text)
      await office.owner.request('PATCH', `/api/records/customer/${id}`, { version, values: { employees } })
    }
    await change('แก้แล้วแก้คืน', 7)
    await change('แก้แล้วแก้คืน', null)
    await change('แก้แล้วคงไว้', 8)
    const undo = await office.owner.post(`/api/batches/${done.batchId}/undo`)
    expect(undo).toMatchObject({ undone: 1, kept: [{ title: 'แก้แล้วคงไว้', fields: ['employees'] }] })
    expect(await count()).toBe(before + 1)
    await office.owner.request('DELETE', `/api/records/customer/${(await found('แก้แล้วคงไว้')).id}`, {})
  })
})
