import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPhone, parsePhone, parsePhones, phoneTail } from '../../../core/thai/phone.ts'

function read(text: string): string[] {
  return parsePhones(text).map((p) => {
    const note = p.note ? ` ${Object.values(p.note).join(' ')}` : ''
    return `${p.kind} ${p.e164}${p.ext ? ` x${p.ext}` : ''}${note}`
  })
}

describe('one telephone number, however it is written', () => {
  it.each([
    '0812345678',
    '081-234-5678',
    '081 234 5678',
    '081.234.5678',
    '081-2345678',
    '(081) 234-5678',
    '๐๘๑-๒๓๔-๕๖๗๘',
    '+66812345678',
    '+66 81 234 5678',
    '+66(0)81-234-5678',
    '+66 (0) 81 234 5678',
    '+660812345678',
    '66 81 234 5678',
    '66812345678',
    '0066812345678',
    '0066 81 234 5678',
    'โทร. 081-234-5678',
    'Tel: 0812345678',
    ' 081-234-5678 ',
    '(+66) 81 234 5678',
    '081–234–5678',
  ])('%s is the mobile +66812345678', (text) => {
    expect(read(text)).toEqual(['mobile +66812345678'])
  })

  it.each([
    ['02-123-4567', ['landline +6621234567']],
    ['+66 2 123 4567', ['landline +6621234567']],
    ['038-123456', ['landline +6638123456']],
    ['0 2123 4567', ['landline +6621234567']],
    ['1800-123-456', ['tollfree 1800123456']],
    ['191', ['short 191']],
    ['โทร 1577', ['short 1577']],
    ['02-123-4567 ต่อ 12', ['landline +6621234567 x12']],
    ['02-123-4567 ext. 12', ['landline +6621234567 x12']],
    ['02-123-4567#12', ['landline +6621234567 x12']],
    ['02-123-4567 กด 0', ['landline +6621234567 x0']],
    ['02-123-4567 ต่อ 12-15', ['landline +6621234567 x12-15']],
    ['02-123-4567-9', ['landline +6621234567 lines_to 9']],
    ['02-123-4567 ถึง 9', ['landline +6621234567 lines_to 9']],
    ['02-123-4567-9 ต่อ 101', ['landline +6621234567 x101 lines_to 9']],
    ['02-123-4567/9', ['landline +6621234567 lines_to 9']],
    ['812345678', ['mobile +66812345678 zero_added']],
    ['21234567', ['landline +6621234567 zero_added']],
    ['01-234-5678', ['unknown 012345678 old_mobile +66812345678']],
    ['09-123-4567', ['unknown 091234567 old_mobile +66891234567']],
    ['+1 415 555 2671', ['foreign +14155552671']],
    ['+856 20 5555 1234', ['foreign +8562055551234']],
    ['ไม่มี', []],
    ['-', []],
    ['ตึก 3 ชั้น 12', []],
    ['12345', ['unknown 12345']],
  ])('%s reads as %j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it.each([
    '081-234-5678, 02-123-4567',
    '081-234-5678 / 02-123-4567',
    '0812345678/021234567',
    '081-234-5678 หรือ 02-123-4567',
    '081-234-5678 02-123-4567',
    '0812345678 021234567',
    '081 234 5678 02 123 4567',
    '081-234-5678\n02-123-4567',
    'มือถือ 081-234-5678 โทร 02-123-4567',
    '081-234-5678;02-123-4567',
    '081-234-5678 - 02-123-4567',
  ])('%s holds two numbers', (text) => {
    expect(read(text)).toEqual(['mobile +66812345678', 'landline +6621234567'])
  })

  it('gives each extension to its own number and keeps the raw piece', () => {
    const phones = parsePhones('02-123-4567 ต่อ 12, 081-234-5678')
    expect(phones.map((p) => [p.e164, p.ext, p.raw])).toEqual([
      ['+6621234567', '12', '02-123-4567 ต่อ 12'],
      ['+66812345678', undefined, '081-234-5678'],
    ])
  })
})

describe('one number in one field', () => {
  it.each([
    ['', 'empty', undefined],
    ['abc', 'not_a_number', undefined],
    ['ถามคุณแอน 08', 'not_a_number', undefined],
    ['081-234-567', 'too_short', 1],
    ['0812345', 'too_short', 3],
    ['02-123-456', 'too_short', 1],
    ['081-234-56789', 'too_long', undefined],
    ['02-123-45678', 'too_long', undefined],
    ['0812345678, 0898765432', 'several', undefined],
    ['0012345678', 'unknown_prefix', undefined],
  ])('%s is refused: %s', (text, reason, missingDigits) => {
    expect(parsePhone(text)).toEqual({ ok: false, reason, ...(missingDigits ? { missingDigits } : {}) })
  })

  it('accepts a number of before 2006 and suggests what it became', () => {
    expect(parsePhone('01-234-5678')).toMatchObject({
      ok: true,
      phone: { note: { code: 'old_mobile', suggested: '+66812345678' } },
    })
  })
})

describe('writing numbers', () => {
  it.each([
    ['+66812345678', '081-234-5678'],
    ['+6621234567', '02-123-4567'],
    ['+6638123456', '038-123-456'],
    ['1800123456', '1800-123-456'],
    ['1577', '1577'],
    ['+14155552671', '+14155552671'],
  ])('%s is written %s', (e164, text) => {
    expect(formatPhone(e164)).toBe(text)
    expect(parsePhones(text)[0]?.e164).toBe(e164)
  })

  it('finds by the last digits', () => {
    expect(phoneTail('+66812345678', 4)).toBe('5678')
    expect(phoneTail('+66812345678', 8)).toBe('12345678')
  })

  it('reads back every Thai number it writes, with any separators', () => {
    const number = fc.oneof(
      fc
        .tuple(fc.constantFrom('6', '8', '9'), fc.integer({ min: 0, max: 99_999_999 }))
        .map(([p, n]) => `${p}${String(n).padStart(8, '0')}`),
      fc
        .tuple(fc.constantFrom('2', '3', '4', '5', '7'), fc.integer({ min: 0, max: 9_999_999 }))
        .map(([p, n]) => `${p}${String(n).padStart(7, '0')}`),
    )
    fc.assert(
      fc.property(
        number,
        fc.constantFrom('-', ' ', '.', ''),
        fc.constantFrom('0', '+66', '+66 (0)', '66', '0066'),
        (n, gap, prefix) => {
          const text = formatPhone(`+66${n}`).slice(1).replaceAll('-', gap)
          const read = parsePhones(prefix + text)
          return read.length === 1 && read[0]?.e164 === `+66${n}`
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('never crashes and never invents digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+-() /,#.ต่อหรือext๑ '), maxLength: 40 }), (text) => {
        for (const phone of parsePhones(text)) if (!text.includes(phone.raw)) return false
        return true
      }),
      { numRuns: 5000 },
    )
  })
})
