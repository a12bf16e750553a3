import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { configurationHistory, tracked } from '../settings/configuration-history.ts'
import { type Cell, itemOfTargets, itemOfYears, saveAmount } from './target-store.ts'

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
    // What is saved at once stands in the history once: the years of all whose amounts become others.
    const years = new Set(cells.filter(({ amount, was }) => amount !== was).map((cell) => itemOfTargets(cell, cell.month)))
    await tracked(ctx, tx, { area: 'targets', item: itemOfYears(years) }, async () => {
      for (const cell of cells) if (await saveAmount(tx, cell)) written += 1
    })
    return written
  })
  // Whoever looks at sales against target sees the new one.
  if (changed > 0) office.feed.publish()
  return { changed }
}
