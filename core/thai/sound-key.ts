/**
 * A rough key of how a name sounds, the same for Thai and for its usual Latin spellings: สมชาย and Somchai are both `SMJ`. Consonants count by
 * class (K J T S P F N L M G Y W H), vowels and tones do not. For the last group of search results only (“ออกเสียงคล้าย”).
 */
import { norm } from './text.ts'

const THAI_CLASSES: readonly (readonly [string, string])[] = [
  ['กขฃคฅฆ', 'K'],
  ['จฉชฌ', 'J'],
  ['ดตถทธฎฏฐฑฒ', 'T'],
  ['ซศษส', 'S'],
  ['บปพผภ', 'P'],
  ['ฝฟ', 'F'],
  ['นณ', 'N'],
  ['รลฬฤฦ', 'L'],
  ['ม', 'M'],
  ['ง', 'G'],
  ['ยญ', 'Y'],
  ['ว', 'W'],
  ['หฮ', 'H'],
]
const THAI_CLASS: ReadonlyMap<string, string> = new Map(
  THAI_CLASSES.flatMap(([letters, sound]) => Array.from(letters, (letter) => [letter, sound] as const)),
)

const SILENCED = /[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c/g
const TONES = /[\u0e47-\u0e4b\u0e4c\u0e4d]/g
const LEADING_HO = /ห(?=[งนมยรลวญ])/g
const FINAL_I_U = /(?<=[\u0e01-\u0e2e])[\u0e34\u0e38]$/
const CONSONANT = /[\u0e01-\u0e2e]/
/** What makes the consonant before it the start of a syllable. */
const VOWEL_BEHIND = /[\u0e30-\u0e3a\u0e45]/

const LATIN_SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ng)/, 'G'],
  [/^(?:kh|gh|ck|k|c(?!h)|g|q)/, 'K'],
  [/^(?:ch|sh|j)/, 'J'],
  [/^(?:th|dh|t|d)/, 'T'],
  [/^(?:s|z|x)/, 'S'],
  [/^(?:ph|bh|p|b)/, 'P'],
  [/^f/, 'F'],
  [/^n/, 'N'],
  [/^(?:l|r)/, 'L'],
  [/^m/, 'M'],
  [/^y/, 'Y'],
  [/^(?:w|v)/, 'W'],
  [/^h/, 'H'],
]

/** At the end of a word ร ล ญ sound like น, and จ ช ส like ต; ย and ว are part of the vowel there. */
function asFinal(sound: string): string {
  if (sound === 'L') return 'N'
  if (sound === 'S' || sound === 'J') return 'T'
  return sound === 'Y' || sound === 'W' || sound === 'H' ? '' : sound
}

function thaiKey(word: string): string {
  const bare = word.replace(SILENCED, '').replace(TONES, '').replace(LEADING_HO, '').replaceAll('รร', 'ั').replace(FINAL_I_U, '')
  let key = ''
  for (let i = 0; i < bare.length; i++) {
    const letter = bare.charAt(i)
    const sound = THAI_CLASS.get(letter)
    if (sound === undefined) continue
    const next = bare.charAt(i + 1)
    const startsSyllable = key === '' || VOWEL_BEHIND.test(next) || /[เแโใไ]/.test(bare.charAt(i - 1)) || next === 'อ'
    if (startsSyllable) key += sound
    else if (letter === 'ญ') key += 'N'
    else if (next === '') key += asFinal(sound)
    else if (sound === 'L') key += CONSONANT.test(next) || /[เแโใไ]/.test(next) ? 'N' : 'L'
    else if (sound === 'Y' || sound === 'W') key += ''
    else key += sound
  }
  return key
}

function latinKey(word: string): string {
  // An r before a consonant only lengthens the vowel: Thanakorn, Prasert.
  const bare = word.replace(/(?<=[aeiou])r(?=[bcdfgjkmnpstvz])/g, '').replace(/(?<=[aeiou])h(?![aeiou])/g, '')
  let key = ''
  let rest = bare
  while (rest !== '') {
    const hit = LATIN_SOUNDS.map(([pattern, sound]) => [pattern.exec(rest)?.[0], sound] as const).find(([match]) => match)
    const length = hit?.[0]?.length ?? 1
    const after = rest.slice(length)
    const sound = hit?.[1] ?? ''
    const vowelBehind = /^[aeiou]/.test(after)
    if (after === '' && key !== '') key += asFinal(sound)
    else if (!(key !== '' && (sound === 'Y' || sound === 'W') && !vowelBehind)) key += sound
    rest = after
  }
  return key
}

/** The sound key of each word, joined by spaces; empty for a text without letters. Thai and Latin words may be mixed. */
export function soundKey(s: string): string {
  return norm(s)
    .toLowerCase()
    .split(/[^a-z\u0e01-\u0e4e]+/)
    .map((word) => (/[\u0e01-\u0e4e]/.test(word) ? thaiKey(word) : latinKey(word)).replace(/(.)\1+/g, '$1'))
    .filter((key) => key !== '')
    .join(' ')
}
