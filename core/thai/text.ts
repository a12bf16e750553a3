/**
 * Thai text in one canonical spelling.
 *
 * Unicode's own NFC does not repair Thai (it reorders only ุ ู against tones) and NFKC destroys it (it takes ำ apart), so
 * the repairs that keyboards, PDFs and old programs make necessary are spelled out here. NFKC is never used.
 */
import { toArabicDigits } from './digits.ts'

const PLAIN_ASCII = /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/

/** Anything `norm` might change; one test lets the usual, already clean text through untouched. */
const NEEDS_WORK =
  /[^\n\x20-\x7e\u0e01-\u0e5b]|^[\s]|\s$| {2}|\u0e40\u0e40|\u0e4d|\u0e33[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e3a\u0e47]|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\1|\u0e45|[\u0e24\u0e26]\u0e32|\u0e3a/

const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g
const LINE_END = /\r\n?|[\u2028\u2029]/g
const SPACES = /[^\S\n]+/g
// A run of marks is begun at its first one only: from each of them anew, 20,000 tones would hold the server for half a second.
const NIKHAHIT_AA =
  /\u0e4d([\u0e48-\u0e4b]*)[\u0e32\u0e45]([\u0e48-\u0e4b]*)|(?<![\u0e48-\u0e4b])([\u0e48-\u0e4b]+)\u0e4d[\u0e32\u0e45]/g
const AM_THEN_TONE = /\u0e33([\u0e48-\u0e4b]+)/g
const TONE_THEN_VOWEL = /(?<![\u0e48-\u0e4c])([\u0e48-\u0e4c]+)([\u0e31\u0e34-\u0e3a\u0e47]+)/g
const REPEATED_MARK = /([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\1+/g
const LAKKHANGYAO = /(?<![\u0e24\u0e26])\u0e45/g
const RU_AA = /([\u0e24\u0e26])\u0e32/g

function repairOnce(s: string): string {
  return s
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(LINE_END, '\n')
    .replace(/\u0e40\u0e40/g, '\u0e41')
    .replace(NIKHAHIT_AA, (_, inner: string = '', after: string = '', before: string = '') => `${before}${inner}${after}\u0e33`)
    .replace(AM_THEN_TONE, '$1\u0e33')
    .replace(TONE_THEN_VOWEL, '$2$1')
    .replace(REPEATED_MARK, '$1')
    .replace(RU_AA, '$1\u0e45')
    .replace(LAKKHANGYAO, '\u0e32')
    .replace(SPACES, ' ')
    .trim()
}

/**
 * Text as it is stored: canonical Thai spelling, no invisible characters, single spaces, no spaces at the ends.
 * Line breaks and Thai digits stay, because people wrote them on purpose. `norm(norm(s)) === norm(s)`.
 */
export function norm(s: string): string {
  if (PLAIN_ASCII.test(s) || !NEEDS_WORK.test(s)) return s
  // One repair can uncover another (ที่ typed as ท่ี่), and it settles after two or three rounds.
  let current = s
  for (let round = 0; round < 8; round++) {
    const next = repairOnce(current)
    if (next === current) break
    current = next
  }
  return current
}

const NOT_SEARCHED = /[\p{P}\p{Z}\p{Cc}+$<=>^`|~\u0e3f\u0e2f\u0e46\u0e4f\u0e5a\u0e5b]/gu
const ASCII_WORD = /^[a-z0-9]*$/
const BEYOND_ASCII_AND_THAI = /[^\p{ASCII}\u0e00-\u0e7f]/u
const ACCENTS = /[\u0300-\u036f]/g

/**
 * The search key of a text: `norm`, lower case, Arabic digits, without spaces, punctuation, ๆ and ฯ (so กรุงเทพฯ finds
 * กรุงเทพ) and without Latin accents. Never shown and never the source of what is stored.
 */
export function fold(s: string): string {
  if (ASCII_WORD.test(s)) return s
  let folded = toArabicDigits(norm(s)).replaceAll('ฯลฯ', '').toLowerCase()
  if (BEYOND_ASCII_AND_THAI.test(folded)) folded = folded.normalize('NFD').replace(ACCENTS, '').normalize('NFC')
  // Marks that punctuation kept apart can meet now.
  return norm(folded.replace(NOT_SEARCHED, ''))
}

const SILENCED = /[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c/g
const TONES_AND_SHORT = /[\u0e47-\u0e4b\u0e4c]/g
const SOUND_ALIKE: Readonly<Record<string, string>> = {
  ศ: 'ส',
  ษ: 'ส',
  ณ: 'น',
  ญ: 'ย',
  ฎ: 'ด',
  ฏ: 'ต',
  ฐ: 'ท',
  ฑ: 'ท',
  ฒ: 'ท',
  ธ: 'ท',
  ฆ: 'ค',
  ฬ: 'ล',
  ใ: 'ไ',
}
const SOUND_ALIKE_LETTER = /[ศษณญฎฏฐฑฒธฆฬใ]/g

/**
 * The key under which common misspellings of Thai meet: `fold` without tones, ็ and silenced consonants, letters of one
 * sound written as one. With `rAsL`, ร and ล are one letter too, as many people type them.
 */
export function skeleton(s: string, options: { rAsL?: boolean } = {}): string {
  const key = fold(s)
    .replace(SILENCED, '')
    .replace(TONES_AND_SHORT, '')
    .replace(SOUND_ALIKE_LETTER, (letter) => SOUND_ALIKE[letter] ?? letter)
    .replaceAll('รร', 'ัน')
  return options.rAsL ? key.replaceAll('ร', 'ล') : key
}

let segmenter: Intl.Segmenter | undefined

/** The characters of a text as a reader counts them: ที่ is one. For cutting text and for backspace. */
export function graphemes(s: string): string[] {
  segmenter ??= new Intl.Segmenter('th', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(s), (part) => part.segment)
}
