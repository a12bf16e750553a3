import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBaht, formatCompactBaht, mulDiv, parseBaht, roundDiv } from '../../core/money.ts'

const satang = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 })

describe('amounts people type', () => {
  it.each([
    ['1,234,567.50', 123_456_750],
    ['1234567.5', 123_456_750],
    ['฿1,234', 123_400],
    ['1,234.50 บาท', 123_450],
    ['๑,๒๓๔.๕๐', 123_450],
    ['(1,234.50)', -123_450],
    ['−1,234.50', -123_450],
    ['-1,234.50', -123_450],
    ['500-', -50_000],
    ['500.-', 50_000],
    ['.5', 50],
    ['5.', 500],
    ['10.100', 1010],
    ['1.5 ล้าน', 150_000_000],
    ['0', 0],
    ['-0', 0],
    ['THB 99.99', 9999],
    ['+7', 700],
  ])('%s', (text, amount) => {
    expect(parseBaht(text)).toEqual({ ok: true, satang: amount })
  })

  it.each([
    ['', 'empty'],
    ['บาท', 'empty'],
    ['abc', 'not_a_number'],
    ['1.2.3', 'not_a_number'],
    ['12,34,5', 'not_a_number'],
    ['1.005', 'too_many_decimals'],
    ['.', 'not_a_number'],
    ['99999999999999999', 'too_large'],
  ])('%s is refused: %s', (text, reason) => {
    expect(parseBaht(text)).toEqual({ ok: false, reason })
  })

  it.each([
    ['10.235', 1024],
    ['1.005', 101],
    ['1.00499999', 100],
    ['-10.235', -1024],
    ['0.004', 0],
  ])('rounds %s half-up on the digits, never through a float', (text, amount) => {
    expect(parseBaht(text, { extraDecimals: 'round' })).toEqual({ ok: true, satang: amount })
  })

  it('reads back every amount it writes', () => {
    fc.assert(
      fc.property(satang, (amount) => {
        const read = parseBaht(formatBaht(amount))
        return read.ok && read.satang === amount
      }),
    )
  })
})

describe('amounts as they are shown', () => {
  it('groups thousands and uses a true minus', () => {
    expect(formatBaht(123_456_750)).toBe('1,234,567.50')
    expect(formatBaht(-123_450)).toBe('−1,234.50')
    expect(formatBaht(5)).toBe('0.05')
    expect(formatBaht(0)).toBe('0.00')
    expect(formatBaht(123_450, { decimals: 0 })).toBe('1,235')
    expect(formatBaht(-40, { decimals: 0 })).toBe('0')
    expect(formatBaht(123_400, { decimals: 'auto' })).toBe('1,234')
    expect(formatBaht(123_450, { decimals: 'auto' })).toBe('1,234.50')
  })

  it('shortens only from a million on', () => {
    expect(formatCompactBaht(1_234_567_890, 'th')).toBe('12.35 ล้านบาท')
    expect(formatCompactBaht(1_200_000_000, 'th')).toBe('12 ล้านบาท')
    expect(formatCompactBaht(1_250_000_000_00, 'th')).toBe('1,250 ล้านบาท')
    expect(formatCompactBaht(99_999_999, 'th')).toBe('999,999.99 บาท')
    expect(formatCompactBaht(-1_234_567_890, 'en')).toBe('−12.35 million baht')
  })
})

describe('rounding on paper', () => {
  it('rounds halves away from zero', () => {
    expect([roundDiv(5, 10), roundDiv(-5, 10), roundDiv(4, 10), roundDiv(-4, 10), roundDiv(15, -10)]).toEqual([1, -1, 0, 0, -2])
    expect(() => roundDiv(1, 0)).toThrow(RangeError)
    expect(roundDiv(Number.MAX_SAFE_INTEGER, 2)).toBe(4_503_599_627_370_496)
  })

  it('never is off by more than half and is symmetric', () => {
    fc.assert(
      fc.property(satang, fc.integer({ min: 1, max: 100_000 }), (n, d) => {
        const q = BigInt(roundDiv(n, d))
        const twiceError = 2n * (BigInt(n) - q * BigInt(d))
        return twiceError <= BigInt(d) && twiceError >= -BigInt(d) && roundDiv(-n, d) + roundDiv(n, d) === 0
      }),
    )
  })

  it.each([
    ['VAT on 1,000.00', 100_000, 7, 100, 7000],
    ['VAT inside 1,070.00', 107_000, 7, 107, 7000],
    ['VAT inside 100.00', 10_000, 7, 107, 654],
    ['VAT inside 99.00', 9900, 7, 107, 648],
    ['VAT on one line of 33.35', 3335, 7, 100, 233],
    ['VAT on the total of 100.05', 10_005, 7, 100, 700],
    ['VAT on 0.50', 50, 7, 100, 4],
    ['VAT on 3.50', 350, 7, 100, 25],
    ['10 % of 3,703.50', 370_350, 10, 100, 37_035],
    ['5 % of what is left', 333_315, 5, 100, 16_666],
    ['20 % of 1,998.00', 199_800, 20, 100, 39_960],
    ['10 % of 1,598.40', 159_840, 10, 100, 15_984],
    ['3 % withheld from 25,000.00', 2_500_000, 3, 100, 75_000],
    ['gross of 10,000.00 net of 3 %', 1_000_000, 100, 97, 1_030_928],
  ])('%s', (_, amount, numerator, denominator, expected) => {
    expect(mulDiv(amount, numerator, denominator)).toBe(expected)
  })

  it('stays exact where the product is beyond a safe integer', () => {
    expect(mulDiv(9_007_199_254_740_991, 700, 700)).toBe(9_007_199_254_740_991)
  })
})
