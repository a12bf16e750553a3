/** Days as `YYYY-MM-DD` text of the common era, counted without clocks or time zones. The Buddhist year is 543 ahead. */

export const BUDDHIST_OFFSET = 543

const DAY_MS = 86_400_000

/** The day as text, or undefined if the month has no such day (29 February 2568 is none, 2567 has one). `year` is of the common era. */
export function isoDate(year: number, month: number, day: number): string | undefined {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return undefined
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Year, month and day of a local date; throws RangeError on anything else, since such text never comes from a user. */
export function dateParts(iso: string): { year: number; month: number; day: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  if (!match) throw new RangeError(`not a local date: ${iso}`)
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
}

function dayNumber(iso: string): number {
  const { year, month, day } = dateParts(iso)
  return Math.round(Date.UTC(year, month - 1, day) / DAY_MS)
}

/** The date `days` later, or earlier if negative. */
export function addDays(iso: string, days: number): string {
  return new Date((dayNumber(iso) + days) * DAY_MS).toISOString().slice(0, 10)
}

/** The same day `months` later, or the last day of that month if it is shorter. */
export function addMonths(iso: string, months: number): string {
  const { year, month, day } = dateParts(iso)
  const index = year * 12 + month - 1 + months
  const newYear = Math.floor(index / 12)
  const newMonth = index - newYear * 12 + 1
  return isoDate(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth))) ?? iso
}

/** The last day of the date's month. */
export function endOfMonth(iso: string): string {
  const { year, month } = dateParts(iso)
  return isoDate(year, month, daysInMonth(year, month)) ?? iso
}

/** Days from one date to another; negative if `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(iso: string): number {
  return (((dayNumber(iso) + 4) % 7) + 7) % 7
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function localParts(epochMs: number, timeZone: string): { date: string; time: string } {
  // Thailand has been at +07:00 without summer time since 1920; no formatter is needed for it.
  if (timeZone === 'Asia/Bangkok') {
    const text = new Date(epochMs + 7 * 3_600_000).toISOString()
    return { date: text.slice(0, 10), time: text.slice(11, 16) }
  }
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    formatters.set(timeZone, formatter)
  }
  const [date = '', time = ''] = formatter.format(epochMs).split(' ')
  return { date, time }
}

/** The local date in a time zone (IANA name) at an instant in milliseconds since 1970. */
export function todayIn(timeZone: string, epochMs: number): string {
  return localParts(epochMs, timeZone).date
}

/** An instant (ISO text with Z or offset) as the wall clock shows it in a time zone: `{ date: 'YYYY-MM-DD', time: 'HH:MM' }`. */
export function instantToLocal(isoInstant: string, timeZone: string): { date: string; time: string } {
  return localParts(Date.parse(isoInstant), timeZone)
}
