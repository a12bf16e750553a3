import { addDays, isoDate, weekdayOf } from './calendar.ts'
import { holyDays, LUNAR_YEARS } from './lunar.ts'

/**
 * Thai public holidays. Fixed days as in force since 2562 (ประกาศสำนักนายกรัฐมนตรี: 4 พ.ค., 3 มิ.ย., 28 ก.ค., 13 ต.ค.), with Labour
 * Day, on which companies and banks close. A holiday on a Saturday or Sunday is made up for on the next working day; holidays that
 * follow each other get one such day together (มติคณะรัฐมนตรี 16 ม.ค. 2544). What the cabinet adds or moves for one year only, and
 * วันพืชมงคล, whose date the palace announces, cannot be reckoned and are not here.
 */
const FIXED: readonly (readonly [month: number, day: number, key: HolidayKey])[] = [
  [1, 1, 'new_year'],
  [4, 6, 'chakri'],
  [4, 13, 'songkran'],
  [4, 14, 'songkran'],
  [4, 15, 'songkran'],
  [5, 1, 'labour'],
  [5, 4, 'coronation'],
  [6, 3, 'queen'],
  [7, 28, 'king'],
  [8, 12, 'mother'],
  [10, 13, 'bhumibol'],
  [10, 23, 'chulalongkorn'],
  [12, 5, 'father'],
  [12, 10, 'constitution'],
  [12, 31, 'year_end'],
]

/** Names stand in `core/words` under `holiday.<key>`. */
export const HOLIDAY_KEYS = [
  'new_year',
  'makha',
  'chakri',
  'songkran',
  'labour',
  'coronation',
  'visakha',
  'queen',
  'asalha',
  'khao_phansa',
  'king',
  'mother',
  'bhumibol',
  'chulalongkorn',
  'father',
  'constitution',
  'year_end',
] as const
export type HolidayKey = (typeof HOLIDAY_KEYS)[number]

/** A day off: which holiday, and whether it only makes up for one that fell on a weekend. */
export type Holiday = { date: string; key: HolidayKey; inLieu: boolean }

/** The years (common era) of which the days are known: 2563 was unlike any other, and the lunar table has an end. */
export const HOLIDAY_YEARS = { from: 2021, until: LUNAR_YEARS.until } as const

const isWeekend = (date: string): boolean => weekdayOf(date) === 0 || weekdayOf(date) === 6

/** The days that a year names, without those that make up for others. */
function namedDays(year: number): Holiday[] {
  const lunar = holyDays(year)
  const named = FIXED.map(([month, day, key]): Holiday => ({ date: isoDate(year, month, day) ?? '', key, inLieu: false }))
  if (lunar)
    named.push(
      { date: lunar.makha, key: 'makha', inLieu: false },
      { date: lunar.visakha, key: 'visakha', inLieu: false },
      { date: lunar.asalha, key: 'asalha', inLieu: false },
      { date: lunar.khaoPhansa, key: 'khao_phansa', inLieu: false },
    )
  return named.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

/** The days that make up for those on a weekend: one for each run of holidays, on the first working day after it. */
function inLieuOf(named: readonly Holiday[]): Holiday[] {
  const taken = new Set(named.map((one) => one.date))
  const made: Holiday[] = []
  let lost: Holiday | undefined
  named.forEach((one, at) => {
    if (isWeekend(one.date)) lost ??= one
    const next = named[at + 1]?.date
    if (lost === undefined || next === one.date || next === addDays(one.date, 1)) return
    let day = addDays(one.date, 1)
    while (isWeekend(day) || taken.has(day)) day = addDays(day, 1)
    taken.add(day)
    made.push({ date: day, key: lost.key, inLieu: true })
    lost = undefined
  })
  return made
}

const years = new Map<number, readonly Holiday[]>()

/** The holidays of a year (common era), in order; undefined outside of `HOLIDAY_YEARS`. */
export function holidaysOf(year: number): readonly Holiday[] | undefined {
  if (year < HOLIDAY_YEARS.from || year > HOLIDAY_YEARS.until) return undefined
  let known = years.get(year)
  if (!known) {
    // New Year's Eve on a weekend is made up for in the new year, so the years around are looked at, too.
    const named = [year - 1, year, year + 1].flatMap(namedDays)
    known = [...named, ...inLieuOf(named)]
      .filter((one) => one.date.startsWith(String(year)))
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    years.set(year, known)
  }
  return known
}

/** The holiday on a day; two that coincide give the first of them. */
export function holidayOn(date: string): Holiday | undefined {
  return holidaysOf(Number(date.slice(0, 4)))?.find((one) => one.date === date)
}
