import { joinValues } from '../../core/duplicates/join.ts'
import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { Database, Transaction } from '../db/database.ts'
import { closeBatch, openBatch } from './batch.ts'
import { entityOf, fieldNumber } from './catalog.ts'
import { logChange } from './change-log.ts'
import type { Context } from './context.ts'
import { type Pointer, pointedAt, pointersTo, rowsPointingAt } from './references.ts'
import { type DbRow, type Values, valuesOf } from './row.ts'
import { authorise, isInScope } from './scope.ts'
import { missingRequired, validate } from './validate.ts'
import { type IndexedValue, replaceValues } from './value-index.ts'
import { type RecordWriter, rowById } from './write.ts'

export type Seen = { id: string; version: number }
export type MergeRequest = { survivor: Seen; losers: readonly Seen[]; values: Values }
export type Merged = { id: string; version: number; batchId: string }

/**
 * Merges records into one of them: the others stay as tombstones that lead to it. Whatever the request does not say is joined so
 * that nothing is lost, fields hidden from the person too. What points at the others is re-pointed afterwards by `repoint`.
 * Throws `record.not_found`, `access.denied`, and `merge.stale` when one of them was changed since it was looked at; then
 * nothing at all is done.
 */
export async function merge(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  entityKey: string,
  request: MergeRequest,
): Promise<Merged> {
  const entity = entityOf(ctx.catalog, entityKey)
  const survivor = await rowSeen(ctx, tx, entity, request.survivor, 'edit')
  const losers: DbRow[] = []
  for (const seen of request.losers) losers.push(await rowSeen(ctx, tx, entity, seen, 'delete'))
  if (new Set([survivor, ...losers].map((row) => row.id)).size <= losers.length)
    throw new AppError('request.invalid', { field: 'losers', reason: 'same_record' })
  const given = validate(ctx, entity, request.values)
  const emptied = missingRequired(entity, given).filter((problem) => problem.field in given)
  if (emptied.length > 0) throw new AppError('record.invalid', { entity: entity.key }, { problems: emptied })
  const before = valuesOf(entity, survivor)
  const owner = entity.scope.owner
  if (owner in given && given[owner] !== before[owner]) authorise(ctx, entity, 'assign')
  const batch = await openBatch(ctx, tx, 'merge', entity.key, survivor.title_text)
  // The others make room first: the survivor may take over a code that one of them has.
  for (const loser of losers) await writer.retire(batch, tx, entity, loser, survivor.id)
  const joined = joinValues(
    entity.fields,
    { ...before, id: survivor.id },
    losers.map((loser) => ({ ...valuesOf(entity, loser), id: loser.id })),
  )
  // Rules of retiring may have written the survivor's own derived times: the row is read again.
  const row = (await rowById(tx, entity, survivor.id)) as DbRow
  const { version } = await writer.apply(
    batch,
    tx,
    entity,
    row,
    { ...joined, ...keepOwn(before, owner), ...given },
    { trusted: true, action: 'merge' },
  )
  for (const loser of losers) await movePairs(tx, entity, loser.rid, survivor.rid, ctx.now)
  return { id: survivor.id, version, batchId: batch.batchId }
}

/** A record without an owner does not change hands by a merge. */
const keepOwn = (before: Values, owner: string): Values => ({ [owner]: before[owner] ?? null })

/** A living row in the person's reach, as he saw it. */
async function rowSeen(ctx: Context, tx: Transaction, entity: EntityDef, seen: Seen, action: 'edit' | 'delete'): Promise<DbRow> {
  const row = await rowById(tx, entity, seen.id)
  if (!row || !(await isInScope(ctx, tx, entity, row.id, 'view'))) throw new AppError('record.not_found')
  if (row.deleted_at) throw row.merged_into ? await stale(tx, row) : new AppError('record.not_found')
  authorise(ctx, entity, action)
  if (!(await isInScope(ctx, tx, entity, row.id, action))) throw new AppError('access.denied', { entity: entity.key, action })
  if (row.version !== seen.version) throw await stale(tx, row)
  return row
}

async function stale(db: Database, row: DbRow): Promise<AppError> {
  const who = await db.get<{ name: string }>(`select coalesce(nullif(nick, ''), name) as name from "user" where id = ?`, [
    (row.updated_by as string | null) ?? '',
  ])
  return new AppError('merge.stale', { title: row.title_text, who: who?.name ?? '–' })
}

/** What was found or said of the loser and a third record holds for the survivor; its own pair with the survivor is done with. */
async function movePairs(tx: Transaction, entity: EntityDef, loser: number, survivor: number, now: string): Promise<void> {
  const own = [Math.min(loser, survivor), Math.max(loser, survivor)]
  await tx.run(
    `insert into duplicate_pair (entity, a, b, bits, state, seen_at) values (?, ?, ?, 0, 'merged', ?)
      on conflict (entity, a, b) do update set state = 'merged'`,
    [entity.key, ...own, now],
  )
  const others = await tx.all<{ a: number; b: number; bits: number; state: string }>(
    "select a, b, bits, state from duplicate_pair where entity = ? and (a = ? or b = ?) and state <> 'merged'",
    [entity.key, loser, loser],
  )
  for (const pair of others) {
    const third = pair.a === loser ? pair.b : pair.a
    await tx.run(
      'insert into duplicate_pair (entity, a, b, bits, state, seen_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
      [entity.key, Math.min(third, survivor), Math.max(third, survivor), pair.bits, pair.state, now],
    )
  }
}

const AT_ONCE = 50

/**
 * Re-points some of what still points at tombstones of a merge, until the time is over (`performance.now()`). Each re-pointing is
 * logged. Returns true when nothing points at them any more; run again after a kill, it goes on where it stopped.
 */
export async function repoint(
  ctx: Context & { batchId: string },
  tx: Transaction,
  writer: RecordWriter,
  entityKey: string,
  until: number,
): Promise<boolean> {
  const entity = entityOf(ctx.catalog, entityKey)
  const losers = await tx.all<{ id: string; merged_into: string }>(
    `select id, merged_into from ${entity.table} where deleted_at is not null and deleted_batch = ? and merged_into is not null`,
    [ctx.batchId],
  )
  for (const loser of losers)
    for (const pointer of pointersTo(ctx.catalog, entity.key)) {
      for (;;) {
        const rows = await rowsPointingAt(tx, ctx.catalog, pointer, { entity: entity.key, id: loser.id }, AT_ONCE)
        for (const row of rows) {
          await repointRow(ctx, tx, writer, pointer, row, { target: entity.key, from: loser.id, to: loser.merged_into })
          if (performance.now() > until) return false
        }
        if (rows.length === 0) break
      }
    }
  const moved = await tx.get<{ n: number }>(
    "select count(distinct record_id) n from change where batch_id = ? and action = 'update'",
    [ctx.batchId],
  )
  await closeBatch(ctx, tx, { count: losers.length + 1, moved: moved?.n ?? 0 })
  return true
}

async function repointRow(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  { entity, field }: Pointer,
  row: DbRow,
  { target, from, to }: { target: string; from: string; to: string },
): Promise<void> {
  if (field.derived) {
    // The rules derive it from what was re-pointed; what they do not derive is carried over as it is.
    await tx.run(`update ${entity.table} set ${columnOf(field.key)} = ?, version = version + 1 where rid = ?`, [to, row.rid])
    await logChange(ctx, tx, {
      entity: entity.key,
      id: row.id,
      action: 'update',
      version: row.version + 1,
      fields: { [field.key]: [from, to] },
    })
    return
  }
  const stored = valuesOf(entity, row)[field.key]
  if (stored === undefined) {
    // The cell cannot be read: where it points, once it is put back, follows by the merged record’s id.
    const entry = (id: string): IndexedValue => [
      fieldNumber(ctx.catalog, entity, field),
      field.kind === 'records' ? `${target}:${id}` : id,
    ]
    return replaceValues(tx, row.rid, [entry(from)], [entry(to)])
  }
  const value = pointedAt(field, stored, from, to, row.id)
  await writer.apply(ctx, tx, entity, row, { [field.key]: value }, { trusted: true })
}
