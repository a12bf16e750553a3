import { addDays, dateParts, daysInMonth, weekdayOf } from '../../../core/thai/calendar.ts'
import { daysBetween } from '../../../core/thai/date.ts'

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** An RRULE as far as it is understood here: days only, for nothing in an office repeats by the hour. */
export type RepeatRule = {
  frequency: (typeof FREQUENCIES)[number]
  interval: number
  count?: number
  /** The last local day, included. */
  until?: string
  weekdays: { weekday: number; nth?: number }[]
  monthDays: number[]
  months: number[]
  positions: number[]
}

const numbers = (value: string | undefined, least: number, most: number): number[] | undefined => {
  if (value === undefined) return []
  const read = value.split(',').map(Number)
  return read.every((number) => Number.isInteger(number) && number !== 0 && number >= least && number <= most) ? read : undefined
}

function weekdaysOf(value: string | undefined): RepeatRule['weekdays'] | undefined {
  if (value === undefined) return []
  const read = value.split(',').map((part) => {
    const match = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(part.trim().toUpperCase())
    if (!match) return undefined
    return { weekday: WEEKDAYS.indexOf(match[2] ?? ''), ...(match[1] && { nth: Number(match[1]) }) }
  })
  return read.every((day) => day !== undefined) ? (read as RepeatRule['weekdays']) : undefined
}

/** Reads an RRULE; undefined for one that repeats within the day or in ways that are not understood. */
export function parseRule(text: string): RepeatRule | undefined {
  const parts = new Map(
    text.split(';').map((part) => {
      const [name = '', value = ''] = part.split('=')
      return [name.trim().toUpperCase(), value.trim()] as const
    }),
  )
  parts.delete('WKST')
  const frequency = FREQUENCIES.find((name) => name === parts.get('FREQ')?.toUpperCase())
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : undefined
  const until = /^(\d{4})(\d{2})(\d{2})/.exec(parts.get('UNTIL') ?? '')
  const weekdays = weekdaysOf(parts.get('BYDAY'))
  const monthDays = numbers(parts.get('BYMONTHDAY'), -31, 31)
  const months = numbers(parts.get('BYMONTH'), 1, 12)
  const positions = numbers(parts.get('BYSETPOS'), -366, 366)
  const understood = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS'])
  if (!frequency || !weekdays || !monthDays || !months || !positions) return undefined
  if ([...parts.keys()].some((name) => name !== '' && !understood.has(name))) return undefined
  if (!Number.isInteger(interval) || interval < 1 || interval > 1_000) return undefined
  if (count !== undefined && (!Number.isInteger(count) || count < 1)) return undefined
  if (parts.has('UNTIL') && !until) return undefined
  if (positions.length > 0 && frequency !== 'MONTHLY') return undefined
  return {
    frequency,
    interval,
    weekdays,
    monthDays,
    months,
    positions,
    ...(count !== undefined && { count }),
    ...(until && { until: `${until[1]}-${until[2]}-${until[3]}` }),
  }
}

/** The product's own word for a rule without end that it can keep by itself; undefined when it says more than that. */
export function repeatWord(rule: RepeatRule, start: string): string | undefined {
  const { day, month } = dateParts(start)
  const { weekdays, monthDays, months, positions, interval } = rule
  const onlyThisDay = monthDays.length === 0 || (monthDays.length === 1 && monthDays[0] === day)
  // Our own way of writing “the 31st, or else the month's last day”.
  const lastDay =
    day > 28 && positions.join() === '-1' && monthDays.join() === Array.from({ length: day - 27 }, (_, at) => 28 + at).join()
  switch (rule.frequency) {
    case 'DAILY':
      return interval === 1 && weekdays.length + monthDays.length + months.length === 0 ? 'daily' : undefined
    case 'WEEKLY': {
      const onlyThisWeekday = weekdays.length === 0 || (weekdays.length === 1 && weekdays[0]?.weekday === weekdayOf(start))
      return interval === 1 && onlyThisWeekday && months.length === 0 ? 'weekly' : undefined
    }
    case 'MONTHLY':
      if (weekdays.length > 0 || months.length > 0 || !(lastDay || (onlyThisDay && positions.length === 0))) return undefined
      return { 1: 'monthly', 3: 'quarterly', 12: 'yearly' }[interval]
    case 'YEARLY':
      return interval === 1 && weekdays.length === 0 && onlyThisDay && (months.length === 0 || months.join() === String(month))
        ? 'yearly'
        : undefined
  }
}

/** The days of one month that a monthly or yearly rule names, in order. */
function daysOfMonth(rule: RepeatRule, year: number, month: number, startDay: number): number[] {
  const length = daysInMonth(year, month)
  const firstDay = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`
  const firstWeekday = weekdayOf(firstDay)
  const wanted = (day: number): boolean => {
    const byMonthDay = rule.monthDays.some((one) => (one > 0 ? one : length + one + 1) === day)
    const weekday = (firstWeekday + day - 1) % 7
    const byWeekday = rule.weekdays.some(
      ({ weekday: one, nth }) =>
        one === weekday &&
        (nth === undefined || (nth > 0 ? Math.ceil(day / 7) === nth : Math.ceil((length - day + 1) / 7) === -nth)),
    )
    if (rule.monthDays.length > 0 && rule.weekdays.length > 0) return byMonthDay && byWeekday
    if (rule.monthDays.length > 0) return byMonthDay
    return rule.weekdays.length > 0 ? byWeekday : day === startDay
  }
  const days = Array.from({ length }, (_, at) => at + 1).filter(wanted)
  if (rule.positions.length === 0) return days
  return days.filter((_, at) => rule.positions.some((one) => (one > 0 ? one - 1 : days.length + one) === at))
}

function fits(rule: RepeatRule, start: string, day: string): boolean {
  const from = dateParts(start)
  const now = dateParts(day)
  if (rule.months.length > 0 && !rule.months.includes(now.month)) return false
  switch (rule.frequency) {
    case 'DAILY':
      return (
        daysBetween(start, day) % rule.interval === 0 &&
        (rule.weekdays.length === 0 || rule.weekdays.some(({ weekday }) => weekday === weekdayOf(day))) &&
        (rule.monthDays.length === 0 || daysOfMonth({ ...rule, weekdays: [] }, now.year, now.month, from.day).includes(now.day))
      )
    case 'WEEKLY': {
      const monday = (date: string) => addDays(date, -((weekdayOf(date) + 6) % 7))
      const weeks = daysBetween(monday(start), monday(day)) / 7
      const weekdays = rule.weekdays.length > 0 ? rule.weekdays.map(({ weekday }) => weekday) : [weekdayOf(start)]
      return weeks % rule.interval === 0 && weekdays.includes(weekdayOf(day))
    }
    case 'MONTHLY': {
      const months = (now.year - from.year) * 12 + now.month - from.month
      return months % rule.interval === 0 && daysOfMonth(rule, now.year, now.month, from.day).includes(now.day)
    }
    case 'YEARLY':
      if ((now.year - from.year) % rule.interval !== 0) return false
      if (rule.months.length === 0 && now.month !== from.month) return false
      return daysOfMonth(rule, now.year, now.month, from.day).includes(now.day)
  }
}

/** Days looked at for one rule: some sixty years, so that a rule of a thousand years costs no more than that. */
const MOST_DAYS_LOOKED_AT = 22_000

/**
 * The local days of a repeating event from `from` until `until`, both included, at most `most` of them.
 * `more` when the rule goes on after the last one given, `before` when it began earlier than `from`.
 */
export function daysOfRule(
  rule: RepeatRule,
  start: string,
  span: { from: string; until: string; most: number },
): { days: string[]; more: boolean; before: boolean } {
  const days: string[] = []
  const last = rule.until !== undefined && rule.until < span.until ? rule.until : span.until
  const goesOn = () => rule.until === undefined || rule.until > span.until
  let count = 0
  // Only a count has to be counted from the start.
  let day = rule.count === undefined && span.from > start ? span.from : start
  for (let looked = 0; looked < MOST_DAYS_LOOKED_AT && day <= last; looked += 1, day = addDays(day, 1)) {
    // The first day counts even where the rule does not name it (RFC 5545 §3.8.5.3).
    if (day !== start && !fits(rule, start, day)) continue
    count += 1
    if (rule.count !== undefined && count > rule.count) return { days, more: false, before: start < span.from }
    if (day < span.from) continue
    if (days.length === span.most) return { days, more: true, before: start < span.from }
    days.push(day)
  }
  return { days, more: goesOn() && (rule.count === undefined || count < rule.count), before: start < span.from }
}
