/** Names of organisations: the legal form, the name itself and the branch, apart and together. */
import { toArabicDigits } from './digits.ts'
import { formatBranch } from './tax-id.ts'
import { fold, norm } from './text.ts'

export type CompanyForm =
  | 'limited'
  | 'public'
  | 'limited-partnership'
  | 'ordinary-partnership'
  | 'shop'
  | 'joint-venture'
  | 'cooperative'
  | 'foundation'
  | 'association'
  | 'condominium'
  | 'housing-estate'
  | 'school'
  | 'hospital'
  | 'temple'
  | 'municipality'
  | 'subdistrict-office'
  | 'department'

/** `branch` has 5 digits; `english` says that the name was written in the English way and prints so. */
export type CompanyName = { form?: CompanyForm; name: string; branch?: string; english?: boolean }

type FormWords = { form: CompanyForm; before: string; after?: string; short?: string; english?: string }

/** How each form is printed around the name. */
const FORMS: readonly FormWords[] = [
  { form: 'limited', before: 'บริษัท', after: 'จำกัด', short: 'บจก.', english: 'Co., Ltd.' },
  { form: 'public', before: 'บริษัท', after: 'จำกัด (มหาชน)', short: 'บมจ.', english: 'Public Company Limited' },
  { form: 'limited-partnership', before: 'ห้างหุ้นส่วนจำกัด', short: 'หจก.', english: 'Limited Partnership' },
  {
    form: 'ordinary-partnership',
    before: 'ห้างหุ้นส่วนสามัญนิติบุคคล',
    short: 'หสน.',
    english: 'Registered Ordinary Partnership',
  },
  { form: 'shop', before: 'ร้าน', english: 'Shop' },
  { form: 'joint-venture', before: 'กิจการร่วมค้า', english: 'Joint Venture' },
  { form: 'cooperative', before: 'สหกรณ์', after: 'จำกัด', short: 'สกก.' },
  { form: 'foundation', before: 'มูลนิธิ', english: 'Foundation' },
  { form: 'association', before: 'สมาคม', english: 'Association' },
  { form: 'condominium', before: 'นิติบุคคลอาคารชุด' },
  { form: 'housing-estate', before: 'นิติบุคคลหมู่บ้านจัดสรร' },
  { form: 'school', before: 'โรงเรียน', short: 'รร.', english: 'School' },
  { form: 'hospital', before: 'โรงพยาบาล', short: 'รพ.', english: 'Hospital' },
  { form: 'temple', before: 'วัด' },
  { form: 'municipality', before: 'เทศบาล', short: 'ทต.' },
  { form: 'subdistrict-office', before: 'องค์การบริหารส่วนตำบล', short: 'อบต.' },
  { form: 'department', before: 'กรม' },
]

/** Beginnings, the longer ones first. */
const BEFORE: readonly [RegExp, CompanyForm][] = [
  [/^(?:บริษัทจำกัด\s*\(มหาชน\)|บริษัทมหาชนจำกัด|บมจ\s*\.?|บ\.\s*ม\.\s*จ\.)\s*/, 'public'],
  [/^(?:บริษัทจำกัด|บจก\s*\.?|บ\.\s*จ\.\s*ก\.|บจ\.|บริษัท|บ\.|บ(?=\s))\s*/, 'limited'],
  [/^(?:ห้างหุ้นส่วน\s*จำกัด|หจก\s*\.?|ห\.\s*จ\.\s*ก\.)\s*/, 'limited-partnership'],
  [/^(?:ห้างหุ้นส่วนสามัญนิติบุคคล|ห้างหุ้นส่วนสามัญ|หสน\s*\.?|หสม\s*\.?|ห\.\s*ส\.\s*น\.|ห้างหุ้นส่วน)\s*/, 'ordinary-partnership'],
  [/^(?:กิจการร่วมค้า)\s*/, 'joint-venture'],
  [/^(?:นิติบุคคลอาคารชุด)\s*/, 'condominium'],
  [/^(?:นิติบุคคลหมู่บ้านจัดสรร|นิติบุคคลหมู่บ้าน)\s*/, 'housing-estate'],
  [/^(?:องค์การบริหารส่วนตำบล|อบต\s*\.?)\s*/, 'subdistrict-office'],
  [/^(?:สหกรณ์)\s*/, 'cooperative'],
  [/^(?:มูลนิธิ)\s*/, 'foundation'],
  [/^(?:สมาคม)\s*/, 'association'],
  [/^(?:โรงเรียน|รร\.)\s*/, 'school'],
  [/^(?:โรงพยาบาล|รพ\.)\s*/, 'hospital'],
  [/^(?:เทศบาล)(?=ตำบล|เมือง|นคร)/, 'municipality'],
  [/^(?:กรม)(?=[ก-ฮเแโใไ]{2})/, 'department'],
  [/^(?:วัด)(?=[ก-ฮเแโใไ]{2})/, 'temple'],
  [/^(?:ร้าน)(?!อาหาร$)\s*/, 'shop'],
]

const PUBLIC_AFTER = /\s*จำกัด\s*\(?\s*มหาชน\s*\)?\s*$/
const LIMITED_AFTER = /\s*(?:\(\s*จำกัด\s*\)|จำกัด|จก\.)\s*$/
const ENGLISH_AFTER: readonly [RegExp, CompanyForm][] = [
  [/[\s,]*(?:\bpublic\s+company\s+limited|\bpublic\s+co\.?\s*,?\s*ltd\.?|\bp\.?\s?c\.?\s?l\.?)\s*$/i, 'public'],
  [/[\s,]*\bregistered\s+ordinary\s+partnership\s*$/i, 'ordinary-partnership'],
  [
    /[\s,]*\b(?:limited\s+partnership|ltd\.?\s*,?\s*part(?:nership)?\.?|part\.?\s*,?\s*ltd\.?|l\.p\.)\s*$/i,
    'limited-partnership',
  ],
  [/[\s,]*\b(?:co\.?\s*,?\s*ltd\.?|company\s+limited|co\.?\s*,?\s*limited|limited|ltd\.?)\s*$/i, 'limited'],
]
const BRANCH_AFTER =
  /[\s,(]*(?:(สำนักงานใหญ่|สนญ\.?|\bhead\s*office)|(?:สาขา(?:ที่|เลขที่)?|\bbranch(?:\s*no\.?)?)\s*(\d{1,5}))\s*\)?\s*$/i

function wordsOf(form: CompanyForm): FormWords | undefined {
  return FORMS.find((words) => words.form === form)
}

type Taken = { form?: CompanyForm; english?: boolean; rest: string }

function takeBeginning(text: string): Taken {
  for (const [pattern, form] of BEFORE) {
    const match = pattern.exec(text)
    if (match && match[0].length < text.length) return { form, rest: text.slice(match[0].length) }
  }
  return { rest: text }
}

/** The ending that belongs to a Thai beginning: จำกัด, จำกัด (มหาชน). */
function takeThaiEnding(form: CompanyForm, text: string): Taken {
  if (form === 'public') return { form, rest: text.replace(PUBLIC_AFTER, '').replace(/\s*\(มหาชน\)\s*$/, '') }
  if (form === 'limited' && PUBLIC_AFTER.test(text)) return { form: 'public', rest: text.replace(PUBLIC_AFTER, '') }
  return { form, rest: form === 'limited' || form === 'cooperative' ? text.replace(LIMITED_AFTER, '') : text }
}

/** An ending without a beginning: `ธนาคาร X จำกัด (มหาชน)`, `X Co., Ltd.` */
function takeLoneEnding(text: string): Taken {
  if (PUBLIC_AFTER.test(text)) return { form: 'public', rest: text.replace(PUBLIC_AFTER, '') }
  if (LIMITED_AFTER.test(text)) return { form: 'limited', rest: text.replace(LIMITED_AFTER, '') }
  for (const [pattern, form] of ENGLISH_AFTER) {
    const match = pattern.exec(text)
    if (match && match.index > 0) return { form, english: true, rest: text.slice(0, match.index) }
  }
  return { rest: text }
}

/** Longer texts are no name: they stay whole, as looking for a form in them would take a time that grows with the cube of their length. */
const LONGEST_NAME = 400

/** Takes a name apart. What is no legal form or branch number stays in `name` as it was written. */
export function parseCompanyName(text: string): CompanyName {
  const clean = norm(text)
  if (clean.length > LONGEST_NAME) return { name: clean }
  const branch = BRANCH_AFTER.exec(toArabicDigits(clean))
  const withoutBranch = branch && branch.index > 0 ? clean.slice(0, branch.index) : clean
  const begun = takeBeginning(withoutBranch)
  const { form, english, rest } = begun.form ? takeThaiEnding(begun.form, begun.rest) : takeLoneEnding(begun.rest)
  const name = rest.replace(/^[\s,]+|[\s,]+$/g, '')
  if (name === '') return { name: clean }
  const company: CompanyName = { name }
  if (form) company.form = form
  if (branch && branch.index > 0) company.branch = branch[1] ? '00000' : (branch[2] ?? '').padStart(5, '0')
  if (english) company.english = true
  return company
}

/**
 * The legal name as it is printed: `บริษัท X จำกัด`, `ห้างหุ้นส่วนจำกัด X`, `X Co., Ltd.`, with `(สำนักงานใหญ่)` or
 * `(สาขาที่ 00002)` behind it where the branch is known.
 */
export function formatCompanyName(company: CompanyName): string {
  const words = company.form && wordsOf(company.form)
  const branch = company.branch ? ` (${formatBranch(company.branch, company.english ? 'en' : 'th')})` : ''
  if (!words) return company.name + branch
  if (company.english && words.english) return `${company.name} ${words.english}${branch}`
  const spaced = words.after !== undefined || words.form.endsWith('partnership') || words.form === 'joint-venture'
  // A bank is a public company whose name says so already: ธนาคารกรุงเทพ จำกัด (มหาชน).
  const bank = company.name.startsWith('ธนาคาร')
  const before = bank ? '' : spaced && words.form !== 'cooperative' ? `${words.before} ` : words.before
  return `${before}${company.name}${words.after ? ` ${words.after}` : ''}${branch}`
}

/** The short word for lists: บจก., บมจ., หจก.; undefined where people use none. */
export function shortForm(form: CompanyForm): string | undefined {
  return wordsOf(form)?.short
}

const NOT_CORE = /\(\s*(?:ประเทศไทย|ไทยแลนด์|thailand|มหาชน|สำนักงานใหญ่|head\s*office)\s*\)|\(\s*สาขา[^)]*\)|ฯ/gi

/** The name without legal words, dots, spaces, brackets and (ประเทศไทย), folded: equal for two writings of one company. */
export function coreName(text: string): string {
  if (text.length > LONGEST_NAME) return fold(text)
  const bare = norm(text).replace(NOT_CORE, ' ').trim()
  const { name } = parseCompanyName(bare)
  const core = fold(name.replace(NOT_CORE, ' '))
  return core === '' ? fold(text) : core
}

/** Whether a text names an organisation rather than a person. */
export function looksLikeCompany(text: string): boolean {
  const form = parseCompanyName(text).form
  if (form !== undefined) return true
  return /ธนาคาร|มหาวิทยาลัย|วิทยาลัย|สำนักงาน|โรงแรม|โรงงาน|คลินิก|การไฟฟ้า|การประปา|เทรดดิ้ง|เซอร์วิส|\b(?:group|bank|university|trading|service|services|inc|corp|llc|gmbh|corporation)\b/i.test(
    text,
  )
}
