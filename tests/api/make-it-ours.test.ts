import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigurationChange, RoleInfo } from '../../core/contract/ours.ts'
import { company, seller, TestOffice } from '../support/test-office.ts'

type History = { changes: ConfigurationChange[] }

describe('an office makes the program its own', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  const ours = (body: object, entity = 'customer', who = office.owner) =>
    who.request<{ code?: string }>('PUT', `/api/ours/${entity}`, body)
  const history = () => office.owner.get<History>('/api/configuration/history')
  const rollBack = (seq: number) =>
    office.owner.request<{ code?: string }>('POST', `/api/configuration/history/${seq}/roll-back`, {})

  it('asks for a field while a rule holds, on whatever way the record comes, and lets older ones be', async () => {
    const old = await office.owner.create('customer', { name: company('เก่าแก่'), grade: 'A' })
    const rule = { field: 'creditLimit', effect: 'required', when: { all: [{ field: 'grade', op: 'anyOf', value: ['A'] }] } }
    expect((await ours({ rules: [rule] })).status).toBe(200)
    const refused = await office.owner.request('POST', '/api/records/customer', { values: { name: company('ใหม่'), grade: 'A' } })
    expect(refused).toMatchObject({ status: 422, body: { problems: [{ field: 'creditLimit', code: 'required' }] } })
    const { id } = await office.owner.create('customer', { name: company('ใหม่'), grade: 'B' })
    expect((await office.owner.update('customer', id, 1, { grade: 'A' })).status).toBe(422)
    expect((await office.owner.update('customer', id, 1, { grade: 'A', creditLimit: 100 })).status).toBe(200)
    // What was missing before the rule came does not stand in the way of other work.
    expect((await office.owner.update('customer', old.id, 1, { needs: 'ปั๊ม' })).status).toBe(200)
    expect((await office.owner.update('customer', old.id, 2, { creditLimit: null, grade: 'B' })).status).toBe(200)
  })

  it('does not ask for what a rule keeps out of sight', async () => {
    await ours({
      rules: [
        { field: 'creditLimit', effect: 'required', when: { all: [{ field: 'grade', op: 'notEmpty' }] } },
        { field: 'creditLimit', effect: 'shown', when: { all: [{ field: 'trader', op: 'yes' }] } },
      ],
    })
    await office.owner.create('customer', { name: company('ไม่ใช่ผู้ค้า'), grade: 'A' })
    const trader = await office.owner.request('POST', '/api/records/customer', {
      values: { name: company('ผู้ค้า'), grade: 'A', trader: true },
    })
    expect(trader.status).toBe(422)
  })

  it('refuses rules that speak of nothing, wait for themselves, or need the database to decide', async () => {
    const when = { all: [{ field: 'grade', op: 'notEmpty' }] }
    const wrong = [
      { field: 'nothing', effect: 'required', when },
      { field: 'grade', effect: 'shown', when },
      { field: 'creditLimit', effect: 'required', when: { all: [{ field: 'parent.grade', op: 'anyOf', value: ['A'] }] } },
      { field: 'creditLimit', effect: 'required', when: { all: [{ field: 'birthday', op: 'within', value: 'today' }] } },
    ]
    for (const rule of wrong) expect((await ours({ rules: [rule] })).status, rule.field).toBe(400)
    expect((await ours({ layout: { role: '*', layout: { form: ['nothing'], page: [] } } })).status).toBe(400)
    expect((await history()).changes).toEqual([])
  })

  it('numbers as the office counts, anew each Buddhist year, and never twice', async () => {
    await ours({ numbering: { prefix: 'สช', digits: 4, year: 'be' } })
    const code = async (name: string) => {
      const { id } = await office.owner.create('customer', { name: company(name) })
      return (await office.owner.record<{ code: string }>('customer', id)).code
    }
    expect(await code('หนึ่ง')).toBe('สช2569-0001')
    await office.owner.create('customer', { name: company('มือ'), code: 'สช2569-0002' })
    expect(await code('สอง')).toBe('สช2569-0003')
    office.now = new Date('2027-01-01T03:00:00.000Z')
    expect(await code('สาม')).toBe('สช2570-0001')
  })

  it('calls a customer what the office calls him, in the session and in files, and reads both words back', async () => {
    await ours({ name: { th: 'สมาชิก', en: 'Member', enMany: 'Members' }, fieldNames: { grade: { th: 'ระดับ', en: 'Level' } } })
    await office.owner.create('customer', { name: company('กขค'), grade: 'A' })
    expect((await office.owner.session()).renames).toEqual({
      customer: { name: { th: 'สมาชิก', en: 'Member', enMany: 'Members' }, fieldNames: { grade: { th: 'ระดับ', en: 'Level' } } },
    })
    const csv = await office.owner.request<Buffer>('POST', '/api/records/customer/export', {
      format: 'csv',
      columns: ['name', 'grade'],
    })
    expect(csv.body.toString()).toContain('ระดับ')
    const uploaded = await office.owner.upload('customer', 'ก.csv', 'ชื่อลูกค้า,ระดับ\nใหม่เอี่ยม,A\n')
    const run = await office.owner.get<{ columns: { mapping: { target?: string } }[] }>(`/api/imports/${uploaded.body.id}`)
    expect(run.columns.map((column) => column.mapping.target)).toEqual(['name', 'grade'])
  })

  it('refuses a field of a name that another has, in either language and as the office calls it, and says which', async () => {
    await ours({ fieldNames: { grade: { th: 'ระดับ', en: 'Tier' } } })
    const put = (labelTh: string, labelEn: string, more = {}) =>
      office.owner.request<{ id: string; code?: string; params?: object }>('PUT', '/api/fields/customer', {
        ...{ labelTh, labelEn, kind: 'text', filterable: true, ...more },
      })
    const taken = (name: string) => ({ status: 409, body: { code: 'field.name_taken', params: { name } } })
    expect(await put('หมายเหตุ', 'Remark')).toMatchObject(taken('หมายเหตุ'))
    expect(await put(' ระดับ ', 'Level')).toMatchObject(taken('ระดับ'))
    expect(await put('ระดับชั้น', 'tier')).toMatchObject(taken('Tier'))
    const { body } = await put('ขนาดถัง', 'Tank')
    expect(await put('ขนาดถัง', 'Size')).toMatchObject(taken('ขนาดถัง'))
    // It is no rival of itself, and another kind of record has names of its own.
    expect((await put('ขนาดถัง', 'Tank size', { id: body.id })).status).toBe(200)
    const other = { labelTh: 'ขนาดถัง', labelEn: 'Tank', kind: 'text', filterable: true }
    expect((await office.owner.request('PUT', '/api/fields/deal', other)).status).toBe(200)
  })

  it('tells in the history of every rule of a field, in words', async () => {
    const rule = (field: string) => ({ field: 'creditLimit', effect: 'required', when: { all: [{ field, op: 'notEmpty' }] } })
    await ours({ rules: [rule('grade'), rule('source')] })
    const [line] = (await history()).changes[0]?.differences ?? []
    expect(line?.what).toContain('วงเงิน')
    expect(line?.after).toMatch(/เกรด.* · .*แหล่ง/)
  })

  it('gives each role its layout, the others everybody’s', async () => {
    const noi = await office.person('น้อย', 'sales')
    await ours({ layout: { role: '*', layout: { form: ['name', 'grade'], page: ['grade'] } } })
    await ours({ layout: { role: 'sales', layout: { form: ['name', 'phones'], page: ['phones'] } } })
    const layoutOf = async (who: typeof noi) =>
      (await who.session()).entities.find((entity) => entity.key === 'customer')?.layout?.form
    expect(await layoutOf(noi)).toEqual(['name', 'phones'])
    expect(await layoutOf(office.owner)).toEqual(['name', 'grade'])
    await ours({ layout: { role: 'sales', layout: null } })
    expect(await layoutOf(noi)).toEqual(['name', 'grade'])
  })

  it('lets a role change what it was given, and nothing else', async () => {
    const nok = await office.person('นก', 'manager')
    const list = (who = nok) => who.request('PUT', '/api/choices/source', { labelTh: 'งานวัด', labelEn: 'Temple fair' })
    expect((await list()).status).toBe(403)
    expect((await nok.request('PUT', '/api/roles/manager/configures', { configures: ['lists'] })).status).toBe(403)
    await office.owner.request('PUT', '/api/roles/manager/configures', { configures: ['lists'] })
    expect((await list()).status).toBe(200)
    expect((await ours({ rules: [] }, 'customer', nok)).status).toBe(403)
    expect((await nok.request('GET', '/api/configuration/history')).status).toBe(403)
    const { roles } = await nok.get<{ roles: RoleInfo[] }>('/api/roles')
    expect(roles.find((role) => role.key === 'manager')?.configures).toEqual(['lists'])
    expect((await office.owner.request('PUT', '/api/roles/owner/configures', { configures: [] })).status).toBe(404)
  })

  it('writes down every change of the settings, and takes each back as it was', async () => {
    const before = await office.owner.session()
    const pipeline = before.pipelines[0]
    const stages = (pipeline?.stages ?? []).map(({ pipelineId: _, position: __, archived: ___, ...stage }) => stage)
    const put = (url: string, body: object) => office.request('PUT', url, body)
    await put('/api/company', { name: 'ชื่อใหม่ จำกัด' })
    await put('/api/choices/source', { labelTh: 'งานวัด', labelEn: 'Temple fair' })
    await put('/api/pipelines', { id: pipeline?.id, nameTh: 'ขายเร็ว', nameEn: 'Fast', stages })
    await put('/api/fields/customer', { labelTh: 'ไซซ์', labelEn: 'Size', kind: 'text', filterable: true })
    await ours({ rules: [{ field: 'creditLimit', effect: 'required', when: { all: [{ field: 'grade', op: 'notEmpty' }] } }] })
    const { changes } = await history()
    expect(changes.map((change) => change.area)).toEqual(['forms', 'fields', 'pipelines', 'lists', 'company'])
    expect(changes[2]?.differences).toEqual([{ what: expect.any(String), before: pipeline?.nameTh, after: 'ขายเร็ว' }])
    for (const change of changes) expect((await rollBack(change.seq)).status, change.area).toBe(200)

    const after = await office.owner.session()
    expect(after.company).toEqual(before.company)
    expect(after.pipelines).toEqual(before.pipelines)
    expect(after.choices.filter((choice) => !choice.archived)).toEqual(before.choices.filter((choice) => !choice.archived))
    const customer = after.entities.find((entity) => entity.key === 'customer')
    expect(customer?.rules ?? []).toEqual([])
    expect(customer?.fields.find((field) => field.custom)?.custom?.archived).toBe(true)
    expect((await rollBack(changes[0]?.seq ?? 0)).body.code).toBe('configuration.changed')
  })

  it('does not roll back past a later change, nor a pipeline that open deals are in', async () => {
    await office.request('PUT', '/api/company', { name: 'หนึ่ง' })
    await office.request('PUT', '/api/company', { name: 'สอง' })
    const [, first] = (await history()).changes
    expect(first?.mayRollBack).toBe(false)
    expect((await rollBack(first?.seq ?? 0)).body.code).toBe('configuration.changed')
    expect((await office.owner.session()).company?.name).toBe('สอง')

    const stage = (kind: string) => ({
      nameTh: kind,
      nameEn: kind,
      kind,
      probability: 50,
      staleDays: null,
      maxDeals: null,
      colour: null,
      required: [],
    })
    const made = await office.request<{ id: string }>('PUT', '/api/pipelines', {
      nameTh: 'ใหม่',
      nameEn: 'New',
      stages: [stage('open'), stage('won')],
    })
    const pipeline = (await office.owner.session()).pipelines.find((each) => each.id === made.id)
    await office.owner.create('deal', { name: 'ค้าง', pipeline: made.id, stage: pipeline?.stages[0]?.id })
    const [last] = (await history()).changes
    expect((await rollBack(last?.seq ?? 0)).body.code).toBe('pipeline.in_use')
    expect((await office.owner.session()).pipelines.find((each) => each.id === made.id)?.archived).toBe(false)
  })

  it('keeps the history of views that others see, with the roles that begin with them, and puts one back that was deleted', async () => {
    const definition = { filter: { field: 'grade', op: 'anyOf', value: ['A'] }, group: 'province' }
    const views = async () =>
      (await office.owner.get<{ views: { id: string; firstFor: string[] }[] }>('/api/views/customer')).views
    const own = await office.owner.post<{ id: string }>('/api/views/customer', { name: 'ของฉันเอง', shared: false, definition })
    const made = await office.owner.post<{ id: string }>('/api/views/customer', { name: 'เกรดดี', shared: true, definition })
    await office.request('PUT', `/api/views/customer/${made.id}/first`, { roles: ['sales'] })
    await office.owner.request('DELETE', `/api/views/customer/${made.id}`)
    const changes = (await history()).changes.filter((change) => change.area === 'views')
    expect(changes.map((change) => change.item)).toEqual([made.id, made.id, made.id])
    expect(changes.some((change) => change.item === own.id)).toBe(false)
    expect(changes[1]?.differences).toMatchObject([{ before: '' }])
    expect((await rollBack(changes[0]?.seq ?? 0)).status).toBe(200)
    expect((await views()).find((view) => view.id === made.id)?.firstFor).toEqual(['sales'])
  })

  it('shows a seller no rule that looks at what is hidden from him, and still holds him to it', async () => {
    const noi = await office.person('น้อย', seller('ours-seller', ['customer.revenue']))
    await ours({ rules: [{ field: 'needs', effect: 'required', when: { all: [{ field: 'revenue', op: 'gte', value: 1 }] } }] })
    const customer = (await noi.session()).entities.find((entity) => entity.key === 'customer')
    expect(customer?.rules).toEqual([])
    expect((await noi.create('customer', { name: company('ไม่มีรายได้') })).id).toBeTruthy()
  })
})
