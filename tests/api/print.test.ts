import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EntityGrant, Role } from '../../core/access/policy.ts'
import type { PrintRequest } from '../../core/contract/print.ts'
import { rowsToPrint } from '../../server/features/printing/gather.ts'
import { listSheet } from '../../server/features/printing/print-list.ts'
import { visitSheets } from '../../server/features/printing/print-visits.ts'
import { valueWords } from '../../server/features/settings/value-words.ts'
import { company, type Person, phone, seller, TestOffice } from '../support/test-office.ts'

type Preview = { pages: number; printed: number; withoutAddress: number; refused: number; svg?: string }
const SECRET = '+66899990123'

describe('printing', () => {
  let office: TestOffice
  let noi: Person
  const keeper: Role = { ...seller('no-export'), grants: { '*': { ...seller('x').grants['*'], export: false } as EntityGrant } }
  const home = (type: string, houseNo: string) => ({
    id: type,
    type,
    houseNo,
    subdistrict: 'คลองเตย',
    district: 'คลองเตย',
    province: 'กรุงเทพมหานคร',
    provinceCode: '10',
    postcode: '10110',
  })

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('น้อย', seller('print-seller', ['customer.phones']))
    const make = (name: string, more: Record<string, unknown>) =>
      office.owner.create('customer', { name: company(name), ...more })
    await make('กขการค้า', { addresses: [home('billing', '1'), home('shipping', '99/9')], phones: [phone(SECRET)] })
    await make('คงการค้า', { addresses: [home('billing', '2')], doNotContact: ['post'] })
    await make('จฉการค้า', {})
    const own = await noi.create('customer', { name: company('ของน้อยการค้า'), addresses: [home('billing', '3')] })
    const seen = await office.owner.record('customer', own.id)
    await office.owner.update('customer', own.id, seen.version, { phones: [phone(SECRET)] })
  })
  afterAll(() => office.close())

  const preview = (body: PrintRequest, who = office.owner) =>
    who.request<Preview & { code?: string }>('POST', '/api/print/customer/preview', body)
  const pdf = (body: PrintRequest, who = office.owner, entity = 'customer') =>
    who.request<Buffer & { code?: string }>('POST', `/api/print/${entity}`, body)

  it('is refused to who may take nothing out of the office, and for what has no addresses', async () => {
    const kao = await office.person('เก้า', keeper)
    expect((await preview({ what: 'list' }, kao)).body.code).toBe('access.denied')
    expect((await pdf({ what: 'labels' }, kao)).body.code).toBe('access.denied')
    expect((await pdf({ what: 'labels' }, office.owner, 'deal')).body.code).toBe('request.invalid')
  })

  it('leaves out of a mailing who has no address and who wants no mail, and says how many', async () => {
    const { body } = await preview({ what: 'labels' })
    expect(body).toMatchObject({ printed: 2, withoutAddress: 1, refused: 1, pages: 1 })
    expect(body.svg).toMatch(/^<svg/)
  })

  it('shows the first page of several, which the paper of the others does not cover', async () => {
    const many = await TestOffice.open()
    for (let at = 0; at < 40; at += 1) await many.owner.create('customer', { name: company(`ลูกค้า ${at}`) })
    const { body } = await preview({ what: 'list' }, many.owner)
    await many.close()
    expect(body.pages).toBeGreaterThan(1)
    const papers = body.svg?.match(
      /<path class="typst-shape" fill="#ffffff"[^>]*d="M 0 0 L 0 [\d.]+ L [\d.]+ [\d.]+ L [\d.]+ 0 Z "/g,
    )
    expect(papers).toHaveLength(1)
    expect(body.svg).toContain('<defs id="glyph">')
  }, 30_000)

  it('cuts nothing off the letter that shows through a window: marks of the first line stand above it', async () => {
    expect((await preview({ what: 'window' })).body.svg).not.toContain('clip-path')
  })

  it('says at the foot of the first page how many there are of all', async () => {
    const { rows } = await office.owner.list('customer')
    const ids = rows.map(({ id }) => id).slice(0, 3)
    expect(ids).toHaveLength(3)
    const [alone, ofTwo] = [await preview({ what: 'visits', ids: ids.slice(0, 2) }), await preview({ what: 'visits', ids })]
    expect([alone.body.pages, ofTwo.body.pages]).toEqual([1, 2])
    // Both show the same two visits: only the number of pages tells them apart.
    const lettersOf = (svg = '') => svg.match(/<use [^>]*>/g) ?? []
    const [first, second] = [lettersOf(alone.body.svg), lettersOf(ofTwo.body.svg)]
    expect(second).toHaveLength(first.length)
    expect(second.filter((letter, at) => letter !== first[at])).toHaveLength(1)
  })

  it('goes on where a sheet of stickers was begun', async () => {
    expect((await preview({ what: 'labels', sheet: '2x8', skip: 14 })).body.pages).toBe(1)
    expect((await preview({ what: 'labels', sheet: '2x8', skip: 15 })).body.pages).toBe(2)
  })

  it('gives a PDF of everything, and writes down who printed what', async () => {
    for (const what of ['list', 'visits', 'labels', 'envelopes', 'window'] as const) {
      const reply = await pdf({ what })
      expect(reply.status, what).toBe(200)
      expect(reply.body.subarray(0, 5).toString(), what).toBe('%PDF-')
    }
    const logged = await office.container.office.connection.all<{ detail: string }>(
      "select detail from access_log where action = 'print' and entity = 'customer' order by seq",
    )
    expect(logged.map(({ detail }) => (JSON.parse(detail) as { what: string; rows: number }).rows)).toEqual([4, 4, 2, 2, 2])
  })

  it('takes what somebody wrote as words, never as markup', async () => {
    const { id } = await office.owner.create('customer', { name: company('#panic("x") $x$ *ดาว* \\') })
    expect((await pdf({ what: 'list', ids: [id] })).status).toBe(200)
    expect((await pdf({ what: 'visits', ids: [id] })).status).toBe(200)
    await office.owner.post('/api/records/customer/delete', { ids: [id] })
  })

  it('shows a seller his own records and no field that is hidden from him', async () => {
    expect((await preview({ what: 'list' }, noi)).body.printed).toBe(1)
    const ctx = await office.container.office.contextOf(noi.id, 'th')
    const db = office.container.office.connection
    const words = await valueWords(ctx, db, [])
    const everyone = (await office.owner.list('customer')).rows.map((row) => row.id)
    const request: PrintRequest = { what: 'list', ids: everyone, columns: ['name', 'phones'] }
    const rows = await rowsToPrint(ctx, db, 'customer', request)
    const printed = JSON.stringify([
      await listSheet(ctx, db, words, { entity: 'customer', request, rows }),
      await visitSheets(ctx, db, words, 'customer', rows),
    ])
    expect(printed).toContain('ของน้อย')
    expect(printed).not.toContain('กขการค้า')
    expect(printed).not.toContain('0123')
  })

  it('refuses, rather than cuts, what is too much for one printing', async () => {
    await office.container.office.writeAlone(async (tx) => {
      const ctx = await office.container.office.contextOf(office.owner.id, 'th')
      for (let at = 0; at < 201; at += 1)
        await office.container.office.writer.create(ctx, tx, 'customer', { name: company(`หลายราย ${at}`) })
    })
    expect((await preview({ what: 'visits' })).body.code).toBe('print.too_many')
    expect((await preview({ what: 'list' })).body.printed).toBe(205)
  })
})
