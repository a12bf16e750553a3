import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { company, TestOffice } from '../support/test-office.ts'

type Ask = [method: 'GET' | 'POST', url: string, body?: unknown]

/** What a disk may make of a date, or of what stands beside it in the fields of an office's own. */
const DATES = ['2026-11-20T99:99', '2026-11-22T03:99', '2026-13-45', 'พรุ่งนี้', '']
const NUMBERS = ['"500"', '"abc"', '[7]', '1e400', 'true']
/** Lies between days that are asked for, and is none. */
const AMONG_OTHERS = '2026-11-23T99:99'

describe('a plain cell that holds no such value', { timeout: 300_000 }, () => {
  let office: TestOffice
  const ids: Record<string, string> = {}
  const own: Record<string, string> = {}
  let pipeline: string

  beforeEach(async () => {
    office = await TestOffice.open()
    office.damages = true
    for (const kind of ['money', 'number', 'percent', 'date', 'dateTime', 'yesNo', 'text'] as const) {
      const field = { labelTh: kind, labelEn: kind, kind, filterable: true }
      own[kind] = (await office.request<{ key: string }>('PUT', '/api/fields/customer', field)).key
    }
    const { owner } = office
    const make = async (entity: string, values: Record<string, unknown>) => {
      ids[entity] = (await owner.create(entity, { ...values, owner: owner.id })).id
    }
    const mine = {
      [own.money as string]: 500,
      [own.number as string]: 5,
      [own.percent as string]: 5,
      [own.yesNo as string]: true,
    }
    const when = {
      [own.date as string]: '2026-11-22',
      [own.dateTime as string]: '2026-11-22T03:00:00.000Z',
      [own.text as string]: 'ทอง',
    }
    await make('customer', { name: company('ก้าวหน้า'), birthday: '1980-11-25', customerSince: '2020-01-01', ...mine, ...when })
    await make('contact', { name: { first: 'ต้น' }, birthday: '1980-11-25', customers: [{ id: 'l1', to: ids.customer }] })
    await make('lead', { name: { first: 'ต้น' } })
    await make('deal', { name: 'ท่อเหล็ก', customer: ids.customer, amount: 500, expectedClose: '2026-11-25' })
    const due = { dueAt: '2026-11-22T04:00:00.000Z', remindAt: '2026-11-22T02:00:00.000Z' }
    await make('activity', { type: 'call', subject: 'โทรหาต้น', ...due, about: [{ entity: 'customer', id: ids.customer }] })
    pipeline = (await office.container.office.connection.get<{ id: string }>('select id from pipeline'))?.id ?? ''
  })
  afterEach(() => office.close())

  const connection = () => office.container.office.connection
  const entities = () => [...office.container.office.catalog.registry.values()]
  const isDated = (kind: string) => kind === 'date' || kind === 'dateTime'
  const datesOf = (entity: EntityDef) => entity.fields.filter((field) => isDated(field.kind) && !field.custom)

  /** Every way in which records with dates are shown, put in order, added up, taken out or told of. */
  function asks(): Ask[] {
    const all = entities().flatMap((entity): Ask[] => {
      const base = `/api/records/${entity.key}`
      const dates = entity.fields.filter((field) => isDated(field.kind))
      return [
        ['GET', `${base}/${ids[entity.key]}`],
        ['GET', `${base}/${ids[entity.key]}/history`],
        ['GET', `/api/timeline/${entity.key}/${ids[entity.key]}`],
        ['POST', `${base}/list`, { columns: entity.fields.map(({ key }) => key) }],
        ['POST', `${base}/export`, { format: 'csv', columns: entity.fields.map(({ key }) => key) }],
        ['POST', '/api/search', { text: 'ต้น', entities: [entity.key] }],
        ...dates.flatMap((field): Ask[] => [
          ...(field.sortable || field.custom
            ? [true, false].map((desc): Ask => ['POST', `${base}/list`, { sort: { field: field.key, desc } }])
            : []),
          ['POST', `${base}/list`, { filter: { field: field.key, op: 'within', value: 'thisMonth' } }],
          ['POST', `${base}/list`, { filter: { field: field.key, op: 'before', value: '2026-12-01' } }],
          ...(['day', 'month'] as const).map(
            (by): Ask => [
              'POST',
              '/api/reports/run',
              { entity: entity.key, groups: [{ field: field.key, by }], measure: { kind: 'count' } },
            ],
          ),
        ]),
      ]
    })
    return [
      ...all,
      ...['money', 'number', 'percent'].flatMap((kind): Ask[] => [
        ['POST', '/api/records/customer/groups', { by: 'grade', sums: [own[kind]] }],
        ['POST', '/api/records/customer/list', { sort: { field: own[kind] } }],
        ['POST', '/api/records/customer/list', { filter: { field: own[kind], op: 'gte', value: 1 } }],
        ...(['sum', 'average', 'min', 'max'] as const).map(
          (measure): Ask => [
            'POST',
            '/api/reports/run',
            { entity: 'customer', groups: [{ field: 'owner' }], measure: { kind: measure, field: own[kind] } },
          ],
        ),
      ]),
      ['POST', '/api/print/customer/preview', { what: 'list' }],
      ['POST', '/api/print/customer/preview', { what: 'visits' }],
      ['GET', `/api/customers/${ids.customer}/card`],
      ['GET', `/api/deals/board?pipeline=${pipeline}`],
      ['GET', `/api/deals/lanes?pipeline=${pipeline}`],
      ['GET', '/api/forecast'],
      ['GET', '/api/home'],
      ['GET', '/api/home/team'],
      ['GET', '/api/reports/endings?entity=deal'],
      ['GET', '/api/calendar?from=2026-11-22&until=2026-11-28'],
      ['GET', '/api/calendar/export?from=2026-11-22&until=2026-11-28'],
      ['GET', '/api/reminders?since=2026-11-01T00:00:00.000Z'],
      ['GET', '/api/duplicates/customer'],
    ]
  }

  async function refusals(known: ReadonlySet<string> = new Set()): Promise<string[]> {
    const found: string[] = []
    for (const [method, url, body] of asks()) {
      const reply = await office.owner.request<object>(method, url, body)
      const what = `${reply.status} ${url} ${JSON.stringify(body)}`
      if (reply.status !== 200 && !known.has(what)) found.push(`${what} ${JSON.stringify(reply.body)}`)
    }
    return found
  }
  /** What is refused of a sound office, too, is no question of damage. */
  const refusedAnyway = async () => new Set((await refusals()).map((text) => text.slice(0, text.lastIndexOf(' {'))))

  const set = (entity: EntityDef, column: string, text: unknown) =>
    office.container.office.writeAlone((tx) =>
      tx.run(`update ${entity.table} set "${column}" = ? where id = ?`, [text as string, ids[entity.key] as string]),
    )

  it('keeps nobody from lists, pages, calendars, sums, files and paper: dates', async () => {
    const known = await refusedAnyway()
    expect([...known].filter((text) => text.startsWith('5'))).toEqual([])
    const cells = entities().flatMap((entity) => datesOf(entity).map((field) => ({ entity, column: columnOf(field.key) })))
    const most = Math.max(...entities().map((entity) => datesOf(entity).length))
    // One of each kind of record at a time: where all are damaged, one hides the other.
    for (let at = 0; at < most; at += 1) {
      const now = entities().flatMap((entity) => cells.filter((cell) => cell.entity === entity).slice(at, at + 1))
      const was: unknown[] = []
      for (const { entity, column } of now) {
        const id = ids[entity.key] as string
        const sql = `select "${column}" as "is" from ${entity.table} where id = ?`
        was.push((await connection().get<{ is: unknown }>(sql, [id]))?.is)
        await set(entity, column, AMONG_OTHERS)
      }
      expect(await refusals(known), `${now.map(({ entity, column }) => `${entity.key}.${column}`)}`).toEqual([])
      for (const [place, { entity, column }] of now.entries()) await set(entity, column, was[place])
    }
    for (const text of DATES) {
      for (const { entity, column } of cells) await set(entity, column, text)
      expect(await refusals(known), JSON.stringify(text)).toEqual([])
    }
  })

  it('reads as empty, is told on its page, and stays when something else is saved', async () => {
    const deal = entities().find(({ key }) => key === 'deal') as EntityDef
    await set(deal, 'expected_close', AMONG_OTHERS)
    const id = ids.deal as string
    const shown = await office.owner.record<Record<string, unknown>>('deal', id)
    expect(shown).toMatchObject({ unreadable: ['expectedClose'] })
    expect(shown.expectedClose).toBeUndefined()
    expect((await office.owner.update('deal', id, shown.version, { amount: 700 })).status).toBe(200)
    expect(await connection().get('select expected_close as "is" from deal where id = ?', [id])).toEqual({ is: AMONG_OTHERS })
    const { version } = await office.owner.record('deal', id)
    expect((await office.owner.update('deal', id, version, { expectedClose: '2026-12-01' })).status).toBe(200)
    expect(await office.owner.record('deal', id)).toMatchObject({ expectedClose: '2026-12-01', amount: 700 })
    const kept = await connection().all<{ detail: string }>("select detail from access_log where action = 'record_damaged'")
    expect(JSON.stringify(kept)).toContain(AMONG_OTHERS)
  })

  it('keeps nobody from them either: numbers and dates of an office’s own fields', async () => {
    const known = await refusedAnyway()
    const id = ids.customer as string
    const { custom } = (await connection().get<{ custom: string }>('select custom from customer where id = ?', [id])) as {
      custom: string
    }
    const keys = Object.keys(JSON.parse(custom) as object)
    for (const raw of [...NUMBERS, ...DATES.map((date) => JSON.stringify(date))]) {
      const damaged = `{${keys.map((key) => `${JSON.stringify(key)}:${raw}`).join(',')}}`
      await office.container.office.writeAlone((tx) => tx.run('update customer set custom = ? where id = ?', [damaged, id]))
      expect(await refusals(known), raw).toEqual([])
    }
  })
})
