import { addDays } from './calendar.ts'

/**
 * The Thai lunar calendar as far as holidays need it. Months have 29 (odd) and 30 (even) days; some years have a second eighth
 * month of 30 days (อธิกมาส), others a seventh month of 30 days (อธิกวาร). Which years these are is decided by the royal
 * calendar (ปฏิทินหลวง) and stands here as a table, years of the common era; as listed in the public calendars of
 * myhora.com and in python-holidays (MIT), and checked in a test against the announced holy days and the moon itself.
 */
const EXTRA_MONTH: ReadonlySet<number> = new Set([2015, 2018, 2021, 2023, 2026, 2029, 2031, 2034])
const EXTRA_DAY: ReadonlySet<number> = new Set([2016, 2020, 2025, 2032, 2035])

/** The first and last year (common era) of which the table is sure. */
export const LUNAR_YEARS = { from: 2015, until: 2035 } as const
/** The first day of the first month of the year 2015: 22 November 2014. */
const START = '2014-11-22'

export type HolyDays = { makha: string; visakha: string; asalha: string; khaoPhansa: string }

/** The four Buddhist holidays of a year (common era) as local dates; undefined outside of `LUNAR_YEARS`. */
export function holyDays(year: number): HolyDays | undefined {
  if (year < LUNAR_YEARS.from || year > LUNAR_YEARS.until) return undefined
  let start = START
  for (let passed = LUNAR_YEARS.from; passed < year; passed += 1)
    start = addDays(start, EXTRA_MONTH.has(passed) ? 384 : EXTRA_DAY.has(passed) ? 355 : 354)
  const long = EXTRA_MONTH.has(year)
  // Full moon is the 15th of the waxing half. In a long year each holy day is a month later: the third month's in the fourth.
  const makha = addDays(start, 29 + 30 + (long ? 29 : 0) + 14)
  const visakha = addDays(makha, long ? 30 + 29 + 30 : 29 + 30 + 29)
  const asalha = addDays(visakha, long ? 29 + 30 : 30 + (EXTRA_DAY.has(year) ? 30 : 29))
  return { makha, visakha, asalha, khaoPhansa: addDays(asalha, 1) }
}
