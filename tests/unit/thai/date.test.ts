import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, daysBetween, formatDate, instantToLocal, todayIn } from '../../../core/thai/date.ts'
import { detectDateColumn, parseDateAs } from '../../../core/thai/date-column.ts'
import { parseDate } from '../../../core/thai/date-parse.ts'
import { parseTime } from '../../../core/thai/time-of-day.ts'

/** A Sunday. */
const today = '2026-11-22'
const read = (text: string, purpose: 'document' | 'birth' | 'due' = 'document') => parseDate(text, { today, purpose })

describe('a date typed into one field', () => {
  it.each([
    '22/11/69',
    '22-11-2569',
    '22.11.2569',
    '221169',
    '22112569',
    '22 พ.ย. 69',
    '22 พย',
    '22 พ.ย.',
    '22พย69',
    '22',
    '๒๒/๑๑/๒๕๖๙',
    '22/11',
    '2211',
    '22 พฤศจิกายน 2569',
    '22 พฤศจิกายน พ.ศ. 2569',
    '22 พฤศจิกา 69',
    'วันที่ 22 พ.ย. 2569',
    'วันอาทิตย์ที่ 22 พฤศจิกายน 2569',
    '2569-11-22',
    '2026-11-22',
    '25691122',
    '20261122',
    '22/11/2026',
    '22/11/26',
    '22 Nov 2026',
    '22-Nov-26',
    'Nov 22, 2026',
    'November 22nd, 2026',
    '22 november 2569',
    'วันนี้',
    'today',
    '22/11/2569 14:30',
    '2026-11-22T14:30:00Z',
    '22 11 69',
    '+0',
    '22 พ.ย. ค.ศ. 2026',
    '22/11/พ.ศ. 2569',
  ])('%s is today', (text) => {
    expect(read(text)).toEqual({ ok: true, date: today })
  })

  it.each([
    ['พรุ่งนี้', '2026-11-23'],
    ['tomorrow', '2026-11-23'],
    ['มะรืน', '2026-11-24'],
    ['มะรืนนี้', '2026-11-24'],
    ['เมื่อวาน', '2026-11-21'],
    ['yesterday', '2026-11-21'],
    ['+7', '2026-11-29'],
    ['-3', '2026-11-19'],
    ['+๗', '2026-11-29'],
    ['อีก 7 วัน', '2026-11-29'],
    ['+1 เดือน', '2026-12-22'],
    ['สิ้นเดือน', '2026-11-30'],
    ['สิ้นเดือนหน้า', '2026-12-31'],
    ['ศุกร์นี้', '2026-11-27'],
    ['วันศุกร์', '2026-11-27'],
    ['ศุกร์หน้า', '2026-11-27'],
    ['next friday', '2026-11-27'],
    ['ศุกร์ที่แล้ว', '2026-11-20'],
    ['สัปดาห์หน้า', '2026-11-29'],
    ['5/1', '2027-01-05'],
    ['1/9', '2026-09-01'],
    ['29/02/2567', '2024-02-29'],
    ['31/12/68', '2025-12-31'],
  ])('%s is %s', (text, date) => {
    expect(read(text)).toEqual({ ok: true, date })
  })

  it('takes ศุกร์หน้า on a Wednesday as the Friday of next week, ศุกร์นี้ as the coming one', () => {
    const wednesday = { today: '2026-11-25', purpose: 'due' } as const
    expect(parseDate('ศุกร์หน้า', wednesday)).toEqual({ ok: true, date: '2026-12-04' })
    expect(parseDate('ศุกร์นี้', wednesday)).toEqual({ ok: true, date: '2026-11-27' })
  })

  it.each([
    ['', 'empty'],
    ['29/02/2568', 'no_such_day'],
    ['31/4/69', 'no_such_day'],
    ['31 พ.ย. 69', 'no_such_day'],
    ['31', 'no_such_day'],
    ['13/13/2569', 'no_such_day'],
    ['พ.ย. 69', 'day_missing'],
    ['เร็ว ๆ นี้', 'not_a_date'],
    ['22/11/569', 'not_a_date'],
    ['constructor', 'not_a_date'],
  ])('%s is refused: %s', (text, reason) => {
    expect(read(text)).toEqual({ ok: false, reason })
  })

  it('asks again for a due date more than five years away, where พ.ศ. and ค.ศ. were mixed up', () => {
    expect(read('22/11/2069', 'due')).toEqual({ ok: true, date: '2069-11-22', warning: 'far_future' })
    expect(read('22/11/2569', 'due')).toEqual({ ok: true, date: '2026-11-22' })
  })

  it.each([
    ['22/11/26', '1983-11-22', undefined],
    ['22/11/69', '2026-11-22', undefined],
    ['22/11/85', '1942-11-22', undefined],
    ['23/11/69', '1926-11-23', 'before_1941'],
    ['1/5/2480', '1937-05-01', 'before_1941'],
    ['1/5/1985', '1985-05-01', undefined],
    ['23/11/2569', '2026-11-23', 'future'],
  ])('a birth on %s was on %s', (text, date, warning) => {
    expect(read(text, 'birth')).toEqual({ ok: true, date, ...(warning ? { warning } : {}) })
  })

  it('reads back every date it writes', () => {
    const days = fc.integer({ min: -15_000, max: 1500 }).map((n) => addDays(today, n))
    fc.assert(
      fc.property(days, fc.constantFrom('medium', 'long', 'weekdayLong'), fc.constantFrom('th', 'en'), (date, style, lang) => {
        const result = parseDate(formatDate(date, { lang, style }), { today, purpose: 'document' })
        return result.ok && result.date === date
      }),
    )
  })
})

describe('writing dates', () => {
  it.each([
    ['short', '22 พ.ย. 69', '22 Nov 2026'],
    ['medium', '22 พ.ย. 2569', '22 Nov 2026'],
    ['long', '22 พฤศจิกายน 2569', '22 November 2026'],
    ['weekday', 'อา. 22 พ.ย. 69', 'Sun 22 Nov 2026'],
    ['weekdayLong', 'วันอาทิตย์ที่ 22 พฤศจิกายน 2569', 'Sunday, 22 November 2026'],
    ['monthDay', '22 พ.ย.', '22 Nov'],
  ] as const)('%s', (style, thai, english) => {
    expect(formatDate(today, { lang: 'th', style })).toBe(thai)
    expect(formatDate(today, { lang: 'en', style })).toBe(english)
  })

  it('refuses to write what is no date', () => {
    expect(() => formatDate('22/11/2569', { lang: 'th', style: 'short' })).toThrow(RangeError)
  })
})

describe('counting days', () => {
  it('crosses months and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(daysBetween('2026-11-22', '2027-11-22')).toBe(365)
    expect(daysBetween('2026-11-22', '2026-11-20')).toBe(-2)
  })

  it('knows the day in Bangkok', () => {
    expect(todayIn('Asia/Bangkok', Date.UTC(2026, 10, 21, 17, 0))).toBe('2026-11-22')
    expect(todayIn('Asia/Bangkok', Date.UTC(2026, 10, 21, 16, 59))).toBe('2026-11-21')
    expect(todayIn('America/New_York', Date.UTC(2026, 10, 22, 4, 59))).toBe('2026-11-21')
    expect(instantToLocal('2026-11-21T23:30:00Z', 'Asia/Bangkok')).toEqual({ date: '2026-11-22', time: '06:30' })
    expect(instantToLocal('2026-11-21T23:30:00Z', 'Asia/Tokyo')).toEqual({ date: '2026-11-22', time: '08:30' })
  })
})

describe('a time of day', () => {
  it.each([
    ['14:30', '14:30'],
    ['14.30 น.', '14:30'],
    ['๑๔.๓๐', '14:30'],
    ['1430', '14:30'],
    ['930', '09:30'],
    ['9', '09:00'],
    ['2pm', '14:00'],
    ['12 am', '00:00'],
    ['เที่ยง', '12:00'],
    ['เที่ยงครึ่ง', '12:30'],
    ['บ่ายโมง', '13:00'],
    ['บ่ายสองครึ่ง', '14:30'],
    ['บ่าย 2 โมง', '14:00'],
    ['9 โมงเช้า', '09:00'],
    ['10 โมง', '10:00'],
    ['5 โมงเย็น', '17:00'],
    ['สามทุ่ม', '21:00'],
    ['ตี 5', '05:00'],
  ])('%s is %s', (text, time) => {
    expect(parseTime(text)).toEqual({ ok: true, time })
  })

  it.each(['', '25:00', '12:60', 'เช้า', '13pm'])('“%s” is no time', (text) => {
    expect(parseTime(text).ok).toBe(false)
  })
})

describe('the dates of an import column', () => {
  it.each([
    [['22/11/2569', '03/04/2569', ''], 'DMY', 'BE', true],
    [['11/22/2016', '3/4/2017'], 'MDY', 'CE', true],
    [['2569-11-22', '2569-01-02'], 'YMD', 'BE', true],
    [['2026-11-22'], 'YMD', 'CE', true],
    [['22/11/69', '03/04/68'], 'DMY', 'BE', true],
    [['22/11/2026', '13/04/2026'], 'DMY', 'CE', true],
    [['03/04/2569', '05/06/2569'], 'DMY', 'BE', false],
    [['03/04/2026'], 'DMY', 'CE', false],
    [['22/11/26', '13/12/25'], 'DMY', 'CE', false],
    [['22 พ.ย. 2569', '3 ม.ค. 2568'], 'DMY', 'BE', false],
    [['ไม่ทราบ'], 'DMY', 'BE', false],
  ] as const)('%j is %s %s, certain: %s', (values, order, era, certain) => {
    expect(detectDateColumn([...values])).toMatchObject({ order, era, certain })
  })

  it('counts the values each reading fits', () => {
    const { readable } = detectDateColumn(['22/11/2569', '03/04/2569', '31/12/2569'])
    expect(readable['DMY-BE']).toBe(3)
    expect(readable['MDY-BE']).toBe(1)
    expect(readable['DMY-CE']).toBe(0)
  })

  it.each([
    ['03/04/69', 'DMY', 'BE', '2026-04-03'],
    ['03/04/69', 'MDY', 'BE', '2026-03-04'],
    ['3/4/2016', 'MDY', 'CE', '2016-03-04'],
    ['2569-11-22', 'DMY', 'CE', '2026-11-22'],
    ['22/11/2569', 'DMY', 'CE', '2026-11-22'],
    ['22 พ.ย. 69', 'MDY', 'BE', '2026-11-22'],
    ['2569-11-22 00:00:00', 'YMD', 'BE', '2026-11-22'],
    ['12/31/2016 10:15', 'MDY', 'CE', '2016-12-31'],
  ] as const)('%s as %s %s is %s', (text, order, era, date) => {
    expect(parseDateAs(text, { order, era })).toEqual({ ok: true, date })
  })

  it('refuses what does not fit', () => {
    expect(parseDateAs('22/11/2569', { order: 'MDY', era: 'BE' })).toEqual({ ok: false, reason: 'no_such_day' })
    expect(parseDateAs('-', { order: 'DMY', era: 'BE' })).toEqual({ ok: false, reason: 'not_a_date' })
    expect(parseDateAs('', { order: 'DMY', era: 'BE' })).toEqual({ ok: false, reason: 'empty' })
  })
})
