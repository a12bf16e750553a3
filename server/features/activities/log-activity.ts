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

/** Writes what happened, ticks off the task it fulfilled, and plans the next one: one act, all or nothing. A task that repeats goes on. */
export async function logActivity(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  request: LogRequest,
): Promise<{ id: string; nextId: string | null; repeatId: string | null }> {
  const happened = { ...request.activity, doneAt: request.activity.doneAt ?? ctx.now }
  const { completes } = request
  // What is written over the task says what happened; what repeats is what was planned.
  const planned = completes && (await valuesNow(ctx, tx, completes.id))
  const id = completes
    ? (await writer.update(ctx, tx, 'activity', completes.id, completes.version, happened)).id
    : (await writer.create(ctx, tx, 'activity', happened)).id
  const repeatId = planned && planned.doneAt === undefined ? await planRound(ctx, tx, writer, planned) : null
  if (!request.next) return { id, nextId: null, repeatId }
  const { owner, ...task } = request.next
  const about = (request.activity.about as RecordLink[] | undefined) ?? []
  const next = await writer.create(ctx, tx, 'activity', { ...task, about, ...(owner && { owner }) })
  return { id, nextId: next.id, repeatId }
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
  const now = await valuesNow(ctx, tx, id)
  if (!now) throw new AppError('record.not_found')
  return { id, version: written.version, repeatId: request.done ? await planRound(ctx, tx, writer, now) : null }
}

async function valuesNow(ctx: Context, tx: Transaction, id: string): Promise<Values | undefined> {
  const entity = entityOf(ctx.catalog, 'activity')
  const row = await rowById(tx, entity, id)
  return row && valuesOf(entity, row)
}

/** Makes the next round of what repeats; null for what does not. */
async function planRound(ctx: Context, tx: Transaction, writer: RecordWriter, planned: Values): Promise<string | null> {
  const zone = ctx.catalog.timeZone
  const series = seriesOf(planned)
  const dueAt = series && nextOccurrence(series, ctx.now, zone)
  if (!dueAt) return null
  const lead = planned.remindAt ? Date.parse(series.dueAt) - Date.parse(planned.remindAt as string) : undefined
  const copy = Object.fromEntries(
    ['subject', 'type', 'body', 'about', 'allDay', 'minutes', 'repeat', 'place', 'owner'].flatMap((key) =>
      planned[key] === undefined ? [] : [[key, planned[key]]],
    ),
  )
  const next = await writer.create(ctx, tx, 'activity', {
    ...copy,
    dueAt,
    ...(lead !== undefined && { remindAt: new Date(Date.parse(dueAt) - lead).toISOString() }),
  })
  const day = dayToKeep(series, dueAt, zone)
  if (day !== undefined) await tx.run('update activity set repeat_day = ? where id = ?', [day, next.id])
  return next.id
}
