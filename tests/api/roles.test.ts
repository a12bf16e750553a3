import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../core/access/policy.ts'
import type { ConfigurationChange } from '../../core/contract/ours.ts'
import type { RoleDetail } from '../../core/contract/roles.ts'
import { company, type Person, phone, seller, TestOffice } from '../support/test-office.ts'

const CANARY = '+66899995678'

describe('roles', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  const roles = async () => (await office.owner.get<{ roles: RoleDetail[] }>('/api/roles/details')).roles
  const role = async (key: string) => {
    const found = (await roles()).find((each) => each.key === key)
    if (!found) throw new Error(`no role ${key}`)
    return found
  }
  const bodyOf = ({ nameTh, nameEn, grants, fields }: RoleDetail) => ({ nameTh, nameEn, grants, fields })
  const rows = async (table: string) => JSON.stringify(await office.rows(table))

  it('are changed by nobody but an admin, and those that run the office by nobody at all', async () => {
    const sales = bodyOf(await role('sales'))
    const people = await Promise.all(['manager', 'sales', 'readonly'].map((key) => office.person(key, key)))
    const before = await rows('role')
    for (const who of people) {
      const replies = [
        await who.request('GET', '/api/roles/details'),
        await who.request('PUT', '/api/roles/sales', sales),
        await who.request('POST', '/api/roles', { from: 'sales', nameTh: 'ก', nameEn: 'a' }),
        await who.request('DELETE', '/api/roles/sales'),
      ]
      expect(replies.map((reply) => reply.status)).toEqual([403, 403, 403, 403])
    }
    for (const key of ['owner', 'admin']) {
      expect((await office.owner.request('PUT', `/api/roles/${key}`, sales)).body).toMatchObject({ code: 'role.fixed' })
      expect((await office.owner.request('POST', '/api/roles', { from: key, nameTh: 'ก', nameEn: 'a' })).status).toBe(409)
      expect((await office.owner.request('DELETE', `/api/roles/${key}`)).status).toBe(409)
    }
    for (const body of [
      { ...sales, admin: true },
      { ...sales, fields: { 'customer.nothing': 'hidden' } },
      { ...sales, fields: { 'customer.name': 'masked' } },
      { ...sales, fields: { 'customer.phones': 'seen' } },
      { ...sales, grants: { nothing: sales.grants['*'] } },
      { ...sales, grants: { customer: { ...sales.grants['*'], view: 'everything' } } },
    ])
      expect((await office.owner.request('PUT', '/api/roles/sales', body)).status, JSON.stringify(body)).toBe(400)
    expect((await office.owner.request('PUT', '/api/roles/none', sales)).status).toBe(404)
    expect(await rows('role')).toBe(before)
  })

  it('are copied, given, changed at once, and deleted only when nobody has them', async () => {
    const { key } = await office.request<{ key: string }>('POST', '/api/roles', {
      from: 'sales',
      nameTh: 'ขายหน้าร้าน',
      nameEn: 'Counter sales',
    })
    const copied = await role(key)
    expect(copied.grants).toEqual((await role('sales')).grants)
    const noi = await office.person('หน่อย', key)
    const customer = (await office.owner.create('customer', { name: company('ของเจ้าของ') })).id
    const sees = async () => (await noi.request('GET', `/api/records/customer/${customer}`)).status
    expect(await sees()).toBe(404)
    const all = { view: 'all', create: true, edit: 'own', delete: 'none', export: false, import: false, assign: false }
    await office.request('PUT', `/api/roles/${key}`, { ...bodyOf(copied), grants: { ...copied.grants, customer: all } })
    expect(await sees()).toBe(200)
    expect((await office.owner.request('DELETE', `/api/roles/${key}`)).body).toMatchObject({
      code: 'role.in_use',
      params: { count: 1 },
    })
    const { changes } = await office.owner.get<{ changes: ConfigurationChange[] }>('/api/configuration/history')
    expect(changes[0]).toMatchObject({ area: 'roles', name: 'ขายหน้าร้าน' })
    expect(changes[0]?.differences).toContainEqual({
      what: 'ลูกค้า',
      before: '',
      after: 'เห็นทุกราย · เพิ่มได้ · แก้ได้เฉพาะของตัวเอง · ลบไม่ได้ · โอนให้คนอื่นไม่ได้ · ส่งออกไม่ได้ · นำเข้าไม่ได้',
    })
    await office.request('POST', `/api/configuration/history/${changes[0]?.seq}/roll-back`, {})
    expect(await sees()).toBe(404)
    await office.request('PUT', '/api/users', { id: noi.id, name: 'หน่อย', nick: 'หน่อย', role: 'sales', active: true })
    expect((await office.owner.request('DELETE', `/api/roles/${key}`)).status).toBe(200)
    expect((await office.owner.request('DELETE', '/api/roles/sales')).body).toMatchObject({ code: 'role.fixed' })
  })

  it('of a new office are seven', async () => {
    expect((await roles()).map(({ key }) => key)).toEqual([
      'owner',
      'admin',
      'manager',
      'sales',
      'service',
      'marketing',
      'readonly',
    ])
  })

  describe('that mask a field', () => {
    let mine: string
    let foreign: string
    let noi: Person
    const masking = (effect: 'masked' | 'reveal'): Role => ({
      ...seller(`masks-${effect}`),
      fields: { 'customer.phones': effect, 'customer.creditLimit': effect, 'customer.taxId': effect },
    })
    const values = { phones: [phone(CANARY)], creditLimit: 77_700, taxId: { number: '0107544000108', branch: '00000' } }

    const open = async (effect: 'masked' | 'reveal') => {
      noi = await office.person('หน่อย', masking(effect))
      foreign = (await office.owner.create('customer', { name: company('ของคนอื่น'), ...values, taxId: undefined })).id
      mine = (await office.owner.create('customer', { name: company('ของหน่อย'), ...values, owner: noi.id })).id
    }
    const revealed = () =>
      office.container.office.connection.all("select user_id, entity, detail from access_log where action = 'reveal'")
    const reveal = (id: string, field: string, who = noi) =>
      who.request<{ value?: unknown }>('POST', `/api/records/customer/${id}/reveal/${field}`, undefined)

    it('show its mask wherever the value would stand, and the value nowhere', async () => {
      await open('masked')
      expect((await noi.record('customer', mine)).masks).toEqual({
        phones: '•••• 5678',
        taxId: '•••• 0108',
        creditLimit: '••••',
      })
      const own = await noi.record('customer', mine)
      const texts = [
        own,
        await noi.session(),
        await noi.list('customer'),
        await noi.list('customer', { columns: ['name'] }),
        await noi.get(`/api/records/customer/${mine}/history`),
        await noi.get(`/api/customers/${mine}/card`),
        await noi.get(`/api/timeline/customer/${mine}`),
        await noi.post('/api/search', { text: '5678' }),
        await noi.post('/api/search', { text: '0899995678' }),
        await noi.post('/api/search', { text: '0107544000108' }),
        await noi.post('/api/records/customer/duplicates', { values: { phones: [phone(CANARY)], taxId: values.taxId } }),
        (await noi.request<Buffer>('POST', '/api/records/customer/export', { format: 'csv' })).body.toString(),
        (await noi.update('customer', mine, 0, { needs: 'ปั๊ม' })).body,
      ]
      for (const text of texts)
        for (const canary of ['99995678', '0107544000108', '77700', '77,700', '777.00'])
          expect(JSON.stringify(text)).not.toContain(canary)
      const masks = { phones: '•••• 5678' }
      const columns = ['name', 'phones']
      expect((await noi.list('customer', { columns })).rows).toMatchObject([{ id: mine, masks }])
      expect(await noi.post('/api/search', { text: 'หน่อย', entities: ['customer'], limit: 5, columns })).toMatchObject({
        hits: [{ row: { masks }, field: 'name' }],
      })
      const csv = async (more: object) =>
        (await noi.request<Buffer>('POST', '/api/records/customer/export', { format: 'csv', ...more })).body.toString()
      for (const more of [{}, { columns }, { columns, search: 'หน่อย' }]) expect(await csv(more)).toContain('•••• 5678')
      await office.owner.update('customer', mine, own.version, { phones: [phone('+66800004321')] })
      const { entries } = await noi.get<{ entries: { fields: Record<string, unknown> }[] }>(
        `/api/records/customer/${mine}/history`,
      )
      expect(entries[0]?.fields).toEqual({ phones: ['•••• 5678', '•••• 4321'] })
      await office.owner.update('customer', mine, own.version + 1, { phones: [phone(CANARY)] })
      expect(await noi.post<{ hits: unknown[] }>('/api/search', { text: '5678' })).toMatchObject({ hits: [] })
      for (const body of [
        { filter: { field: 'phones', op: 'startsWith', value: '+6689' } },
        { filter: { field: 'taxId', op: 'is', value: values.taxId.number } },
        { sort: { field: 'creditLimit' } },
        { columns: ['phones'] },
      ]) {
        const reply = await noi.request('POST', '/api/records/customer/list', body)
        expect(reply.status === 400 || !JSON.stringify(reply.body).includes('99995678'), JSON.stringify(body)).toBe(true)
      }
      expect(
        (await noi.request('POST', '/api/records/customer/aggregate', { groupBy: 'grade', sum: 'creditLimit' })).status,
      ).toBe(400)
      expect((await noi.update('customer', mine, own.version + 2, { creditLimit: 1 })).status).toBe(422)
      expect((await reveal(mine, 'phones')).status).toBe(403)
      expect(await revealed()).toEqual([])
      expect((await office.owner.record('customer', mine)).creditLimit).toBe(77_700)
    })

    it('lift it where the role says so, of his records alone, each time written down', async () => {
      await open('reveal')
      expect((await reveal(foreign, 'phones')).status).toBe(404)
      expect((await reveal(mine, 'nothing')).status).toBe(403)
      expect((await reveal(mine, 'needs')).status).toBe(403)
      // Whoever sees it anyway has nothing to reveal, and whoever may not look at customers does not learn that there is one.
      expect((await reveal(mine, 'phones', office.owner)).status).toBe(403)
      const blind = await office.person('บอด', {
        ...masking('reveal'),
        key: 'blind',
        grants: { activity: masking('reveal').grants['*'] ?? never() },
      })
      expect((await reveal(mine, 'phones', blind)).status).toBe(403)
      expect(await revealed()).toEqual([])
      expect((await reveal(mine, 'creditLimit')).body).toEqual({ value: 77_700 })
      expect((await reveal(mine, 'phones')).body.value).toMatchObject([{ e164: CANARY }])
      expect(await revealed()).toEqual(
        ['creditLimit', 'phones'].map((field) => ({
          user_id: noi.id,
          entity: 'customer',
          detail: JSON.stringify({ record: mine, field }),
        })),
      )
      expect(JSON.stringify(await noi.session())).toContain('"reveals":true')
    })
  })
})

const never = (): never => {
  throw new Error('the seller has no grant')
}
