import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportRun } from '../../core/contract/imports.ts'
import { applyImport, checkImport, map, plannedRows } from '../support/import-run.ts'
import { TestOffice } from '../support/test-office.ts'

const real = process.env.SAMPHAN_REAL_DATA
const reason = 'SAMPHAN_REAL_DATA is not set: the real files are not here'

describe.skipIf(!real)(`importing real files${real ? '' : ` (skipped: ${reason})`}`, () => {
  let office: TestOffice
  const file = (path: string) => readFileSync(join(real ?? '', path))
  beforeAll(async () => {
    expect(existsSync(real ?? '')).toBe(true)
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  it('brings in the accounts and the 8,800 deals of Maven with their stages and values', { timeout: 120_000 }, async () => {
    const accounts = await checkImport(office.owner, 'customer', 'accounts.csv', file('maven-crm-opportunities/accounts.csv'))
    expect(accounts.counts).toMatchObject({ rows: 85, add: 85 })
    expect((await applyImport(office.owner, accounts)).state).toBe('done')
    for (const name of ['GTX Basic', 'GTX Pro', 'GTX Plus Basic', 'GTX Plus Pro', 'GTK 500', 'MG Special', 'MG Advanced'])
      await office.request('PUT', '/api/choices/product', { labelTh: name, labelEn: name })
    const stages = (await office.owner.session()).pipelines[0]?.stages ?? []
    const stage = (nameEn: string) => stages.find((candidate) => candidate.nameEn === nameEn)?.id ?? null
    const deals = await checkImport(
      office.owner,
      'deal',
      'sales_pipeline.csv',
      file('maven-crm-opportunities/sales_pipeline.csv'),
      (definition, run) => ({
        columns: map(definition, run, {
          deal_stage: { target: 'stage', values: { Engaging: stage('Site survey'), Prospecting: stage('Needs') } },
        }),
        defaults: { name: 'Maven' },
      }),
    )
    expect(deals.counts).toMatchObject({ rows: 8800, bad: 0 })
    expect((await applyImport(office.owner, deals)).state).toBe('done')
    const { groups } = await office.owner.post<{ groups: { key: string; count: number; sum: number }[] }>(
      '/api/records/deal/aggregate',
      { groupBy: 'status', sum: 'amount' },
    )
    expect(groups.find((group) => group.key === 'won')).toMatchObject({ count: 4238, sum: 10_005_534_00 })
    expect(groups.find((group) => group.key === 'lost')).toMatchObject({ count: 2473 })
    const products = await office.owner.post<{ groups: { key: string }[] }>('/api/records/deal/aggregate', { groupBy: 'product' })
    expect(products.groups).toHaveLength(7)
    expect((await office.owner.post<{ count: number }>('/api/records/customer/count')).count).toBe(85)
  })

  it('reads the schools of Chiang Mai alike in three encodings', { timeout: 60_000 }, async () => {
    const runs: ImportRun[] = []
    for (const name of ['derived_chiangmai_cp874_crlf.csv', 'derived_chiangmai_utf8bom.csv', 'derived_chiangmai_utf16le_tab.txt'])
      runs.push(
        await checkImport(office.owner, 'customer', name, file(`thai-schools/${name}`), () => ({ match: [], skipBadRows: true })),
      )
    expect(runs.map((run) => [run.encoding, run.rowCount])).toEqual([
      ['windows-874', 959],
      ['utf-8', 959],
      ['utf-16le', 959],
    ])
    expect(runs[0]?.columns.map((column) => column.samples)).toEqual(runs[1]?.columns.map((column) => column.samples))
    expect(runs[0]?.counts).toEqual(runs[1]?.counts)
    expect(runs[0]?.counts).toEqual(runs[2]?.counts)
  })

  it('brings in every vCard, the Odoo leads and the 9,240 leads', { timeout: 300_000 }, async () => {
    const cards = [
      'John_Doe_ANDROID',
      'John_Doe_BLACK_BERRY',
      'John_Doe_EVOLUTION',
      'John_Doe_GMAIL',
      'John_Doe_IPHONE',
      'John_Doe_LOTUS_NOTES',
      'John_Doe_MAC_ADDRESS_BOOK',
      'John_Doe_MS_OUTLOOK',
      'fullcontact',
      'gmail-list',
      'gmail-single',
      'gmail-single2',
      'issue114',
      'outlook-2003',
      'outlook-2007',
      'rfc2426-example',
      'rfc6350-example',
      'thunderbird-MoreFunctionsForAddressBook-extension',
    ]
    let total = 0
    for (const card of cards) {
      const run = await checkImport(office.owner, 'contact', `${card}.vcf`, file(`vcards/ez-vcard/${card}.vcf`), () => ({
        match: [],
      }))
      const bad = await plannedRows(office.owner, run, 'bad')
      expect(bad, `${card}: ${JSON.stringify(bad)}`).toEqual([])
      total += run.rowCount
    }
    expect(total).toBe(26)
    const odoo = await checkImport(
      office.owner,
      'lead',
      'crm_lead.xls',
      file('odoo-import-templates/crm__static__xls__crm_lead.xls'),
      () => ({ match: [] }),
    )
    expect(await plannedRows(office.owner, odoo, 'bad')).toEqual([])
    const leads = await checkImport(office.owner, 'lead', 'leads.csv', file('lead-scoring/leads.csv'), (definition, run) => ({
      match: [],
      columns: map(definition, run, { 'Lead Number': { target: 'name' } }),
    }))
    expect(leads.counts).toMatchObject({ rows: 9240, bad: 0 })
  })
})
