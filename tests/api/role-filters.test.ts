import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EntityGrant } from '../../core/access/policy.ts'
import type { Session } from '../../core/contract/office.ts'
import type { RoleDetail } from '../../core/contract/roles.ts'
import type { Filter } from '../../core/query/filter.ts'
import { company, type Person, TestOffice } from '../support/test-office.ts'

const WHOLE: EntityGrant = {
  view: 'all',
  create: true,
  edit: 'all',
  delete: 'all',
  export: true,
  import: true,
  assign: true,
}
const GRADE_A: Filter = { field: 'grade', op: 'anyOf', value: ['A'] }
const NOT_A: Filter = { field: 'grade', op: 'noneOf', value: ['A'] }

describe('a role that reaches what fulfils a filter', () => {
  let office: TestOffice
  let key: string
  let noi: Person
  beforeEach(async () => {
    office = await TestOffice.open()
    key = (await office.request<{ key: string }>('POST', '/api/roles', { from: 'readonly', nameTh: 'เขตเหนือ', nameEn: 'North' }))
      .key
    noi = await office.person('หน่อย', key)
  })
  afterEach(() => office.close())

  const role = async (): Promise<RoleDetail> => {
    const { roles } = await office.owner.get<{ roles: RoleDetail[] }>('/api/roles/details')
    const found = roles.find((each) => each.key === key)
    if (!found) throw new Error('no role')
    return found
  }
  const put = async (grants: Record<string, EntityGrant>, fields: RoleDetail['fields'] = {}) => {
    const { nameTh, nameEn, grants: old } = await role()
    const body = { nameTh, nameEn, grants: { ...old, ...grants }, fields }
    return office.owner.request<{ code?: string; params?: object }>('PUT', `/api/roles/${key}`, body)
  }
  const seeing = (view: Filter, fields?: RoleDetail['fields']) => put({ customer: { ...WHOLE, only: { view } } }, fields)
  const customer = async (name: string, more: object = {}) =>
    (await office.owner.create('customer', { name: company(name), ...more })).id
  const seen = async (who = noi) =>
    (await who.post<{ rows: { id: string }[] }>('/api/records/customer/list', { limit: 50 })).rows.map(({ id }) => id).sort()
  const faults = async () => (await role()).faults

  it('sees a record while it fulfils the filter, and no longer', async () => {
    const good = await customer('ดี', { grade: 'A' })
    const plain = await customer('ธรรมดา', { grade: 'B' })
    expect((await seeing(GRADE_A)).status).toBe(200)
    expect(await seen()).toEqual([good])
    expect((await noi.request('GET', `/api/records/customer/${plain}`)).status).toBe(404)
    // What he changes himself may leave his reach; it is saved, and gone from his screens.
    expect((await noi.request('PATCH', `/api/records/customer/${good}`, { version: 1, values: { grade: 'B' } })).status).toBe(200)
    expect(await seen()).toEqual([])
    for (const url of [
      `/api/records/customer/${good}`,
      `/api/records/customer/${good}/history`,
      `/api/timeline/customer/${good}`,
    ])
      expect((await noi.request('GET', url)).status, url).toBe(404)
    const { grant } = (await noi.get<Session>('/api/session')).entities.find((entity) => entity.key === 'customer') ?? {}
    expect(grant).toMatchObject({ only: { view: GRADE_A } })
  })

  it('is refused a filter over what it may not see, and over what is not there', async () => {
    const binned = await customer('ลูกค้า')
    const refused = async (view: Filter, fields?: RoleDetail['fields']) => {
      const before = JSON.stringify(await office.rows('role'))
      const reply = await seeing(view, fields)
      expect(JSON.stringify(await office.rows('role'))).toBe(before)
      return [reply.status, reply.body.code]
    }
    const field = [422, 'role.filter_field']
    const value = [422, 'role.filter_value']
    for (const effect of ['hidden', 'masked', 'reveal'] as const)
      expect(await refused(GRADE_A, { 'customer.grade': effect })).toEqual(field)
    expect(await refused({ not: { any: [GRADE_A, { field: 'nothing', op: 'empty' }] } })).toEqual(field)
    expect(await refused({ field: 'grade', op: 'contains', value: 'A' })).toEqual(field)
    expect(await refused({ field: 'parent.grade.list', op: 'empty' })).toEqual([400, 'request.invalid'])
    expect(await refused({ field: 'grade', op: 'anyOf', value: ['ไม่มี'] })).toEqual(value)
    expect(await refused({ field: 'owner', op: 'anyOf', value: [binned] })).toEqual(value)
    expect((await put({ '*': { ...WHOLE, only: { view: GRADE_A } } })).status).toBe(400)
    const ofDeals: EntityGrant = { ...WHOLE, only: { view: { field: 'customer.grade', op: 'anyOf', value: ['A'] } } }
    const blind: EntityGrant = { ...WHOLE, view: 'none', edit: 'none', delete: 'none' }
    expect((await put({ customer: blind, deal: ofDeals })).body.code).toBe('role.filter_field')
    expect(
      (await put({ deal: { ...ofDeals, only: { view: { field: 'customer', op: 'anyOf', value: [noi.id] } } } })).body.code,
    ).toBe('role.filter_value')
    expect((await put({ deal: ofDeals })).status).toBe(200)
  })

  it('sees nothing by a filter whose choice or field was put away, rather than everything, and its page says so', async () => {
    const plain = await customer('ธรรมดา', { grade: 'B' })
    await seeing(NOT_A)
    expect(await seen()).toEqual([plain])
    expect(await faults()).toEqual([])
    const archive = (archived: boolean) =>
      office.request('PUT', '/api/choices/grade', { key: 'A', labelTh: 'A', labelEn: 'A', colour: null, archived })
    await archive(true)
    expect(await seen()).toEqual([])
    expect(await faults()).toEqual([{ entity: 'customer', action: 'view', field: 'grade', value: 'A' }])
    await archive(false)
    expect(await seen()).toEqual([plain])

    const { key: field, id } = await office.request<{ key: string; id: string }>('PUT', '/api/fields/customer', {
      kind: 'yesNo',
      labelTh: 'ลับ',
      labelEn: 'Secret',
      filterable: true,
    })
    await seeing({ field, op: 'no' })
    expect(await seen()).toEqual([plain])
    await office.request('POST', `/api/fields/customer/${id}/archive`, { archived: true })
    expect(await seen()).toEqual([])
    expect(await faults()).toEqual([{ entity: 'customer', action: 'view', field }])
  })

  it('sees nothing by a pipeline that is no longer in use', async () => {
    const stage = { nameTh: 'เริ่ม', nameEn: 'Start', staleDays: null, maxDeals: null, colour: null, required: [] }
    const stages = [
      { ...stage, kind: 'open', probability: 10 },
      { ...stage, nameTh: 'ได้', nameEn: 'Won', kind: 'won', probability: 100 },
      { ...stage, nameTh: 'ไม่ได้', nameEn: 'Lost', kind: 'lost', probability: 0 },
    ]
    const other = await office.request<{ id: string }>('PUT', '/api/pipelines', { nameTh: 'ส่งออก', nameEn: 'Export', stages })
    const { pipelines } = await office.owner.session()
    const [first] = pipelines
    const deal = await office.owner.create('deal', { name: 'ดีล', pipeline: first?.id, stage: first?.stages[0]?.id })
    await put({ deal: { ...WHOLE, only: { view: { field: 'pipeline', op: 'noneOf', value: [other.id] } } } })
    const status = async () => (await noi.request('GET', `/api/records/deal/${deal.id}`)).status
    expect(await status()).toBe(200)
    await office.request('POST', `/api/pipelines/${other.id}/archive`, { archived: true })
    expect(await status()).toBe(404)
    expect(await faults()).toMatchObject([{ entity: 'deal', action: 'view', field: 'pipeline' }])
  })

  it('edits and deletes by filters of their own, and nothing that it does not see', async () => {
    const a = await customer('ก', { grade: 'A', tags: ['ส่งออก'] })
    const b = await customer('ข', { grade: 'B', tags: ['ส่งออก'] })
    const c = await customer('ค', { grade: 'A' })
    const tagged: Filter = { field: 'tags', op: 'anyOf', value: ['ส่งออก'] }
    await put({ customer: { ...WHOLE, only: { view: tagged, edit: GRADE_A, delete: NOT_A } } })
    const edit = async (id: string) =>
      (await noi.request('PATCH', `/api/records/customer/${id}`, { version: 1, values: { notes: 'x' } })).status
    const drop = async (id: string) => (await noi.request('POST', '/api/records/customer/delete', { ids: [id] })).status
    expect([await edit(a), await edit(b), await edit(c)]).toEqual([200, 403, 404])
    expect([await drop(a), await drop(b), await drop(c)]).toEqual([403, 200, 404])
  })

  it('gives a key of its maker no more than both filters', async () => {
    const both = await customer('ก', { grade: 'A', tags: ['ส่งออก'] })
    await customer('ข', { grade: 'A' })
    await customer('ค', { tags: ['ส่งออก'] })
    await seeing(GRADE_A)
    const scope = { name: 'เว็บ', role: key, scope: { customer: 'read' }, until: null }
    const { key: token } = await office.request<{ key: string }>('POST', '/api/keys', scope)
    const list = async () => {
      const reply = await office.app.inject({
        method: 'POST',
        url: '/api/records/customer/list',
        headers: { host: '127.0.0.1:4780', authorization: `Bearer ${token}` },
        payload: { limit: 50 },
      })
      return (reply.json() as { rows: { id: string }[] }).rows.map(({ id }) => id)
    }
    expect(await list()).toHaveLength(2)
    await seeing({ all: [GRADE_A, { field: 'tags', op: 'anyOf', value: ['ส่งออก'] }] })
    expect(await list()).toEqual([both])
  })
})
