/**
 * Thai dictionary order as a string that plain binary comparison sorts, in SQLite (BINARY), PostgreSQL ("C") and
 * JavaScript alike. It follows ICU's th-TH collation with numeric order (checked by a fuzz test), and adds what ICU
 * leaves equal, so that different texts never share a key.
 *
 * A key is up to five levels joined by a space; empty levels at the end are left out:
 *   letters · tone marks · capitals · spaces and punctuation · the raw text, where the levels before cannot restore it.
 * Letters: leading vowels change places with their consonant; a Thai letter takes one byte; a number is preceded by its length.
 * The middle levels hold (distance, character) pairs: a longer distance must sort lower, since nothing comes before a mark.
 */
import { norm } from './text.ts'

const SEPARATOR = ' '
const SYMBOLS = '`^+<=>|~$฿'
const FIRST_SYMBOL = 0x21
const OTHER_SYMBOL = '\x2b'
const NUMBER_LENGTHS = 19
const FIRST_LENGTH = 0x2c
const THAI_LETTERS =
  'กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ' + '\u0e4dะ\u0e31าำ\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39เแโใไ\u0e3a'
const FIRST_THAI = 0x40
const FIRST_LATIN = 0xa1
const MARKS = '\u0e4e\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b'
const FIRST_MARK = 0x41
const CAPITAL = 'A'
const WIDEST = 63

type Kind = 'letter' | 'lead' | 'consonant' | 'mark' | 'capital' | 'digit' | 'ignored'
type Entry = { kind: Kind; code: string }

const TABLE: readonly (Entry | undefined)[] = buildTable()
const SYMBOL = /\p{S}/u
const IGNORED = /[\p{P}\p{Z}\p{C}\p{M}]/u
const ACCENTS = /[\u0300-\u036f]/g

function buildTable(): (Entry | undefined)[] {
  const table = new Array<Entry | undefined>(0x0e60).fill(undefined)
  const set = (char: string, kind: Kind, code: string) => {
    table[char.charCodeAt(0)] = { kind, code }
  }
  for (let code = 0x20; code < 0x7f; code++) set(String.fromCharCode(code), 'ignored', String.fromCharCode(code))
  for (const char of 'ฯๆ๏๚๛\n') set(char, 'ignored', char)
  Array.from(SYMBOLS).forEach((char, i) => {
    set(char, 'letter', String.fromCharCode(FIRST_SYMBOL + i))
  })
  Array.from(THAI_LETTERS).forEach((char, i) => {
    const kind = 'เแโใไ'.includes(char) ? 'lead' : char <= 'ฮ' ? 'consonant' : 'letter'
    set(char, kind, String.fromCharCode(FIRST_THAI + i))
  })
  set('ๅ', 'letter', table['า'.charCodeAt(0)]?.code ?? '')
  Array.from(MARKS).forEach((char, i) => {
    set(char, 'mark', String.fromCharCode(FIRST_MARK + i))
  })
  for (let i = 0; i < 26; i++) {
    set(String.fromCharCode(0x61 + i), 'letter', String.fromCharCode(FIRST_LATIN + i))
    set(String.fromCharCode(0x41 + i), 'capital', String.fromCharCode(FIRST_LATIN + i))
  }
  for (let i = 0; i < 10; i++) {
    set(String.fromCharCode(0x30 + i), 'digit', String.fromCharCode(0x30 + i))
    set(String.fromCharCode(0x0e50 + i), 'digit', String.fromCharCode(0x30 + i))
  }
  return table
}

function distance(gap: number): string {
  let rest = gap
  let out = ''
  while (rest >= WIDEST) {
    out += '\x3f'
    rest -= WIDEST
  }
  return out + String.fromCharCode(0x7e - rest)
}

function numberCode(digits: string): string {
  let length = digits.length
  let prefix = ''
  while (length > NUMBER_LENGTHS) {
    prefix += '\x3f'
    length -= NUMBER_LENGTHS
  }
  return `${prefix}${String.fromCharCode(FIRST_LENGTH + length - 1)}${digits}`
}

/** UTF-16 and UTF-8 order differ from U+D800 on, and lone surrogates have no UTF-8 at all: those are spelled out. */
function escapeHigh(s: string): string {
  if (!/[\ud800-\uffff]/.test(s)) return s
  let out = ''
  for (const char of s) {
    const code = char.codePointAt(0) ?? 0
    out += code < 0xd800 ? char : `\ud7ff${String.fromCharCode(0x1000 + (code >>> 11), 0x1000 + (code & 0x7ff))}`
  }
  return out
}

function foreignEntry(char: string): Entry {
  if (SYMBOL.test(char)) return { kind: 'letter', code: OTHER_SYMBOL + escapeHigh(char) }
  if (IGNORED.test(char)) return { kind: 'ignored', code: ' ' }
  return { kind: 'letter', code: escapeHigh(char) }
}

type Levels = { letters: string; marks: string; capitals: string; rest: string; restorable: boolean }

function levelsOf(text: string): Levels {
  let letters = ''
  let marks = ''
  let capitals = ''
  let rest = ''
  let restorable = true
  let lead = ''
  let place = 0
  let lastMark = 0
  let lastCapital = 0
  let lastRest = 0
  for (let i = 0; i < text.length; i++) {
    let entry = TABLE[text.charCodeAt(i)]
    if (entry === undefined) {
      const char = String.fromCodePoint(text.codePointAt(i) ?? 0)
      i += char.length - 1
      entry = foreignEntry(char)
      restorable = false
    }
    const { kind, code } = entry
    if (kind === 'mark') {
      marks += distance(place - lastMark) + code
      lastMark = place
      continue
    }
    if (kind === 'ignored') {
      rest += distance(place - lastRest) + code
      lastRest = place
      continue
    }
    place++
    if (kind === 'consonant') {
      letters += code + lead
      lead = ''
      continue
    }
    if (lead !== '') {
      // A leading vowel that leads nothing is a slip; the letters alone could then be read in two ways.
      letters += lead
      lead = ''
      restorable = false
    }
    if (kind === 'lead') {
      lead = code
    } else if (kind === 'digit') {
      const end = digitsEnd(text, i)
      const run = digitsOf(text, i, end)
      const significant = run.replace(/^0+(?=.)/, '')
      if (significant.length !== run.length || text.charCodeAt(i) > 0x39 || text.slice(i, end) !== run) restorable = false
      letters += numberCode(significant)
      i = end - 1
    } else {
      letters += code
      if (kind === 'capital') {
        capitals += distance(place - lastCapital) + CAPITAL
        lastCapital = place
      }
    }
  }
  if (lead !== '') restorable = false
  return { letters: letters + lead, marks, capitals, rest, restorable }
}

function digitsEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && TABLE[text.charCodeAt(end)]?.kind === 'digit') end++
  return end
}

function digitsOf(text: string, start: number, end: number): string {
  let digits = ''
  for (let i = start; i < end; i++) digits += TABLE[text.charCodeAt(i)]?.code ?? ''
  return digits
}

/**
 * A string whose binary order is Thai dictionary order: letters first, then tone marks, then capitals, then spaces and
 * punctuation. Numbers sort by value (ห้อง 9 before ห้อง 10). Different texts have different keys.
 */
export function sortKey(s: string): string {
  const clean = norm(s)
  let text = clean
  if (/[^\n\x20-\x7e\u0e01-\u0e5b]/.test(text)) text = text.toLowerCase().normalize('NFD').replace(ACCENTS, '').normalize('NFC')
  const { letters, marks, capitals, rest, restorable } = levelsOf(text)
  const raw = restorable && clean === s && text === clean ? '' : escapeHigh(s)
  if (raw !== '') return letters + SEPARATOR + marks + SEPARATOR + capitals + SEPARATOR + rest + SEPARATOR + raw
  if (rest !== '') return letters + SEPARATOR + marks + SEPARATOR + capitals + SEPARATOR + rest
  if (capitals !== '') return letters + SEPARATOR + marks + SEPARATOR + capitals
  return marks === '' ? letters : letters + SEPARATOR + marks
}

/** Compares two texts in the order of `sortKey`; for short lists. Long lists sort by stored keys. */
export function compareThai(a: string, b: string): number {
  const left = sortKey(a)
  const right = sortKey(b)
  return left < right ? -1 : left > right ? 1 : 0
}
