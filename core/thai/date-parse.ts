/** Typed dates: one field without a mask, in the Buddhist or the common era, in numbers or in words. */
import { addDays, addMonths, BUDDHIST_OFFSET, dateParts, daysBetween, isoDate } from './calendar.ts'
import { relativeDate } from './date-words.ts'
import { toArabicDigits } from './digits.ts'
import { monthNumber } from './month-names.ts'
import { norm } from './text.ts'

export type DatePurpose = 'document' | 'birth' | 'due'
/** Not an error: the date is read, and the user is asked to look again. */
export type DateWarning = 'far_future' | 'far_past' | 'future' | 'before_1941'
export type DateProblem = 'empty' | 'not_a_date' | 'no_such_day' | 'day_missing'
export type DateResult = { ok: true; date: string; warning?: DateWarning } | { ok: false; reason: DateProblem }

type Era = 'BE' | 'CE' | undefined
/** What was typed; the year as its digits, since two digits mean something else than four. */
type Typed = { day: number; month: number; year?: string; era?: Era }

const FIVE_YEARS_DAYS = 1827
const TIME_BEHIND = /(?:t|\s+(?:เวลา\s*)?)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:น\.?|z|[+-]\d{2}:?\d{2}|[ap]\.?m\.?)?$/
const DAY_WORDS =
  /^(?:วันที่|เมื่อวันที่|(?:วัน)?(?:อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์)\s*(?:ที่)?|(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*\.?,?)\s*(?=\d|[a-z])/
const ERA = /(พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|b\.?e\.?|a\.?d\.?|c\.?e\.?)/
const DAY_MONTH_NAME = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th)?[\\s\\-/.]*([\\u0e01-\\u0e4e.\\s]+?|[a-z]+\\.?)[\\s\\-/.,]*(?:${ERA.source}\\s*)?(\\d{4}|\\d{2})?$`,
)
const MONTH_NAME_DAY = /^([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:[\s,]+(\d{4}|\d{2}))?$/
const MONTH_NAME_YEAR = /^([\u0e01-\u0e4e.]+|[a-z]+\.?)\s*(\d{4}|\d{2})?$/
const NUMBERS = new RegExp(`^(\\d{1,2})\\s*[-/.\\s]\\s*(\\d{1,2})(?:\\s*[-/.\\s]\\s*(?:${ERA.source}\\s*)?(\\d{4}|\\d{2}))?$`)
const YEAR_FIRST = /^(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})$/
const BARE = /^(?:(\d{2})(\d{2})(\d{4}|\d{2})?|(\d{1,2}))$/

function eraOf(text: string | undefined): Era {
  if (!text) return undefined
  return /^[พb]/.test(text) ? 'BE' : 'CE'
}

/** The longest way to write a day, with its weekday, era and hour, has half as many letters. */
export const LONGEST_DATE = 100
const NO_DATE = '?'

/** Lower case, Arabic digits, without a time behind and without วันที่ or a weekday in front. */
export function plainDateText(text: string): string {
  const plain = toArabicDigits(norm(text)).toLowerCase()
  if (plain.length > LONGEST_DATE) return NO_DATE
  return plain.replace(TIME_BEHIND, '').replace(DAY_WORDS, '').trim()
}

/** A date whose month is a name; undefined if there is none in the text. */
export function readMonthName(plain: string): Typed | 'day_missing' | undefined {
  const dayFirst = DAY_MONTH_NAME.exec(plain)
  const month = dayFirst && monthNumber(dayFirst[2] ?? '')
  if (dayFirst && month) return { day: Number(dayFirst[1]), month, year: dayFirst[4], era: eraOf(dayFirst[3]) }
  const monthFirst = MONTH_NAME_DAY.exec(plain)
  const named = monthFirst && monthNumber(monthFirst[1] ?? '')
  if (monthFirst && named) return { day: Number(monthFirst[2]), month: named, year: monthFirst[3] }
  const monthOnly = MONTH_NAME_YEAR.exec(plain)
  return monthOnly && monthNumber(monthOnly[1] ?? '') ? 'day_missing' : undefined
}

function readNumbers(plain: string): Typed | undefined {
  const yearFirst = YEAR_FIRST.exec(plain)
  if (yearFirst) return { year: yearFirst[1], month: Number(yearFirst[2]), day: Number(yearFirst[3]) }
  const numbers = NUMBERS.exec(plain)
  if (numbers) return { day: Number(numbers[1]), month: Number(numbers[2]), year: numbers[4], era: eraOf(numbers[3]) }
  const bare = BARE.exec(plain)
  if (!bare) return undefined
  if (bare[4]) return { day: Number(bare[4]), month: 0 }
  // 20261122 and 25691122 are years first only where 2026 is no possible day and month behind.
  if (bare[3]?.length === 4 && !/^(?:19|20|2[4-6])/.test(bare[3])) {
    return { year: plain.slice(0, 4), month: Number(plain.slice(4, 6)), day: Number(plain.slice(6)) }
  }
  return { day: Number(bare[1]), month: Number(bare[2]), year: bare[3] }
}

/** 4 digits: from 2400 on Buddhist, before that common era. */
export function fullYear(year: number): number {
  return year >= 2400 ? year - BUDDHIST_OFFSET : year
}

function nearest(years: readonly number[], typed: Typed, today: string): string | undefined {
  const dates = years.map((year) => isoDate(year, typed.month, typed.day)).filter((date) => date !== undefined)
  return dates.sort((a, b) => Math.abs(daysBetween(today, a)) - Math.abs(daysBetween(today, b)))[0]
}

function pastLife(years: readonly number[], typed: Typed, today: string): string | undefined {
  return years
    .map((year) => isoDate(year, typed.month, typed.day))
    .find((date) => date !== undefined && date <= today && daysBetween(date, today) <= 110 * 366)
}

function resolve(typed: Typed, today: string, purpose: DatePurpose): string | undefined {
  const now = dateParts(today)
  if (typed.month === 0) return isoDate(now.year, now.month, typed.day)
  if (typed.year === undefined) {
    const years = [now.year, now.year - 1, now.year + 1]
    return purpose === 'birth' ? pastLife(years, typed, today) : nearest(years, typed, today)
  }
  const year = Number(typed.year)
  if (typed.year.length === 4) {
    return isoDate(
      typed.era === 'BE' ? year - BUDDHIST_OFFSET : typed.era === 'CE' ? year : fullYear(year),
      typed.month,
      typed.day,
    )
  }
  const buddhist = [2500 + year - BUDDHIST_OFFSET]
  const common = [2000 + year]
  if (purpose === 'birth') {
    const older = [2400 + year - BUDDHIST_OFFSET, 1900 + year]
    const years = typed.era === 'CE' ? [...common, 1900 + year] : [...buddhist, ...(typed.era ? [] : common), ...older]
    return pastLife(years, typed, today)
  }
  return nearest(typed.era === 'BE' ? buddhist : typed.era === 'CE' ? common : [...buddhist, ...common], typed, today)
}

function warningOf(date: string, today: string, purpose: DatePurpose): DateWarning | undefined {
  if (date < '1941-01-01' && purpose === 'birth') return 'before_1941'
  const ahead = daysBetween(today, date)
  if (purpose === 'birth') return ahead > 0 ? 'future' : undefined
  if (ahead > FIVE_YEARS_DAYS) return 'far_future'
  return ahead < -36_525 ? 'far_past' : undefined
}

function accepted(date: string, today: string, purpose: DatePurpose): DateResult {
  const warning = warningOf(date, today, purpose)
  return warning ? { ok: true, date, warning } : { ok: true, date }
}

/** `+7`, `-3`, `+2w`, `+1 เดือน`, `อีก 7 วัน`, `in 3 days`. */
function readOffset(plain: string, today: string): string | undefined {
  const match =
    /^(?:([+\-−])\s*|(?:อีก|in)\s*)(\d{1,3})\s*(วัน|d|days?|สัปดาห์|อาทิตย์|w|weeks?|เดือน|m|months?|ปี|y|years?)?(?:ข้างหน้า|หน้า)?$/.exec(
      plain,
    )
  if (!match) return undefined
  const count = Number(match[2]) * (match[1] && match[1] !== '+' ? -1 : 1)
  const unit = match[3] ?? 'd'
  if (/^(?:สัปดาห์|อาทิตย์|w)/.test(unit)) return addDays(today, count * 7)
  if (/^(?:เดือน|m)/.test(unit)) return addMonths(today, count)
  return /^(?:ปี|y)/.test(unit) ? addMonths(today, count * 12) : addDays(today, count)
}

/**
 * Reads a date as people type it: `22/11/69`, `221169`, `22 พ.ย. 69`, `22`, `+7`, `พรุ่งนี้`, `ศุกร์หน้า`, `สิ้นเดือน`, `2569-11-22`,
 * `Nov 22, 2026`, `tomorrow`. `today` is the local date. Two-digit years mean the nearer of the two eras, for births the one
 * that a living person can have. Show the long date under the field, whatever the result.
 */
export function parseDate(text: string, options: { today: string; purpose: DatePurpose }): DateResult {
  const { today, purpose } = options
  const whole = toArabicDigits(norm(text)).toLowerCase()
  if (whole === '') return { ok: false, reason: 'empty' }
  if (whole.length > LONGEST_DATE) return { ok: false, reason: 'not_a_date' }
  const relative = relativeDate(whole, today) ?? readOffset(whole, today)
  if (relative) return accepted(relative, today, purpose)
  const plain = plainDateText(whole)
  const typed = readNumbers(plain) ?? readMonthName(plain)
  if (typed === undefined) return { ok: false, reason: 'not_a_date' }
  if (typed === 'day_missing') return { ok: false, reason: 'day_missing' }
  const date = resolve(typed, today, purpose)
  return date ? accepted(date, today, purpose) : { ok: false, reason: 'no_such_day' }
}
