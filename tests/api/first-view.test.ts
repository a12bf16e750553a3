import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SavedView } from '../../core/contract/office.ts'
import { TestOffice } from '../support/test-office.ts'

let office: TestOffice
beforeAll(async () => {
  office = await TestOffice.open()
})
afterAll(() => office.close())

const views = async (who = office.owner) => (await who.get<{ views: SavedView[] }>('/api/views/customer')).views
const create = async (name: string, shared: boolean) =>
  (await office.owner.post<{ id: string }>('/api/views/customer', { name, shared, definition: {} })).id
const setFirst = (id: string, roles: string[], who = office.owner) =>
  who.request('PUT', `/api/views/customer/${id}/first`, { roles })

it('a list opens for a role with the view that who runs the office chose, one for each role', async () => {
  const noi = await office.person('หน่อย', 'sales')
  const good = await create('เกรดดี', true)
  const quiet = await create('เงียบนาน', true)
  const own = await create('ของเอก', false)
  expect((await setFirst(good, ['sales'], noi)).status).toBe(403)
  expect((await setFirst(own, ['sales'])).status).toBe(400)
  expect((await setFirst(good, ['sales', 'manager'])).status).toBe(200)
  expect((await views(noi)).filter((view) => view.first).map((view) => view.id)).toEqual([good])
  expect((await views(noi)).every((view) => view.firstFor.length === 0)).toBe(true)
  expect((await views()).some((view) => view.first)).toBe(false)

  await setFirst(quiet, ['sales'])
  expect((await views(noi)).filter((view) => view.first).map((view) => view.id)).toEqual([quiet])
  expect((await views()).find((view) => view.id === good)?.firstFor).toEqual(['manager'])
})
