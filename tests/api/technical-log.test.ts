import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../../server/log.ts'
import { checkImport } from '../support/import-run.ts'
import { company, TestOffice } from '../support/test-office.ts'

/** What is said of people and customers, typed, searched for or kept secret: none of it is the business of who reads the technical log. */
const SAID = {
  customer: 'ลับกาญจนาภิเษก',
  person: 'ลับสมปรารถนา',
  note: 'ลับว่าค้างชำระ',
  searched: 'ลับที่ค้นหา',
  phone: '+66899123457',
  email: 'lap.somprat@example.com',
  password: 'lap-rahat-phan-9931',
  signInName: 'ลับชื่อที่พิมพ์ผิด',
  imported: 'ลับจากไฟล์นำเข้า',
  fileName: 'ลับรายชื่อลูกค้า',
}

describe('the technical log', { timeout: 60_000 }, () => {
  const lines: string[] = []
  const write = (fields: object, message: string) =>
    void lines.push(
      JSON.stringify([message, fields], (_, value: unknown) =>
        value instanceof Error ? `${value.stack} ${JSON.stringify(value)}` : value,
      ),
    )
  const log: Log = { info: write, warn: write, error: write }
  let office: TestOffice
  beforeEach(async () => {
    lines.length = 0
    office = await TestOffice.open({ log })
    office.damages = true
  })
  afterEach(() => office.close())

  const sql = (text: string) => office.container.office.writeAlone((tx) => tx.run(text, []))

  it('tells what went wrong, and never whom it concerns, what was typed or what is secret', async () => {
    const { owner } = office
    const values = {
      name: company(SAID.customer),
      notes: SAID.note,
      phones: [{ id: 'p1', e164: SAID.phone }],
      emails: [{ id: 'e1', address: SAID.email }],
    }
    const { id } = await owner.create('customer', values)
    await owner.create('contact', { name: { first: SAID.person }, customers: [{ id: 'l1', to: id }] })
    await owner.post('/api/search', { text: SAID.searched })
    await owner.request('POST', '/api/records/customer', { values: { ...values, [SAID.note]: SAID.note, grade: SAID.person } })
    await checkImport(owner, 'customer', `${SAID.fileName}.csv`, `ชื่อลูกค้า,เบอร์โทร\n${SAID.imported},${SAID.phone}\n`)
    await owner.upload('customer', `${SAID.fileName}.xlsx`, SAID.imported)

    // Whatever nobody thought of: a table is gone, a cell is none.
    await sql(`update change set fields = '{"notes":["${SAID.note}"' where record_id = '${id}'`)
    await sql(`update customer set phones = '[{"e164":"${SAID.phone}"' where id = '${id}'`)
    await owner.request('GET', `/api/records/customer/${id}/history`)
    await sql('alter table customer_text rename to customer_text_gone')
    const before = lines.length
    const failed = await owner.request<{ code?: string; reference?: string }>('POST', '/api/records/customer', { values })
    expect(failed.body.code).toBe('server.unexpected')
    await owner.request('PATCH', `/api/records/customer/${id}`, { version: 1, values: { notes: `${SAID.note} ${SAID.person}` } })
    await owner.request('POST', '/api/search', { text: SAID.searched })
    await sql('alter table customer_text_gone rename to customer_text')

    await owner.post('/api/me/password', { next: SAID.password })
    for (const name of [SAID.signInName, 'เอก'])
      expect((await owner.request('POST', '/api/session', { name, password: `${SAID.password}!` })).status).toBe(401)

    // The reference in the answer leads to the line.
    expect(lines.slice(before).some((line) => line.includes(String(failed.body.reference)))).toBe(true)
    for (const [what, text] of Object.entries(SAID))
      expect(
        lines.filter((line) => line.includes(text)),
        what,
      ).toEqual([])
  })
})
