import { dateParts, endOfMonth, weekdayOf } from '../../../core/thai/calendar.ts'
import { addDays, addMonths, formatDate } from '../../../core/thai/date.ts'
import { HOLIDAY_YEARS } from '../../../core/thai/holidays.ts'
import { ENGLISH_WEEKDAYS, THAI_WEEKDAYS_SHORT } from '../../../core/thai/month-names.ts'

export const VIEWS = ['day', 'week', 'month', 'agenda'] as const
export type View = (typeof VIEWS)[number]

/** Days that the agenda looks ahead. */
export const AGENDA_DAYS = 30

/** `จ.`, `Mon` */
export const weekdayName = (lang: 'th' | 'en', day: string): string =>
  (lang === 'th' ? THAI_WEEKDAYS_SHORT[weekdayOf(day)] : ENGLISH_WEEKDAYS[weekdayOf(day)]?.slice(0, 3)) ?? ''

const startOfWeek = (day: string, mondayFirst: boolean): string => addDays(day, -((weekdayOf(day) + (mondayFirst ? 6 : 0)) % 7))

/** The days that a view shows around a day, in order; a month has whole weeks. */
export function daysOfView(view: View, day: string, mondayFirst: boolean): string[] {
  const count = (from: string, days: number) => Array.from({ length: days }, (_, at) => addDays(from, at))
  switch (view) {
    case 'day':
      return [day]
    case 'week':
      return count(startOfWeek(day, mondayFirst), 7)
    case 'month': {
      const from = startOfWeek(`${day.slice(0, 8)}01`, mondayFirst)
      const end = endOfMonth(day)
      const days: string[] = []
      for (let week = from; week <= end; week = addDays(week, 7)) days.push(...count(week, 7))
      return days
    }
    case 'agenda':
      return count(day, AGENDA_DAYS)
  }
}

/** The day to look at when one goes on or back by one screen. */
export function stepped(view: View, day: string, by: 1 | -1): string {
  switch (view) {
    case 'day':
      return addDays(day, by)
    case 'week':
      return addDays(day, by * 7)
    case 'month':
      return addMonths(`${day.slice(0, 8)}01`, by)
    case 'agenda':
      return addDays(day, by * AGENDA_DAYS)
  }
}

/** What a screen is called: `23–29 พฤศจิกายน 2569`, `พฤศจิกายน 2569`, `พ. 25 พฤศจิกายน 2569`. */
export function titleOf(view: View, days: readonly string[], day: string, lang: 'th' | 'en'): string {
  const long = (date: string) => formatDate(date, { lang, style: 'long' })
  if (view === 'day') return `${weekdayName(lang, day)} ${long(day)}`
  if (view === 'month') return long(day).replace(/^\d+\s/, '')
  const first = days[0] ?? day
  const last = days[days.length - 1] ?? day
  const [a, b] = [dateParts(first), dateParts(last)]
  if (a.year === b.year && a.month === b.month) return `${a.day}–${long(last)}`
  const short = (date: string) => formatDate(date, { lang, style: a.year === b.year ? 'monthDay' : 'short' })
  return `${short(first)} – ${formatDate(last, { lang, style: 'medium' })}`
}

/** The first year on the screen of which no holidays are known, as the reader counts years; undefined when all are. */
export function yearWithoutHolidays(days: readonly string[], lang: 'th' | 'en'): number | undefined {
  const year = days.map((day) => Number(day.slice(0, 4))).find((one) => one < HOLIDAY_YEARS.from || one > HOLIDAY_YEARS.until)
  return year === undefined ? undefined : lang === 'th' ? year + 543 : year
}
