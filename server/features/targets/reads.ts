import type { TARGET_KINDS, TargetState } from '../../../core/contract/home.ts'
import { mulDiv } from '../../../core/money.ts'
import { monthSpan } from '../../../core/sales/attention.ts'
import { addDays } from '../../../core/thai/date.ts'
import { workingDays } from '../../../core/thai/working-days.ts'
import type { Database } from '../../db/database.ts'
import type { Context } from '../../records/context.ts'
import { totalOf, type Won, wonByOwner } from '../deals/won.ts'

/** Whose amount of a month: what a person or team should sell, or what a person says he will. */
export type Subject = { kind: (typeof TARGET_KINDS)[number] | 'commitment'; id: string }

/** True when the reader may know what deals are worth and when they closed; otherwise there are no sales to show him. */
export const seesSales = (ctx: Context): boolean =>
  ctx.policy.grant('deal').view !== 'none' &&
  !['amount', 'closedAt', 'status', 'owner'].some((key) => ctx.policy.isHidden('deal', key))

export type Target = Subject & { month: string; amount: number }

/** The targets of some months. */
export async function targetsOf(db: Database, from: string, until: string): Promise<Target[]> {
  const rows = await db.all<{ kind: Subject['kind']; subject_id: string; month: string; amount: number }>(
    'select kind, subject_id, month, amount from target where month between ? and ?',
    [from, until],
  )
  return rows.map((row) => ({ kind: row.kind, id: row.subject_id, month: row.month, amount: row.amount }))
}

/** What one person or team should sell in a month; undefined where nobody said. */
export const targetFor = (targets: readonly Target[], subject: Subject, month: string): number | undefined =>
  targets.find((target) => target.kind === subject.kind && target.id === subject.id && target.month === month)?.amount

/** A month's sales beside its target, seen from today. */
export function stateOf(today: string, month: string, won: Won, target: number | undefined): TargetState {
  const { from, until } = monthSpan(month)
  const all = workingDays(from, until)
  const passed = workingDays(from, today < until ? today : until)
  return {
    month,
    won: won.sum,
    wonCount: won.count,
    target: target ?? null,
    expected: target === undefined || all === 0 ? null : mulDiv(target, passed, all),
    daysLeft: workingDays(addDays(today, 1), until),
  }
}

/** How one person stands this month; undefined for who may not see sales. */
export async function targetState(ctx: Context, db: Database, subject: Subject): Promise<TargetState | undefined> {
  if (!seesSales(ctx)) return undefined
  const month = ctx.today.slice(0, 7)
  const won = totalOf(await wonByOwner(ctx, db, monthSpan(month), [subject.id]))
  return stateOf(ctx.today, month, won, targetFor(await targetsOf(db, month, month), subject, month))
}

/** What the grid of a year shows. */
async function targetYear(ctx: Context, db: Database, { year }: { year: number }) {
  const teams = await db.all<{ id: string; name: string }>('select id, name from team order by name, id')
  const members = await db.all<{ team_id: string; user_id: string }>('select team_id, user_id from team_member')
  const lastYear = []
  for (let number = 1; seesSales(ctx) && number <= 12; number++) {
    const month = `${year - 1}-${String(number).padStart(2, '0')}`
    for (const [id, won] of await wonByOwner(ctx, db, monthSpan(month))) lastYear.push({ id, month, won: won.sum })
  }
  return {
    teams: teams.map((team) => ({
      ...team,
      members: members.filter((member) => member.team_id === team.id).map((member) => member.user_id),
    })),
    cells: (await targetsOf(db, `${year}-01`, `${year}-12`)).filter((target) => target.kind !== 'commitment'),
    lastYear,
  }
}

export const targetReads = { targetYear }
