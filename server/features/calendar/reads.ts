import { RECORD_FIELDS } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import { isInstant } from '../../../core/fields/stored-form.ts'
import { addDays, daysBetween } from '../../../core/thai/date.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import { startOfDay } from '../../records/compile-filter.ts'
import type { Context } from '../../records/context.ts'
import { present, whereOf } from '../../records/list.ts'
import { type DbRow, type RecordRow, selectColumns } from '../../records/row.ts'
import { and, authorise, idsInScope, type Sql, sql, TRUE, visibleField, visibleFields } from '../../records/scope.ts'
import { nextOccurrence } from '../activities/log-activity.ts'
import { planFile } from './plan-file.ts'
import { writeCalendar } from './write-ics.ts'

export type CalendarRequest = { from: string; until: string; whose: string; logged?: 'yes' | undefined }
export type CalendarReply = { rows: RecordRow[]; series: { row: RecordRow; at: string[] }[]; capped: boolean }

/** A span is no longer than this: a month's grid has six weeks, a feed somewhat more than a year. */
export const MOST_DAYS = 500
/** More than this fits no screen and no subscriber. */
export const MOST_ROWS = 2_000
const MOST_SERIES = 300
/** `minutes` reaches no further than this many days. */
const LONGEST_DAYS = 70
const DAY_MINUTES = 1440

const SHOWN = [
  'subject',
  'type',
  'body',
  'about',
  'dueAt',
  'allDay',
  'minutes',
  'remindAt',
  'repeat',
  'doneAt',
  'outcome',
  'place',
  'owner',
  'anchorCustomer',
  'at',
]

/** Whose activities are asked for, besides what the reader's scope lets through anyway. */
function ownedBy(ctx: Context, whose: string): Sql {
  if (whose === 'team') return TRUE
  if (whose === 'mine') return sql('t.owner = ?', [ctx.userId])
  visibleField(ctx, ctx.catalog, entityOf(ctx.catalog, 'activity'), 'owner')
  return sql('t.owner = ?', [whose])
}

const shownFields = (ctx: Context) =>
  visibleFields(ctx, entityOf(ctx.catalog, 'activity')).filter((field) => SHOWN.includes(field.key))

const columnsFor = (ctx: Context): string => selectColumns([...shownFields(ctx), ...RECORD_FIELDS])

/** Everything of the table that reaches beyond its own day; written as the index has it, so that the index is used. */
const REACHING = '(minutes >= 1440 or (repeat is not null and done_at is null))'

/**
 * The activities of a span of local days in the reader's scope: what is due in it, what began before and reaches into it, and
 * where that is asked for what was done in it without having been planned. At most `MOST_ROWS`; three index ranges, none of which grows with the office: they are named, because to the planner one person’s
 * activities of all years look fewer than everybody’s of six weeks.
 */
async function rowsIn(ctx: Context, db: Database, request: CalendarRequest): Promise<{ found: DbRow[]; capped: boolean }> {
  const entity = entityOf(ctx.catalog, 'activity')
  const zone = ctx.catalog.timeZone
  const from = startOfDay(request.from, zone)
  const until = startOfDay(addDays(request.until, 1), zone)
  const dayBefore = startOfDay(addDays(request.from, -1), zone)
  const farBefore = startOfDay(addDays(request.from, -LONGEST_DAYS), zone)
  const base = and(whereOf(ctx, entity, undefined), ownedBy(ctx, request.whose))
  const columns = columnsFor(ctx)
  const ask = (index: string, range: string, params: string[], order: string) =>
    db.all<DbRow>(
      `select ${columns} from activity t indexed by ${index} where ${base.text} and ${range} order by ${order} limit ?`,
      [...base.params, ...params, MOST_ROWS + 1],
    )
  const due = await ask('activity_due_at', 't.due_at >= ? and t.due_at < ?', [dayBefore, until], 't.due_at')
  const long = await ask(
    'activity_reaching',
    `t.due_at >= ? and t.due_at < ? and ${REACHING} and t.minutes >= ${DAY_MINUTES}`,
    [farBefore, dayBefore],
    't.due_at',
  )
  const done =
    request.logged === 'yes'
      ? await ask(
          request.whose === 'team' ? 'activity_at' : 'activity_owner_at',
          "t.at >= ? and t.at < ? and t.due_at is null and t.done_at is not null and t.type <> 'note'",
          [from, until],
          't.at',
        )
      : []
  const found = [...long, ...due, ...done].filter(
    (row) => !row.due_at || (isInstant(row.due_at) && (endOf(row) > from || row.due_at >= from)),
  )
  return { found: found.slice(0, MOST_ROWS), capped: found.length > MOST_ROWS }
}

/** When an activity ends. One that takes the whole day ends with it, a day later for each further 1,440 minutes. */
function endOf(row: DbRow): string {
  const minutes = (row.minutes as number | null) ?? 0
  const least = row.all_day === 1 ? DAY_MINUTES : 0
  return new Date(Date.parse(row.due_at as string) + Math.max(least, minutes) * 60_000).toISOString()
}

/** The open activities that come round again, each with the times in the span after the one that is planned. */
async function seriesIn(ctx: Context, db: Database, request: CalendarRequest): Promise<{ row: DbRow; at: string[] }[]> {
  const entity = entityOf(ctx.catalog, 'activity')
  visibleField(ctx, ctx.catalog, entity, 'dueAt')
  if (ctx.policy.isHidden('activity', 'repeat')) return []
  const zone = ctx.catalog.timeZone
  const from = startOfDay(request.from, zone)
  const until = startOfDay(addDays(request.until, 1), zone)
  const base = and(whereOf(ctx, entity, undefined), ownedBy(ctx, request.whose))
  const rows = await db.all<DbRow>(
    `select ${columnsFor(ctx)} from activity t indexed by activity_reaching where ${base.text} and t.due_at < ? and ${REACHING} and t.repeat is not null and t.done_at is null order by t.due_at desc limit ?`,
    [...base.params, until, MOST_SERIES],
  )
  return rows.flatMap((row) => {
    if (!isInstant(row.due_at)) return []
    const at = occurrences(row.due_at, row.repeat as string, from, until, ctx.catalog.timeZone)
    return at.length > 0 ? [{ row, at }] : []
  })
}

/** The times at which something repeats after its own, from `from` until before `until`. */
function occurrences(dueAt: string, repeat: string, from: string, until: string, timeZone: string): string[] {
  const at: string[] = []
  const after = new Date(Math.max(Date.parse(from) - 1, Date.parse(dueAt))).toISOString()
  let next = nextOccurrence(dueAt, repeat, after, timeZone)
  while (next !== undefined && next < until && at.length < MOST_DAYS) {
    at.push(next)
    next = nextOccurrence(dueAt, repeat, next, timeZone)
  }
  return at
}

/** The calendar of a span. Throws `calendar.span` for one that is backwards or too long, `access.denied`, `query.invalid` for a hidden field. */
export async function calendar(ctx: Context, db: Database, request: CalendarRequest): Promise<CalendarReply> {
  const entity = entityOf(ctx.catalog, 'activity')
  authorise(ctx, entity, 'view')
  visibleField(ctx, ctx.catalog, entity, 'dueAt')
  const days = daysBetween(request.from, request.until)
  if (days < 0 || days > MOST_DAYS) throw new AppError('calendar.span', { most: MOST_DAYS })
  const { found, capped } = await rowsIn(ctx, db, request)
  const series = await seriesIn(ctx, db, request)
  const fields = shownFields(ctx)
  const all = [...found, ...series.map((one) => one.row)]
  const shown = await present(ctx, db, entity, fields, all)
  const ids = shown.map((row) => row.id)
  const editable = await idsInScope(ctx, db, entity, ids, 'edit')
  const deletable = await idsInScope(ctx, db, entity, ids, 'delete')
  for (const row of shown) row.may = { edit: editable.has(row.id), delete: deletable.has(row.id) }
  return {
    rows: shown.slice(0, found.length),
    series: series.map((one, at) => ({ row: shown[found.length + at] as RecordRow, at: one.at })),
    capped,
  }
}

/** The same as a calendar file. */
async function calendarFile(ctx: Context, db: Database, request: CalendarRequest): Promise<{ text: string; count: number }> {
  const { rows, series } = await calendar(ctx, db, request)
  const inSpan = new Set(rows.map((row) => row.id))
  // What began before the span and comes round in it is the same event with its rule.
  const begun = series.map((one) => one.row).filter((row) => !inSpan.has(row.id))
  const planned = [...begun, ...rows].filter((row) => typeof row.dueAt === 'string')
  const uids = new Map<string, string>()
  for (let from = 0; from < planned.length; from += 500) {
    const some = planned.slice(from, from + 500).map((row) => row.id)
    // An event of a file that became several activities is several events from then on: only single ones keep their UID.
    const known = await db.all<{ activity_id: string; uid: string }>(
      `select activity_id, uid from calendar_item where occurrence = '' and activity_id in (${some.map(() => '?').join(', ')})`,
      some,
    )
    for (const one of known) uids.set(one.activity_id, one.uid)
  }
  return { text: writeCalendar(ctx, planned, uids), count: planned.length }
}

export const calendarReads = { calendar, calendarFile, calendarFilePlan: planFile }
