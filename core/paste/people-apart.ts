/** Who a pasted message speaks of, where it is more than one. */
import { type Pasted, parsePaste } from '../thai/paste.ts'
import type { Places } from '../thai/places.ts'

/** A stretch of the message. */
export type Stretch = { start: number; end: number }
/**
 * `apart` are the stretches of several that have nothing to do with one another, each a record of its own, `sure` when each has a name and a way to
 * reach it; `others` are further people at the one firm of the message. One of them, or neither.
 */
export type People = { apart: Stretch[]; sure: boolean; others: Stretch[] }

/** Thirty people with their names, numbers and firms. */
const MOST_LINES = 100
const ALONE: People = { apart: [], sure: false, others: [] }
/** What stands before a name in a list of them. */
const LIST_MARK = /^[\s\d.)\-–•*:]*$/
/** Words that begin a line with a number behind them, and are nobody's name. */
const NO_NAME =
  /^\s*(?:เบอร์|โทร|มือถือ|แฟกซ์|บ้าน|ออฟฟิศ|สำนักงาน|สำรอง|หรือ|และ|ที่|ด่วน|ส่ง|ขอ|สนใจ|ฝาก|รบกวน|ถนน|ซอย|ตำบล|แขวง|อำเภอ|เขต|จังหวัด|หมู่|อาคาร|ติดต่อ|ยืนยัน|แจ้ง|โอน|บัญชี)/
/** Two who are named in one breath. */
const PAIR = /\s*(?:กับ|และ|,|\/|&)\s*(?=คุณ|นาย|นาง|น\.ส\.|พี่|น้อง)/g
/** What joined a stretch to the next one. */
export const JOINED = /\s*(?:กับ|และ|,|\/|&)?\s*$/
/** What is said of the firm, not of a person there. */
const OF_THE_FIRM = new Set(['company', 'address', 'taxId', 'branch', 'website'])

const isReached = (read: Pasted): boolean => read.phones.length > 0 || read.emails.length > 0 || read.lineId !== undefined
const isNamed = (read: Pasted): boolean => read.company !== undefined || read.people.length > 0

/** Who the message that was read speaks of. */
export function peopleIn(whole: Pasted, places: Places): People {
  const { text } = whole
  // A message of more lines tells of something else, and each line would be read by itself.
  if (text.split('\n', MOST_LINES + 1).length > MOST_LINES) return ALONE
  const read = (stretch: Stretch) => parsePaste(text.slice(stretch.start, stretch.end), places)
  const blocks = linesOf(text, /(?:[^\n]|\n(?![ \t]*\n))+/g).map((block) => ({ block, read: read(block) }))
  // Blocks between empty lines, of which each says who and how to reach him.
  if (blocks.length > 1 && blocks.every((each) => isNamed(each.read) && isReached(each.read)))
    return { apart: blocks.map(({ block }) => block), sure: true, others: [] }
  const starts = startsOf(whole, read)
  if (starts.length < 2) return ALONE
  if (whole.company) return { ...ALONE, others: starts.slice(1).map((start, at) => stretchAtFirm(whole, start, starts[at + 2])) }
  const apart = starts.map((start, at) => ({ start: at === 0 ? 0 : start, end: starts[at + 1] ?? text.length }))
  const sure = apart.map(read).every((each) => isNamed(each) && isReached(each))
  return { apart, sure, others: [] }
}

const linesOf = (text: string, pattern: RegExp): Stretch[] =>
  [...text.matchAll(pattern)].flatMap(({ index, 0: line }) =>
    line.trim() === '' ? [] : [{ start: index, end: index + line.length }],
  )

/** Where the persons begin: by title or label, or a name with a number beside it on its line. */
function startsOf(whole: Pasted, read: (stretch: Stretch) => Pasted): number[] {
  const { text, marks } = whole
  const starts = new Set<number>()
  for (const mark of marks)
    if (mark.as === 'person') {
      starts.add(mark.start)
      for (const pair of text.slice(mark.start, mark.end).matchAll(PAIR)) starts.add(mark.start + pair.index + pair[0].length)
    }
  for (const line of linesOf(text, /[^\n]+/g)) {
    const words = text.slice(line.start, line.end)
    const isMarked = marks.some(
      ({ as, start }) => (as === 'person' || as === 'company') && start >= line.start && start < line.end,
    )
    if (isMarked || NO_NAME.test(words.replace(/^[\s\d.)\-•*]+/, ''))) continue
    const alone = read(line)
    if (alone.people.length === 1 && isReached(alone)) starts.add(line.start)
  }
  return [...starts]
    .sort((a, b) => a - b)
    .map((start) => {
      const line = text.lastIndexOf('\n', start - 1) + 1
      return LIST_MARK.test(text.slice(line, start)) ? line : start
    })
}

/** A further person at a firm, as far as the message speaks of him. */
function stretchAtFirm({ text, marks }: Pasted, start: number, next: number | undefined): Stretch {
  const firm = marks.find((mark) => OF_THE_FIRM.has(mark.as) && mark.start > start)
  return { start, end: Math.min(next ?? text.length, firm?.start ?? text.length) }
}

/** The message without some of its stretches; what is left keeps its place. */
export function without(text: string, stretches: readonly Stretch[]): string {
  let left = text
  for (const { start, end } of stretches)
    left = left.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + left.slice(end)
  return left
}
