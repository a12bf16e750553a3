/** Dates of a whole import column: whether 03/04/69 is April or March, and of which era, is decided once from all its values. */
import { BUDDHIST_OFFSET, isoDate } from './calendar.ts'
import { type DateResult, fullYear, plainDateText, readMonthName } from './date-parse.ts'

export type DateOrder = 'DMY' | 'MDY' | 'YMD'
export type DateEra = 'BE' | 'CE'
export type DateFormat = { order: DateOrder; era: DateEra }
export type DateCandidate = `${DateOrder}-${DateEra}`
/** `certain` is false where another reading fits as many values; `readable` counts the values that fit each reading. */
export type DateColumn = DateFormat & { certain: boolean; readable: Record<DateCandidate, number> }

const CANDIDATES: readonly DateFormat[] = [
  { order: 'DMY', era: 'BE' },
  { order: 'DMY', era: 'CE' },
  { order: 'YMD', era: 'CE' },
  { order: 'YMD', era: 'BE' },
  { order: 'MDY', era: 'CE' },
  { order: 'MDY', era: 'BE' },
]
const PARTS = /^(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})$/
const EIGHT = /^(\d{2})(\d{2})(\d{2})(\d{2})$/

/** Years of the era that a business file can hold; a two-digit year counts from 25xx or 20xx. */
function commonYear(text: string, era: DateEra): number | undefined {
  const typed = Number(text)
  if (text.length === 2) {
    const year = era === 'BE' ? 2500 + typed - BUDDHIST_OFFSET : 2000 + typed
    return year <= 2045 ? year : undefined
  }
  if (text.length !== 4) return undefined
  const year = era === 'BE' ? typed - BUDDHIST_OFFSET : typed
  return year >= 1880 && year <= 2150 ? year : undefined
}

function split(plain: string, order: DateOrder): { year: string; month: number; day: number } | undefined {
  const eight = EIGHT.exec(plain)
  if (eight && order === 'YMD') return { year: plain.slice(0, 4), month: Number(eight[3]), day: Number(eight[4]) }
  const [, a = '', b = '', c = ''] = eight ? ['', eight[1], eight[2], plain.slice(4)] : (PARTS.exec(plain) ?? [])
  if (a === '') return undefined
  if (order === 'YMD') return a.length === 3 ? undefined : { year: a, month: Number(b), day: Number(c) }
  if (a.length > 2) return undefined
  return order === 'DMY' ? { year: c, month: Number(b), day: Number(a) } : { year: c, month: Number(a), day: Number(b) }
}

function readStrictly(plain: string, { order, era }: DateFormat): string | undefined {
  const named = readMonthName(plain)
  if (named === 'day_missing') return undefined
  const typed = named ? { ...named, year: named.year ?? '' } : split(plain, order)
  const year = typed && commonYear(typed.year, era)
  return typed && year !== undefined ? isoDate(year, typed.month, typed.day) : undefined
}

/**
 * How the dates of a column are written. Empty values do not count. Where readings tie, day before month and the year nearer to
 * our time win, and `certain` is false: the import then asks.
 */
export function detectDateColumn(values: readonly string[]): DateColumn {
  const readable = {} as Record<DateCandidate, number>
  const plains = values.map(plainDateText).filter((plain) => plain !== '')
  for (const format of CANDIDATES) {
    readable[`${format.order}-${format.era}`] = plains.filter((plain) => readStrictly(plain, format) !== undefined).length
  }
  const count = (format: DateFormat) => readable[`${format.order}-${format.era}`]
  const best = Math.max(...CANDIDATES.map(count))
  const tied = CANDIDATES.filter((format) => count(format) === best)
  const order = tied[0]?.order ?? 'DMY'
  const eras = tied.filter((format) => format.order === order)
  // 2-digit years up to 43 would lie before 2000 in the Buddhist era.
  const recent = plains.filter((plain) => (readStrictly(plain, { order, era: 'BE' }) ?? '') >= '2000').length
  const era = eras.length === 2 ? (recent * 2 >= best ? 'BE' : 'CE') : (eras[0]?.era ?? 'BE')
  return { order, era, certain: best > 0 && tied.length === 1, readable }
}

/**
 * One value of a column of known format. Values that can only be meant otherwise are read so all the same: a year of four digits in
 * front, a month's name, and a four-digit year of the other era (2569 is never of the common era).
 */
export function parseDateAs(text: string, format: DateFormat): DateResult {
  const plain = plainDateText(text)
  if (plain === '') return { ok: false, reason: 'empty' }
  const strict = readStrictly(plain, format)
  if (strict) return { ok: true, date: strict }
  const named = readMonthName(plain)
  if (named === 'day_missing') return { ok: false, reason: 'day_missing' }
  const yearFirst = /^\d{4}\s*[-/.]/.test(plain)
  const typed = named ?? split(plain, yearFirst ? 'YMD' : format.order)
  if (!typed?.year) return { ok: false, reason: 'not_a_date' }
  if (typed.year.length === 2) {
    const year = format.era === 'BE' ? 2500 + Number(typed.year) - BUDDHIST_OFFSET : 2000 + Number(typed.year)
    return dateOr(year, typed.month, typed.day)
  }
  return typed.year.length === 4
    ? dateOr(fullYear(Number(typed.year)), typed.month, typed.day)
    : { ok: false, reason: 'not_a_date' }
}

function dateOr(year: number, month: number, day: number): DateResult {
  const date = isoDate(year, month, day)
  return date ? { ok: true, date } : { ok: false, reason: 'no_such_day' }
}
