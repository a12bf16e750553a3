import { describe, expect, it } from 'vitest'
import { nextOccurrence } from '../../../server/features/activities/log-activity.ts'

const ZONE = 'Asia/Bangkok'
/** Midnight of a day in Bangkok: what an all-day task is due at. */
const midnight = (date: string) => new Date(`${date}T00:00:00+07:00`).toISOString()
const following = (date: string, repeat: string, now = date) => nextOccurrence(midnight(date), repeat, midnight(now), ZONE)

describe('the next time of what repeats, by the clock of the office', () => {
  it.each([
    ['daily', '2027-02-28', '2027-03-01'],
    ['weekly', '2026-12-28', '2027-01-04'],
    // The first of a month in Bangkok is the last of the month before in UTC.
    ['monthly', '2027-03-01', '2027-04-01'],
    ['monthly', '2027-01-01', '2027-02-01'],
    ['monthly', '2027-01-31', '2027-02-28'],
    ['monthly', '2026-12-31', '2027-01-31'],
    ['quarterly', '2026-11-30', '2027-02-28'],
    ['yearly', '2028-02-29', '2029-02-28'],
    ['yearly', '2027-03-01', '2028-03-01'],
  ])('%s after %s is %s', (repeat, from, next) => expect(following(from, repeat)).toBe(midnight(next)))

  it('passes over what is past, and the 31st is the 31st again after a short month', () => {
    expect(following('2027-01-31', 'monthly', '2027-02-28')).toBe(midnight('2027-03-31'))
    expect(following('2024-02-29', 'yearly', '2027-06-01')).toBe(midnight('2028-02-29'))
    expect(following('2017-01-01', 'daily', '2027-06-01')).toBe(midnight('2027-06-02'))
    expect(following('1957-01-01', 'monthly', '2027-06-01')).toBe(midnight('2027-07-01'))
    // Of today, later than now.
    expect(nextOccurrence('2027-01-01T10:00:00.000Z', 'weekly', '2027-01-08T09:00:00.000Z', ZONE)).toBe(
      '2027-01-08T10:00:00.000Z',
    )
  })

  it('is nothing for a word that is no repetition', () => expect(following('2027-01-01', 'now and then')).toBeUndefined())
})
