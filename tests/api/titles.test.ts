import { afterAll, beforeAll, expect, it } from 'vitest'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

let office: TestOffice
let noi: Person
let own: string
let foreign: string
beforeAll(async () => {
  office = await TestOffice.open()
  noi = await office.person('หน่อย', seller('titles'))
  own = (await noi.create('customer', { name: company('กตัญญูค้าวัสดุ') })).id
  foreign = (await office.owner.create('customer', { name: company('ฐานฎีกาวิศวกรรม') })).id
})
afterAll(() => office.close())

const titles = async (who: Person, of: Record<string, string[]>) =>
  (await who.post<{ titles: Record<string, string> }>('/api/titles', { of })).titles

it('names the records that a condition names, of several kinds at once, and leaves out what the reader may not see', async () => {
  const contact = (await noi.create('contact', { name: { first: 'สมชาย', last: 'รักงาน' } })).id
  expect(await titles(noi, { customer: [own, foreign], contact: [contact] })).toEqual({
    [own]: expect.stringContaining('กตัญญูค้าวัสดุ'),
    [contact]: 'สมชาย รักงาน',
  })
  expect(Object.keys(await titles(office.owner, { customer: [own, foreign] }))).toHaveLength(2)
})

it('says no name that is hidden from the reader, and nothing of kinds that do not exist', async () => {
  const blind = await office.person('ป้อม', seller('titles-blind', ['customer.name']))
  const hers = (await blind.create('deal', { name: 'ปั๊ม' })).id
  expect(await titles(blind, { customer: [own, foreign] })).toEqual({})
  expect(Object.keys(await titles(blind, { deal: [hers], nothing: [own] }))).toEqual([hers])
})

it('goes on naming what lies in the bin, and refuses what is no id', async () => {
  const { id } = await noi.create('customer', { name: company('ป้ำน้ำใส') })
  await noi.post('/api/records/customer/delete', { ids: [id] })
  expect(Object.keys(await titles(noi, { customer: [id] }))).toEqual([id])
  expect((await noi.request('POST', '/api/titles', { of: { customer: ['x'] } })).status).toBe(400)
  expect((await noi.request('POST', '/api/titles', { of: { 'Customer;': [own] } })).status).toBe(400)
})
