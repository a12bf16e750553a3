import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import type { Subject } from './reads.ts'

export function targetHandlers(office: Office): SomeHandlers<'getTargets' | 'saveTargets' | 'targetHistory'> {
  return {
    getTargets: (ctx, { query }) => office.read(ctx, 'targetYear', query),
    targetHistory: (ctx, { query }) => office.read(ctx, 'targetChanges', query),
    saveTargets: (ctx, { body }) => saveCells(office, ctx, body.cells),
  }
}

/** Writes amounts of months, all or none, and how many of them changed. Throws when a subject is unknown or a cell was changed by somebody else. */
export async function saveCells(office: Office, ctx: Context, cells: readonly Cell[]): Promise<{ changed: number }> {
  const changed = await office.write(ctx, async (tx) => {
    let written = 0
    for (const cell of cells) if (await saveCell(ctx, tx, cell)) written += 1
    return written
  })
  // Whoever looks at sales against target sees the new one.
  if (changed > 0) office.feed.publish()
  return { changed }
}

type Cell = Subject & { month: string; amount: number | null; was: number | null }

/** Writes one amount of a month and what it was before. Throws when its subject is unknown, or when somebody else changed it meanwhile. */
async function saveCell(ctx: Context, tx: Transaction, cell: Cell): Promise<boolean> {
  const key = [cell.kind, cell.id, cell.month]
  const known = await tx.get(`select 1 from "${cell.kind === 'team' ? 'team' : 'user'}" where id = ?`, [cell.id])
  if (!known) throw new AppError('target.unknown')
  const stored = await tx.get<{ amount: number }>(
    'select amount from target where kind = ? and subject_id = ? and month = ?',
    key,
  )
  const before = stored?.amount ?? null
  if (before !== cell.was) throw new AppError('target.changed', { month: cell.month })
  if (before === cell.amount) return false
  if (cell.amount === null) await tx.run('delete from target where kind = ? and subject_id = ? and month = ?', key)
  else
    await tx.run(
      'insert into target (kind, subject_id, month, amount) values (?, ?, ?, ?) on conflict (kind, subject_id, month) do update set amount = excluded.amount',
      [...key, cell.amount],
    )
  await tx.run('insert into target_change (at, user_id, kind, subject_id, month, before, after) values (?, ?, ?, ?, ?, ?, ?)', [
    ctx.now,
    ctx.userId,
    ...key,
    before,
    cell.amount,
  ])
  return true
}
