import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toArabicDigits } from '../../../core/thai/digits.ts'
import { compareThai, sortKey } from '../../../core/thai/sort-key.ts'

const collator = new Intl.Collator('th-TH', { numeric: true })
const consonant = fc.constantFrom(...'กขคงจชซญดตทธนบปผพมยรฤลวศสหอฮ')
const syllable = fc
  .tuple(
    fc.constantFrom('', '', '', 'เ', 'แ', 'โ', 'ใ', 'ไ'),
    consonant,
    fc.constantFrom('', '', 'ร', 'ล', 'ว'),
    fc.constantFrom('', '', '\u0e31', '\u0e34', '\u0e35', '\u0e36', '\u0e37', '\u0e38', '\u0e39'),
    fc.constantFrom('', '', '', '\u0e48', '\u0e49', '\u0e4a', '\u0e4b', '\u0e47', '\u0e4c'),
    fc.constantFrom('', '', 'า', 'ำ', 'ะ', 'ก', 'น', 'ง'),
  )
  .map((parts) => parts.join(''))
  // No syllable has both a vowel above or below and ำ; ICU itself is of two minds about them.
  .filter((text) => !/[\u0e31-\u0e39].?ำ/.test(text))
const word = fc.oneof(
  { weight: 8, arbitrary: syllable },
  { weight: 1, arbitrary: fc.nat({ max: 1200 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('ab', 'A', 'b', 'Siam', 'SIAM', 'co', '๑๒', '007', '+', '12345678901234567890') },
)
const name = fc
  .array(fc.tuple(word, fc.constantFrom('', '', '', ' ', '-', '.', 'ฯ', ' (')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map(([text, gap]) => text + gap).join(''))
/** Two names that share a beginning, so that the later levels decide. */
const pair = fc
  .tuple(fc.oneof(name, fc.constant('')), name, name)
  .map(([start, a, b]): [string, string] => [start + a, start + b])

describe('Thai dictionary order', () => {
  it('sorts the way a Thai dictionary does', () => {
    const words = 'ไก่ โกด แก เก่า เกม ก้าว กา กรรม กฎ'.split(' ')
    expect(words.sort(compareThai)).toEqual('กฎ กรรม กา ก้าว เกม เก่า แก โกด ไก่'.split(' '))
  })

  it('sorts numbers by their value', () => {
    const rooms = ['ห้อง 10', 'ห้อง 9', 'ห้อง ๑๑', 'ห้อง 123456789012345678901234', 'ห้อง 100']
    expect(rooms.sort(compareThai)).toEqual(['ห้อง 9', 'ห้อง 10', 'ห้อง ๑๑', 'ห้อง 100', 'ห้อง 123456789012345678901234'])
  })

  it('tells apart what the Thai collation calls equal', () => {
    for (const [a, b] of [
      ['กรุงเทพฯ', 'กรุงเทพ'],
      ['ดี ๆ', 'ดีๆ'],
      ['007', '7'],
      ['๗', '7'],
      ['น\u0e4d\u0e49า', 'น้ำ'],
      ['กเ', 'เก'],
      ['a', 'A'],
      ['é', 'e'],
      ['a b', 'ab '],
    ] as const) {
      expect(sortKey(a), `${a} | ${b}`).not.toBe(sortKey(b))
    }
  })

  it('agrees with ICU wherever ICU sees a difference', () => {
    // ICU has Thai digits equal to Arabic ones, but contradicts itself after a common prefix of Thai digits.
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const expected = Math.sign(collator.compare(toArabicDigits(a), toArabicDigits(b)))
        return expected === 0 || compareThai(a, b) === expected
      }),
      { numRuns: 30_000 },
    )
  })

  it('gives different texts different keys, and the same order in UTF-8 as in UTF-16', () => {
    const anything = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'กขเแ\u0e48\u0e4d\u0e35าำๅฤ 07๗aA.é漢😀\ud800\uffee'), maxLength: 5 }),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const left = sortKey(a)
        const right = sortKey(b)
        if (a !== b && left === right) return false
        return Math.sign(Buffer.compare(Buffer.from(left), Buffer.from(right))) === (left < right ? -1 : left > right ? 1 : 0)
      }),
      { numRuns: 30_000 },
    )
  })
})
