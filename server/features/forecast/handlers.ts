import { AppError } from '../../../core/errors.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { saveCells } from '../targets/handlers.ts'

export function forecastHandlers(office: Office): SomeHandlers<'forecast' | 'saveCommitments' | 'commitmentHistory'> {
  return {
    forecast: (ctx, { query }) => office.read(ctx, 'forecast', query),
    commitmentHistory: (ctx, { query }) => office.read(ctx, 'commitmentHistory', query),
    saveCommitments: (ctx, { body }) => {
      for (const cell of body.cells) mayCommit(ctx, cell)
      return saveCells(
        office,
        ctx,
        body.cells.map((cell) => ({ ...cell, kind: 'commitment' })),
      )
    },
  }
}

/** Nobody commits for somebody else, besides who runs the office; and nobody to what is past. */
function mayCommit(ctx: Context, { id, month }: { id: string; month: string }): void {
  if (id !== ctx.userId && !ctx.policy.admin) throw new AppError('access.denied', { entity: 'deal', action: 'edit' })
  if (month < ctx.today.slice(0, 7)) throw new AppError('forecast.past')
}
