/** A block pasted from a chat taken apart into the fields of a customer, so that nothing has to be typed again. */
import { type ParsedAddress, parseAddress, type ThaiAddress } from './address.ts'
import { type CompanyName, parseCompanyName } from './company-name.ts'
import { toArabicDigits } from './digits.ts'
import { type PersonName, parsePersonName, TITLES } from './person-name.ts'
import { type Phone, parsePhones } from './phone.ts'
import type { Places } from './places.ts'
import { parseBranch, parseTaxId, taxIdProblem } from './tax-id.ts'
import { norm } from './text.ts'

export type PastedField =
  | 'email'
  | 'website'
  | 'line'
  | 'taxId'
  | 'branch'
  | 'phone'
  | 'fax'
  | 'company'
  | 'position'
  | 'person'
  | 'address'
/** A piece of `Pasted.text` and what it became: a field, what no field took, or a greeting that is worth nothing. */
export type PastedMark = { start: number; end: number; as: PastedField | 'leftover' | 'greeting' }
export type PasteWarning = ParsedAddress['warnings'][number] | 'tax_id_checksum'
/**
 * `text` is what was read, normalised; `marks` are its pieces in order, and `sources` the same by field; `leftover` is what no field took.
 */
export type Pasted = {
  text: string
  marks: PastedMark[]
  company?: CompanyName
  people: PersonName[]
  position?: string
  website?: string
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

/** Stands where a piece was taken out, letter by letter, so that what is left keeps its place. */
const HOLE = '\ufffe'
const WEBSITE =
  /(?<!["'(=])(?:(?:web(?:site)?|เว็บ(?:ไซต์)?)\s*[:：]?\s*)?((?<!["'(=])(?:https?:\/\/|www\.)[^\s\ufffe,]+[^\s\ufffe,.)])/i
const EMAIL = /(?:(?:e-?mail|อีเมล์?|เมล์?)\s*[:：]?\s*)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/i
const LINE_ID =
  /(?:(?:\bline(?:\s*(?:id|oa))?|\bid\s*line|ไลน์(?:\s*(?:ไอดี|id))?|ไอดีไลน์)\s*[:：=]?\s*(@?[a-z0-9][a-z0-9._-]{3,19}))|(?<![\w.])(@[a-z0-9][a-z0-9._-]{2,19})/i
const TAX_ID =
  /(?:(?:เลข(?:ที่)?(?:ประจำตัว)?(?:ผู้เสียภาษี)?(?:อากร)?|tax\s*id(?:\s*no\.?)?)\s*(?:\(?13\s*หลัก\)?)?\s*[:：.]?\s*)?(?<!\d)(\d(?:[\s-]?\d){12})(?!\d)/i
const BRANCH = /\(?\s*(สำนักงานใหญ่|สนญ\.|head\s*office|สาขา(?:ที่|เลขที่)?\s*\d{1,5}|branch\s*(?:no\.?)?\s*\d{1,5})\s*\)?/i
const PHONE_LABEL =
  '(?:โทรศัพท์|โทรสาร|โทร|แฟกซ์|แฟ็กซ์|มือถือ|เบอร์(?:โทร|ติดต่อ)?|tel(?:ephone)?|phone|mobile|fax|(?<![a-z])[tmf](?=\\s*[.:：]))'
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
const DEPARTMENT = '(?:จัดซื้อ|บัญชี|การเงิน|ธุรการ|ขาย|การตลาด|บุคคล|ผลิต|ช่าง|ซ่อมบำรุง|วิศวกรรม|คลังสินค้า|จัดส่ง|ประสานงาน|ต้อนรับ)'
const POSITION = new RegExp(
  `(?<=^|[\\s,(${HOLE}])((?:(?:รอง|ผู้ช่วย)?(?:กรรมการผู้จัดการ|ผู้จัดการ|ผู้อำนวยการ|ประธาน|หัวหน้า)[\\u0e01-\\u0e4e]*(?:\\s?(?:ฝ่าย|แผนก)[\\u0e01-\\u0e4e]+)?` +
    `|(?:ฝ่าย|แผนก|เจ้าหน้าที่|พนักงาน)\\s?${DEPARTMENT}[\\u0e01-\\u0e4e]*|${DEPARTMENT}|เจ้าของ(?:ร้าน|กิจการ)?|เลขานุการ|วิศวกร[\\u0e01-\\u0e4e]*|สถาปนิก` +
    `|(?:[A-Z][A-Za-z&]+ ){0,3}(?:Director|Manager|Officer|Engineer|Executive|Supervisor|President|Owner|Accountant|Secretary|Buyer|Architect|CEO|Consultant|Representative))` +
    `)(?=\\s*(?:$|\\n|[,)${HOLE}]|โทร|ติดต่อ|คุณ))`,
)
const GREETING =
  /(?<=^|[\s\ufffe])(?:สวัสดี|หวัดดี|ขอบคุณ(?:มาก)?|ขอบพระคุณ|รบกวนด้วย|thank(?:s| you)|hello|hi)\s?(?:มาก)?(?:ค่ะ|คะ|ครับผม|ครับ|คับ|จ้า|นะคะ|นะครับ)?[.!]*(?=\s|\ufffe|$)/gi
/** Who is called by a word for kin and a nickname, as people sign in a chat. */
const KIN_NAME = /(?<=^|[\s\ufffe])(?:น้อง|พี่|ป้า|ลุง|เฮีย|เจ๊|เสี่ย|ช่าง)([ก-ฮเ-ไ][\u0e01-\u0e4e]{1,14})(?=\s*(?:$|\n|\ufffe|โทร))/
/** A first name and a surname alone on their line, as on a business card. */
const NAME_LINE =
  /(?<=^|\n)[ ]*((?!ถนน|ซอย|ตำบล|แขวง|อำเภอ|เขต|จังหวัด|หมู่|อาคาร|สนใจ|ฝาก|รบกวน|ขอ|ส่ง)[ก-ฮเ-ไ][\u0e01-\u0e4e]+ [ก-ฮเ-ไ][\u0e01-\u0e4e]+|[A-Z][a-z]+ [A-Z][A-Za-z]+)[ ]*(?=\n|\ufffe|$)/
const ONLY_LABELS =
  /(?:^|\s)(?:ที่อยู่(?:จัดส่ง|ปัจจุบัน|ออกบิล)?|จัดส่งที่|ส่งที่|ส่งของ(?:ที่)?|ชื่อ|ติดต่อ|ผู้ติดต่อ|ผู้รับ|โทร\.?|tel\.?|line|email|อีเมล|address|name)\s*[:：.]?(?=\s|$)/gi

/** Each is looked for from the start of the message; more of a kind than a record takes are left over. */
const MOST_OF_A_KIND = 50

class Block {
  rest: string
  readonly sources: Pasted['sources'] = []
  readonly marks: PastedMark[] = []

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
    const [start, end] = [match.index + lead.length, match.index + match[0].length]
    this.sources.push({ field, fragment: this.rest.slice(start, end).trim() })
    this.mark(start, end, field)
    this.rest = this.rest.slice(0, start) + HOLE.repeat(end - start) + this.rest.slice(end)
    return match
  }

  /** Marks what stands between two places, without the spaces at its ends. */
  mark(start: number, end: number, as: PastedMark['as']): void {
    const piece = this.rest.slice(start, end)
    const from = start + (piece.length - piece.trimStart().length)
    const to = start + piece.trimEnd().length
    if (from < to) this.marks.push({ start: from, end: to, as })
  }

  takeAll(field: PastedField, pattern: RegExp, use: (match: RegExpExecArray) => void): void {
    let taken = 0
    for (let match = this.take(field, pattern); match; match = this.take(field, pattern)) {
      use(match)
      if (++taken === MOST_OF_A_KIND) return
    }
  }
}

function takeNumbers(block: Block, pasted: Pasted): void {
  block.takeAll('email', EMAIL, (match) => pasted.emails.push((match[1] ?? '').toLowerCase()))
  const website = block.take('website', WEBSITE)
  if (website) pasted.website = /^www/i.test(website[1] ?? '') ? `https://${website[1]}` : website[1]
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
    for (let match = pattern.exec(block.rest), at = 0; match && at < MOST_OF_A_KIND; match = pattern.exec(block.rest), at++) {
      const fax = /แฟ|สาร|^\s*f(?:ax|\s*[.:])/i.test(match[0].slice(0, 12))
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
  const position = block.take('position', POSITION)
  if (position) pasted.position = position[1]
  for (const pattern of PERSON) {
    block.takeAll('person', pattern, (match) => pasted.people.push(parsePersonName(match[1] ?? '')))
  }
  if (!pasted.company && pasted.people.length === 0) {
    const match = block.take('person', PLAIN_NAME)
    if (match) pasted.people.push(parsePersonName(match[1] ?? ''))
  }
  if (pasted.people.length === 0) {
    // On a card the name has its own line: the first one, or beside the position.
    const match = block.take('person', NAME_LINE, (found) => found.index === 0 || pasted.position !== undefined)
    if (match) pasted.people.push(parsePersonName(match[1] ?? ''))
  }
  if (pasted.people.length === 0) {
    const match = block.take('person', KIN_NAME)
    if (match) pasted.people.push({ first: match[1] ?? '' })
  }
}

/** Without a street, a place or a postcode, a number is a quantity, no house. */
const NO_ADDRESS_ALONE = new Set(['houseNo', 'floor', 'room', 'postcode'])

/** Takes the address out of what is left; what remains then is the leftover. */
function takeAddress(block: Block, pasted: Pasted, places: Places): void {
  for (const greeting of block.rest.matchAll(GREETING))
    block.mark(greeting.index, greeting.index + greeting[0].length, 'greeting')
  const blank = (found: string) => '\n'.repeat(found.length)
  const bare = block.rest.replace(GREETING, blank).replace(ONLY_LABELS, blank)
  const remaining = bare.replaceAll(HOLE, '\n')
  const { address, leftover, warnings } = parseAddress(remaining.replace(/\n\s*\n+/g, '\n'), places)
  const { text: _text, ...understood } = address
  const isAddress = Object.keys(understood).some((key) => !NO_ADDRESS_ALONE.has(key))
  pasted.leftover = isAddress ? leftover : pieces(remaining).map(({ start, end }) => remaining.slice(start, end))
  if (isAddress) {
    pasted.address = understood
    pasted.warnings.push(...warnings)
    block.sources.push({ field: 'address', fragment: norm(remaining).replace(/\s*\n\s*/g, ' ') })
  }
  markRest(block, remaining, pasted.leftover)
}

/** The stretches of a text between line ends that hold a letter or a figure. */
function pieces(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/[^\n]+/g)].flatMap((line) => {
    const inner = /[^\s,:;.()-][^\n]*/.exec(line[0])
    if (!inner) return []
    const start = line.index + inner.index
    return [{ start, end: start + inner[0].replace(/[\s,:;]+$/, '').length }]
  })
}

/** Marks what the address took and what nobody took. */
function markRest(block: Block, remaining: string, leftover: readonly string[]): void {
  let rest = remaining
  let from = 0
  for (const piece of leftover) {
    const at = rest.indexOf(piece, from)
    if (at < 0) continue
    from = at + piece.length
    block.mark(at, from, 'leftover')
    rest = rest.slice(0, at) + '\n'.repeat(piece.length) + rest.slice(from)
  }
  for (const { start, end } of pieces(rest)) block.mark(start, end, 'address')
  block.marks.sort((a, b) => a.start - b.start)
}

/**
 * Takes a pasted block apart: first what cannot be mistaken (e-mail, LINE, tax number, branch, telephones), then the organisation, people, and the
 * address; the rest is `leftover`. Thai digits, missing labels and everyday names are understood. Look for duplicates before saving.
 */
export function parsePaste(text: string, places: Places): Pasted {
  const read = toArabicDigits(norm(text))
  const block = new Block(read)
  const pasted: Pasted = {
    text: read,
    marks: block.marks,
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
  takeAddress(block, pasted, places)
  return pasted
}
