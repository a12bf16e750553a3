import { describe, expect, it } from 'vitest'
import { daysBetween } from '../../../core/thai/date.ts'
import { HOLIDAY_YEARS, holidayOn, holidaysOf } from '../../../core/thai/holidays.ts'
import { holyDays, LUNAR_YEARS } from '../../../core/thai/lunar.ts'

/** As announced by the National Office of Buddhism: Makha, Visakha, Asalha. */
const ANNOUNCED: readonly (readonly [year: number, makha: string, visakha: string, asalha: string])[] = [
  [2015, '03-04', '06-01', '07-30'],
  [2016, '02-22', '05-20', '07-19'],
  [2017, '02-11', '05-10', '07-08'],
  [2018, '03-01', '05-29', '07-27'],
  [2019, '02-19', '05-18', '07-16'],
  [2020, '02-08', '05-06', '07-05'],
  [2021, '02-26', '05-26', '07-24'],
  [2022, '02-16', '05-15', '07-13'],
  [2023, '03-06', '06-03', '08-01'],
  [2024, '02-24', '05-22', '07-20'],
  [2025, '02-12', '05-11', '07-10'],
  [2026, '03-03', '05-31', '07-29'],
]

/** A full moon that is known (2024-02-24 12:30 UTC) and the mean length of a lunation. */
const FULL_MOON = Date.parse('2024-02-24T12:30:00Z') / 86_400_000
const LUNATION = 29.530588

describe('the Thai lunar calendar', () => {
  it.each(ANNOUNCED)('has the holy days of %i where they were announced', (year, makha, visakha, asalha) => {
    expect(holyDays(year)).toMatchObject({
      makha: `${year}-${makha}`,
      visakha: `${year}-${visakha}`,
      asalha: `${year}-${asalha}`,
    })
  })

  it('never strays from the full moon by more than a day and a half, in any year that it is sure of', () => {
    for (let year = LUNAR_YEARS.from; year <= LUNAR_YEARS.until; year += 1) {
      const { khaoPhansa, ...full } = holyDays(year) ?? { makha: '', visakha: '', asalha: '', khaoPhansa: '' }
      for (const date of Object.values(full)) {
        const noon = Date.parse(`${date}T05:00:00Z`) / 86_400_000
        const lunations = (noon - FULL_MOON) / LUNATION
        // The true moon wavers by some 14 hours around the mean one.
        expect(Math.abs(lunations - Math.round(lunations)) * LUNATION, date).toBeLessThan(2.1)
      }
      expect(daysBetween(full.asalha, khaoPhansa)).toBe(1)
    }
  })

  it('says nothing of years that it does not know', () => {
    expect(holyDays(2014)).toBeUndefined()
    expect(holyDays(2036)).toBeUndefined()
  })
})

const inLieu = (year: number) => (holidaysOf(year) ?? []).filter((one) => one.inLieu).map((one) => one.date.slice(5))

describe('the public holidays', () => {
  it('of a year on which nothing falls on a weekend but the father’s day and Visakha', () => {
    expect(holidaysOf(2026)?.map((one) => `${one.date.slice(5)} ${one.key}${one.inLieu ? '*' : ''}`)).toEqual([
      '01-01 new_year',
      '03-03 makha',
      '04-06 chakri',
      '04-13 songkran',
      '04-14 songkran',
      '04-15 songkran',
      '05-01 labour',
      '05-04 coronation',
      '05-31 visakha',
      '06-01 visakha*',
      '06-03 queen',
      '07-28 king',
      '07-29 asalha',
      '07-30 khao_phansa',
      '08-12 mother',
      '10-13 bhumibol',
      '10-23 chulalongkorn',
      '12-05 father',
      '12-07 father*',
      '12-10 constitution',
      '12-31 year_end',
    ])
  })

  it('are made up for as the cabinet did: one day for holidays that follow each other', () => {
    // 24 Feb, 6 Apr, Songkran Sat–Mon, 4 May, Asalha with Khao Phansa Sat–Sun, 28 Jul, 13 Oct; New Year’s Eve of 2023 was a Sunday.
    expect(inLieu(2024)).toEqual(['01-02', '02-26', '04-08', '04-16', '05-06', '07-22', '07-29', '10-14'])
    // 6 Apr Sunday, Songkran Sun–Tue, 4 May and Visakha on Sundays.
    expect(inLieu(2025)).toEqual(['04-07', '04-16', '05-05', '05-12'])
    // The new year of 2022 was a Saturday, the day after New Year’s Eve.
    expect(inLieu(2022)).toEqual(['01-03', '05-02', '05-16', '10-24', '12-12'])
  })

  it('are found by the day', () => {
    expect(holidayOn('2026-12-07')).toEqual({ date: '2026-12-07', key: 'father', inLieu: true })
    expect(holidayOn('2026-12-08')).toBeUndefined()
  })

  it('of years without a list are not made up', () => {
    expect(holidaysOf(HOLIDAY_YEARS.until + 1)).toBeUndefined()
    expect(holidayOn('2099-01-01')).toBeUndefined()
  })
})
