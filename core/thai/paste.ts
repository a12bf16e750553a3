/** A block pasted from a chat taken apart into the fields of a customer, so that nothing has to be typed again. */
import { type ParsedAddress, parseAddress, type ThaiAddress } from './address.ts'
import { type CompanyName, parseCompanyName } from './company-name.ts'
import { toArabicDigits } from './digits.ts'
import { type PersonName, parsePersonName, TITLES } from './person-name.ts'
import { type Phone, parsePhones } from './phone.ts'
import type { Places } from './places.ts'
import { parseBranch, parseTaxId, taxIdProblem } from './tax-id.ts'
import { norm } from './text.ts'

export type PastedField = 'email' | 'line' | 'taxId' | 'branch' | 'phone' | 'fax' | 'company' | 'person' | 'address'
export type PasteWarning = ParsedAddress['warnings'][number] | 'tax_id_checksum'
/** `sources` are the pieces of the (normalised) text each field came from, for the preview; `leftover` is what no field took. */
export type Pasted = {
  company?: CompanyName
  people: PersonName[]
  phones: Phone[]
  faxes: Phone[]
  emails: string[]
  lineId?: string
  taxId?: string
  branch?: string
  address: ThaiAddress
  leftover: string[]
  warnings: PasteWarning[]
  sources: { field: PastedField; fragment: string }[]
}

/** Stands where a piece was taken out. */
const HOLE = '\ufffe'
const EMAIL = /(?:(?:e-?mail|อีเมล์?|เมล์?)\s*[:：]?\s*)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/i
const LINE_ID =
  /(?:(?:\bline(?:\s*(?:id|oa))?|\bid\s*line|ไลน์(?:\s*(?:ไอดี|id))?|ไอดีไลน์)\s*[:：=]?\s*(@?[a-z0-9][a-z0-9._-]{3,19}))|(?<![\w.])(@[a-z0-9][a-z0-9._-]{2,19})/i
const TAX_ID =
  /(?:(?:เลข(?:ที่)?(?:ประจำตัว)?(?:ผู้เสียภาษี)?(?:อากร)?|tax\s*id(?:\s*no\.?)?)\s*(?:\(?13\s*หลัก\)?)?\s*[:：.]?\s*)?(?<!\d)(\d(?:[\s-]?\d){12})(?!\d)/i
const BRANCH = /\(?\s*(สำนักงานใหญ่|สนญ\.|head\s*office|สาขา(?:ที่|เลขที่)?\s*\d{1,5}|branch\s*(?:no\.?)?\s*\d{1,5})\s*\)?/i
const PHONE_LABEL = '(?:โทรศัพท์|โทรสาร|โทร|แฟกซ์|แฟ็กซ์|มือถือ|เบอร์(?:โทร|ติดต่อ)?|tel(?:ephone)?|phone|mobile|fax)'
const PHONE_NUMBER =
  '(?:\\+66[\\s-]?(?:\\(0\\))?[\\s-]?|(?<!\\d)66[\\s-]|0)(?:[689](?:[\\s.)-]{0,2}\\d){8}|[2-57](?:[\\s.)-]{0,2}\\d){7})(?!\\d)'
const PHONE = new RegExp(
  `(?:(${PHONE_LABEL})\\s*[.:：]*\\s*)?(?<![\\d/])(\\(?${PHONE_NUMBER}(?:\\s?[-–]\\s?\\d{1,4}(?![\\d-]))?(?:\\s*(?:ต่อ|ext\\.?|#|กด)\\s*\\.?\\s*\\d{1,6})?)`,
  'i',
)
const SPECIAL_NUMBER = new RegExp(`${PHONE_LABEL}\\s*[.:：]*\\s*(1[89]00[\\s-]?\\d{3}[\\s-]?\\d{3}|1\\d{3})(?!\\d)`, 'i')
const ADDRESS_START = `(?:เลขที่|บ้านเลขที่|ที่อยู่|หมู่ที่|หมู่\\s|ม\\.\\s*\\d|ซอย|ซ\\.|ถนน|ถ\\.|ตำบล|ต\\.|แขวง|อำเภอ|อ\\.|เขต|จังหวัด|จ\\.|อาคาร|ชั้น|ส่งที่|จัดส่ง|ติดต่อ|โทร)`
const NAME_STOP = `(?=\\s*(?:$|\\n|${HOLE}|\\d|,|${ADDRESS_START}))`
const FORM_START =
  '(?:บริษัท|บจก\\.?|บมจ\\.?|บ\\.(?=\\s?[ก-ฮเ-ไ]{2})|หจก\\.?|หสน\\.?|ห้างหุ้นส่วน(?:จำกัด|สามัญนิติบุคคล)?|ร้าน|กิจการร่วมค้า|สหกรณ์|มูลนิธิ|สมาคม|นิติบุคคล|โรงเรียน|โรงพยาบาล|รพ\\.|อบต\\.|เทศบาล|ธนาคาร)'
const COMPANY: readonly RegExp[] = [
  new RegExp(`(?:^|[\\s,:${HOLE}])((?:บริษัท|ธนาคาร)[^\\n${HOLE}]*?จำกัด(?:\\s*\\(?มหาชน\\)?)?)`),
  /(?:^|\n|\ufffe)\s*([A-Za-z0-9][\w&.,'() -]*?\s*,?\s*(?:Co\.?\s*,?\s*Ltd\.?|Company Limited|Public Company Limited|PCL\.?|Limited Partnership|Ltd\.?(?:\s*,?\s*Part\.?)?))(?=[\s,]|$)/i,
  new RegExp(`(?:^|[\\s,:${HOLE}])(${FORM_START}[^\\n${HOLE}\\d]+?)${NAME_STOP}`),
]
const PERSON_LABEL = '(?:ชื่อผู้ติดต่อ|ชื่อผู้รับ|ชื่อลูกค้า|ชื่อ-สกุล|ชื่อ-นามสกุล|ชื่อ|ผู้ติดต่อ|ติดต่อ|ผู้รับ|เรียน|contact|name|attn\\.?)\\s*[:：]?\\s*'
const TITLE = Object.values(TITLES)
  .flat()
  .concat('น.ส.', 'ด.ช.', 'ด.ญ.')
  .sort((a, b) => b.length - a.length)
  .map((title) => title.replace(/[.()]/g, '\\$&'))
  .join('|')
const PERSON: readonly RegExp[] = [
  new RegExp(`(?:^|[\\n${HOLE}]|\\s)\\s*(?:${PERSON_LABEL})((?:${TITLE})?\\s?[^\\n${HOLE}\\d,]+?)${NAME_STOP}`, 'i'),
  new RegExp(`(?:^|[\\s,:${HOLE}])((?:${TITLE})\\s?[ก-ฮเ-ไA-Z][^\\n${HOLE}\\d,]*?)${NAME_STOP}`),
]
const PLAIN_NAME =
  /^[\s]*([ก-ฮเ-ไ][\u0e01-\u0e4e.]+(?:\s+(?:ณ\s+)?[ก-ฮเ-ไ][\u0e01-\u0e4e]+)?(?:\s*\([^)\d]+\))?)\s*(?=\n|\ufffe|$)/
const ONLY_LABELS =
  /(?:^|\s)(?:ที่อยู่(?:จัดส่ง|ปัจจุบัน|ออกบิล)?|จัดส่งที่|ส่งที่|ชื่อ|ติดต่อ|ผู้ติดต่อ|ผู้รับ|โทร\.?|tel\.?|line|email|อีเมล|address|name)\s*[:：.]?(?=\s|$)/gi

class Block {
  rest: string
  readonly sources: Pasted['sources'] = []

  constructor(text: string) {
    this.rest = text
  }

  /** Takes the first match out of the text, leaving a hole; undefined if there is none or `accept` refuses it. */
  take(
    field: PastedField,
    pattern: RegExp,
    accept: (match: RegExpExecArray) => boolean = () => true,
  ): RegExpExecArray | undefined {
    const match = pattern.exec(this.rest)
    if (!match || !accept(match)) return undefined
    const lead = /^[\s,:\ufffe]*/.exec(match[0])?.[0] ?? ''
    this.sources.push({ field, fragment: match[0].slice(lead.length).trim() })
    this.rest = this.rest.slice(0, match.index) + lead + HOLE + this.rest.slice(match.index + match[0].length)
    return match
  }

  takeAll(field: PastedField, pattern: RegExp, use: (match: RegExpExecArray) => void): void {
    for (let match = this.take(field, pattern); match; match = this.take(field, pattern)) use(match)
  }
}

function takeNumbers(block: Block, pasted: Pasted): void {
  block.takeAll('email', EMAIL, (match) => pasted.emails.push((match[1] ?? '').toLowerCase()))
  const line = block.take('line', LINE_ID)
  if (line) pasted.lineId = line[1] ?? line[2]
  const taxId = block.take('taxId', TAX_ID, (match) => {
    const labelled = !/^\d/.test(match[0])
    return labelled || taxIdProblem((match[1] ?? '').replace(/\D/g, '')) === undefined
  })
  const read = taxId && parseTaxId(taxId[1] ?? '')
  if (read?.ok) {
    pasted.taxId = read.digits
    if (taxIdProblem(read.digits) !== undefined) pasted.warnings.push('tax_id_checksum')
  }
  const branch = block.take('branch', BRANCH)
  if (branch) pasted.branch = parseBranch(branch[1] ?? '')
  for (const pattern of [PHONE, SPECIAL_NUMBER]) {
    for (let match = pattern.exec(block.rest); match; match = pattern.exec(block.rest)) {
      const fax = /แฟ|สาร|fax/i.test(match[0].slice(0, 12))
      block.take(fax ? 'fax' : 'phone', pattern)
      const target = fax ? pasted.faxes : pasted.phones
      target.push(...parsePhones(match[2] ?? match[1] ?? ''))
    }
  }
}

function takeNames(block: Block, pasted: Pasted): void {
  for (const pattern of COMPANY) {
    if (pasted.company) break
    const match = block.take('company', pattern)
    if (match) pasted.company = parseCompanyName(match[1] ?? '')
  }
  for (const pattern of PERSON) {
    block.takeAll('person', pattern, (match) => pasted.people.push(parsePersonName(match[1] ?? '')))
  }
  if (!pasted.company && pasted.people.length === 0) {
    const match = block.take('person', PLAIN_NAME)
    if (match) pasted.people.push(parsePersonName(match[1] ?? ''))
  }
}

/**
 * Takes a pasted block apart: first what cannot be mistaken (e-mail, LINE, tax number, branch, telephones), then the organisation, people, and the
 * address; the rest is `leftover`. Thai digits, missing labels and everyday names are understood. Look for duplicates before saving.
 */
export function parsePaste(text: string, places: Places): Pasted {
  const block = new Block(toArabicDigits(norm(text)))
  const pasted: Pasted = {
    people: [],
    phones: [],
    faxes: [],
    emails: [],
    address: {},
    leftover: [],
    warnings: [],
    sources: block.sources,
  }
  takeNumbers(block, pasted)
  takeNames(block, pasted)
  if (pasted.company?.branch) pasted.branch ??= pasted.company.branch
  const remaining = block.rest.replaceAll(HOLE, '\n').replace(ONLY_LABELS, ' ')
  const { address, leftover, warnings } = parseAddress(norm(remaining).replace(/\n\s*\n+/g, '\n'), places)
  const { text: _text, ...understood } = address
  pasted.address = understood
  pasted.leftover = leftover
  pasted.warnings.push(...warnings)
  if (Object.keys(understood).length > 0) {
    block.sources.push({ field: 'address', fragment: norm(remaining).replace(/\s*\n\s*/g, ' ') })
  }
  return pasted
}
