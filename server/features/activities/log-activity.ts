import { AppError } from '../../../core/errors.ts'
import type { RecordLink } from '../../../core/fields/values.ts'
import type { Transaction } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { type Values, valuesOf } from '../../records/row.ts'
import { type RecordWriter, rowById } from '../../records/write.ts'
import { dayToKeep, nextOccurrence, seriesOf } from './repeat.ts'

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
  const series = request.done ? seriesOf(now) : undefined
  const zone = ctx.catalog.timeZone
  const dueAt = series && nextOccurrence(series, ctx.now, zone)
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
  const day = dayToKeep(series, dueAt, zone)
  if (day !== undefined) await tx.run('update activity set repeat_day = ? where id = ?', [day, next.id])
  return { id, version: written.version, repeatId: next.id }
}
