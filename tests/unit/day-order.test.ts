import { describe, expect, it } from 'vitest'
import type { DayItem } from '../../core/contract/home.ts'
import { stuckDeals } from '../../core/sales/attention.ts'
import { readTarget, targetText } from '../../core/sales/target-text.ts'
import { workingDays } from '../../core/thai/working-days.ts'
import { inOrder, reasonOf } from '../../server/features/home/order.ts'

const item = (id: string, reason: DayItem['reason'], more: Omit<Partial<DayItem>, 'row'> & { row?: object } = {}): DayItem =>
  ({
    kind: 'activity',
    reason,
    promise: false,
    days: 0,
    deal: null,
    ...more,
    row: { id, version: 1, title: id, ...more.row },
  }) as DayItem
const deal = (id: string, reason: DayItem['reason'], amount: number) =>
  item(id, reason, { kind: 'deal', deal: { id, amount, days: 20, limit: 14 } })

describe('the order of the day', () => {
  const now = '2026-11-23T02:43:00.000Z'

  it('puts what is due within the hour first, then late promises, untouched leads, other late things, today, and deals', () => {
    const planned = (dueAt: string, promise: boolean, late: boolean, allDay = false) =>
      reasonOf({ dueAt, promise, late, allDay }, now)
    expect(planned('2026-11-23T03:00:00.000Z', false, false)).toBe('now')
    expect(planned('2026-11-23T01:00:00.000Z', true, false)).toBe('now')
    expect(planned('2026-11-23T03:44:00.000Z', false, false)).toBe('today')
    expect(planned('2026-11-22T17:00:00.000Z', false, false, true)).toBe('today')
    expect(planned('2026-11-20T03:00:00.000Z', true, true)).toBe('latePromise')
    expect(planned('2026-11-20T03:00:00.000Z', false, true)).toBe('late')
    const mixed = [
      deal('no-step', 'noStep', 5),
      deal('stuck', 'stuck', 1),
      item('afternoon', 'today', { row: { dueAt: '2026-11-23T07:00:00.000Z' } }),
      item('late', 'late', { row: { dueAt: '2026-11-01T07:00:00.000Z' } }),
      item('lead', 'lead', { kind: 'lead', row: { createdAt: '2026-11-22T07:00:00.000Z' } }),
      item('promise', 'latePromise', { row: { dueAt: '2026-11-20T07:00:00.000Z' } }),
      item('ten', 'now', { row: { dueAt: '2026-11-23T03:00:00.000Z' } }),
    ]
    expect(inOrder(mixed).map((one) => one.row.id)).toEqual(['ten', 'promise', 'lead', 'late', 'afternoon', 'stuck', 'no-step'])
  })

  it('has what waits longest first, the newest lead first, the largest deal first, and whole days before hours', () => {
    const ids = (items: DayItem[]) => inOrder(items).map((one) => one.row.id)
    const late = (id: string, dueAt: string) => item(id, 'late', { row: { dueAt } })
    expect(ids([late('b', '2026-11-20T01:00:00.000Z'), late('a', '2026-11-10T01:00:00.000Z')])).toEqual(['a', 'b'])
    const lead = (id: string, createdAt: string) => item(id, 'lead', { kind: 'lead', row: { createdAt } })
    expect(ids([lead('old', '2026-11-01T00:00:00.000Z'), lead('new', '2026-11-22T00:00:00.000Z')])).toEqual(['new', 'old'])
    expect(ids([deal('small', 'stuck', 1), deal('large', 'stuck', 9)])).toEqual(['large', 'small'])
    const today = (id: string, dueAt: string, allDay: boolean) => item(id, 'today', { row: { dueAt, allDay } })
    expect(ids([today('nine', '2026-11-23T06:00:00.000Z', false), today('day', '2026-11-23T16:00:00.000Z', true)])).toEqual([
      'day',
      'nine',
    ])
  })

  it('says a deal once: an activity about it takes its place', () => {
    const about = item('call', 'today', { deal: { id: 'd1', amount: 5, days: 20, limit: 14 } })
    expect(inOrder([deal('d1', 'stuck', 5), about]).map((one) => one.row.id)).toEqual(['call'])
  })

  it('calls no deal stuck before its card does, and none where no stage has a limit', () => {
    expect(stuckDeals([{ id: 's', kind: 'open', staleDays: null }], '2026-11-23')).toBeUndefined()
    expect(JSON.stringify(stuckDeals([{ id: 's', kind: 'open', staleDays: 14 }], '2026-11-23'))).toContain('"2026-11-08"')
  })
})

describe('a month’s target', () => {
  it('goes by working days: weekends and public holidays do not count', () => {
    expect(workingDays('2026-11-01', '2026-11-30')).toBe(21)
    expect(workingDays('2026-11-24', '2026-11-30')).toBe(5)
    // 7 December makes up for 5 December, a Saturday; the 10th is Constitution Day.
    expect(workingDays('2026-12-05', '2026-12-11')).toBe(3)
    expect(workingDays('2026-12-11', '2026-12-05')).toBe(0)
  })

  it('is read as people type it, in millions or whole baht, to the satang', () => {
    expect(readTarget('2.5')).toBe(2_500_000_00)
    expect(readTarget('2,500,000')).toBe(2_500_000_00)
    expect(readTarget('๒.๕ ล้าน')).toBe(2_500_000_00)
    expect(readTarget('0')).toBe(0)
    expect(readTarget(' ')).toBeNull()
    expect(readTarget('สองล้าน')).toBeUndefined()
    expect(readTarget('=1+1')).toBeUndefined()
    expect(readTarget('-5')).toBeUndefined()
    for (const satang of [0, 1, 2_500_000_00, 20_000_000_00, 1_234_567_89]) expect(readTarget(targetText(satang))).toBe(satang)
  })
})
