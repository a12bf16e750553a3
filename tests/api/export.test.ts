import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company, phone, seller, TestOffice } from '../support/test-office.ts'

describe('an export', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
    const address = { id: 'a1', type: 'billing', province: 'เชียงใหม่', provinceCode: '50' }
    await office.owner.create('customer', { name: company('ปั๊มน้ำเหนือ'), addresses: [address], phones: [phone('+66812223333')] })
    await office.owner.create('customer', { name: company('ปั๊มน้ำใต้'), needs: 'ปั๊มน้ำเหนือสุด' })
    await office.owner.create('customer', { name: company('ร้านอื่น') })
  })
  afterAll(() => office.close())

  const csvOf = async (body: Record<string, unknown>, person = office.owner, entity = 'customer') =>
    (await person.request<Buffer>('POST', `/api/records/${entity}/export`, { format: 'csv', ...body })).body.toString()
  const lines = (csv: string) => csv.replace('\ufeff', '').trim().split('\r\n')

  it('of a searched list holds nothing that the searcher may not see', async () => {
    const noi = await office.person('น้อย', seller('export-seller', ['customer.needs']))
    const own = await noi.create('customer', { name: company('ปั๊มของน้อย') })
    await office.owner.update('customer', own.id, own.version, { needs: 'วาล์ว' })
    expect(lines(await csvOf({ search: 'ปั๊ม', columns: ['name'] }, noi))).toEqual([
      expect.any(String),
      expect.stringContaining('ของน้อย'),
    ])
    expect(lines(await csvOf({ search: 'วาล์ว', columns: ['name', 'needs'] }, noi))).toHaveLength(1)
  })

  it('of a searched list holds the hits alone, best first as they are shown', async () => {
    const found = lines(await csvOf({ search: 'ปั๊มน้ำเหนือ', columns: ['name', 'phones', 'createdAt'] }))
    expect(found).toHaveLength(3)
    expect(found[1]).toMatch(/ปั๊มน้ำเหนือ.*,081-222-3333,2026-11-22/)
    expect(found[2]).toContain('ปั๊มน้ำใต้')
  })

  it('of a searched list leaves out who only sounds like it', async () => {
    await office.owner.create('contact', { name: { first: 'สมชาย', last: 'ใจดี' } })
    await office.owner.create('contact', { name: { first: 'สมชัย', last: 'ใจดี' } })
    const hits = await office.owner.post<{ hits: { rank: string }[] }>('/api/search', {
      text: 'สมชาย',
      entities: ['contact'],
      limit: 10,
    })
    expect(hits.hits.map((hit) => hit.rank)).toContain('soundsLike')
    expect(lines(await csvOf({ search: 'สมชาย', columns: ['name'] }, office.owner, 'contact'))).toHaveLength(2)
  })

  it('says provinces and how deals stand in words, as the list does', async () => {
    expect(await csvOf({ columns: ['name', 'province'], search: 'ปั๊มน้ำเหนือ' })).toMatch(/,เชียงใหม่\r\n/)
    const { pipelines } = await office.owner.session()
    const stages = pipelines[0]?.stages ?? []
    const won = stages.find((stage) => stage.kind === 'won')?.id
    await office.owner.create('deal', { name: 'ขายได้', pipeline: pipelines[0]?.id, stage: won, amount: 100 })
    expect(lines(await csvOf({ columns: ['name', 'status'] }, office.owner, 'deal'))[1]).toBe('ขายได้,ปิดการขายได้')
  })

  it('of every field bears no header twice, so that it maps itself when it is read again', async () => {
    for (const entity of ['customer', 'contact', 'lead', 'deal', 'activity']) {
      const headers = lines(await csvOf({}, office.owner, entity))[0]?.split(',') ?? []
      expect(headers.length).toBeGreaterThan(5)
      expect(headers, entity).toEqual([...new Set(headers)])
    }
  })
})
