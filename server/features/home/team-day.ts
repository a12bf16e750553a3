import { ownersInReach } from '../../../core/access/policy.ts'
import { AppError } from '../../../core/errors.ts'
import type { Filter } from '../../../core/query/filter.ts'
import {
  aYearBefore,
  dealsToAsk,
  monthSpan,
  newCustomers,
  OVERDUE,
  ownedBy,
  type StageLimit,
} from '../../../core/sales/attention.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { aggregate, count, list, whereOf } from '../../records/list.ts'
import { CARD_FIELDS, cardsOf, stageLimits } from '../deals/reads.ts'
import { totalOf, type Won, wonByOwner } from '../deals/won.ts'
import { seesSales, stateOf, type Target, targetFor, targetsOf } from '../targets/reads.ts'

const MOST_ASKED = 6

type People = readonly string[] | undefined

/**
 * The day of the people whose deals the reader may see (`team` narrows to one team): sales against target and last year, open deals by
 * stage, each person, what to ask about, what is overdue, new customers. Throws `access.denied` for who sees his own records only.
 */
export async function teamDay(ctx: Context, db: Database, request: { team?: string }) {
  const view = ctx.policy.grant('deal').view
  if (view !== 'all' && view !== 'team') throw new AppError('access.denied', { entity: 'deal', action: 'view' })
  const { teams, reach, team } = await teamsInReach(ctx, db, request.team)
  const members = team ?? (reach === 'all' ? undefined : reach)
  const sales = seesSales(ctx) ? await salesOfYear(ctx, db, members, request.team) : undefined
  return {
    teams,
    ...(members && { members }),
    ...(sales && { sales: sales.sales }),
    months: sales?.months ?? [],
    stages: await openByStage(ctx, db, members),
    ...(await peopleToday(ctx, db, members, sales)),
    ask: await toAsk(ctx, db, members, await stageLimits(db)),
    newCustomers: await customersMade(ctx, db, members),
  }
}

/** The teams that the reader may look at, whose deals he sees, and the people of the team asked for. Throws `request.not_found` for a team out of reach. */
export async function teamsInReach(ctx: Context, db: Database, asked: string | undefined) {
  const reach = ownersInReach(ctx.policy, ctx.policy.grant('deal').view)
  const rows = await db.all<{ id: string; name: string; user_id: string }>(
    'select t.id, t.name, m.user_id from team t join team_member m on m.team_id = t.id order by t.name, t.id',
  )
  const seen = rows.filter((row) => reach === 'all' || reach.includes(row.user_id))
  const teams = [...new Map(seen.map((row) => [row.id, { id: row.id, name: row.name }])).values()]
  if (asked === undefined) return { teams, reach, team: undefined }
  const team = seen.filter((row) => row.id === asked).map((row) => row.user_id)
  if (team.length === 0) throw new AppError('request.not_found')
  return { teams, reach, team }
}

type Sales = {
  sales: ReturnType<typeof stateOf> & { lastYear: number }
  months: { month: string; won: number; lastYear: number; target: number | null }[]
  won: Map<string, Won>
  targets: Target[]
}

/** Sales of the year's months up to now, each beside the same month of last year and its target. */
async function salesOfYear(ctx: Context, db: Database, members: People, team: string | undefined): Promise<Sales> {
  const current = ctx.today.slice(0, 7)
  const year = ctx.today.slice(0, 4)
  const targets = await targetsOf(db, `${year}-01`, `${year}-12`)
  const months: Sales['months'] = []
  let won = new Map<string, Won>()
  for (let number = 1; number <= 12; number++) {
    const month = `${year}-${String(number).padStart(2, '0')}`
    const before = totalOf(await wonByOwner(ctx, db, monthSpan(aYearBefore(month)), members)).sum
    const here = month <= current ? await wonByOwner(ctx, db, monthSpan(month), members) : new Map<string, Won>()
    if (month === current) won = here
    months.push({ month, won: totalOf(here).sum, lastYear: before, target: targetOf(targets, month, members, team) ?? null })
  }
  const now = months.find((month) => month.month === current)
  const sales = stateOf(ctx.today, current, totalOf(won), now?.target ?? undefined)
  return { sales: { ...sales, lastYear: now?.lastYear ?? 0 }, months, won, targets }
}

/** A team's own target where it has one, else what its people's targets come to; undefined where nobody has one. */
export function targetOf(
  targets: readonly Target[],
  month: string,
  members: People,
  team: string | undefined,
): number | undefined {
  const own = team === undefined ? undefined : targetFor(targets, { kind: 'team', id: team }, month)
  if (own !== undefined) return own
  const counted = targets.filter(
    (target) => target.kind === 'person' && target.month === month && (members === undefined || members.includes(target.id)),
  )
  return counted.length === 0 ? undefined : counted.reduce((sum, target) => sum + target.amount, 0)
}

/** The open deals of each stage: how many, their sum, and how many days they have been in it on average. */
async function openByStage(ctx: Context, db: Database, members: People) {
  if (['amount', 'stage', 'stageSince', 'status'].some((key) => ctx.policy.isHidden('deal', key))) return []
  const where = whereOf(ctx, entityOf(ctx.catalog, 'deal'), ownedBy({ field: 'status', op: 'anyOf', value: ['open'] }, members))
  const rows = await db.all<{ stage: string; count: number; sum: number; days: number | null }>(
    `select t.stage, count(*) count, coalesce(sum(t.amount), 0) sum, avg(julianday(?) - julianday(t.stage_since)) days
      from deal t where ${where.text} group by t.stage`,
    [ctx.now, ...where.params],
  )
  return rows.map((row) => ({ stage: row.stage, count: row.count, sum: row.sum, days: Math.floor(row.days ?? 0) }))
}

/** Each person of the team: sales of this month and target, contacts of the last seven days, what is overdue. */
async function peopleToday(ctx: Context, db: Database, members: People, sales: Sales | undefined) {
  const seesActivities = ctx.policy.grant('activity').view !== 'none'
  const contacts: Filter = {
    all: [
      { field: 'doneAt', op: 'within', value: 'last7' },
      { field: 'type', op: 'noneOf', value: ['note', 'task'] },
    ],
  }
  const talked = seesActivities ? await countByOwner(ctx, db, 'activity_done_at', ownedBy(contacts, members)) : new Map()
  const overdue = seesActivities ? await countByOwner(ctx, db, 'activity_open', ownedBy(OVERDUE, members)) : new Map()
  const month = ctx.today.slice(0, 7)
  const active = await db.all<{ id: string }>('select id from "user" where active = 1 order by created_at, id')
  const people = active
    .filter(({ id }) => members === undefined || members.includes(id))
    .map(({ id }) => ({
      id,
      won: sales?.won.get(id)?.sum ?? 0,
      target: (sales && targetFor(sales.targets, { kind: 'person', id }, month)) ?? null,
      contacts: talked.get(id) ?? 0,
      overdue: overdue.get(id) ?? 0,
    }))
    .filter((one) => one.won > 0 || one.target !== null || one.contacts > 0 || one.overdue > 0)
    .sort((a, b) => b.won - a.won)
  return { people, overdue: [...overdue.values()].reduce((sum, n) => sum + n, 0) }
}

/** The index is named: to the planner everything that was ever due looks no larger than what is still open. */
async function countByOwner(ctx: Context, db: Database, index: string, filter: Filter): Promise<Map<string, number>> {
  const where = whereOf(ctx, entityOf(ctx.catalog, 'activity'), filter)
  const rows = await db.all<{ owner: string | null; n: number }>(
    `select t.owner, count(*) n from activity t indexed by ${index} where ${where.text} group by t.owner`,
    where.params,
  )
  return new Map(rows.map((row) => [row.owner ?? '', row.n]))
}

/** The largest deals to ask the team about, how many there are, and what they come to. */
async function toAsk(ctx: Context, db: Database, members: People, limits: readonly StageLimit[]) {
  const hidden = ['amount', 'stage', 'nextStepAt', 'stageSince', 'status'].some((key) => ctx.policy.isHidden('deal', key))
  if (hidden) return { rows: [], count: 0, sum: 0 }
  const filter = ownedBy(dealsToAsk(limits, ctx.today), members)
  const page = await list(ctx, db, {
    entity: 'deal',
    filter,
    sort: { field: 'amount', desc: true },
    limit: MOST_ASKED,
    columns: CARD_FIELDS,
  })
  const [all] = (await aggregate(ctx, db, { entity: 'deal', filter, groupBy: 'status', sum: 'amount' })).groups
  return { rows: await cardsOf(ctx, db, page.rows), count: all?.count ?? 0, sum: all?.sum ?? 0 }
}

async function customersMade(ctx: Context, db: Database, members: People) {
  if (ctx.policy.grant('customer').view === 'none') return { count: 0, lastYear: 0 }
  const month = ctx.today.slice(0, 7)
  const made = async (of: string) => {
    const { from, until } = monthSpan(of)
    return (await count(ctx, db, { entity: 'customer', filter: ownedBy(newCustomers(from, until), members) })).count
  }
  return { count: await made(month), lastYear: await made(aYearBefore(month)) }
}
