import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

/** Deals and activities carry the owner of their customer for the scope of queries; whatever moves must take it along. */
describe('what hangs on a customer is seen by whoever sees the customer', () => {
  let office: TestOffice
  let noi: Person
  let nid: Person
  let customer: { id: string; version: number }
  let deal: string
  let call: string

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('seller-noi'))
    nid = await office.person('นิด', seller('seller-nid'))
    const { owner } = office
    customer = await owner.create('customer', { name: company('กตัญญูฟาร์มกุ้ง'), owner: noi.id })
    const { pipelines } = await owner.session()
    const where = { pipeline: pipelines[0]?.id, stage: pipelines[0]?.stages[0]?.id }
    deal = (await owner.create('deal', { name: 'ปั๊มน้ำเค็ม', customer: customer.id, ...where })).id
    call = (await owner.create('activity', { subject: 'โทรถามราคา', type: 'call', about: [{ entity: 'deal', id: deal }] })).id
  })
  afterAll(() => office.close())

  const sees = async (person: Person) => {
    const ids = async (entity: string) => (await person.list(entity)).rows.map((row) => row.id)
    return { deal: (await ids('deal')).includes(deal), call: (await ids('activity')).includes(call) }
  }
  const both = { deal: true, call: true }
  const neither = { deal: false, call: false }

  it('although the deal and the call belong to somebody else', async () => {
    expect(await sees(noi)).toEqual(both)
    expect(await sees(nid)).toEqual(neither)
  })

  it('and by the next one when the customer is given to her', async () => {
    const { version } = await office.owner.record('customer', customer.id)
    await office.owner.update('customer', customer.id, version, { owner: nid.id })
    expect(await sees(noi)).toEqual(neither)
    expect(await sees(nid)).toEqual(both)
  })

  it('and by nobody through a customer in the bin, until it comes back', async () => {
    await office.owner.post('/api/records/customer/delete', { ids: [customer.id] })
    expect(await sees(nid)).toEqual(neither)
    await office.owner.post('/api/records/customer/restore', { ids: [customer.id] })
    expect(await sees(nid)).toEqual(both)
  })

  it('and by the seller of the customer to whom the deal moves, with its calls', async () => {
    const other = await office.owner.create('customer', { name: company('ฐานฎีกาการโยธา'), owner: noi.id })
    const { version } = await office.owner.record('deal', deal)
    await office.owner.update('deal', deal, version, { customer: other.id })
    expect(await sees(noi)).toEqual(both)
    expect(await sees(nid)).toEqual(neither)
  })
})
