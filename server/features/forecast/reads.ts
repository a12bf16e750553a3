import { ownersInReach } from '../../../core/access/policy.ts'
import type { OpenDeals, Standing } from '../../../core/contract/forecast.ts'
import { AppError } from '../../../core/errors.ts'
import { roundDiv } from '../../../core/money.ts'
import { monthSpan, monthsLater, OPEN_DEALS, ownedBy } from '../../../core/sales/attention.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { whereOf } from '../../records/list.ts'
import { authorise, visibleField } from '../../records/scope.ts'
import { totalOf, type Won, wonByOwner } from '../deals/won.ts'
import { targetOf, teamsInReach } from '../home/team-day.ts'
import { type Target, targetFor, targetsOf } from '../targets/reads.ts'

/** This month and so many after it are shown one by one. */
export const FORECAST_MONTHS = 6
/** Who may not see all of these has no forecast: a sum over what one may not see would tell it. */
const NEEDED = ['amount', 'stage', 'status', 'owner', 'expectedClose', 'closedAt']

type Group = { month: string | null; owner: string | null; count: number; sum: number; weight: number }
type Request = { team?: string; person?: string }

/** What is expected to close by month, beside what was won, what the owners say and what was set. Throws `query.invalid` where a field is hidden. */
async function forecast(ctx: Context, db: Database, request: Request) {
  const deal = entityOf(ctx.catalog, 'deal')
  authorise(ctx, deal, 'view')
  for (const key of NEEDED) visibleField(ctx, ctx.catalog, deal, key)
  const { teams, members } = await peopleOf(ctx, db, request)
  const first = ctx.today.slice(0, 7)
  const months = Array.from({ length: FORECAST_MONTHS }, (_, at) => monthsLater(first, at))
  const last = months.at(-1) ?? first
  const groups = await openByMonth(ctx, db, members)
  const amounts = await targetsOf(db, first, last)
  const active = (await db.all<{ id: string }>('select id from "user" where active = 1 order by created_at, id')).map(
    ({ id }) => id,
  )
  const rows = []
  for (const month of months) {
    const won = await wonByOwner(ctx, db, monthSpan(month), members)
    rows.push(monthOf(ctx, { month, won, groups, amounts, members, active, team: request.person ? undefined : request.team }))
  }
  return {
    teams,
    ...(members && { members }),
    months: rows,
    late: openOf(groups.filter(({ month }) => month !== null && month < first)),
    later: openOf(groups.filter(({ month }) => month !== null && month > last)),
    undated: openOf(groups.filter(({ month }) => month === null)),
  }
}

/** Whose deals are counted: one person's, a team's, or those of everybody in reach. */
async function peopleOf(ctx: Context, db: Database, request: Request) {
  const { teams, reach, team } = await teamsInReach(ctx, db, request.person ? undefined : request.team)
  if (request.person === undefined) return { teams, members: team ?? (reach === 'all' ? undefined : reach) }
  if (reach !== 'all' && !reach.includes(request.person)) throw new AppError('request.not_found')
  return { teams, members: [request.person] }
}

/** The open deals by month of expected close and owner; weights are hundredths of satang, so that nothing is rounded twice. */
async function openByMonth(ctx: Context, db: Database, members: readonly string[] | undefined): Promise<Group[]> {
  const where = whereOf(ctx, entityOf(ctx.catalog, 'deal'), ownedBy(OPEN_DEALS, members))
  return db.all<Group>(
    `select substr(t.expected_close, 1, 7) as month, t.owner, count(*) count, coalesce(sum(t.amount), 0) sum,
        coalesce(sum(t.amount * s.probability), 0) weight
      from deal t left join stage s on s.id = t.stage where ${where.text} group by 1, t.owner`,
    where.params,
  )
}

const openOf = (groups: readonly Group[]): OpenDeals => ({
  count: groups.reduce((all, group) => all + group.count, 0),
  sum: groups.reduce((all, group) => all + group.sum, 0),
  weighted: roundDiv(
    groups.reduce((all, group) => all + group.weight, 0),
    100,
  ),
})

type Known = {
  month: string
  won: ReadonlyMap<string, Won>
  groups: readonly Group[]
  amounts: readonly Target[]
  members: readonly string[] | undefined
  active: readonly string[]
  team: string | undefined
}

function monthOf(ctx: Context, { month, won, groups, amounts, members, active, team }: Known) {
  const here = groups.filter((group) => group.month === month)
  const commitment = (id: string) => targetFor(amounts, { kind: 'commitment', id }, month) ?? null
  const shown = (id: string) => members === undefined || members.includes(id)
  const owners = new Set([...active, ...won.keys(), ...here.map((group) => group.owner ?? '')].filter((id) => id && shown(id)))
  const people = [...owners].map((id) => ({
    id,
    /** Whether the reader may say it for him. */
    may: id === ctx.userId || ctx.policy.admin,
    won: won.get(id)?.sum ?? 0,
    wonCount: won.get(id)?.count ?? 0,
    open: openOf(here.filter((group) => group.owner === id)),
    committed: commitment(id),
    target: targetFor(amounts, { kind: 'person', id }, month) ?? null,
  }))
  const said = people.filter((person) => person.committed !== null)
  const total: Standing = {
    won: totalOf(won).sum,
    wonCount: totalOf(won).count,
    open: openOf(here),
    committed: said.length === 0 ? null : said.reduce((sum, person) => sum + (person.committed ?? 0), 0),
    target: targetOf(amounts, month, members, team) ?? null,
  }
  return { month, ...total, people }
}

/** Changes of commitments that are told. */
const MOST_CHANGES = 200

/** Who changed what somebody commits to in a year, latest first; of the people whose deals the reader sees. */
async function commitmentHistory(ctx: Context, db: Database, { year }: { year: number }) {
  const reach = ownersInReach(ctx.policy, ctx.policy.grant('deal').view)
  const rows = await db.all<{
    at: string
    user_id: string
    subject_id: string
    month: string
    before: number | null
    after: number | null
  }>('select * from commitment_change where month between ? and ? order by seq desc limit ?', [
    `${year}-01`,
    `${year}-12`,
    MOST_CHANGES,
  ])
  const changes = rows
    .filter((row) => reach === 'all' || reach.includes(row.subject_id))
    .map(({ subject_id: id, user_id: userId, at, month, before, after }) => ({ id, at, userId, month, before, after }))
  return { changes }
}

export const forecastReads = { forecast, commitmentHistory }
