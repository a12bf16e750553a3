import { addDays, addMonths, dateParts, daysBetween, daysInMonth, instantToLocal, isoDate } from '../../../core/thai/calendar.ts'
import { startOfDay } from '../../records/compile-filter.ts'

/** What comes round again: when it is due now, how often, and the day of the month that it began with where its month was too short for it. */
export type Series = { dueAt: string; repeat: string; day: number | undefined }

const DAYS: Readonly<Record<string, number>> = { daily: 1, weekly: 7 }
const MONTHS: Readonly<Record<string, number>> = { monthly: 1, quarterly: 3, yearly: 12 }

/**
 * The first time after both the one that is due and `now`, by the office's calendar and at the same time of day; undefined for words that are no
 * repetition. What is due on the 31st comes on the last day of shorter months and on the 31st again after them.
 */
export function nextOccurrence(series: Series, now: string, timeZone: string): string | undefined {
  const { date: start } = instantToLocal(series.dueAt, timeZone)
  const today = instantToLocal(now, timeZone).date
  const timeOfDay = Date.parse(series.dueAt) - Date.parse(startOfDay(start, timeZone))
  const days = DAYS[series.repeat]
  const months = MONTHS[series.repeat]
  if (days === undefined && months === undefined) return undefined
  // As many rounds as are surely over are left out at once: a daily one may be years late.
  const over = days ? daysBetween(start, today) / days : monthsBetween(start, today) / (months ?? 1)
  for (let round = Math.max(1, Math.floor(over)); ; round += 1) {
    const date = days ? addDays(start, round * days) : onDay(addMonths(start, round * (months ?? 1)), dayOf(series, timeZone))
    // After the last year that a date can have, nothing follows.
    if (date <= start) return undefined
    const at = new Date(Date.parse(startOfDay(date, timeZone)) + timeOfDay).toISOString()
    if (at > now) return at
  }
}

/** The day of the month that a series keeps. */
export const dayOf = ({ dueAt, day }: Series, timeZone: string): number =>
  day ?? dateParts(instantToLocal(dueAt, timeZone).date).day

/** The day that the next round must keep in mind, as its own says another. */
export function dayToKeep(series: Series, next: string, timeZone: string): number | undefined {
  const day = dayOf(series, timeZone)
  return series.repeat in MONTHS && day !== dayOf({ ...series, dueAt: next, day: undefined }, timeZone) ? day : undefined
}

/** An activity that repeats, as a series; undefined for one that does not, or has no time. */
export function seriesOf(values: Readonly<Record<string, unknown>>): Series | undefined {
  const { dueAt, repeat, repeatDay } = values
  if (typeof dueAt !== 'string' || typeof repeat !== 'string') return undefined
  return { dueAt, repeat, day: typeof repeatDay === 'number' ? repeatDay : undefined }
}

function monthsBetween(from: string, to: string): number {
  const [first, last] = [dateParts(from), dateParts(to)]
  return (last.year - first.year) * 12 + last.month - first.month
}

/** That day of the date's month, or the month's last. */
function onDay(date: string, day: number): string {
  const { year, month } = dateParts(date)
  return isoDate(year, month, Math.min(day, daysInMonth(year, month))) ?? date
}
