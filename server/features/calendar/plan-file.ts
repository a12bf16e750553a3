import { createHash } from 'node:crypto'
import type { FileCounts, FileItem, FileReason } from '../../../core/contract/calendar.ts'
import { AppError } from '../../../core/errors.ts'
import { addDays, instantToLocal } from '../../../core/thai/date.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { type Values, valuesOf } from '../../records/row.ts'
import { authorise, isInScope } from '../../records/scope.ts'
import { rowById } from '../../records/write.ts'
import { nextOccurrence } from '../activities/log-activity.ts'
import { type FileEvent, readEvents } from './ics-events.ts'
import { first, readComponents } from './ics-lines.ts'
import { daysOfRule, parseRule, repeatWord } from './ics-rule.ts'
import { type FileTime, instantOf, zonesOf } from './ics-time.ts'

/** One event of the file, or one time of an event that repeats, with what would be written. */
export type PlannedItem = FileItem & {
  uid: string
  occurrence: string
  fingerprint: string
  values?: Values
  /** The activity that it became at an earlier import, or that it is. */
  known?: { id: string; version: number }
}
export type FilePlan = { counts: FileCounts; items: PlannedItem[]; name: string | null }
type PlanRequest = { text: string; type: string }

/** A file holds no more events than this, and makes no more activities. */
const MOST_ITEMS = 2_000
/** What repeats in ways of its own is written out for a year, and no more than this often. */
const EXPANDED_DAYS = 366
const MOST_EXPANDED = 100
/** A rule that ends later than this is kept as one that does not end. */
const ENDLESS_DAYS = 366 * 5
const LONGEST_MINUTES = 100_000

/** What importing a calendar file would do, event by event. Reads only. Throws what the file's reader throws. */
export async function planFile(ctx: Context, db: Database, request: PlanRequest): Promise<FilePlan> {
  authorise(ctx, entityOf(ctx.catalog, 'activity'), 'import')
  const calendars = readComponents(request.text)
  const items: PlannedItem[] = []
  for (const calendar of calendars) {
    const zones = zonesOf(calendar, ctx.catalog.timeZone)
    const events = readEvents(calendar, zones)
    const moved = new Map<string, FileEvent[]>()
    for (const event of events) if (event.recurrence) moved.set(event.uid, [...(moved.get(event.uid) ?? []), event])
    for (const event of events) {
      items.push(...itemsOf(ctx, event, moved.get(event.uid) ?? [], request.type))
      if (items.length > MOST_ITEMS) throw new AppError('calendar.too_many', { most: MOST_ITEMS })
    }
  }
  const seen = new Set<string>()
  // The same event twice in one file (two calendars put together): the first counts.
  const single = items.filter((item) => {
    const key = `${item.uid}\n${item.occurrence}`
    return !seen.has(key) && seen.add(key)
  })
  for (const item of single) await compare(ctx, db, item)
  const counts: FileCounts = { add: 0, update: 0, cancel: 0, same: 0, skip: 0 }
  for (const item of single) counts[item.action] += 1
  const name = calendars.map((calendar) => first(calendar, 'X-WR-CALNAME')?.value.trim()).find(Boolean)
  return { counts, items: single, name: name ?? null }
}

function itemsOf(ctx: Context, event: FileEvent, moved: readonly FileEvent[], type: string): PlannedItem[] {
  const single = (start: FileTime | undefined, occurrence: string, more: FileReason[] = [], values: Values = {}) => [
    itemOf(ctx, { event, start, occurrence, type, reasons: [...event.reasons, ...more], values }),
  ]
  if (!event.start || event.cancelled || event.recurrence)
    return single(event.start, event.recurrence ? keyOf(event.recurrence) : '')
  if (!event.rule && event.extra.length === 0) return single(event.start, '')
  return repeated(ctx, event, moved, single)
}

type Single = (start: FileTime | undefined, occurrence: string, more?: FileReason[], values?: Values) => PlannedItem[]

/** An event that repeats: kept as a repeating activity where the product can do that, else written out for a year. */
function repeated(ctx: Context, event: FileEvent, moved: readonly FileEvent[], single: Single): PlannedItem[] {
  const start = event.start as FileTime
  const rule = event.rule === undefined ? undefined : parseRule(event.rule)
  if (event.rule !== undefined && !rule)
    return single(start, '', [{ code: 'rule_unknown', params: { rule: event.rule.slice(0, 120) } }])
  const endless = rule && rule.count === undefined && (rule.until === undefined || rule.until > addDays(ctx.today, ENDLESS_DAYS))
  const many = rule?.count !== undefined && rule.count > ENDLESS_DAYS
  const word = rule && (endless || many) ? repeatWord(rule, start.date) : undefined
  if (rule && word && event.extra.length === 0) {
    const own = instantOf(start, ctx.catalog.timeZone)
    const at =
      own >= ctx.now
        ? start
        : timeAt(nextOccurrence(own, word, ctx.now, ctx.catalog.timeZone) ?? own, start, ctx.catalog.timeZone)
    const ends = rule.until ?? (rule.count === undefined ? undefined : `× ${rule.count}`)
    return single(at, '', [ends ? { code: 'repeats_until', params: { until: ends } } : { code: 'repeats' }], { repeat: word })
  }
  const left = new Set(
    [...event.without, ...moved.map((one) => one.recurrence as FileTime)].flatMap((time) => [keyOf(time), time.date]),
  )
  const isLeft = (day: string) =>
    start.time === undefined
      ? left.has(day)
      : left.has(`${day}T${start.time}`) || left.has(instantKey(ctx, { ...start, date: day }))
  const span = { from: ctx.today, until: addDays(ctx.today, EXPANDED_DAYS), most: MOST_EXPANDED }
  const found = rule ? daysOfRule(rule, start.date, span) : { days: [start.date], more: false, before: false }
  const further = event.extra.map((time) => time.date).filter((day) => day >= span.from && day <= span.until)
  const days = [...new Set([...found.days, ...further])].filter((day) => !isLeft(day)).sort()
  if (days.length === 0) return single(start, '', [{ code: 'over' }]).map((item) => ({ ...item, action: 'skip' as const }))
  const last = days[days.length - 1] ?? ''
  const reason: FileReason = found.more
    ? { code: 'expanded_more', params: { count: days.length, until: last } }
    : { code: 'expanded', params: { count: days.length } }
  return days.flatMap((day, at) => single({ ...start, date: day }, keyOf({ ...start, date: day }), at === 0 ? [reason] : []))
}

const keyOf = (time: FileTime): string => (time.time === undefined ? time.date : `${time.date}T${time.time}`)
/** An exception may be written in UTC while the event has a zone. */
const instantKey = (ctx: Context, time: FileTime): string => {
  const at = instantOf(time, ctx.catalog.timeZone)
  return `${at.slice(0, 10)}T${at.slice(11, 16)}`
}

function timeAt(instant: string, like: FileTime, officeZone: string): FileTime {
  const local = instantToLocal(instant, like.time === undefined ? officeZone : like.zone)
  return { ...like, date: local.date, ...(like.time !== undefined && { time: local.time }) }
}

type Draft = {
  event: FileEvent
  start: FileTime | undefined
  occurrence: string
  type: string
  reasons: FileReason[]
  values: Values
}

function itemOf(ctx: Context, { event, start, occurrence, type, reasons, values }: Draft): PlannedItem {
  const item = { uid: event.uid, occurrence, title: event.summary, fingerprint: '', reasons: [...reasons] }
  if (!start) return { ...item, action: 'skip', at: null, allDay: false, minutes: null }
  const allDay = start.time === undefined
  const at = instantOf(start, ctx.catalog.timeZone)
  const minutes = event.minutes === undefined ? null : Math.min(event.minutes, LONGEST_MINUTES)
  const shape = { at, allDay, minutes }
  if (event.cancelled) return { ...item, ...shape, action: 'cancel' }
  const ends = new Date(Date.parse(at) + Math.max(minutes ?? 0, allDay ? 1440 : 0) * 60_000).toISOString()
  const over = !event.todo && values.repeat === undefined && ends < ctx.now
  const doneAt = event.doneAt ?? (over ? ends : undefined)
  if (over) item.reasons.push({ code: 'past' })
  const written: Values = {
    subject: event.summary,
    type: event.todo ? 'task' : type,
    dueAt: at,
    ...(allDay && { allDay: true }),
    ...(minutes !== null && minutes > 0 && !(allDay && minutes <= 1440) && { minutes }),
    ...(event.place && { place: event.place }),
    ...(event.body && { body: event.body }),
    ...(event.remindMinutes !== undefined &&
      !doneAt && { remindAt: new Date(Date.parse(at) - event.remindMinutes * 60_000).toISOString() }),
    ...(doneAt && { doneAt }),
    ...values,
  }
  // What the file says, not what becomes of it: an event that has passed since is the same event.
  const { doneAt: _, dueAt: __, remindAt: ___, ...said } = written
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([said, values.repeat === undefined ? at : instantToLocal(at, ctx.catalog.timeZone).time]))
    .digest('base64url')
  return { ...item, ...shape, action: 'add', fingerprint, values: written }
}

const OWN_UID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@samphan$/

/** Compares an event with what is there already: by its UID from an earlier import, or because it is an activity of this office. */
async function compare(ctx: Context, db: Database, item: PlannedItem): Promise<void> {
  if (item.action === 'skip') return
  const entity = entityOf(ctx.catalog, 'activity')
  const mapped = await db.get<{ activity_id: string; fingerprint: string }>(
    'select activity_id, fingerprint from calendar_item where user_id = ? and uid = ? and occurrence = ?',
    [ctx.userId, item.uid, item.occurrence],
  )
  const own = OWN_UID.exec(item.uid)?.[1]
  const id = mapped?.activity_id ?? own
  const row = id === undefined ? undefined : await rowById(db, entity, id)
  const skip = (code: FileReason['code']) => {
    item.action = 'skip'
    item.reasons.push({ code })
  }
  if (!row || id === undefined || !(await isInScope(ctx, db, entity, id, 'view'))) {
    if (item.action === 'cancel') skip('cancelled')
    return
  }
  if (row.deleted_at) return skip('in_bin')
  if (mapped && mapped.fingerprint === item.fingerprint && item.action !== 'cancel') {
    item.action = 'same'
    return
  }
  if (!(await isInScope(ctx, db, entity, id, item.action === 'cancel' ? 'delete' : 'edit'))) return skip('not_yours')
  item.known = { id, version: row.version }
  if (item.action === 'cancel') return
  item.values = changesTo(valuesOf(entity, row), item, own !== undefined && !mapped)
  item.action = Object.keys(item.values).length > 0 ? 'update' : 'same'
}

/** What an update writes: what the file says differently. Our own file says only when and where; its notes were put together for reading. */
function changesTo(now: Values, item: PlannedItem, isOwnFile: boolean): Values {
  const said = item.values ?? {}
  const keys = isOwnFile
    ? ['subject', 'dueAt', 'allDay', 'minutes', 'place']
    : ['subject', 'dueAt', 'allDay', 'minutes', 'place', 'body', 'repeat']
  const changes: Values = {}
  for (const key of keys) {
    if (JSON.stringify(said[key] ?? null) === JSON.stringify(now[key] ?? null)) continue
    // An hour is written out for what has no length of its own.
    if (isOwnFile && key === 'minutes' && now.minutes === undefined && said.minutes === 60) continue
    if (isOwnFile && key === 'dueAt' && String(now.dueAt).slice(0, 16) === String(said.dueAt).slice(0, 16)) continue
    // A repeat has moved on by itself since: only its time of day is the file's.
    if (key === 'dueAt' && now.repeat !== undefined && String(now.dueAt).slice(11) === String(said.dueAt).slice(11)) continue
    changes[key] = said[key] ?? null
  }
  return changes
}
