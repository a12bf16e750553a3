import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { configurationHistory, tracked } from '../settings/configuration-history.ts'
import { type Cell, itemOfTargets, saveAmount } from './target-store.ts'

export function targetHandlers(office: Office): SomeHandlers<'getTargets' | 'saveTargets' | 'targetHistory'> {
  return {
    getTargets: (ctx, { query }) => office.read(ctx, 'targetYear', query),
    targetHistory: (ctx, { query }) =>
      configurationHistory(ctx, office.connection, { before: query.before, area: 'targets', item: `%:${query.year}:%` }),
    saveTargets: (ctx, { body }) => saveCells(office, ctx, body.cells),
  }
}

/** Writes amounts of months, all or none, and how many of them changed. Throws when a subject is unknown or a cell was changed by somebody else. */
async function saveCells(office: Office, ctx: Context, cells: readonly Cell[]): Promise<{ changed: number }> {
  const changed = await office.write(ctx, async (tx) => {
    let written = 0
    // A year of one person or team is what the history keeps whole, and puts back.
    for (const [item, own] of Map.groupBy(cells, (cell) => itemOfTargets(cell, cell.month)))
      await tracked(ctx, tx, { area: 'targets', item }, async () => {
        for (const cell of own) if (await saveAmount(tx, cell)) written += 1
      })
    return written
  })
  // Whoever looks at sales against target sees the new one.
  if (changed > 0) office.feed.publish()
  return { changed }
}
