import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { type GroupsReply, type GroupsRequest, groupField, groups, keyOf, whereOfGroups } from '../../records/groups.ts'
import { whereOf } from '../../records/list.ts'

/** The groups of a list; of customers also what their open deals sum up to, where the reader sees deals and amounts. */
export async function groupsWithDeals(ctx: Context, db: Database, request: GroupsRequest): Promise<GroupsReply> {
  const asksDeals = request.entity === 'customer' && request.sums?.includes('openDeals')
  if (!asksDeals) return groups(ctx, db, request)
  const reply = await groups(ctx, db, { ...request, sums: request.sums?.filter((key) => key !== 'openDeals') ?? [] })
  if (ctx.policy.grant('deal').view === 'none' || ctx.policy.isHidden('deal', 'amount')) return reply
  const customer = entityOf(ctx.catalog, 'customer')
  const deals = whereOf(ctx, entityOf(ctx.catalog, 'deal'), undefined)
  const customers = whereOfGroups(ctx, customer, request)
  const key = keyOf(ctx, groupField(ctx, customer, request.by))
  const sums = await db.all<{ key: string | number | null; sum: number }>(
    `select ${key} as key, sum(d.sum) as sum from
      (select t.customer, sum(t.amount) as sum from deal t where t.status = 'open' and ${deals.text} group by t.customer) d
      join customer t on t.id = d.customer where ${customers.text} group by 1`,
    [...deals.params, ...customers.params],
  )
  const byKey = new Map(sums.map((row) => [row.key, row.sum]))
  return {
    ...reply,
    groups: reply.groups.map((group) => ({ ...group, sums: { ...group.sums, openDeals: byKey.get(group.key) ?? 0 } })),
  }
}
