import { DAY_REASONS, type DayItem, type DayReason } from '../../../core/contract/home.ts'

/** Something for a time of today comes to the top this long before it. */
const SOON_MS = 60 * 60_000

/** What of an open activity decides where it stands. */
export type Planned = { dueAt: string; allDay: boolean; promise: boolean; late: boolean }

/** Why an activity that is late or for today stands where it does. */
export function reasonOf(planned: Planned, now: string): DayReason {
  if (planned.late) return planned.promise ? 'latePromise' : 'late'
  return !planned.allDay && Date.parse(planned.dueAt) - Date.parse(now) <= SOON_MS ? 'now' : 'today'
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)
const dueOf = (item: DayItem): string => (typeof item.row.dueAt === 'string' ? item.row.dueAt : '')
const amountOf = (item: DayItem): number => item.deal?.amount ?? 0

/** Within one reason: what waits longest first, whole days before hours; leads the newest first, deals the largest. */
function within(a: DayItem, b: DayItem): number {
  if (a.kind === 'lead') return compare(String(b.row.createdAt), String(a.row.createdAt))
  if (a.reason === 'birthday') return a.days - b.days
  if (a.kind === 'deal') return compare(amountOf(b), amountOf(a))
  const timed = Number(a.row.allDay !== true) - Number(b.row.allDay !== true)
  return (a.reason === 'today' ? timed : 0) || compare(dueOf(a), dueOf(b)) || compare(amountOf(b), amountOf(a))
}

/**
 * The day in its one order. A deal that is there because of itself gives way to an activity about it: one line says both.
 */
export function inOrder(items: readonly DayItem[]): DayItem[] {
  const spoken = new Set(items.filter((item) => item.kind === 'activity').map((item) => item.deal?.id))
  return items
    .filter((item) => item.kind !== 'deal' || !spoken.has(item.row.id))
    .sort((a, b) => DAY_REASONS.indexOf(a.reason) - DAY_REASONS.indexOf(b.reason) || within(a, b) || compare(a.row.id, b.row.id))
}
