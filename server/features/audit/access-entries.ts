import { z } from 'zod'
import type { AccessEntry } from '../../../core/contract/audit.ts'
import { addDays } from '../../../core/thai/date.ts'
import { people } from '../../access/people.ts'
import type { Database, SqlValue } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import { startOfDay } from '../../records/compile-filter.ts'
import type { Context } from '../../records/context.ts'
import { titlesOf } from '../../records/titles.ts'
import { labelOfKey, officeWord } from '../../words.ts'

export type AccessQuery = {
  user?: string | undefined
  action?: AccessEntry['action'] | undefined
  record?: string | undefined
  from?: string | undefined
  until?: string | undefined
}
type Row = {
  seq: number
  at: string
  user_id: string | null
  action: AccessEntry['action']
  entity: string | null
  detail: string
}
type Detail = {
  record?: string
  field?: string
  rows?: number
  device?: string
  address?: string
  route?: string
  what?: string
  of?: string
  key?: string
  times?: number
  area?: string
  before?: string
}

/** Entries of the access log before a place in it, the latest first. */
export async function accessEntries(
  ctx: Context,
  db: Database,
  query: AccessQuery,
  { before, limit }: { before: number; limit: number },
): Promise<AccessEntry[]> {
  const where = ['seq < ?']
  const params: SqlValue[] = [before]
  const add = (condition: string, value: SqlValue | undefined) => {
    if (value === undefined) return
    where.push(condition)
    params.push(value)
  }
  const { timeZone } = ctx.catalog
  add('user_id = ?', query.user)
  add('action = ?', query.action)
  add("case when json_valid(detail) then json_extract(detail, '$.record') end = ?", query.record)
  add('at >= ?', query.from && startOfDay(query.from, timeZone))
  add('at < ?', query.until && startOfDay(addDays(query.until, 1), timeZone))
  const rows = await db.all<Row>(`select * from access_log where ${where.join(' and ')} order by seq desc limit ?`, [
    ...params,
    limit,
  ])
  return inWords(ctx, db, rows)
}

async function inWords(ctx: Context, db: Database, rows: readonly Row[]): Promise<AccessEntry[]> {
  const details = rows.map((row) => storedJson<Detail>(row.detail, z.looseObject({})) ?? {})
  const titles = await titlesOfRecords(ctx, db, rows, details)
  const names = new Map((await people.list(db)).map((person) => [person.id, person.nick || person.name]))
  const keys = await db.all<{ id: string; name: string }>('select id, name from api_key')
  for (const { id, name } of keys) names.set(id, officeWord(ctx, 'audit.via', { name }))
  return rows.map((row, at) => {
    const detail = details[at] as Detail
    const { record } = detail
    return {
      seq: row.seq,
      at: row.at,
      userId: row.user_id || null,
      action: row.action,
      ...(row.entity && { entity: row.entity }),
      ...(record && { record: { id: record, title: titles.get(record) ?? '' } }),
      detail: sayDetail(ctx, row.entity, detail, names),
    }
  })
}

async function titlesOfRecords(
  ctx: Context,
  db: Database,
  rows: readonly Row[],
  details: Detail[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string[]>()
  for (const [at, { record }] of details.entries()) {
    const entity = rows[at]?.entity
    if (record && entity) ids.set(entity, [...(ids.get(entity) ?? []), record])
  }
  const found = await Promise.all([...ids].map(([entity, of]) => titlesOf(ctx, db, entity, [...new Set(of)])))
  return new Map(found.flat().map(({ id, title }) => [id, title]))
}

function sayDetail(ctx: Context, entityKey: string | null, detail: Detail, names: ReadonlyMap<string, string>): string {
  const entity = entityKey ? ctx.catalog.registry.get(entityKey) : undefined
  return [
    detail.key && names.get(detail.key),
    detail.of && names.get(detail.of),
    entity && detail.field && labelOfKey(ctx, entity, detail.field),
    detail.area && officeWord(ctx, `settings.tab.${detail.area}`),
    detail.what && officeWord(ctx, detail.what === 'key' ? 'audit.bad_key' : `print.${detail.what}`),
    detail.rows !== undefined && officeWord(ctx, 'audit.rows', { count: detail.rows.toLocaleString('en-US') }),
    detail.times !== undefined && officeWord(ctx, 'audit.times', { count: detail.times.toLocaleString('en-US') }),
    detail.before &&
      new Date(detail.before).toLocaleString(ctx.lang === 'th' ? 'th-TH' : 'en-GB', { timeZone: ctx.catalog.timeZone }),
    detail.device,
    detail.address,
    detail.route,
  ]
    .filter(Boolean)
    .join(' · ')
}
