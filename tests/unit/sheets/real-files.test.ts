import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAll } from './make-file.ts'

/** A folder of public files that are not part of the product; see the data's own README for where they come from. */
const data = process.env.SAMPHAN_REAL_DATA ?? ''

describe.skipIf(data === '')('real files (skipped where SAMPHAN_REAL_DATA names no folder)', () => {
  it('the schools of Chiang Mai are the same 959 rows in three encodings', async () => {
    const names = ['derived_chiangmai_cp874_crlf.csv', 'derived_chiangmai_utf16le_tab.txt', 'derived_chiangmai_utf8bom.csv']
    const read = await Promise.all(names.map((name) => readAll(join(data, 'thai-schools', name))))
    expect(read.map(({ info }) => [info.encoding, info.delimiter, info.rowCount])).toEqual([
      ['windows-874', ',', 959],
      ['utf-16le', '\t', 959],
      ['utf-8', ',', 959],
    ])
    expect(read[0]?.cells).toEqual(read[2]?.cells)
    expect(read[1]?.cells).toEqual(read[2]?.cells)
  })

  it('the import templates of Odoo are read', async () => {
    const found: unknown[] = []
    for (const name of [
      'base__static__xls__res_partner',
      'crm__static__xls__crm_lead',
      'product__static__xls__product_template',
    ]) {
      const { info } = await readAll(join(data, 'odoo-import-templates', `${name}.xls`))
      found.push([info.sheetName, info.headers[0], info.headers.length, info.rowCount])
    }
    expect(found).toEqual([
      ['Sheet 1', 'Name', 9, 8],
      ['Template', 'External ID', 16, 8],
      ['Template', 'External ID', 9, 25],
    ])
  })

  it('every card of 18 address books is read and has a name', async () => {
    const folder = join(data, 'vcards', 'ez-vcard')
    const names = readdirSync(folder).filter((name) => name.endsWith('.vcf'))
    const cards = (await Promise.all(names.map((name) => readAll(join(folder, name))))).flatMap(({ cells }) => cells)
    expect([names.length, cards.length]).toEqual([18, 26])
    expect(cards.filter((card) => card[0] === null)).toEqual([])
    expect(cards.every((card) => !JSON.stringify(card).includes('BEGIN:'))).toBe(true)
  })
})
