import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkImport, plannedRows } from '../support/import-run.ts'
import { company, TestOffice } from '../support/test-office.ts'

/** So many that look-alikes are looked for in a thread of its own, a piece of the file after the other. */
const MANY = 4_000

describe('what the rows of a large import look like', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  it('is told beside each row that looks like a record that is there, from the first to the last, and beside no other', async () => {
    const there: Record<number, string> = { 0: 'รุ่งเรืองการค้า', 1999: 'พัฒนาวัสดุ', 2700: 'สมบูรณ์พาณิชย์', 3999: 'ไทยเจริญกิจ' }
    for (const name of Object.values(there)) await office.owner.create('customer', { name: company(name) })
    const names = Array.from({ length: MANY }, (_, at) => there[at] ?? `ร้านที่ ${at}`)
    const run = await checkImport(office.owner, 'customer', 'ลูกค้า.csv', `ชื่อลูกค้า\n${names.join('\n')}\n`, () => ({ match: [] }))
    expect(run.counts).toMatchObject({ rows: MANY, add: MANY - 4, warn: 4 })
    const warned = await plannedRows(office.owner, run, 'warn')
    expect(warned.map(({ line, reasons }) => [line, reasons.map(({ code, params }) => [code, params?.title])])).toEqual(
      Object.entries(there).map(([at, name]) => [Number(at) + 2, [['looks_like', name]]]),
    )
  })
})
