import { describe, expect, it } from 'vitest'
import { dayToKeep, nextOccurrence, type Series } from '../../server/features/activities/repeat.ts'

const BANGKOK = 'Asia/Bangkok'

/** The local times of the next rounds, each done as soon as it is due. */
function rounds(repeat: string, local: string, many: number): string[] {
  let series: Series = { dueAt: new Date(`${local}:00+07:00`).toISOString(), repeat, day: undefined }
  return Array.from({ length: many }, () => {
    const dueAt = nextOccurrence(series, series.dueAt, BANGKOK) ?? ''
    series = { dueAt, repeat, day: dayToKeep(series, dueAt, BANGKOK) }
    return new Date(Date.parse(dueAt) + 7 * 3_600_000).toISOString().slice(0, 16)
  })
}

describe('what comes round again', () => {
  it.each([
    ['daily', '2026-12-31T01:30', ['2027-01-01T01:30', '2027-01-02T01:30']],
    ['weekly', '2026-12-28T10:00', ['2027-01-04T10:00', '2027-01-11T10:00']],
    ['monthly', '2027-01-31T10:00', ['2027-02-28T10:00', '2027-03-31T10:00', '2027-04-30T10:00', '2027-05-31T10:00']],
    ['monthly', '2027-01-30T10:00', ['2027-02-28T10:00', '2027-03-30T10:00']],
    ['monthly', '2027-02-28T10:00', ['2027-03-28T10:00', '2027-04-28T10:00']],
    ['quarterly', '2026-11-30T10:00', ['2027-02-28T10:00', '2027-05-30T10:00', '2027-08-30T10:00']],
    ['yearly', '2028-02-29T10:00', ['2029-02-28T10:00', '2030-02-28T10:00', '2031-02-28T10:00', '2032-02-29T10:00']],
  ])('%s from %s keeps its day, and the last of a shorter month', (repeat, local, expected) => {
    expect(rounds(repeat, local, expected.length)).toEqual(expected)
  })

  it('goes by the office’s calendar: what takes a whole day begins at midnight there', () => {
    expect(rounds('monthly', '2027-03-01T00:00', 3)).toEqual(['2027-04-01T00:00', '2027-05-01T00:00', '2027-06-01T00:00'])
    expect(rounds('monthly', '2027-01-31T00:00', 2)).toEqual(['2027-02-28T00:00', '2027-03-31T00:00'])
  })

  it('leaves out what is over, and never comes before what is due', () => {
    const late: Series = { dueAt: '2016-01-31T03:00:00.000Z', repeat: 'monthly', day: undefined }
    expect(nextOccurrence(late, '2026-11-28T03:00:00.000Z', BANGKOK)).toBe('2026-11-30T03:00:00.000Z')
    expect(nextOccurrence({ ...late, repeat: 'daily' }, '2026-11-28T03:00:00.000Z', BANGKOK)).toBe('2026-11-29T03:00:00.000Z')
    expect(nextOccurrence({ ...late, repeat: 'daily' }, '2026-11-28T02:59:59.000Z', BANGKOK)).toBe('2026-11-28T03:00:00.000Z')
    expect(nextOccurrence(late, '2015-06-01T00:00:00.000Z', BANGKOK)).toBe('2016-02-29T03:00:00.000Z')
    for (const repeat of ['daily', 'weekly', 'monthly', 'yearly'])
      expect(nextOccurrence({ ...late, dueAt: '9999-12-31T03:00:00.000Z', repeat }, late.dueAt, BANGKOK), repeat).toBeUndefined()
    expect(nextOccurrence({ ...late, repeat: 'sometimes' }, '2026-11-28T03:00:00.000Z', BANGKOK)).toBeUndefined()
  })
})
