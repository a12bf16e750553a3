import { AppError } from '../../../core/errors.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { type Cell, saveAmount } from '../targets/target-store.ts'

export function forecastHandlers(office: Office): SomeHandlers<'forecast' | 'saveCommitments' | 'commitmentHistory'> {
  return {
    forecast: (ctx, { query }) => office.read(ctx, 'forecast', query),
    commitmentHistory: (ctx, { query }) => office.read(ctx, 'commitmentHistory', query),
    saveCommitments: (ctx, { body }) => {
      for (const cell of body.cells) mayCommit(ctx, cell)
      return saveCommitments(office, ctx, body.cells)
    },
  }
}

/** Writes what people say they will sell, all or none, and what they said before. */
async function saveCommitments(office: Office, ctx: Context, cells: readonly Omit<Cell, 'kind'>[]): Promise<{ changed: number }> {
  const changed = await office.write(ctx, async (tx) => {
    let written = 0
    for (const cell of cells) {
      if (!(await saveAmount(tx, { ...cell, kind: 'commitment' }))) continue
      written += 1
      await tx.run('insert into commitment_change (at, user_id, subject_id, month, before, after) values (?, ?, ?, ?, ?, ?)', [
        ctx.now,
        ctx.userId,
        cell.id,
        cell.month,
        cell.was,
        cell.amount,
      ])
    }
    return written
  })
  if (changed > 0) office.feed.publish()
  return { changed }
}

/** Nobody commits for somebody else, besides who runs the office; and nobody to what is past. */
function mayCommit(ctx: Context, { id, month }: { id: string; month: string }): void {
  if (id !== ctx.userId && !ctx.policy.admin) throw new AppError('access.denied', { entity: 'deal', action: 'edit' })
  if (month < ctx.today.slice(0, 7)) throw new AppError('forecast.past')
}
