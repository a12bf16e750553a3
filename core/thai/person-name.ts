/** Names of people: title, first name, surname, nickname. Thais are called and sorted by the first name. */
import { norm } from './text.ts'

/** `title` as printed on tax papers (`นางสาว`, `พ.ต.อ.`); `last` may be empty and may contain ` ณ `. */
export type PersonName = { title?: string; first: string; last?: string; nick?: string }
export type PersonNameStyle = 'list' | 'polite' | 'legal'

/** The titles to choose from, by group, in their printed form. */
export const TITLES = {
  civil: ['คุณ', 'นาย', 'นาง', 'นางสาว', 'เด็กชาย', 'เด็กหญิง'],
  academic: ['ดร.', 'ผศ.', 'ผศ.ดร.', 'รศ.', 'รศ.ดร.', 'ศ.', 'ศ.ดร.', 'อาจารย์', 'ทนาย'],
  medical: ['นพ.', 'พญ.', 'ทพ.', 'ทพญ.', 'ภก.', 'ภญ.', 'สพ.ญ.', 'น.สพ.'],
  police: 'พล.ต.อ. พล.ต.ท. พล.ต.ต. พ.ต.อ. พ.ต.ท. พ.ต.ต. ร.ต.อ. ร.ต.ท. ร.ต.ต. ด.ต. จ.ส.ต. ส.ต.อ. ส.ต.ท. ส.ต.ต.'.split(' '),
  army: 'พล.อ. พล.ท. พล.ต. พ.อ. พ.อ.(พิเศษ) พ.ท. พ.ต. ร.อ. ร.ท. ร.ต. จ.ส.อ. จ.ส.ท. จ.ส.ต. ส.อ. ส.ท. ส.ต.'
    .split(' ')
    .concat('ว่าที่ ร.ต.', 'ว่าที่ ร.ต.หญิง'),
  navyAir: 'พล.ร.อ. พล.ร.ท. พล.ร.ต. พล.อ.อ. พล.อ.ท. พล.อ.ต. น.อ. น.ท. น.ต. พ.จ.อ. พ.อ.อ.'.split(' '),
  royalMonk: ['ม.ร.ว.', 'ม.ล.', 'ม.จ.', 'คุณหญิง', 'ท่านผู้หญิง', 'พระ', 'พระครู', 'พระมหา'],
  english: ['Mr.', 'Mrs.', 'Ms.', 'Miss', 'Dr.', 'Prof.', 'Khun'],
} as const satisfies Record<string, readonly string[]>

/** Other spellings, and the printed form they stand for. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['น.ส.', 'นางสาว'],
  ['ด.ช.', 'เด็กชาย'],
  ['ด.ญ.', 'เด็กหญิง'],
  ['อ.', 'อาจารย์'],
  ['นายแพทย์', 'นพ.'],
  ['แพทย์หญิง', 'พญ.'],
  ['ทันตแพทย์หญิง', 'ทพญ.'],
  ['ทันตแพทย์', 'ทพ.'],
  ['ศ.นพ.', 'ศ.นพ.'],
  ['รศ.นพ.', 'รศ.นพ.'],
  ['ผศ.นพ.', 'ผศ.นพ.'],
  ['ศาสตราจารย์', 'ศ.'],
  ['รองศาสตราจารย์', 'รศ.'],
  ['ผู้ช่วยศาสตราจารย์', 'ผศ.'],
  ['ด็อกเตอร์', 'ดร.'],
  ['ว่าที่ร้อยตรี', 'ว่าที่ ร.ต.'],
  ['ว่าที่ร้อยตรีหญิง', 'ว่าที่ ร.ต.หญิง'],
  ['ว่าที่ ร้อยตรี', 'ว่าที่ ร.ต.'],
  ['พันตำรวจเอก', 'พ.ต.อ.'],
  ['พันตำรวจโท', 'พ.ต.ท.'],
  ['พันตำรวจตรี', 'พ.ต.ต.'],
  ['ร้อยตำรวจเอก', 'ร.ต.อ.'],
  ['ร้อยตำรวจโท', 'ร.ต.ท.'],
  ['ร้อยตำรวจตรี', 'ร.ต.ต.'],
  ['ดาบตำรวจ', 'ด.ต.'],
  ['จ่าสิบตำรวจ', 'จ.ส.ต.'],
  ['พลเอก', 'พล.อ.'],
  ['พลโท', 'พล.ท.'],
  ['พลตรี', 'พล.ต.'],
  ['พันเอก', 'พ.อ.'],
  ['พันโท', 'พ.ท.'],
  ['พันตรี', 'พ.ต.'],
  ['ร้อยเอก', 'ร.อ.'],
  ['ร้อยโท', 'ร.ท.'],
  ['ร้อยตรี', 'ร.ต.'],
  ['จ่าสิบเอก', 'จ.ส.อ.'],
  ['สิบเอก', 'ส.อ.'],
  ['หม่อมราชวงศ์', 'ม.ร.ว.'],
  ['หม่อมหลวง', 'ม.ล.'],
]

const THAI_TITLES = thaiTitles()
const TITLE_START = new RegExp(`^(?:${[...THAI_TITLES.values()].map((title) => title.pattern).join('|')})`)
const ENGLISH_TITLE = /^(?:(mr|mrs|ms|miss|dr|prof|khun|k)\.\s*|(mr|mrs|ms|miss|dr|prof|khun)\s+)(?=\S)/i
/** A name starts with a consonant or a leading vowel: นายิกา is no นาย, นางาม no นาง, คุณากร no คุณ. */
const NAME_START = /^[\u0e01-\u0e2e\u0e40-\u0e44A-Za-z]/
const CONSONANTS = /[\u0e01-\u0e2e]/g
const NICK_IN_BRACKETS = /\s*[("“]\s*(?:ชื่อเล่น\s*[:.]?\s*|คุณ|น้อง|พี่)?([^()"“”\s\d]{1,24})\s*[)"”]/
const NO_NICK = /ฝ่าย|แผนก|ผู้จัดการ|สาขา|บัญชี|จัดซื้อ|เจ้าของ|กรรมการ|ประธาน|สำนักงาน|manager|owner|sales/i
const NICK_BEHIND = /\s+ชื่อเล่น\s*[:.]?\s*(\S+)\s*$/

/** Every spelling of every Thai title as a piece of a pattern, the longest first. */
function thaiTitles(): Map<string, { pattern: string; printed: string }> {
  const printed = new Map<string, string>(SPELLINGS)
  for (const [group, titles] of Object.entries(TITLES)) {
    if (group !== 'english') for (const title of titles) printed.set(title, title)
  }
  const entries = [...printed].sort(([a], [b]) => b.length - a.length)
  return new Map(
    entries.map(([spelling, title]) => {
      // Dots may have spaces behind them, and the last one may be replaced by a space. A lone letter keeps its dot, and so
      // does นพ., since นพ is a name.
      const escaped = spelling.replace(/[()]/g, '\\$&').replaceAll(' ', '\\s*').replaceAll('.', '\\.\\s*')
      const loose =
        spelling.replaceAll('.', '').length > 1 && spelling !== 'นพ.' ? escaped.replace(/\\\.\\s\*$/, '(?:\\.|(?=\\s))') : escaped
      return [spelling.replace(/[\s.]/g, ''), { pattern: loose, printed: title }]
    }),
  )
}

function takeTitle(text: string): { title?: string; rest: string } {
  const english = ENGLISH_TITLE.exec(text)
  if (english) {
    const word = (english[1] ?? english[2] ?? '').toLowerCase()
    const title = word === 'k' ? 'Khun' : TITLES.english.find((known) => known.toLowerCase().replace('.', '') === word)
    return { title, rest: text.slice(english[0].length) }
  }
  for (let from = TITLE_START.exec(text)?.[0]; from; from = shorterTitle(from)) {
    const rest = text.slice(from.length).trimStart()
    if (!NAME_START.test(rest)) continue
    if (/^[A-Za-z]{2}/.test(rest) || (rest.match(CONSONANTS)?.length ?? 0) >= 2) {
      return { title: THAI_TITLES.get(from.replace(/[\s.]/g, ''))?.printed, rest }
    }
  }
  return { rest: text }
}

/** The next shorter title at the start of a longer one that left no name behind it: คุณหญิง → คุณ. */
function shorterTitle(title: string): string | undefined {
  for (let length = title.length - 1; length > 1; length--) {
    const match = TITLE_START.exec(title.slice(0, length))?.[0]
    if (match && match.length === length) return match
  }
  return undefined
}

function takeNick(text: string): { nick?: string; rest: string } {
  const match = NICK_BEHIND.exec(text) ?? NICK_IN_BRACKETS.exec(text)
  if (!match?.[1] || NO_NICK.test(match[0])) return { rest: text }
  const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.trim()
  return rest === '' ? { rest: text } : { nick: match[1], rest }
}

/** Longer texts are no name and stay whole: looking for a nickname in them would take ever longer. */
const LONGEST_NAME = 400

/**
 * Takes a name apart: `นางสาวกมลชน ใจดี (น้องแนน)` → นางสาว · กมลชน · ใจดี · แนน. A glued title is taken off only where a name of at
 * least two consonants remains. Whatever is no title or nickname stays in `first` and `last`.
 */
export function parsePersonName(text: string): PersonName {
  const clean = norm(text)
  if (clean.length > LONGEST_NAME) return { first: clean }
  const { title, rest: untitled } = takeTitle(clean.replace(/^(?:ชื่อ|ติดต่อ)\s*[:：]?\s+/, ''))
  const { nick, rest } = takeNick(untitled)
  const [, surname, given] = /^([A-Za-z' -]+),\s*([A-Za-z].*)$/.exec(rest) ?? []
  const [first = '', ...others] = (surname && given ? `${given} ${surname}` : rest).split(/\s+/)
  const name: PersonName = { first }
  if (title) name.title = title
  if (others.length > 0) name.last = others.join(' ')
  if (nick) name.nick = nick
  return name
}

function isEveryday(title: string | undefined): boolean {
  return title === undefined || title === 'คุณ' || title === 'นาย' || title === 'นาง' || title === 'นางสาว'
}

function joinTitle(title: string, first: string): string {
  return /[A-Za-z]\.?$/.test(title) ? `${title} ${first}` : title + first
}

/**
 * A name in words. `list`: คุณสมชาย (ต้น) รักไทย. `polite`: คุณสมชาย, to speak or write to somebody. `legal`: นายสมชาย รักไทย, for tax papers. Ranks,
 * degrees and monks keep their title instead of คุณ; Latin names get none they did not have.
 */
export function formatPersonName(name: PersonName, style: PersonNameStyle): string {
  const last = name.last ? ` ${name.last}` : ''
  if (style === 'legal') return (name.title ? joinTitle(name.title, name.first) : name.first) + last
  const latin = /^[A-Za-z]/.test(name.first)
  const title = isEveryday(name.title) ? (latin ? '' : 'คุณ') : (name.title ?? '')
  const called = joinTitle(title, name.first)
  if (style === 'polite') return called
  return called + (name.nick ? ` (${name.nick})` : '') + last
}
