import { monthSpan } from '../../../core/sales/attention.ts'
import { workingDays } from '../../../core/thai/working-days.ts'
import type { Transaction } from '../../db/database.ts'
import { itemOfTargets, putTargets, type YearOfTargets } from '../targets/target-store.ts'

/** In satang: targets are spoken of in steps of 50,000 baht. */
const STEP = 5_000_000
/** A target asks for a tenth more than the usual month. */
const MORE = 1.1
/** Who sets a target knows of the large project that is coming, and of the month in which nothing is: what was sold lies between these shares of it. */
const MOST_SOLD = 1.2
const LEAST_SOLD = 0.6
/** So much of the usual month is asked for at the least. */
const LEAST_ASKED = 0.4
/** What is sold in a month's first days says little of the month. */
const LEAST_PASSED = 0.5

/** A target for each month of this year and everybody who sold. */
export async function makeTargets(tx: Transaction, today: string): Promise<void> {
  const sold = await tx.all<{ owner: string; month: string; amount: number }>(
    `select owner, substr(closed_at, 1, 7) as month, sum(amount) as amount from deal where status = 'won'
     group by owner, substr(closed_at, 1, 7) order by owner, month`,
  )
  const months = Array.from({ length: 12 }, (_, at) => `${today.slice(0, 4)}-${String(at + 1).padStart(2, '0')}`)
  for (const owner of new Set(sold.map((each) => each.owner))) {
    const own = new Map(sold.filter((each) => each.owner === owner).map(({ month, amount }) => [month, Number(amount)]))
    const usual = [...own.values()].reduce((sum, amount) => sum + amount, 0) / own.size
    const year: YearOfTargets = Object.fromEntries(
      months.map((month) => [month, targetOf(usual, own.get(month) ?? 0, passedOf(month, today))]),
    )
    await putTargets(tx, itemOfTargets({ kind: 'person', id: owner }, today), year)
  }
}

/** How much of a month's working days is over; none of a month to come. */
function passedOf(month: string, today: string): number {
  const { from, until } = monthSpan(month)
  if (today < from) return 0
  return workingDays(from, today < until ? today : until) / workingDays(from, until)
}

function targetOf(usual: number, sold: number, passed: number): number {
  const least = passed === 0 ? 0 : sold / (MOST_SOLD * Math.max(passed, LEAST_PASSED))
  const most = passed === 0 ? Number.POSITIVE_INFINITY : Math.max(sold / (LEAST_SOLD * passed), usual * LEAST_ASKED)
  return Math.max(1, Math.ceil(Math.min(Math.max(usual * MORE, least), most) / STEP)) * STEP
}
