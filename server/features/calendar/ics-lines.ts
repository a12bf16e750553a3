import { AppError } from '../../../core/errors.ts'

/** One property of a calendar file: `DTSTART;TZID=Asia/Bangkok:20261125T090000`. Names are in capitals, the value as it stands. */
export type Property = { name: string; params: Readonly<Record<string, string>>; value: string }
/** A part between BEGIN and END, with what it holds. */
export type Component = { name: string; line: number; properties: Property[]; parts: Component[] }

/** Deeper than this nobody nests: a calendar, an event, its alarm. */
const DEEPEST = 8
const MOST_LINES = 300_000
/** Longer values are cut: attachments stand in the text, and nobody reads a novel in a calendar. */
const LONGEST_VALUE = 20_000
/** The properties that are read; pictures and other programs' own properties are not even kept. */
const READ = new Set([
  'UID',
  'SUMMARY',
  'DESCRIPTION',
  'LOCATION',
  'DTSTART',
  'DTEND',
  'DUE',
  'DURATION',
  'RRULE',
  'RDATE',
  'EXDATE',
  'RECURRENCE-ID',
  'STATUS',
  'SEQUENCE',
  'TRIGGER',
  'COMPLETED',
  'TZID',
  'TZOFFSETTO',
  'X-LIC-LOCATION',
  'X-WR-CALNAME',
  'X-WR-TIMEZONE',
])

/** Joins folded lines (RFC 5545 §3.1); empty lines, which some programs put between the parts of one line, are passed over. */
function* unfolded(text: string): Generator<[line: string, number: number]> {
  let current: string | undefined
  let begun = 0
  let number = 0
  for (const raw of text.split(/\r\n|\n|\r/)) {
    number += 1
    if (number > MOST_LINES) throw new AppError('calendar.too_many', { most: MOST_LINES })
    if (raw.trim() === '') continue
    if ((raw.startsWith(' ') || raw.startsWith('\t')) && current !== undefined) {
      if (current.length < LONGEST_VALUE * 2) current += raw.slice(1)
      continue
    }
    if (current !== undefined) yield [current, begun]
    current = raw
    begun = number
  }
  if (current !== undefined) yield [current, begun]
}

/** Reads a content line; undefined for one that is none. Quoted parameter values may hold `:` and `;`. */
export function parseLine(line: string): Property | undefined {
  const head = /^[A-Za-z0-9-]{1,60}/.exec(line)?.[0]
  if (!head) return undefined
  const params: Record<string, string> = Object.create(null)
  let at = head.length
  while (line[at] === ';') {
    const param = /^;([A-Za-z0-9-]{1,60})=("[^"]*"|[^";:]*)((?:,(?:"[^"]*"|[^";:,]*))*)/.exec(line.slice(at, at + 2_000))
    if (!param) return undefined
    params[(param[1] ?? '').toUpperCase()] = (param[2] ?? '').replace(/^"|"$/g, '')
    at += param[0].length
  }
  if (line[at] !== ':') return undefined
  return { name: head.toUpperCase(), params, value: line.slice(at + 1, at + 1 + LONGEST_VALUE) }
}

/** The parts that there are, so that a misspelt end of the calendar itself is not taken for one of theirs. */
const PARTS = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VALARM', 'VTIMEZONE', 'STANDARD', 'DAYLIGHT'])
/** Whether an END closes a part: its own, or one that is misspelt where only the calendar is left to close (seen from Exchange). */
const closes = (part: Component | undefined, name: string): boolean =>
  part !== undefined && (part.name === name || (part.name === 'VCALENDAR' && !PARTS.has(name)))

/**
 * The calendars of a file, each with its parts. Throws `calendar.not_a_calendar` for a text that begins with none,
 * `calendar.broken` for one whose parts do not close, `calendar.too_many` beyond its limits.
 */
export function readComponents(text: string): Component[] {
  const calendars: Component[] = []
  const open: Component[] = []
  for (const [line, number] of unfolded(text.replace(/^\uFEFF/, ''))) {
    const property = parseLine(line)
    if (!property) {
      if (open.length === 0) throw new AppError('calendar.not_a_calendar')
      continue
    }
    const name = property.value.trim().toUpperCase()
    if (property.name === 'BEGIN') {
      if (open.length === 0 && name !== 'VCALENDAR') throw new AppError('calendar.not_a_calendar')
      if (open.length >= DEEPEST) throw new AppError('calendar.broken', { line: number })
      const part: Component = { name, line: number, properties: [], parts: [] }
      ;(open[open.length - 1]?.parts ?? calendars).push(part)
      open.push(part)
    } else if (property.name === 'END') {
      if (!closes(open.pop(), name)) throw new AppError('calendar.broken', { line: number })
    } else {
      if (open.length === 0) throw new AppError('calendar.not_a_calendar')
      if (READ.has(property.name)) open[open.length - 1]?.properties.push(property)
    }
  }
  if (calendars.length === 0) throw new AppError('calendar.not_a_calendar')
  if (open.length > 0) throw new AppError('calendar.broken', { line: open[0]?.line ?? 0 })
  return calendars
}

/** The text that `escapeText` made, or another program. */
export function unescapeText(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign))
}

export const first = (part: Component, name: string): Property | undefined =>
  part.properties.find((property) => property.name === name)
export const every = (part: Component, name: string): Property[] => part.properties.filter((property) => property.name === name)
