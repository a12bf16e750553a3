/**
 * Telephone numbers as people write them in one cell: several at once, with extensions, ranges of lines, Thai digits, country
 * codes, or the first 0 eaten by Excel. Nothing is changed silently: each repair leaves a note.
 */
import { toArabicDigits } from './digits.ts'
import { expectedLength, type PhoneKind, planNumber } from './phone-number.ts'

export { formatPhone, type PhoneKind, phoneTail } from './phone-number.ts'

/** A remark for the reader, as a code with parameters; its words are in `core/words`. */
export type PhoneNote =
  /** The lines go on up to this ending: `02-123-4567-9` → `9`. */
  | { code: 'lines_to'; to: string }
  /** The first 0 was missing and has been put back. */
  | { code: 'zero_added' }
  /** A mobile number from before 2006; `suggested` (E.164) is what it became. */
  | { code: 'old_mobile'; suggested: string }

/**
 * `e164` is `+66…` for Thai numbers, the bare number for 1800 and short numbers, `+…` for foreign ones, and only the digits
 * where the number is of no known kind. `raw` is the piece of text it was read from.
 */
export type Phone = { e164: string; ext?: string; raw: string; kind: PhoneKind; note?: PhoneNote }

export type PhoneProblem = 'empty' | 'not_a_number' | 'too_short' | 'too_long' | 'unknown_prefix' | 'several'
export type PhoneResult = { ok: true; phone: Phone } | { ok: false; reason: PhoneProblem; missingDigits?: number }

type Group = { digits: string; plus: boolean; start: number; end: number; glue: Glue }
/** What stands between a group of digits and the one before it. */
type Glue = 'join' | 'range' | 'slash' | 'ext' | 'apart'

const PLAIN_MOBILE = /^0[689]\d-?\d{3}-?\d{4}$/
const GROUP = /(\+\s*)?\(?\+?(\d+)/g
const JOIN = /^[ \t\u00a0]*[().\-–—‑·]*[ \t\u00a0]*[().]*[ \t]*$/
const RANGE = /^\)?\s*(?:ถึง|to|~|[-–—]\s*(?:ถึง)?)\s*$/i
const EXT = /^[\s,(.]*(?:ต่อ|เบอร์ต่อ|ภายใน|กด|ext(?:ension)?\.?|x|#)[\s.:#]*$/i
const PHONE_WORDS =
  /โทรศัพท์|โทรสาร|โทร|เบอร์|มือถือ|แฟกซ์|ต่อ|ภายใน|กด|หรือ|และ|ถึง|สายด่วน|telephone|phone|hotline|mobile|tel|fax|ext|call|or|and|to|[tmfx]/gi

function groupsOf(text: string): Group[] {
  const groups: Group[] = []
  let last = 0
  for (const match of text.matchAll(GROUP)) {
    const digits = match[2] ?? ''
    const start = match.index
    const plus = match[0].includes('+')
    groups.push({ digits, plus, start, end: start + match[0].length, glue: glueOf(text.slice(last, start), match[0], plus) })
    last = start + match[0].length
  }
  return groups
}

function glueOf(between: string, head: string, plus: boolean): Glue {
  if (EXT.test(between)) return 'ext'
  if (plus) return 'apart'
  if (between.trim() === '/') return 'slash'
  if (between !== '' && JOIN.test(between)) return 'join'
  if (between === '' && head.startsWith('(')) return 'join'
  return RANGE.test(between) ? 'range' : 'apart'
}

/** The longest run of joined groups from `first` that makes a number, as the index after its last group. */
function longestNumber(groups: readonly Group[], first: number, shortAllowed: boolean) {
  const plus = groups[first]?.plus ?? false
  let digits = ''
  let best: { after: number; digits: string } | undefined
  for (let i = first; i < groups.length; i++) {
    const group = groups[i]
    if (!group || (i > first && group.glue !== 'join')) break
    if (best && i > first && /^(?:0|66|1800)/.test(group.digits) && group.digits.length > 1 && digits.length >= 8) break
    digits += group.digits
    if (digits.length > 17) break
    const planned = planNumber(digits, plus)
    if (planned && (planned.kind !== 'short' || (shortAllowed && groups[i + 1]?.glue !== 'join'))) best = { after: i + 1, digits }
  }
  return best
}

/** Where an unknown number ends: at the end of its joined groups, or where a new number clearly starts. */
function unknownEnd(groups: readonly Group[], first: number): number {
  let length = groups[first]?.digits.length ?? 0
  let after = first + 1
  while (after < groups.length) {
    const group = groups[after]
    if (group?.glue !== 'join' || (length >= 7 && group.digits.startsWith('0'))) break
    length += group.digits.length
    after++
  }
  return after
}

function unknownPhone(groups: readonly Group[], first: number, after: number): Omit<Phone, 'raw'> | undefined {
  const parts = groups.slice(first, after).map((group) => group.digits)
  const digits = parts.join('')
  if (digits.length < 5) return undefined
  // 06 and 09 with nine digits are more often a mobile with a digit missing, unless grouped the old way: 09-123-4567.
  const old = /^0[169]\d{7}$/.test(digits) && (digits.startsWith('01') || parts[0]?.length === 2)
  if (!old) return { e164: digits, kind: 'unknown' }
  return { e164: digits, kind: 'unknown', note: { code: 'old_mobile', suggested: `+668${digits.slice(1)}` } }
}

/** Reads `-9`, `/9`, `ถึง 9` and `ต่อ 12` behind a number; returns the index after what it used. */
function readTail(groups: readonly Group[], after: number, phone: Omit<Phone, 'raw'>): number {
  let next = after
  const range = groups[next]
  if (range && range.glue !== 'ext' && range.glue !== 'apart' && range.digits.length <= 4 && !range.digits.startsWith('0')) {
    phone.note ??= { code: 'lines_to', to: range.digits }
    next++
  }
  const ext = groups[next]
  if (ext?.glue === 'ext' && ext.digits.length <= 6) {
    phone.ext = ext.digits
    next++
    const more = groups[next]
    if (
      more &&
      (more.glue === 'join' || more.glue === 'range' || more.glue === 'slash') &&
      more.digits.length <= 5 &&
      !more.digits.startsWith('0')
    ) {
      phone.ext += `${more.glue === 'slash' ? '/' : '-'}${more.digits}`
      next++
    }
  }
  return next
}

/**
 * Every number in a text, in order. Numbers of no known kind with five digits or more come back as `unknown`, so that
 * nothing a user typed is lost; shorter ones are no telephone numbers, except 191 and its like standing alone.
 */
export function parsePhones(text: string): Phone[] {
  if (PLAIN_MOBILE.test(text)) return [{ e164: `+66${text.replaceAll('-', '').slice(1)}`, raw: text, kind: 'mobile' }]
  const source = toArabicDigits(text)
  const groups = groupsOf(source)
  const shortAllowed = !/[A-Za-z\u0e01-\u0e4e]/.test(source.replace(PHONE_WORDS, ''))
  const phones: Phone[] = []
  let i = 0
  while (i < groups.length) {
    const found = longestNumber(groups, i, shortAllowed)
    const planned = found && planNumber(found.digits, groups[i]?.plus ?? false)
    const after = found?.after ?? unknownEnd(groups, i)
    const phone: Omit<Phone, 'raw'> | undefined = planned
      ? { e164: planned.e164, kind: planned.kind, ...(planned.zeroAdded ? { note: { code: 'zero_added' } } : {}) }
      : unknownPhone(groups, i, after)
    const next = phone ? readTail(groups, after, phone) : after
    if (phone) phones.push({ ...phone, raw: text.slice(groups[i]?.start, groups[next - 1]?.end).trim() })
    i = next
  }
  return phones
}

function problemOf(digits: string): { ok: false; reason: PhoneProblem; missingDigits?: number } {
  const nationalDigits = digits.startsWith('66') && digits.length > 9 ? `0${digits.slice(2)}` : digits
  const expected = expectedLength(nationalDigits)
  if (/^0[2-9]/.test(nationalDigits) || nationalDigits.length < 8) {
    if (nationalDigits.length < expected) {
      return { ok: false, reason: 'too_short', missingDigits: expected - nationalDigits.length }
    }
    if (nationalDigits.length > expected) return { ok: false, reason: 'too_long' }
  }
  return { ok: false, reason: nationalDigits.length > 10 ? 'too_long' : 'unknown_prefix' }
}

/**
 * One number for one field. Says how many digits are missing where that can be known. A mobile number in the form from before
 * 2006 is accepted with a note that suggests the present one.
 */
export function parsePhone(text: string): PhoneResult {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: false, reason: 'empty' }
  const phones = parsePhones(trimmed)
  if (phones.length > 1) return { ok: false, reason: 'several' }
  const phone = phones[0]
  if (phone && (phone.kind !== 'unknown' || phone.note?.code === 'old_mobile')) return { ok: true, phone }
  const digits = toArabicDigits(trimmed).replace(/\D/g, '')
  if (digits === '' || /[A-Za-z\u0e01-\u0e4e]/.test(toArabicDigits(trimmed).replace(PHONE_WORDS, ''))) {
    return { ok: false, reason: 'not_a_number' }
  }
  return problemOf(phone?.e164.replace(/\D/g, '') ?? digits)
}
