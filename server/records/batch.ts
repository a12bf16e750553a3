import { uuidv7 } from 'uuidv7'
import { AppError } from '../../core/errors.ts'
import type { Database, Transaction } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import { fieldsOf } from './change-log.ts'
import type { Context } from './context.ts'
import { type Values, valuesOf } from './row.ts'
import { authorise, isInScope } from './scope.ts'
import { type RecordWriter, rowById } from './write.ts'

export type BatchKind = 'edit' | 'delete' | 'restore' | 'import' | 'convert' | 'paste' | 'merge' | 'handOver' | 'undo'

/** Days within which a batch can be undone. */
export const UNDO_DAYS = 30

/** Opens a batch: what is written with the returned context can be undone as one act. */
export async function openBatch(
  ctx: Context,
  tx: Transaction,
  kind: BatchKind,
  entity: string | null,
  title = '',
): Promise<Context & { batchId: string }> {
  const batchId = uuidv7()
  await tx.run("insert into batch (id, kind, entity, title, user_id, state, started_at) values (?, ?, ?, ?, ?, 'open', ?)", [
    batchId,
    kind,
    entity,
    title,
    ctx.userId,
    ctx.now,
  ])
  return { ...ctx, batchId }
}

/** Closes a batch with what it did. */
export async function closeBatch(
  ctx: Context & { batchId: string },
  tx: Transaction,
  counts: Record<string, number>,
): Promise<void> {
  await tx.run("update batch set state = 'done', counts = ?, ended_at = ? where id = ?", [
    JSON.stringify(counts),
    ctx.now,
    ctx.batchId,
  ])
}

export type BatchRow = {
  id: string
  kind: string
  entity: string | null
  title: string
  user_id: string | null
  state: string
  counts: string
  started_at: string
  ended_at: string | null
  undone_by: string | null
}

/** The batches of the last 30 days, newest first: everybody's for who runs the office, otherwise one's own. */
export async function listBatches(ctx: Context, db: Database): Promise<BatchRow[]> {
  const since = new Date(Date.parse(ctx.now) - UNDO_DAYS * 86_400_000).toISOString()
  return db.all<BatchRow>('select * from batch where started_at >= ? and (? or user_id = ?) order by started_at desc limit 200', [
    since,
    ctx.policy.admin ? 1 : 0,
    ctx.userId,
  ])
}

export type Kept = { entity: string; id: string; title: string; fields: string[] }
type ChangeRow = { seq: number; entity: string; record_id: string; action: string; fields: string; version: number }

/** Throws unless the person may undo the batch now: his own or as who runs the office, within 30 days, not undone before. */
export async function batchToUndo(ctx: Context, db: Database, batchId: string): Promise<BatchRow> {
  const batch = await db.get<BatchRow>('select * from batch where id = ?', [batchId])
  if (!batch || !(ctx.policy.admin || batch.user_id === ctx.userId)) throw new AppError('record.not_found')
  if (batch.undone_by) throw new AppError('undo.done')
  if (Date.parse(ctx.now) - Date.parse(batch.started_at) > UNDO_DAYS * 86_400_000)
    throw new AppError('undo.too_old', { days: UNDO_DAYS })
  return batch
}

/** The changes of a batch, last first, from before the given sequence number. */
export function changesOf(db: Database, batchId: string, before: number, limit: number): Promise<ChangeRow[]> {
  return db.all<ChangeRow>(
    'select seq, entity, record_id, action, fields, version from change where batch_id = ? and seq < ? order by seq desc limit ?',
    [batchId, before, limit],
  )
}

/**
 * Reverses one change as a new write: what the batch made goes to the bin, what it deleted comes back, and fields that still
 * hold what the batch wrote go back to what they held. Returns what was kept because somebody changed it afterwards.
 */
export async function reverseChange(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  change: ChangeRow,
  merge = false,
): Promise<{ undone: boolean; kept?: Kept }> {
  const entity = entityOf(ctx.catalog, change.entity)
  const row = await rowById(tx, entity, change.record_id)
  if (change.action === 'merged') return reviveMerged(ctx, tx, writer, change)
  if (!row || row.merged_into) return { undone: false }
  const kept = (fields: string[]): { undone: boolean; kept: Kept } => ({
    undone: false,
    kept: { entity: entity.key, id: row.id, title: row.title_text, fields },
  })
  if (change.action === 'delete') {
    if (!row.deleted_at) return { undone: false }
    await writer.restore(ctx, tx, entity.key, row.id)
    return { undone: true }
  }
  if (row.deleted_at) return { undone: false }
  if (change.action === 'create') {
    const later = await laterFields(tx, change, valuesOf(entity, row))
    if (later.length > 0) return kept(later)
    await writer.delete(ctx, tx, entity.key, row.id)
    return { undone: true }
  }
  if (change.action === 'restore') {
    await writer.delete(ctx, tx, entity.key, row.id)
    return { undone: true }
  }
  // The record goes to the bin with all that the batch wrote into it, or stays with it.
  if (change.action === 'update' && (await wasMadeBySameBatch(tx, change))) return { undone: false }
  // What a merge re-pointed goes back with it, whosever it is: it pointed there before.
  const repointed = merge && change.action === 'update'
  if (!repointed) authorise(ctx, entity, 'edit')
  if (!repointed && !(await isInScope(ctx, tx, entity, row.id, 'edit'))) return kept(Object.keys(fieldsOf(change.fields) ?? {}))
  return reverseFields(ctx, tx, writer, change, row, kept)
}

/** A merged record lives again, and its pair waits to be looked at once more. */
async function reviveMerged(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  change: ChangeRow,
): Promise<{ undone: boolean }> {
  const entity = entityOf(ctx.catalog, change.entity)
  const row = await rowById(tx, entity, change.record_id)
  if (!row?.merged_into) return { undone: false }
  await writer.revive(ctx, tx, entity, row.id)
  await tx.run("update duplicate_pair set state = 'open' where entity = ? and (a = ? or b = ?) and state = 'merged'", [
    entity.key,
    row.rid,
    row.rid,
  ])
  return { undone: true }
}

async function reverseFields(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  change: ChangeRow,
  row: NonNullable<Awaited<ReturnType<typeof rowById>>>,
  kept: (fields: string[]) => { undone: boolean; kept: Kept },
) {
  const entity = entityOf(ctx.catalog, change.entity)
  const logged = fieldsOf(change.fields)
  // Nobody knows any more what it was: it stays.
  if (!logged) return kept([])
  const now = valuesOf(entity, row)
  const back: Record<string, unknown> = {}
  const stays: string[] = []
  for (const [key, [was, wrote]] of Object.entries(logged)) {
    const field = entity.fields.find((candidate) => candidate.key === key)
    if (!field) continue
    // What the rules derive they set again; nobody edits it, so it is never “kept”.
    if (JSON.stringify(now[key] ?? null) === JSON.stringify(wrote)) back[key] = was
    // What holds the old value again was taken back already, by a stopped undo or by hand.
    else if (!field.derived && JSON.stringify(now[key] ?? null) !== JSON.stringify(was)) stays.push(key)
  }
  const undone = Object.keys(back).length > 0
  if (undone) await writer.apply(ctx, tx, entity, row, back, { asWritten: true })
  return stays.length > 0 ? { undone, kept: kept(stays).kept } : { undone }
}

const OF_SAME_BATCH = 'batch_id = (select batch_id from change where seq = ?)'

/** Whether the batch of the change also made the record, as an import does of one that an earlier row of the file names. */
async function wasMadeBySameBatch(tx: Transaction, change: ChangeRow): Promise<boolean> {
  const made = await tx.get(`select seq from change where record_id = ? and seq < ? and action = 'create' and ${OF_SAME_BATCH}`, [
    change.record_id,
    change.seq,
    change.seq,
  ])
  return made !== undefined
}

/** The fields of a record that its batch made which people changed afterwards, and which hold something else now than the batch wrote. */
async function laterFields(tx: Transaction, change: ChangeRow, now: Values): Promise<string[]> {
  const later = await tx.all<{ fields: string }>(
    "select fields from change where record_id = ? and seq > ? and action = 'update' and coalesce(batch_id, '') <> coalesce((select batch_id from change where seq = ?), '')",
    [change.record_id, change.seq, change.seq],
  )
  if (later.length === 0) return []
  const written = await tx.all<{ fields: string }>(
    `select fields from change where record_id = ? and seq >= ? and ${OF_SAME_BATCH} order by seq`,
    [change.record_id, change.seq, change.seq],
  )
  const wrote = new Map(written.flatMap(({ fields }) => Object.entries(fieldsOf(fields) ?? {}).map(([key, [, to]]) => [key, to])))
  const changed = new Set(later.flatMap(({ fields }) => Object.keys(fieldsOf(fields) ?? { updatedAt: true })))
  return [...changed].filter(
    (key) => key === 'updatedAt' || JSON.stringify(now[key] ?? null) !== JSON.stringify(wrote.get(key) ?? null),
  )
}
