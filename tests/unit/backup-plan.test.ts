import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Generation } from '../../server/backup/manifest.ts'
import { isDue, lastPlanned, tooMany } from '../../server/backup/plan.ts'
import { localDate } from '../../server/clock.ts'

const ZONE = 'Asia/Bangkok'
const HOUR = 3600_000
const generation = (at: number, ok: boolean | undefined): Generation => ({
  folder: '/usb',
  name: new Date(at).toISOString(),
  manifest: {
    product: 'samphan',
    format: 2,
    version: 1,
    at: new Date(at).toISOString(),
    kind: 'nightly',
    counts: {},
    bytes: 0,
    files: 0,
  },
  ...(ok !== undefined && { drill: { at: '', ms: 0, ok } }),
})
const keeping = fc.record({
  allDays: fc.integer({ min: 1, max: 5 }),
  daily: fc.integer({ min: 0, max: 20 }),
  weekly: fc.integer({ min: 0, max: 10 }),
  monthly: fc.integer({ min: 0, max: 14 }),
})
/** An office's life: how long until the next backup, whether its trial went well, and now and then a clock that was set. */
const life = fc.array(
  fc.record({
    hours: fc.integer({ min: 1, max: 60 }),
    ok: fc.constantFrom(true, true, true, true, false, undefined),
    clock: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, -HOUR, HOUR, -400 * 24 * HOUR, 400 * 24 * HOUR),
  }),
  { minLength: 1, maxLength: 250 },
)

describe('thinning', () => {
  it('keeps what it promises and removes only what was seen to come back, whatever the clock does', () => {
    fc.assert(
      fc.property(life, keeping, (events, keep) => {
        let now = Date.parse('2026-01-01T00:00:00Z')
        let held: Generation[] = []
        for (const { hours, ok, clock } of events) {
          now += hours * HOUR + clock
          held.push(generation(now, ok))
          const gone = new Set(tooMany(held, keep, new Date(now), ZONE))
          const verified = held.filter(({ drill }) => drill?.ok)
          const left = verified.filter((each) => !gone.has(each))
          // Never one that is not proved, nor the last good one.
          expect([...gone].every(({ drill }) => drill?.ok === true)).toBe(true)
          if (verified.length > 0) expect(left.length).toBeGreaterThan(0)
          const newest = verified.toSorted((a, b) => b.manifest.at.localeCompare(a.manifest.at))[0]
          if (newest) expect(gone.has(newest)).toBe(false)
          // All of the last days.
          for (const each of verified)
            if (Date.parse(each.manifest.at) >= now - keep.allDays * 24 * HOUR) expect(gone.has(each)).toBe(false)
          // Of each of the last days, weeks and months that had any, one.
          for (const [count, of] of [
            [keep.daily, (day: string) => day],
            [keep.monthly, (day: string) => day.slice(0, 7)],
          ] as const) {
            const period = (each: Generation) => of(localDate(new Date(each.manifest.at), ZONE))
            const periods = [...new Set(verified.map(period))].sort().reverse().slice(0, count)
            for (const wanted of periods) expect(left.some((each) => period(each) === wanted)).toBe(true)
          }
          // And no more than that.
          const recent = left.filter((each) => Date.parse(each.manifest.at) >= now - keep.allDays * 24 * HOUR).length
          expect(left.length).toBeLessThanOrEqual(recent + keep.daily + keep.weekly + keep.monthly + 1)
          held = held.filter((each) => !gone.has(each))
        }
      }),
      { numRuns: 120 },
    )
  })

  // The last week of the days and the last months are among those already kept.
  it('of a year of nights leaves two weeks of days, then weeks, then months', () => {
    const nights = Array.from({ length: 365 }, (_, day) => generation(Date.parse('2025-12-31T18:30:00Z') - day * 24 * HOUR, true))
    const keep = { allDays: 2, daily: 14, weekly: 8, monthly: 12 }
    const left = nights.length - tooMany(nights, keep, new Date('2026-01-01T00:00:00Z'), ZONE).length
    expect(left).toBeGreaterThanOrEqual(14 + 5 + 9)
    expect(left).toBeLessThanOrEqual(14 + 8 + 12)
  })
})

describe('the nightly backup', () => {
  const at = (text: string) => new Date(text)
  const tried = (text: string, state: string) => ({ at: at(text).toISOString(), state })

  it('is due at the office’s time, and when the PC was off then, as soon as it is on', () => {
    expect(lastPlanned('01:30', at('2026-11-22T03:00:00Z'), ZONE)).toEqual(at('2026-11-21T18:30:00Z'))
    const last = [tried('2026-11-20T18:30:00Z', 'good')]
    expect(isDue(last, '01:30', at('2026-11-21T18:29:00Z'), ZONE)).toBe(false)
    expect(isDue(last, '01:30', at('2026-11-21T18:30:00Z'), ZONE)).toBe(true)
    expect(isDue(last, '01:30', at('2026-11-23T02:00:00Z'), ZONE)).toBe(true)
    expect(isDue([...last, tried('2026-11-22T02:00:00Z', 'good')], '01:30', at('2026-11-22T09:00:00Z'), ZONE)).toBe(false)
  })

  it('is tried again after an hour when it failed, but not when it was written and did not come back', () => {
    const failed = [tried('2026-11-21T18:30:00Z', 'failed')]
    expect(isDue(failed, '01:30', at('2026-11-21T19:29:00Z'), ZONE)).toBe(false)
    expect(isDue(failed, '01:30', at('2026-11-21T19:30:00Z'), ZONE)).toBe(true)
    expect(isDue([tried('2026-11-21T18:30:00Z', 'bad')], '01:30', at('2026-11-22T09:00:00Z'), ZONE)).toBe(false)
  })
})
