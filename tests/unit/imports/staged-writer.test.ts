import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Customer } from '../../../core/entities/customer.ts'
import { stagedRows } from '../../../server/features/imports/staged-file.ts'
import type { StagedRow } from '../../../server/features/imports/staged-row.ts'
import { StagedWriter } from '../../../server/features/imports/staged-writer.ts'

const MANY = 2_000
const shop = (line: number, name: string, more: Partial<StagedRow> = {}): StagedRow => ({
  action: 'add',
  line,
  title: name,
  reasons: [],
  values: { name: { type: 'company', name } },
  ...more,
})

describe('the staged rows of an import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staged-'))
  const path = join(folder, 'staged.jsonl')
  afterAll(() => rmSync(folder, { recursive: true }))

  const written = async (rows: StagedRow[]) => {
    const writer = new StagedWriter(Customer, path)
    for (let at = 0; at < rows.length; at += 500) writer.add(rows.slice(at, at + 500))
    writer.finish()
    writer.close()
    const read: StagedRow[] = []
    for await (const row of stagedRows(path)) read.push(row)
    return read
  }

  it('go in by title where they are many, after those that name other records or do not go in', async () => {
    const shops = Array.from({ length: MANY }, (_, at) => shop(at + 2, `ร้านที่ ${MANY - at}`))
    const branch = shop(MANY + 2, 'กิ่งแก้ว', { values: { name: { type: 'company', name: 'กิ่งแก้ว' }, parent: 'p' } })
    const naming = shop(MANY + 3, 'ก่อเกียรติ', {
      references: [{ field: 'parent', entity: 'customer', text: 'แม่', multiple: false }],
    })
    const bad: StagedRow = { action: 'bad', line: MANY + 4, title: 'กลับ', reasons: [] }
    const rows = await written([...shops, branch, naming, bad])
    expect(rows.map(({ line }) => line)).toEqual([branch.line, naming.line, bad.line, ...shops.map(({ line }) => line).reverse()])
    expect(rows.at(-1)).toEqual(shops[0])
    expect(existsSync(`${path}.draft`)).toBe(false)
  })

  it('stay as they stand in the file where they are few', async () => {
    const rows = await written([shop(2, 'ฮ'), shop(3, 'ก')])
    expect(rows.map(({ line }) => line)).toEqual([2, 3])
  })
})
