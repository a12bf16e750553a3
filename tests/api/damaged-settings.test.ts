import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../core/contract/backup.ts'
import { company, type Person, TestOffice } from '../support/test-office.ts'

/** A cell of the configuration that holds JSON, and what is told when it holds none any more. */
type Cell = [column: string, where: string, area: string, told?: 'saved']

describe('a setting that cannot be read any more', { timeout: 300_000 }, () => {
  let office: TestOffice
  let customer: { id: string; version: number }
  let field: { id: string; key: string }
  let noi: Person

  beforeEach(async () => {
    office = await TestOffice.open()
    office.damages = true
    const { owner } = office
    field = await office.request('PUT', '/api/fields/customer', {
      labelTh: 'เกรดเดิม',
      labelEn: 'Old grade',
      kind: 'text',
      filterable: true,
    })
    await office.request('PUT', '/api/ours/customer', { name: { th: 'ลูกค้าเรา', en: 'Client', enMany: 'Clients' } })
    customer = await owner.create('customer', { name: company('ก้าวหน้า'), [field.key]: 'ทอง' })
    const definition = { entity: 'customer', groups: [{ field: 'province' }], measure: { kind: 'count' }, chart: 'bar' }
    const report = await owner.post<{ id: string }>('/api/reports', { name: 'ตามจังหวัด', shared: true, definition })
    await owner.post('/api/dashboards', { name: 'ประชุม', sharedWith: 'all', columns: [[report.id]] })
    await owner.post('/api/views/customer', { name: 'ทั้งหมด', shared: true, definition: {} })
    await owner.post('/api/keys', { name: 'เว็บ', role: 'sales', scope: { customer: 'read' }, until: null })
    await office.request('PUT', '/api/webhooks', {
      name: 'บัญชี',
      url: 'https://books.example/in',
      events: ['customer.created'],
      filter: { field: 'grade', op: 'anyOf', value: ['A'] },
      on: true,
    })
    await office.request('PUT', '/api/access-rules', { namesShown: true, codeForAdmins: false, keepDays: 120 })
    const firm = { name: 'ปั๊มไทย', nameEn: '', taxId: '', branch: '', phone: '', address: '' }
    await office.request('PUT', '/api/company', firm)
    await office.request('PUT', '/api/preferences/columns', { value: { a: 1 } })
    noi = await office.person('หน่อย', 'sales')
  })
  afterEach(() => office.close())

  const CELLS: Cell[] = [
    ['custom_field.definition', '1 = 1', 'fields', 'saved'],
    ['setting.value', "key = 'ours.customer'", 'forms', 'saved'],
    ['setting.value', "key = 'company'", 'company', 'saved'],
    ['setting.value', "key = 'language'", 'company'],
    ['setting.value', "key = 'backup'", 'backup'],
    ['setting.value', "key = 'access'", 'people'],
    ['setting.value', "key = 'lan'", 'share'],
    ['setting.value', "key = 'configuration_look'", ''],
    ['setting.value', "key = 'clock'", ''],
    ['role.definition', "key = 'sales'", 'roles'],
    ['role.definition', "key = 'owner'", 'roles'],
    ['stage.required', 'position = 0', 'pipelines'],
    ['saved_view.definition', "name = 'ทั้งหมด'", 'views', 'saved'],
    ['saved_view.first_for', "name = 'ทั้งหมด'", 'views', 'saved'],
    ['report.definition', '1 = 1', 'reports'],
    ['dashboard.columns', '1 = 1', 'dashboards', 'saved'],
    ['dashboard.shared_with', '1 = 1', 'dashboards', 'saved'],
    ['dashboard.first_for', '1 = 1', 'dashboards', 'saved'],
    ['webhook.events', '1 = 1', 'api'],
    ['webhook.filter', '1 = 1', 'api'],
    ['api_key.scope', '1 = 1', 'api'],
    ['preference.value', '1 = 1', ''],
    ['configuration_change.after', "area = 'company'", ''],
  ]
  const PAGES = [
    '/api/session',
    '/api/notices',
    '/api/records/customer/list',
    '/api/records/deal/list',
    '/api/views/customer',
    '/api/views/deal',
    '/api/preferences',
    '/api/reports',
    '/api/dashboards',
    '/api/ours/customer',
    '/api/roles',
    '/api/roles/details',
    '/api/teams',
    '/api/access-rules',
    '/api/configuration/history',
    '/api/webhooks',
    '/api/keys',
    '/api/backup',
    '/api/host',
    '/api/audit',
  ]

  const connection = () => office.container.office.connection
  const writePast = (sql: string, params: (string | null)[] = []) =>
    office.container.office.writeAlone(async (tx) => expect((await tx.run(sql, params)).changes).toBeGreaterThan(0))
  const restart = async () => {
    await office.stop()
    await office.start()
  }
  const told = async (who = office.owner) =>
    (await who.get<{ notices: Notice[] }>('/api/notices')).notices.filter(({ code }) => code.includes('_unreadable'))
  const statusOf = async (who: Person, url: string) =>
    (await (url.endsWith('/list') ? who.request('POST', url, {}) : who.request('GET', url))).status
  let made = 0
  /** What does not work as in an office without damage. */
  async function refusals(): Promise<string[]> {
    const { owner } = office
    const found: string[] = []
    for (const page of PAGES) if ((await statusOf(owner, page)) !== 200) found.push(page)
    if ((await statusOf(noi, '/api/session')) !== 200) found.push('session of a seller')
    const { version } = await owner.record('customer', customer.id)
    const saved = await owner.update('customer', customer.id, version, { name: company(`ก้าวหน้า ${++made}`) })
    if (saved.status !== 200) found.push('save')
    await owner.create('deal', { name: `ดีล ${made}`, customer: customer.id }).catch(() => found.push('new deal'))
    return found
  }

  for (const [how, damage] of [
    ['cut short', (text: string) => text.slice(0, -1)],
    ['of another form', () => '{"grants":7,"kind":7,"all":7,"name":7,"keepDays":"x","targets":7,"on":7,"filter":7,"entity":7}'],
  ] as const)
    it(`and is ${how} keeps the office open, and is told to whoever runs it`, async () => {
      await writePast(`insert into setting (key, value) values ('backup', '{"time":"02:00"}'), ('clock', '{"seen":1}'),
        ('lan', '{"on":false,"address":"","port":1,"interface":""}') on conflict (key) do update set value = excluded.value`)
      for (const [place, where, area, saved] of CELLS) {
        const cell = `${place} ${where}`
        const [table, column] = place.split('.')
        const [row] = await connection().all<{ is: string }>(`select "${column}" as "is" from "${table}" where ${where}`)
        expect(row, cell).toBeDefined()
        const text = row?.is ?? ''
        await writePast(`update "${table}" set "${column}" = ? where ${where}`, [damage(text)])
        await restart()
        expect(await refusals(), cell).toEqual([])
        const notices = await told()
        expect(
          notices.map(({ code, params }) => [params.area, code.endsWith('_new')]),
          cell,
        ).toEqual(area === '' ? [] : [[area, !saved]])
        expect(notices.map(({ params }) => String(params.name)).filter((name) => /^settings|undefined/.test(name))).toEqual([])
        const shutOut = where.includes("'sales'") ? ['notice.own_role_unreadable'] : []
        expect((await told(noi)).map(({ code }) => code)).toEqual(shutOut)
        await writePast(`update "${table}" set "${column}" = ? where ${where}`, [text])
        await restart()
      }
    })

  const cutOff = async (sql: string) => {
    await writePast(sql)
    await restart()
    await office.container.settings.run()
  }
  const histories = async () =>
    (await office.owner.get<{ changes: { area: string; mayRollBack: boolean }[] }>('/api/configuration/history')).changes.filter(
      ({ area }) => area === 'forms',
    )

  it('leaves what records hold in a field of which nobody knows what it is, until the field is put back', async () => {
    const words = { labelTh: 'เครดิต', labelEn: 'Credit', kind: 'text', filterable: false }
    const other = await office.request<{ key: string }>('PUT', '/api/fields/customer', words)
    await cutOff(`update custom_field set definition = substr(definition, 1, 40) where id = '${field.id}'`)
    const { owner } = office
    const before = await owner.record('customer', customer.id)
    expect((await owner.update('customer', customer.id, before.version, { [other.key]: '30 วัน' })).status).toBe(200)
    const body = { id: field.id, labelTh: 'ระดับ', labelEn: 'Level', kind: 'text', filterable: false }
    expect((await owner.request('PUT', '/api/fields/customer', body)).body).toMatchObject({ code: 'configuration.unreadable' })
    const away = await owner.request('POST', `/api/fields/customer/${field.id}/archive`, { archived: true })
    expect(away.body).toMatchObject({ code: 'configuration.unreadable' })
    const settle = { area: 'fields', item: field.id }
    const kept = await owner.request('POST', '/api/damaged/settings', { ...settle, keep: true })
    expect(kept.body).toMatchObject({ code: 'configuration.unreadable' })
    await owner.post('/api/damaged/settings', { ...settle, keep: false })
    expect(await told()).toEqual([])
    expect((await owner.record('customer', customer.id))[field.key]).toBe('ทอง')
    const { rows } = await owner.list('customer', { filter: { field: field.key, op: 'is', value: 'ทอง' } })
    expect(rows.map(({ id }) => id)).toEqual([customer.id])
    expect(await office.wrongRecords()).toEqual([])
  })

  it('is set anew; what stood there is in the log of access, and nobody rolls back to it', async () => {
    await cutOff("update setting set value = substr(value, 1, 21) where key = 'ours.customer'")
    const [entry] = await connection().all<{ detail: string }>("select detail from access_log where action = 'setting_damaged'")
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({ area: 'forms', text: '{"name":{"th":"ลูกค้า' })
    await office.request('PUT', '/api/ours/customer', { name: { th: 'ลูกค้า', en: 'Buyer', enMany: 'Buyers' } })
    expect(await told()).toEqual([])
    expect((await histories()).map(({ mayRollBack }) => mayRollBack)).toEqual([false, false])
    const [{ seq } = { seq: 0 }] = await connection().all<{ seq: number }>('select max(seq) as seq from configuration_change')
    const back = await office.owner.request('POST', `/api/configuration/history/${seq}/roll-back`, {})
    expect(back.body).toMatchObject({ code: 'configuration.unreadable' })
    expect(await office.wrongRecords()).toEqual([])
  })

  it('and says what a role may do grants nothing, but to those who run the office', async () => {
    await cutOff("update role set definition = '{' where key in ('sales', 'owner')")
    const { entities, admin } = await noi.session()
    expect({ entities, admin }).toEqual({ entities: [], admin: false })
    expect((await noi.request('POST', '/api/records/customer/list', {})).status).toBe(403)
    expect((await office.owner.session()).admin).toBe(true)
    const { roles } = await office.owner.get<{ roles: { key: string; nameTh: string; nameEn: string }[] }>('/api/roles/details')
    const { nameTh = '', nameEn = '' } = roles.find(({ key }) => key === 'sales') ?? {}
    const everything = { view: 'all', create: true, edit: 'all', delete: 'none', export: false, import: false, assign: false }
    await office.request('PUT', '/api/roles/sales', { nameTh, nameEn, grants: { '*': everything }, fields: {} })
    expect((await noi.request('POST', '/api/records/customer/list', {})).status).toBe(200)
  })
})
