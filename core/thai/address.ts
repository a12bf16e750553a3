/** Thai postal addresses: plain parts, read from free text and printed again. Text that is not understood is kept, never dropped. */
import { findPlace, isBangkok, type PlaceWarning, type Span } from './address-place.ts'
import { toArabicDigits } from './digits.ts'
import type { Place, Places } from './places.ts'
import { norm } from './text.ts'

/** `building` keeps its word (หมู่บ้าน…, อาคาร…); `district` is the full name (เมืองขอนแก่น); `text` holds whatever fits nowhere else. */
export type ThaiAddress = {
  houseNo?: string
  moo?: string
  building?: string
  floor?: string
  room?: string
  soi?: string
  road?: string
  subdistrictCode?: string
  subdistrict?: string
  district?: string
  province?: string
  postcode?: string
  text?: string
}

export type AddressWarning = PlaceWarning
export type ParsedAddress = { address: ThaiAddress; leftover: string[]; warnings: AddressWarning[] }

type Part = 'houseNo' | 'moo' | 'building' | 'floor' | 'room' | 'soi' | 'road'

/** Stands where a piece was understood and taken out, so that pieces on both sides do not grow together. */
const HOLE = '\uffff'
/** What ends the name of a road, lane or building. */
const NAME_END = `(?=\\s*(?:${HOLE}|,|\\n|$|ถ\\.|ถนน|ซ\\.|ซอย|ตรอก|หมู่|ม\\.\\s*\\d|ชั้น|ห้อง|อาคาร|ตึก|คอนโด|เลขที่|โครงการ|ต\\.|ตำบล|แขวง|อ\\.|อำเภอ|เขต|จ\\.|จังหวัด|(?:floor|room|moo|soi|road)\\b))`
/** One word, with a number, กม. 8, แยก 5 or (อโศก) behind it: what comes after another space is no part of a street's name. */
const STREET_NAME = `[^\\s${HOLE},]+?(?:\\s+(?:\\d[\\d/-]*(?![\\d/])|กม\\.?\\s*\\d+|แยก\\s*\\S+|สาย\\s*\\S+|\\([^)]*\\)))*`
const STREET_END = `(?:${NAME_END}|(?=\\s))`
const NUMBER = '\\d{1,5}(?:/\\d{1,5})*(?:\\s*-\\s*\\d{1,5}(?:/\\d{1,5})?)?[ก-ฮ]?'
const HOUSE_NUMBER = `(?:${NUMBER}(?:\\s*,\\s*${NUMBER})*|[ก-ฮ]\\.\\s?[ก-ฮ]\\.\\s?\\d+)(?![\\d/])`

/** In the order they are taken: what has its own word before what has only its place. Group 1 is the value. */
const PARTS: readonly [Part, RegExp][] = [
  ['moo', /(?:หมู่ที่|หมู่(?!บ้าน)|(?<![\u0e01-\u0e4e.])ม\.|\bmoo\b\.?|\bm\.)\s*(\d{1,3})(?!\d)/i],
  ['floor', /(?:ชั้น(?:ที่)?|\bfloor\b|\bfl\.)\s*([A-Z]?\d{1,3}[A-Z]?(?:\s*-\s*\d{1,3})?|[A-Z]{1,2}\b|ใต้ดิน|ลอย)/i],
  ['floor', /\b(\d{1,3})(?:st|nd|rd|th)\s+floor\b/i],
  ['room', /(?:ห้อง(?:เลขที่|ที่)?|\broom\b|\bunit\b)\s*([A-Z]{0,3}-?\d[\dA-Z/-]*)/i],
  ['houseNo', new RegExp(`(?:บ้านเลขที่|เลขที่)\\s*:?\\s*(${HOUSE_NUMBER})`)],
  [
    'houseNo',
    new RegExp(`^[\\s,]*(?:ส่งที่|จัดส่งที่|ที่อยู่|ที่)?\\s*:?\\s*(${HOUSE_NUMBER})(?=[\\s,${HOLE}]|$|[\\u0e01-\\u0e2e\\u0e40-\\u0e44])`),
  ],
  [
    'building',
    new RegExp(`((?:หมู่บ้าน|มบ\\.|อาคาร|(?<![\u0e01-\u0e4e])ตึก|คอนโดมิเนียม|คอนโด|หอพัก|โครงการ)\\s*[^${HOLE},\\n]*?)${NAME_END}`),
  ],
  ['soi', new RegExp(`(?:ซอย|ซ\\.|ตรอก|\\bsoi\\b)\\s*(${STREET_NAME})${STREET_END}`, 'i')],
  ['road', new RegExp(`(?:ถนน|ถ\\.)\\s*(${STREET_NAME})${STREET_END}`)],
  ['road', /(?:^|[,\uffff])\s*([A-Za-z][A-Za-z -]*?)\s+(?:road|rd\.?)(?=[\s,\uffff]|$)/i],
  ['houseNo', new RegExp(`(?:^|[\\s,${HOLE}])(?:ส่งที่|จัดส่งที่|ที่อยู่|ที่)?\\s*:?\\s*(${HOUSE_NUMBER})(?=[\\s,${HOLE}]|$)`)],
]

/** Longer texts are no address: each of many lines would be tried as the end of each part, from each of them anew. */
const LONGEST_ADDRESS = 2_000

function cut(text: string, spans: readonly Span[]): string {
  let out = text
  for (const { start, end } of [...spans].sort((a, b) => b.start - a.start)) out = out.slice(0, start) + HOLE + out.slice(end)
  return out
}

/** A building, soi or road with the house number behind it: `อาคารเอ 99/1` keeps only the name. */
function tidy(part: Part, value: string): string {
  const plain = value.replace(/\s+/g, ' ').trim()
  return part === 'houseNo' ? plain.replace(/\s*-\s*/g, '-').replace(/\s*,\s*/g, ', ') : plain
}

/**
 * Reads an address from free text: lines, commas or just spaces between its parts, with labels or without, Thai digits, everyday names of provinces.
 * `leftover` are the pieces not understood, in order; they are in `address.text` too.
 */
export function parseAddress(text: string, places: Places): ParsedAddress {
  const clean = toArabicDigits(norm(text))
  if (clean.length > LONGEST_ADDRESS) return { address: { text: clean }, leftover: [clean], warnings: [] }
  const source = clean.replace(/^(?:ที่อยู่(?:จัดส่ง|ปัจจุบัน)?|address)\s*:?\s*/i, '')
  const { spans, warnings, ...place } = findPlace(source, places)
  const address: ThaiAddress = {}
  let rest = cut(source, spans)
  for (const [part, pattern] of PARTS) {
    if (address[part] !== undefined) continue
    const match = pattern.exec(rest)
    const value = match?.[1] && tidy(part, match[1])
    if (!match || !value) continue
    address[part] = value
    rest = rest.slice(0, match.index) + HOLE + rest.slice(match.index + match[0].length)
  }
  Object.assign(address, place)
  const leftover = rest
    .split(new RegExp(`[${HOLE}\\n]`))
    .map((piece) => piece.replace(/^[\s,;:]+|[\s,;:]+$/g, ''))
    .filter((piece) => piece !== '' && !/^[.\-()]+$/.test(piece))
  if (leftover.length > 0) address.text = leftover.join(' ')
  return { address, leftover, warnings }
}

function withWord(word: string, value: string | undefined, gap = ''): string | undefined {
  return value ? `${word}${gap}${value}` : undefined
}

function formatThai(address: ThaiAddress): string {
  const bangkok = isBangkok(address.province)
  return [
    withWord('เลขที่', address.houseNo, ' '),
    withWord('หมู่ที่', address.moo, ' '),
    address.building,
    withWord('ชั้น', address.floor, ' '),
    withWord('ห้อง', address.room, ' '),
    withWord('ซอย', address.soi, /^\d/.test(address.soi ?? '') ? ' ' : ''),
    withWord('ถนน', address.road),
    address.text,
    withWord(bangkok ? 'แขวง' : 'ตำบล', address.subdistrict),
    withWord(bangkok ? 'เขต' : 'อำเภอ', address.district),
    bangkok ? address.province : withWord('จังหวัด', address.province),
    address.postcode,
  ]
    .filter(Boolean)
    .join(' ')
}

/**
 * The address in one line. Thai: เลขที่ 99/12 หมู่ที่ 5 … ตำบล อำเภอ จังหวัด 10310, in Bangkok แขวง เขต กรุงเทพมหานคร. English takes the names of the
 * place from `place` (found by `subdistrictCode`) where it is given.
 */
export function formatAddress(address: ThaiAddress, lang: 'th' | 'en', place?: Place): string {
  if (lang === 'th') return formatThai(address)
  const province = place?.provinceEn ?? address.province
  const parts = [
    [address.houseNo, withWord('Moo', address.moo, ' ')].filter(Boolean).join(' '),
    address.building,
    withWord('Floor', address.floor, ' '),
    withWord('Room', address.room, ' '),
    withWord('Soi', address.soi, ' '),
    address.road && `${address.road} Road`,
    address.text,
    place?.subdistrictEn ?? address.subdistrict,
    place?.districtEn ?? address.district,
    [province, address.postcode].filter(Boolean).join(' '),
  ]
  return parts.filter(Boolean).join(', ')
}
