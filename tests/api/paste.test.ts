import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PastedRecord } from '../../core/paste/pasted-values.ts'
import { type Person, seller, TestOffice } from '../support/test-office.ts'

const MESSAGE = 'หจก.กตัญญูค้าวัสดุ (สาขา 2)\n0-1035-99000-02-5\nคุณปุ๊กกี้ จัดซื้อ\nโทร 081-000-1180\nขอราคามอเตอร์ 2 แรง'

describe('a pasted message', () => {
  let office: TestOffice
  let noi: Person

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('own-seller'))
  })
  afterAll(() => office.close())

  const read = async (entity: string, text: string) =>
    (await noi.request('POST', `/api/paste/${entity}/read`, { text })).body as unknown as PastedRecord

  it('is refused where it is too long, and for an entity that is not there', async () => {
    expect((await noi.request('POST', '/api/paste/customer/read', { text: 'ก'.repeat(20_001) })).status).toBe(400)
    expect((await noi.request('POST', '/api/paste/nothing/read', { text: 'ก' })).status).toBe(404)
  })

  it('is read by the fields of each entity, and what has no field there is left over', async () => {
    const customer = await read('customer', MESSAGE)
    expect(customer.values).toMatchObject({
      name: { type: 'company', form: 'limited-partnership', name: 'กตัญญูค้าวัสดุ' },
      taxId: { number: '0103599000025', branch: '00002' },
      phones: [{ e164: '+66810001180' }],
    })
    expect(customer.contact).toMatchObject({ name: { first: 'ปุ๊กกี้' }, position: 'จัดซื้อ' })
    const lead = await read('lead', MESSAGE)
    expect(lead.values).toMatchObject({ name: { first: 'ปุ๊กกี้' }, company: 'กตัญญูค้าวัสดุ', position: 'จัดซื้อ' })
    const over = lead.marks.filter((mark) => mark.field === 'leftover').map((mark) => lead.text.slice(mark.start, mark.end))
    expect(over).toEqual(['(สาขา 2)', '0-1035-99000-02-5', 'ขอราคามอเตอร์ 2 แรง'])
    expect((await read('activity', 'โทรหาคุณแดง\nเรื่องใบเสนอราคา')).values).toEqual({ subject: 'โทรหาคุณแดง' })
  })

  it('becomes the customer and the contact there in one step, which is undone as one', async () => {
    const { values, contact } = await read('customer', MESSAGE)
    const { body } = await noi.request('POST', '/api/paste/customer', { values, contact })
    const saved = body as unknown as { id: string; contactId: string; batchId: string }
    const made = await noi.get<{ customers: { to: string; position: string }[] }>(`/api/records/contact/${saved.contactId}`)
    expect(made.customers).toMatchObject([{ to: saved.id, position: 'จัดซื้อ' }])
    await noi.request('POST', `/api/batches/${saved.batchId}/undo`, {})
    for (const path of [`customer/${saved.id}`, `contact/${saved.contactId}`])
      expect((await noi.get<{ deletedAt?: string }>(`/api/records/${path}`)).deletedAt).toBeTruthy()
  })

  it('becomes the customer and all the people there in one step, which is undone as one', async () => {
    const before = (await noi.list('contact', {})).rows.length
    const { values, contact, others } = await read('customer', `${MESSAGE}\nคุณแอน บัญชี 089-876-5432`)
    expect(others).toMatchObject([{ name: { first: 'แอน' }, phones: [{ e164: '+66898765432' }] }])
    const { body } = await noi.request('POST', '/api/paste/customer', { values, contact, others })
    const { rows } = await noi.list('contact', {})
    expect(rows).toHaveLength(before + 2)
    expect(rows.filter((row) => JSON.stringify(row.customers).includes(String(body.id)))).toHaveLength(2)
    expect((await noi.request('POST', `/api/batches/${body.batchId}/undo`, {})).status).toBe(200)
    expect((await noi.list('contact', {})).rows).toHaveLength(before)
  })

  it('writes nothing when the person may not add the contact', async () => {
    const role = seller('no-contacts')
    const dao = await office.person('ดาว', {
      ...role,
      grants: {
        ...role.grants,
        contact: { view: 'own', create: false, edit: 'own', delete: 'own', export: true, import: true, assign: false },
      },
    })
    const reply = await dao.request('POST', '/api/paste/customer', {
      values: { name: { type: 'company', name: 'ครึ่งเดียว' } },
      contact: { name: { first: 'แดง' } },
    })
    expect(reply.status).toBe(403)
    expect((await dao.request('POST', '/api/records/customer/count', {})).body).toMatchObject({ count: 0 })
  })
})
