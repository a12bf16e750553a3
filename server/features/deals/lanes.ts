import { ownersInReach } from '../../../core/access/policy.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { monthSpan } from '../../../core/sales/attention.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { whereOf } from '../../records/list.ts'
import { authorise, visibleField } from '../../records/scope.ts'
import { seesSales, targetFor, targetsOf } from '../targets/reads.ts'
import { wonByOwner } from './won.ts'

type Group = { owner: string | null; stage: string; count: number; sum: number }

/**
 * The open deals of a pipeline by owner and stage, the largest sum first: what the lanes of the board are headed with, shown or folded.
 * How far somebody is with the month's target is told only of those whose deals the reader sees anyway.
 */
async function lanes(ctx: Context, db: Database, request: { pipeline: string }) {
  const entity = entityOf(ctx.catalog, 'deal')
  authorise(ctx, entity, 'view')
  for (const key of ['owner', 'stage', 'pipeline']) visibleField(ctx, ctx.catalog, entity, key)
  const filter: Filter = { field: 'pipeline', op: 'anyOf', value: [request.pipeline] }
  const where = whereOf(ctx, entity, filter)
  const amount = ctx.policy.isHidden('deal', 'amount') ? '0' : 't.amount'
  const groups = await db.all<Group>(
    `select t.owner, t.stage, count(*) count, coalesce(sum(${amount}), 0) sum from deal t
      where ${where.text} and t.stage in (select id from stage where kind = 'open' and archived = 0) group by t.owner, t.stage`,
    where.params,
  )
  const month = ctx.today.slice(0, 7)
  const sales = seesSales(ctx)
  const reach = ownersInReach(ctx.policy, ctx.policy.grant('deal').view)
  const won = sales ? await wonByOwner(ctx, db, monthSpan(month)) : new Map()
  const targets = sales ? await targetsOf(db, month, month) : []
  const byOwner = Map.groupBy(groups, (group) => group.owner)
  const rows = [...byOwner].map(([owner, parts]) => {
    const told = owner !== null && (reach === 'all' || reach.includes(owner))
    return {
      owner,
      count: parts.reduce((all, part) => all + part.count, 0),
      sum: parts.reduce((all, part) => all + part.sum, 0),
      won: (told && won.get(owner)?.sum) || 0,
      target: (told && targetFor(targets, { kind: 'person', id: owner }, month)) || null,
    }
  })
  return { lanes: rows.sort((a, b) => b.sum - a.sum || b.count - a.count) }
}

export const laneReads = { dealLanes: lanes }
