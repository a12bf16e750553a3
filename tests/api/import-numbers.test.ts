import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyImport, checkImport } from '../support/import-run.ts'
import { merging } from '../support/postings.ts'
import { company, TestOffice } from '../support/test-office.ts'

/** So many that they are written by their names, in a thread of their own. */
const MANY = 2_000

describe('the running codes of a large import', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  const named = (at: number) => `ลำดับ ${MANY - at}`
  const file = `ชื่อลูกค้า\n${Array.from({ length: MANY }, (_, at) => named(at)).join('\n')}\n`
  const byCode = async () => {
    const { rows } = await office.owner.list('customer', { sort: { field: 'code' }, limit: 200 })
    return rows.map((row) => [row.code, (row.name as { name: string }).name])
  }
  const code = (number: number) => `C-${String(number).padStart(6, '0')}`

  it('follow the order of the file, pass over one that somebody took by hand, and the next new customer comes after them', async () => {
    await office.owner.create('customer', { name: company('ถือเลขเอง'), code: code(3) })
    const run = await checkImport(office.owner, 'customer', 'ลูกค้าไม่มีรหัส.csv', file)
    const done = await applyImport(office.owner, run)
    expect(done).toMatchObject({ state: 'done', counts: { add: MANY } })
    expect(await merging(office)).toBe('usual')
    const rows = await byCode()
    expect(rows.slice(0, 5)).toEqual([
      [code(1), named(0)],
      [code(2), named(1)],
      [code(3), 'ถือเลขเอง'],
      [code(4), named(3)],
      [code(5), named(4)],
    ])
    const next = await office.owner.create('customer', { name: company('มาทีหลัง') })
    const after = await office.owner.get<{ code: string }>(`/api/records/customer/${next.id}`)
    expect(after.code).toBe(code(MANY + 2))
    const passedOver = await office.owner.list('customer', { filter: { field: 'code', op: 'is', value: code(MANY + 1) } })
    expect(passedOver.rows).toMatchObject([{ name: { name: named(2) } }])
  })
})
