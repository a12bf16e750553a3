import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateKeyText } from '../../core/reports/key-text.ts'
import { niceScale } from '../../core/reports/nice-scale.ts'
import { columnsOf, moveInOrder, moveTile } from '../../core/reports/own-layout.ts'
import { groupFilter, joinTallies, keySpan, measured, type Tally } from '../../core/reports/report.ts'

const tally = (values: (number | null)[]): Tally => {
  const there = values.filter((value) => value !== null)
  return {
    count: values.length,
    filled: there.length,
    sum: there.reduce((a, b) => a + b, 0),
    min: there.length ? Math.min(...there) : null,
    max: there.length ? Math.max(...there) : null,
  }
}

describe('the numbers of reports', () => {
  it('knows the days of a date key, leap years too', () => {
    expect(keySpan('2028')).toEqual({ from: '2028-01-01', until: '2028-12-31' })
    expect(keySpan('2026-Q4')).toEqual({ from: '2026-10-01', until: '2026-12-31' })
    expect(keySpan('2028-Q1')).toEqual({ from: '2028-01-01', until: '2028-03-31' })
    expect(keySpan('2028-02')).toEqual({ from: '2028-02-01', until: '2028-02-29' })
    expect(keySpan('2026-11-26')).toEqual({ from: '2026-11-26', until: '2026-11-26' })
  })

  it('writes years in the era of the language', () => {
    const quarter = (number: number, year: string) => `Q${number}/${year}`
    expect(dateKeyText('2026', { lang: 'th', quarter })).toBe('2569')
    expect(dateKeyText('2026-11', { lang: 'th', quarter })).toBe('พ.ย. 2569')
    expect(dateKeyText('2026-Q4', { lang: 'th', quarter })).toBe('Q4/2569')
    expect(dateKeyText('2026-Q4', { lang: 'en', quarter })).toBe('Q4/2026')
  })

  it('asks for nothing by the words of its kind: an empty field, or nothing there one reference away', () => {
    expect(groupFilter({ field: 'source' }, { kind: 'choice' }, null)).toEqual({ field: 'source', op: 'empty' })
    expect(groupFilter({ field: 'customer.province' }, { kind: 'choice' }, null)).toEqual({
      not: { field: 'customer.province', op: 'notEmpty' },
    })
  })

  it('puts parts together to what the whole is, whatever the parts', () => {
    const parts = fc.array(fc.array(fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 }), { nil: null })))
    fc.assert(
      fc.property(parts, (values) => {
        const joined = joinTallies(values.map(tally))
        const whole = tally(values.flat())
        expect(joined).toEqual(whole)
        expect(measured('average', joined)).toEqual(whole.filled === 0 ? null : whole.sum / whole.filled)
      }),
    )
  })

  it('has a scale over the largest value, in at most five steps', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e15, noNaN: true }), (largest) => {
        const { top, step } = niceScale(largest)
        expect(top).toBeGreaterThanOrEqual(largest * 0.999_999)
        expect(Math.round(top / step)).toBeLessThanOrEqual(5)
      }),
    )
  })
})

describe('one’s own page of reports', () => {
  it('keeps what was laid out, forgets what is gone, puts new reports where there is least, and never shows one twice', () => {
    expect(columnsOf([['a', 'gone', 'b'], ['b']], ['a', 'b', 'c', 'd'], 2)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(columnsOf([['a'], ['b']], ['a', 'b', 'c'], 1)).toEqual([['a', 'b', 'c']])
  })

  it('moves a report in the one order in which a phone shows the columns, and keeps both columns', () => {
    const columns = [
      ['a', 'b'],
      ['c', 'd'],
    ]
    expect(moveInOrder(columns, 'b', 0)).toEqual([
      ['b', 'a'],
      ['c', 'd'],
    ])
    expect(moveInOrder(columns, 'b', 2)).toEqual([['a'], ['c', 'b', 'd']])
    expect(moveInOrder(columns, 'c', 1)).toEqual([['a', 'c', 'b'], ['d']])
    expect(moveInOrder(columns, 'a', 3)).toEqual([['b'], ['c', 'd', 'a']])
    expect(moveInOrder(columns, 'd', 4)).toEqual(columns)
    expect(moveInOrder(columns, 'a', -1)).toEqual(columns)
    // Whatever it is moved to, the order is that of one list.
    const order = columns.flat()
    for (const id of order)
      for (const place of order.keys()) expect(moveInOrder(columns, id, place).flat()).toEqual(moveTile([order], id, 0, place)[0])
  })

  it('moves a report within its column and to the other', () => {
    const columns = [['a', 'b'], ['c']]
    expect(moveTile(columns, 'a', 0, 1)).toEqual([['b', 'a'], ['c']])
    expect(moveTile(columns, 'a', 1, 0)).toEqual([['b'], ['a', 'c']])
  })
})
