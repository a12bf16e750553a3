import type { FieldDef } from '../fields/field.ts'
import {
  type AddressItem,
  LONGEST_EMAIL,
  type PartyNameValue,
  type PersonNameValue,
  type PhoneItem,
  type TaxIdValue,
} from '../fields/values.ts'
import { webAddress } from '../fields/web-address.ts'
import { newItemId } from '../ids.ts'
import { parseBaht } from '../money.ts'
import { parseAddress } from '../thai/address.ts'
import { looksLikeCompany, parseCompanyName } from '../thai/company-name.ts'
import { parseDateAs } from '../thai/date-column.ts'
import { LONGEST_DATE, parseDate } from '../thai/date-parse.ts'
import { toArabicDigits } from '../thai/digits.ts'
import { parsePersonName } from '../thai/person-name.ts'
import { parsePhones } from '../thai/phone.ts'
import type { Places } from '../thai/places.ts'
import { parseTaxId, taxIdProblem } from '../thai/tax-id.ts'
import { fold, norm } from '../thai/text.ts'
import { parseTime } from '../thai/time-of-day.ts'

/** A cell as a sheet gives it; dates of a workbook are ISO text. */
export type Cell = string | number | boolean | null
export type Reason = { code: string; field?: string; params?: Record<string, string | number> }

/** What converting a column's cells needs to know. Lookups return undefined for what the office does not have. */
export type ConvertEnv = {
  today: string
  places: Places
  /** The key of a pick list's entry, by its key or either label. */
  choice: (list: string, text: string) => string | undefined
  user: (text: string) => string | undefined
  /** A local date and time as a UTC instant. */
  instant: (date: string, time: string) => string
  dates?: { order: 'DMY' | 'MDY' | 'YMD'; era: 'BE' | 'CE' }
  /** An address book holds what people once typed: what cannot be read goes into the notes instead of refusing the card. */
  lenient?: boolean
  /** The user's own mapping of this column's words: to one of our keys, or to nothing. */
  values?: Readonly<Record<string, string | null>>
}

/** A converted cell: a value, a thing to look up or make first, or why it cannot be. Warnings let the row through. */
export type Converted =
  | { value: unknown; warnings?: Reason[]; leftovers?: string[] }
  | { lookUp: { entity: string; text: string } }
  | { newChoice: { list: string; label: string }; many?: boolean; keys?: string[] }
  | { problem: Reason }

const problem = (field: FieldDef, code: string, text: string, params: Record<string, string | number> = {}): Converted => ({
  problem: { code, field: field.key, params: { value: text.slice(0, 80), ...params } },
})

const text = (cell: Cell): string => (cell === null ? '' : norm(String(cell)))
/** Kinds whose text is one line: a cell broken by Alt+Enter, or a card with two organisations, does not break a name. */
const ONE_LINE: ReadonlySet<string> = new Set(['text', 'lineId', 'url', 'reference', 'links', 'personName', 'partyName'])
export const oneLine = (typed: string, between = ' '): string => typed.replace(/\s*[\r\n]\s*/g, between).trim()
const YES = new Set(['ใช่', 'yes', 'true', 'y', '1', 'จริง', 'มี', '✓', '✔', 'x'])
const NO = new Set(['ไม่', 'ไม่ใช่', 'no', 'false', 'n', '0', 'เท็จ', 'ไม่มี', '-'])

/** Converts one filled cell for a whole field (not a part). */
export function convertCell(field: FieldDef, cell: Cell, env: ConvertEnv): Converted {
  const typed = ONE_LINE.has(field.kind) ? oneLine(text(cell)) : text(cell)
  const mapped = env.values && typed in env.values ? env.values[typed] : undefined
  if (mapped === null) return { value: null }
  switch (field.kind) {
    case 'text':
    case 'longText':
      return { value: typed }
    case 'lineId':
      return { value: typed.replace(/^(line|ไลน์)\s*(id|ไอดี)?\s*[:：]?\s*/i, '') }
    case 'url':
      return webAddresses(typed, env)
    case 'number':
    case 'percent':
      return number(field, cell, typed)
    case 'money':
      return money(field, cell, typed)
    case 'date':
      return date(field, typed, env)
    case 'dateTime':
      return dateTime(field, typed, env)
    case 'yesNo':
      return yesNo(field, typed)
    case 'choice':
      return choice(field, typed, mapped, env)
    case 'choices':
      return choices(field, typed, env)
    case 'tags':
      return { value: [...new Set(split(typed))] }
    case 'user':
      return user(field, typed, mapped ?? env.user(typed))
    case 'reference':
    case 'links':
      return { lookUp: { entity: field.to ?? '', text: typed } }
    case 'phones':
      return phonesOf(field, typed, env)
    case 'emails':
      return emails(field, typed, env)
    case 'addresses':
      return { value: [ofItsKind(field, addressOf(typed, env))] }
    case 'taxId':
      return taxId(field, typed)
    case 'personName':
      return { value: personName(typed) }
    case 'partyName':
      return { value: partyName(typed) }
    default:
      return problem(field, 'unknown_field', typed)
  }
}

const split = (typed: string): string[] =>
  typed
    .split(/[\n,;|]+/)
    .map((part) => part.trim())
    .filter(Boolean)

function number(field: FieldDef, cell: Cell, typed: string): Converted {
  const value = typeof cell === 'number' ? cell : Number(toArabicDigits(typed).replaceAll(/[,\s%]/g, ''))
  return Number.isFinite(value) ? { value } : problem(field, 'number', typed)
}

function money(field: FieldDef, cell: Cell, typed: string): Converted {
  const parsed = parseBaht(typeof cell === 'number' ? cell.toFixed(4) : typed, { extraDecimals: 'round' })
  return parsed.ok ? { value: parsed.satang } : problem(field, 'money', typed)
}

/** A date as the column's dates are read; ISO dates of a workbook and dates in words need no decision. */
/** A new record never stays without an owner: whoever imports it has it then. */
function user(field: FieldDef, typed: string, known: string | undefined): Converted {
  if (known !== undefined) return { value: known }
  const code = field.key === 'owner' ? 'unknown_owner' : 'unknown_user'
  return { value: null, warnings: [{ code, field: field.key, params: { value: typed } }] }
}

function localDate(field: FieldDef, typed: string, env: ConvertEnv): string | undefined {
  if (typed.length > LONGEST_DATE) return undefined
  const day = typed.replace(/[T ]\d{1,2}:\d{2}.*$/, '')
  if (env.dates) {
    const read = parseDateAs(day, env.dates)
    if (read.ok) return read.date
  }
  const isoLike = /^\d{4}-\d{1,2}-\d{1,2}$/.test(day)
  if (!env.dates || isoLike || /[^\d\s./-]/.test(day)) {
    const read = parseDate(day, { today: env.today, purpose: field.purpose === 'birth' ? 'birth' : 'document' })
    if (read.ok) return read.date
  }
  return undefined
}

function date(field: FieldDef, typed: string, env: ConvertEnv): Converted {
  const read = localDate(field, typed, env)
  return read ? { value: read } : problem(field, 'date', typed)
}

function dateTime(field: FieldDef, typed: string, env: ConvertEnv): Converted {
  const read = localDate(field, typed, env)
  if (!read) return problem(field, 'date', typed)
  const clock = typed.match(/(\d{1,2}:\d{2})(:\d{2})?/)?.[1]
  const time = clock ? parseTime(clock) : undefined
  return { value: env.instant(read, time?.ok ? time.time : '00:00') }
}

function yesNo(field: FieldDef, typed: string): Converted {
  const word = typed.toLowerCase()
  if (YES.has(word)) return { value: true }
  return NO.has(word) ? { value: false } : problem(field, 'yes_no', typed)
}

/** The decision for a word that asks for a new entry of the list, whatever the list already holds; with a label behind it, for the entry of that label. */
export const NEW_CHOICE = '+'

/** Lists whose entries an import never makes: they belong to the product or to the settings of a pipeline. */
export const FIXED_LISTS: ReadonlySet<string> = new Set(['pipeline', 'stage', 'dealStatus', 'activityType', 'repeat', 'province'])

/** The entry that a word stands for after a decision about it, or the label of the one to be made. */
function entryOf(
  field: FieldDef,
  word: string,
  decision: string | undefined,
  env: ConvertEnv,
): { key: string } | { label: string } {
  if (decision === NEW_CHOICE) return { label: word }
  const label = decision?.startsWith(NEW_CHOICE) ? decision.slice(NEW_CHOICE.length) : undefined
  const key = env.choice(field.list ?? '', label ?? decision ?? word)
  return key === undefined ? { label: label ?? word } : { key }
}

function choice(field: FieldDef, typed: string, mapped: string | undefined, env: ConvertEnv): Converted {
  const entry = entryOf(field, typed, mapped, env)
  return 'key' in entry ? { value: entry.key } : { newChoice: { list: field.list ?? '', label: entry.label } }
}

function choices(field: FieldDef, typed: string, env: ConvertEnv): Converted {
  const keys: string[] = []
  for (const word of split(typed)) {
    const mapped = env.values?.[word]
    if (mapped === null) continue
    const entry = entryOf(field, word, mapped, env)
    if ('label' in entry) return { newChoice: { list: field.list ?? '', label: entry.label }, many: true, keys }
    keys.push(entry.key)
  }
  return { value: [...new Set(keys)] }
}

/** Every number of a cell; one that is no number refuses the row, one that was repaired is said. */
export function phonesOf(field: FieldDef, typed: string, env: Pick<ConvertEnv, 'lenient'>, type?: string): Converted {
  const warnings: Reason[] = []
  const items: PhoneItem[] = []
  const leftovers: string[] = []
  for (const phone of parsePhones(typed)) {
    if (phone.kind === 'unknown' && phone.note?.code !== 'old_mobile') {
      if (!env.lenient) return problem(field, 'phone', phone.raw || typed)
      leftovers.push(phone.raw)
      continue
    }
    if (phone.note) warnings.push({ code: `phone_${phone.note.code}`, field: field.key, params: { value: phone.raw } })
    items.push({
      id: newItemId(),
      e164: phone.e164,
      ...(phone.ext && { ext: phone.ext }),
      ...(field.list && { type: type ?? (phone.kind === 'mobile' ? 'mobile' : 'office') }),
    })
  }
  if (items.length === 0 && !env.lenient) return problem(field, 'phone', typed)
  return { value: items, warnings, leftovers: items.length === 0 && leftovers.length === 0 ? [typed] : leftovers }
}

/** The first web address of a cell; a card may have several, which go into the notes. What is none is judged, and refused, as it stands. */
function webAddresses(typed: string, env: ConvertEnv): Converted {
  const addresses = typed.split(/\s+/).map(webAddress)
  if (!addresses.every((address) => /^https?:\/\//i.test(address)))
    return env.lenient ? { value: null, leftovers: [typed] } : { value: typed }
  const bare = (address: string) => address.replace(/^https?:\/\/|\/$/gi, '').toLowerCase()
  const [first = '', ...rest] = addresses
  return { value: first, leftovers: [...new Set(rest.filter((address) => bare(address) !== bare(first)))] }
}

const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/
const isEmail = (address: string): boolean => address.length <= LONGEST_EMAIL && EMAIL.test(address)

function emails(field: FieldDef, typed: string, env: Pick<ConvertEnv, 'lenient'>): Converted {
  const addresses = split(typed).map((address) => address.replace(/^mailto:/i, ''))
  const wrong = addresses.filter((address) => !isEmail(address))
  if (wrong.length > 0 && !env.lenient) return problem(field, 'email', wrong[0] ?? typed)
  return {
    value: addresses.filter(isEmail).map((address) => ({ id: newItemId(), address })),
    leftovers: wrong,
  }
}

function taxId(field: FieldDef, typed: string): Converted {
  const parsed = parseTaxId(typed)
  if (!parsed.ok) return problem(field, 'tax_id', typed)
  const weak = taxIdProblem(parsed.digits)
  return {
    value: { number: parsed.digits } satisfies TaxIdValue,
    ...(weak && { warnings: [{ code: `tax_id_${weak}`, field: field.key, params: { value: typed } }] }),
  }
}

/** A person's name from one text. */
export function personName(typed: string): PersonNameValue {
  return parsePersonName(typed)
}

/** A customer's name from one text: a person when it starts with a title, otherwise an organisation. */
export function partyName(typed: string): PartyNameValue {
  if (!looksLikeCompany(typed)) {
    const person = parsePersonName(typed)
    if (person.title && person.first) return { type: 'person', ...person }
  }
  const company = parseCompanyName(typed)
  return { type: 'company', name: company.name || typed, ...(company.form && { form: company.form }) }
}

/** An address from one text; what is not understood stays in it as free text. */
export function addressOf(typed: string, env: Pick<ConvertEnv, 'places'>): AddressItem {
  const { address, leftover } = parseAddress(typed, env.places)
  const free = [address.text, ...leftover.filter((part) => !address.text?.includes(part))].filter(Boolean).join(' ').slice(0, 500)
  const { text: _, ...parts } = address
  return withProvinceCode({ id: newItemId(), type: 'billing', ...parts, ...(free && { text: free }) }, env)
}

/** Addresses of the office's own fields are of no kind: there is no list of kinds for them. */
export function ofItsKind(field: FieldDef, { type, ...address }: AddressItem): AddressItem {
  return { ...address, ...(field.list && type && { type }) }
}

/** Adds the code of the province, by which lists filter. */
export function withProvinceCode(address: AddressItem, env: Pick<ConvertEnv, 'places'>): AddressItem {
  const province = env.places.provinces.find((candidate) => candidate.name === address.province)
  return province ? { ...address, provinceCode: String(province.code) } : address
}

/** The folded form under which titles, labels and users are looked up. */
export const lookUpKey = (typed: string): string => fold(typed)
