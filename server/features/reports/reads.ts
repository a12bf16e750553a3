import { ownersInReach } from '../../../core/access/policy.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { endedDeals, ownedBy } from '../../../core/sales/attention.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { whereOf } from '../../records/list.ts'
import { authorise, visibleField } from '../../records/scope.ts'
import { tallies } from '../../records/tallies.ts'

type EndedRow = { owner: string | null; status: string; amount: number | null; days: number | null }

/** What the share of won deals is made of; hidden from who may not see one of them. */
const NEEDED = ['status', 'owner', 'closedAt', 'openedOn', 'amount']

/**
 * Won and lost deals of a span of local days by owner, the most won first: how many, what the won ones are worth, and how many days they took
 * from their opening (or from being written down) on, on average and in the middle. Throws `query.invalid` where a field is hidden.
 */
async function dealEndings(ctx: Context, db: Database, { from, until }: { from: string; until: string }) {
  const deal = entityOf(ctx.catalog, 'deal')
  authorise(ctx, deal, 'view')
  for (const key of NEEDED) visibleField(ctx, ctx.catalog, deal, key)
  const reach = ownersInReach(ctx.policy, ctx.policy.grant('deal').view)
  const filter: Filter = ownedBy(endedDeals(['won', 'lost'], from, until), reach === 'all' ? undefined : reach)
  const where = whereOf(ctx, deal, filter)
  const rows = await db.all<EndedRow>(
    `select t.owner, t.status, t.amount, julianday(t.closed_at) - julianday(coalesce(t.opened_on, t.created_at)) days
      from deal t indexed by deal_closed_at where ${where.text}`,
    where.params,
  )
  const owners = [...Map.groupBy(rows, (row) => row.owner)].map(([owner, part]) => endingOf(owner, part))
  return { total: endingOf(null, rows), owners: owners.sort((a, b) => b.wonSum - a.wonSum || b.won - a.won) }
}

function endingOf(owner: string | null, rows: readonly EndedRow[]) {
  const won = rows.filter((row) => row.status === 'won')
  const days = won.flatMap((row) => (row.days === null ? [] : [Math.max(0, row.days)])).sort((a, b) => a - b)
  return {
    owner,
    won: won.length,
    wonSum: won.reduce((sum, row) => sum + (row.amount ?? 0), 0),
    lost: rows.length - won.length,
    days: days.length === 0 ? null : days.reduce((sum, one) => sum + one, 0) / days.length,
    middleDays: middle(days),
  }
}

/** The value in the middle of sorted ones; between two, halfway. */
function middle(sorted: readonly number[]): number | null {
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

export const reportReads = { runReport: tallies, dealEndings }
