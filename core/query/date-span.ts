import { unreachable } from '../unreachable.ts'
import type { DateSpan } from './filter.ts'

/** Local dates, both included; an open end is undefined. */
export type DateRange = { from?: string; until?: string }

const DAY_MS = 86_400_000
const shift = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
const monthStart = (date: string, months: number): string => {
  const day = new Date(`${date.slice(0, 7)}-01T00:00:00Z`)
  day.setUTCMonth(day.getUTCMonth() + months)
  return day.toISOString().slice(0, 10)
}
const month = (today: string, offset: number): DateRange => ({
  from: monthStart(today, offset),
  until: shift(monthStart(today, offset + 1), -1),
})
const year = (today: string, offset: number): DateRange => {
  const number = Number(today.slice(0, 4)) + offset
  return { from: `${number}-01-01`, until: `${number}-12-31` }
}
/** Weeks begin on Monday. */
const week = (today: string, offset: number): DateRange => {
  const monday = shift(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7) + 7 * offset)
  return { from: monday, until: shift(monday, 6) }
}

/** The days that a relative span covers, seen from `today` (an ISO local date of the office). */
export function daysOf(span: DateSpan, today: string): DateRange {
  switch (span) {
    case 'today':
      return { from: today, until: today }
    case 'yesterday':
      return { from: shift(today, -1), until: shift(today, -1) }
    case 'tomorrow':
      return { from: shift(today, 1), until: shift(today, 1) }
    case 'thisWeek':
      return week(today, 0)
    case 'lastWeek':
      return week(today, -1)
    case 'nextWeek':
      return week(today, 1)
    case 'thisMonth':
      return month(today, 0)
    case 'lastMonth':
      return month(today, -1)
    case 'nextMonth':
      return month(today, 1)
    case 'thisYear':
      return year(today, 0)
    case 'lastYear':
      return year(today, -1)
    case 'last7':
      return { from: shift(today, -6), until: today }
    case 'last30':
      return { from: shift(today, -29), until: today }
    case 'last90':
      return { from: shift(today, -89), until: today }
    case 'next7':
      return { from: today, until: shift(today, 6) }
    case 'next30':
      return { from: today, until: shift(today, 29) }
    case 'overdue':
      return { until: shift(today, -1) }
    case 'olderThan30':
      return { until: shift(today, -31) }
    case 'olderThan90':
      return { until: shift(today, -91) }
    default:
      return unreachable(span)
  }
}
