import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../../core/access/policy.ts'
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

it('a view that names a field that was put away stays, for nobody the first; what is hidden from its reader is in none', async () => {
  const made = async (labelTh: string) =>
    office.request<{ id: string; key: string }>('PUT', '/api/fields/customer', {
      labelTh,
      labelEn: labelTh,
      kind: 'number',
      filterable: true,
    })
  const [staff, secret] = [await made('จำนวนช่าง'), await made('ต้นทุน')]
  const role: Role = {
    key: 'no-costs',
    admin: false,
    grants: { '*': { view: 'all', create: false, edit: 'none', delete: 'none', export: false, import: false, assign: false } },
    fields: { [`customer.${secret.key}`]: 'hidden' },
  }
  const pam = await office.person('ป้ำ', role)
  const save = async (name: string, definition: object) =>
    (await office.owner.post<{ id: string }>('/api/views/customer', { name, shared: true, definition })).id
  const many = { field: staff.key, op: 'gte', value: 10 }
  const dear = { field: secret.key, op: 'gte', value: 777 }
  const staffed = await save('ช่างเยอะ', {
    filter: { all: [many] },
    colours: [
      { filter: dear, tone: 'bad' },
      { filter: many, tone: 'ok' },
    ],
  })
  await save('ต้นทุนสูง', { filter: { any: [many, { not: dear }] } })
  await setFirst(staffed, [role.key])
  const seen = (await views(pam)).filter(({ definition }) => JSON.stringify(definition).includes(staff.key))
  expect(seen.map(({ id, first }) => [id, first])).toEqual([[staffed, true]])
  expect(seen[0]?.definition.colours).toEqual([{ filter: many, tone: 'ok' }])
  expect(JSON.stringify(await views(pam))).not.toContain(secret.key)

  await office.request('POST', `/api/fields/customer/${staff.id}/archive`, { archived: true })
  expect((await views()).map(({ id }) => id)).toContain(staffed)
  expect((await views(pam)).find(({ id }) => id === staffed)).toMatchObject({ first: false })
  expect(JSON.stringify(await views(pam))).not.toContain(secret.key)
})
