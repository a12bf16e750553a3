import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toArabicDigits, toThaiDigits } from '../../../core/thai/digits.ts'
import { fold, graphemes, norm, skeleton } from '../../../core/thai/text.ts'

const thaiSoup = fc.string({
  unit: fc.constantFrom(...'กนทดรฤเแโไาำๅ\u0e4d\u0e31\u0e35\u0e38\u0e48\u0e49\u0e4c\u0e47\u0e3aๆฯ๑1 aA\u200b\u00a0.é'),
  maxLength: 14,
})

describe('one spelling for what looks the same', () => {
  it.each([
    ['น\u0e4d\u0e49า', 'น้ำ', 'nikhahit, tone, sara aa'],
    ['น\u0e4dา\u0e49', 'น้ำ', 'nikhahit, sara aa, tone'],
    ['น\u0e49\u0e4dา', 'น้ำ', 'tone, nikhahit, sara aa'],
    ['นำ\u0e49', 'น้ำ', 'sara am, tone'],
    ['ท\u0e48\u0e35', 'ที่', 'tone before the vowel'],
    ['ส\u0e4c\u0e34', 'ส\u0e34\u0e4c', 'silencer before the vowel'],
    ['ด\u0e35\u0e35', 'ดี', 'a vowel typed twice'],
    ['ท\u0e48\u0e35\u0e48', 'ที่', 'a tone typed on both sides'],
    ['เเกะ', 'แกะ', 'two sara e for sara ae'],
    ['ฤาษี', 'ฤๅษี', 'short tail after ฤ'],
    ['มๅก', 'มาก', 'long tail elsewhere'],
    ['สม\u200bชาย', 'สมชาย', 'zero width space'],
    ['สม\u00adชาย\ufeff', 'สมชาย', 'soft hyphen and byte order mark'],
    ['สมชาย\u00a0 รักไทย ', 'สมชาย รักไทย', 'no-break and double spaces'],
    ['e\u0301', 'é', 'a Latin letter with its accent apart'],
  ])('%s is stored as %s (%s)', (typed, stored) => {
    expect(norm(typed)).toBe(stored)
  })

  it('keeps line breaks and Thai digits, which people wrote on purpose', () => {
    expect(norm('บ้านเลขที่ ๑๒\r\nหมู่ ๕')).toBe('บ้านเลขที่ ๑๒\nหมู่ ๕')
  })

  it('never takes ำ apart', () => {
    expect(norm('น้ำ')).toBe('น้ำ')
    expect(fold('น้ำ')).toBe('น้ำ')
  })

  it('has nothing left to do on its own result', () => {
    fc.assert(
      fc.property(thaiSoup, (s) => norm(norm(s)) === norm(s)),
      { numRuns: 5000 },
    )
    fc.assert(
      fc.property(thaiSoup, (s) => fold(fold(s)) === fold(s)),
      { numRuns: 5000 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (s) => norm(norm(s)) === norm(s)),
      { numRuns: 2000 },
    )
  })
})

describe('the search key', () => {
  it.each([
    ['กรุงเทพฯ', 'กรุงเทพ'],
    ['ดี ๆ', 'ดีๆ'],
    ['ข้าว ฯลฯ', 'ข้าว'],
    ['๑๒๓/๔', '123/4'],
    ['SIAM Co., Ltd.', 'siam co ltd'],
    ['Café', 'cafe'],
    ['081-234-5678', '0812345678'],
    ['100฿', '100'],
  ])('%s and %s are found by each other', (a, b) => {
    expect(fold(a)).toBe(fold(b))
    expect(fold(a)).not.toBe('')
  })

  it.each([
    ['ศักดิ์ชัย', 'สักชัย'],
    ['ธนาคาร', 'ทนาคาร'],
    ['ญาณี', 'ยานี'],
    ['ใบ', 'ไบ'],
    ['เก่า', 'เก้า'],
    ['ธรรม', 'ทัม'.replace('ัม', 'ันม')],
    ['พันธุ์', 'พัน'],
    ['ก็', 'ก'],
  ])('misspelt: %s meets %s', (a, b) => {
    expect(skeleton(a)).toBe(skeleton(b))
  })

  it('takes ร for ล only when asked', () => {
    expect(skeleton('อะไร')).not.toBe(skeleton('อะไล'))
    expect(skeleton('อะไร', { rAsL: true })).toBe(skeleton('อะไล', { rAsL: true }))
  })
})

describe('characters and digits', () => {
  it('counts what a reader counts', () => {
    expect(graphemes('ที่นี่')).toEqual(['ที่', 'นี่'])
  })

  it('turns digits both ways', () => {
    expect(toArabicDigits('โทร ๐๘๑')).toBe('โทร 081')
    expect(toThaiDigits('ปี 2569')).toBe('ปี ๒๕๖๙')
    fc.assert(fc.property(fc.nat(), (n) => toArabicDigits(toThaiDigits(String(n))) === String(n)))
  })
})
