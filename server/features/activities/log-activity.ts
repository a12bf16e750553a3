import { AppError } from '../../../core/errors.ts'
import type { RecordLink } from '../../../core/fields/values.ts'
import { addDays, addMonths, daysBetween, instantToLocal } from '../../../core/thai/date.ts'
import type { Transaction } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import { startOfDay } from '../../records/compile-filter.ts'
import type { Context } from '../../records/context.ts'
import { type Values, valuesOf } from '../../records/row.ts'
import { type RecordWriter, rowById } from '../../records/write.ts'

type NextTask = { subject: string; type: string; dueAt: string; remindAt?: string; owner?: string }
type LogRequest = { activity: Values; completes?: { id: string; version: number }; next?: NextTask }

/** Writes what happened, ticks off the task it fulfilled, and plans the next one: one act, all or nothing. */
export async function logActivity(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  request: LogRequest,
): Promise<{ id: string; nextId: string | null }> {
  const happened = { ...request.activity, doneAt: request.activity.doneAt ?? ctx.now }
  const id = request.completes
    ? (await writer.update(ctx, tx, 'activity', request.completes.id, request.completes.version, happened)).id
    : (await writer.create(ctx, tx, 'activity', happened)).id
  if (!request.next) return { id, nextId: null }
  const { owner, ...task } = request.next
  const about = (request.activity.about as RecordLink[] | undefined) ?? []
  const next = await writer.create(ctx, tx, 'activity', { ...task, about, ...(owner && { owner }) })
  return { id, nextId: next.id }
}

/** Ticks an activity off, or opens it again. One that repeats makes its next occurrence. */
export async function finishActivity(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  id: string,
  request: { version: number; done: boolean; outcome?: string },
): Promise<{ id: string; version: number; repeatId: string | null }> {
  const values: Values = {
    doneAt: request.done ? ctx.now : null,
    ...(request.outcome !== undefined && { outcome: request.outcome }),
  }
  const written = await writer.update(ctx, tx, 'activity', id, request.version, values)
  const entity = entityOf(ctx.catalog, 'activity')
  const row = await rowById(tx, entity, id)
  if (!row) throw new AppError('record.not_found')
  const now = valuesOf(entity, row)
  if (!request.done || !now.repeat || !now.dueAt) return { id, version: written.version, repeatId: null }
  const dueAt = nextOccurrence(now.dueAt as string, now.repeat as string, ctx.now, ctx.catalog.timeZone)
  if (!dueAt) return { id, version: written.version, repeatId: null }
  const lead = now.remindAt ? Date.parse(now.dueAt as string) - Date.parse(now.remindAt as string) : undefined
  const copy = Object.fromEntries(
    ['subject', 'type', 'body', 'about', 'allDay', 'minutes', 'repeat', 'place', 'owner'].flatMap((key) =>
      now[key] === undefined ? [] : [[key, now[key]]],
    ),
  )
  const next = await writer.create(ctx, tx, 'activity', {
    ...copy,
    dueAt,
    ...(lead !== undefined && { remindAt: new Date(Date.parse(dueAt) - lead).toISOString() }),
  })
  return { id, version: written.version, repeatId: next.id }
}

const MONTHS: Readonly<Record<string, number>> = { monthly: 1, quarterly: 3, yearly: 12 }
/** Beyond the last year that a date can have nothing follows. */
const MOST_TRIED = 5_000
const DAYS: Readonly<Record<string, number>> = { daily: 1, weekly: 7 }

/**
 * The first occurrence after both the last one and now; undefined for words that are no repetition. Days and months are those of the
 * office: the first of a month begins on the last of the one before in UTC. A month that is too short has it on its last day.
 */
export function nextOccurrence(from: string, repeat: string, now: string, timeZone: string): string | undefined {
  const days = DAYS[repeat]
  const months = MONTHS[repeat]
  const { date } = instantToLocal(from, timeZone)
  const timeOfDay = Date.parse(from) - Date.parse(startOfDay(date, timeZone))
  const passed = Math.max(0, daysBetween(date, instantToLocal(now, timeZone).date))
  // Counted from the first, not from one to the next: the 31st is the 31st again after February.
  const first = Math.max(1, Math.floor(passed / (days ?? (months ?? 1) * 31)))
  for (let count = first; (days || months) && count < first + MOST_TRIED; count++) {
    const on = days ? addDays(date, days * count) : addMonths(date, (months ?? 1) * count)
    const at = new Date(Date.parse(startOfDay(on, timeZone)) + timeOfDay).toISOString()
    if (at > now) return at
  }
  return undefined
}
