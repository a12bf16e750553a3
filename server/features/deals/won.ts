import { ownedBy, wonDeals } from '../../../core/sales/attention.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { whereOf } from '../../records/list.ts'

/** Whole satang, and how many deals. */
export type Won = { sum: number; count: number }

/** What the people sold in a span of local days, by owner: won deals that the reader may see, by the day on which they closed; of some stages, or all. */
export async function wonByOwner(
  ctx: Context,
  db: Database,
  span: { from: string; until: string },
  people?: readonly string[],
  stages?: readonly string[],
): Promise<Map<string, Won>> {
  const where = whereOf(ctx, entityOf(ctx.catalog, 'deal'), {
    all: [
      ownedBy(wonDeals(span.from, span.until), people),
      ...(stages ? [{ field: 'stage', op: 'anyOf' as const, value: [...stages] }] : []),
    ],
  })
  // The closing times lead the way: only this span's deals are read, whoever asks.
  const rows = await db.all<{ owner: string | null; count: number; sum: number }>(
    `select t.owner, count(*) count, coalesce(sum(t.amount), 0) sum from deal t indexed by deal_closed_at where ${where.text} group by t.owner`,
    where.params,
  )
  return new Map(rows.map((row) => [row.owner ?? '', { sum: row.sum, count: row.count }]))
}

export const totalOf = (won: ReadonlyMap<string, Won>): Won =>
  [...won.values()].reduce((all, one) => ({ sum: all.sum + one.sum, count: all.count + one.count }), { sum: 0, count: 0 })
