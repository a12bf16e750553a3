import type { RecordLink } from '../../../core/fields/values.ts'
import { addDays, instantToLocal } from '../../../core/thai/date.ts'
import type { Context } from '../../records/context.ts'
import type { RecordRow } from '../../records/row.ts'
import { wordOf } from '../../words.ts'
import { dayOf, type Series, seriesOf } from '../activities/repeat.ts'

const PRODUCT = '-//Samphan//Samphan CRM//TH'
/** RFC 5545 §3.1: a line has at most 75 octets, without its break. */
const LINE_OCTETS = 75
const USUAL_MINUTES = 60
const DAY_MINUTES = 1440
/** Marks what is done, because subscribers know no done events. */
export const DONE_SIGN = '✓ '

/** The UID of an activity that was made here. */
export const uidOf = (id: string): string => `${id}@samphan`

/** A text value: backslash, semicolon, comma and line break are escaped (RFC 5545 §3.3.11); other control characters are not allowed. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .replace(/[\\;,]/g, (sign) => `\\${sign}`)
      .replace(/\n/g, '\\n')
  )
}

/** Folds a content line at 75 octets without cutting a character in two: a Thai letter takes three. */
export function foldLine(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    // The space that begins a continued line counts, too.
    if (octets + size > (parts.length === 0 ? LINE_OCTETS : LINE_OCTETS - 1)) {
      parts.push(part)
      part = ''
      octets = 0
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n ')
}

const stamp = (instant: string): string => `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`

/** `;TZID=Asia/Bangkok:20261125T090000`: local time, so that what repeats monthly keeps its day of the month. */
function localTime(instant: string, zone: string): string {
  const { date, time } = instantToLocal(instant, zone)
  return `;TZID=${zone}:${date.replaceAll('-', '')}T${time.replace(':', '')}00`
}

/** RFC 5545 rules for the product's own repeats. A day that a month lacks falls on the month's last day, as it does here. */
export function repeatRule(series: Series, zone: string): string | undefined {
  const day = dayOf(series, zone)
  const onDay = day > 28 ? `;BYMONTHDAY=${Array.from({ length: day - 27 }, (_, at) => 28 + at).join(',')};BYSETPOS=-1` : ''
  switch (series.repeat) {
    case 'daily':
      return 'FREQ=DAILY'
    case 'weekly':
      return 'FREQ=WEEKLY'
    case 'monthly':
      return `FREQ=MONTHLY${onDay}`
    case 'quarterly':
      return `FREQ=MONTHLY;INTERVAL=3${onDay}`
    case 'yearly':
      // A yearly rule would leave out the years that have no such day.
      return day > 28 ? `FREQ=MONTHLY;INTERVAL=12${onDay}` : 'FREQ=YEARLY'
    default:
      return undefined
  }
}

/** A whole calendar (RFC 5545) of activities that have a time. The same rows give the same text, so that a subscriber can tell that nothing changed. */
export function writeCalendar(ctx: Context, rows: readonly RecordRow[], uids: ReadonlyMap<string, string>): string {
  const zone = ctx.catalog.timeZone
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${PRODUCT}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(wordOf(ctx.lang, 'app.name'))}`,
    `X-WR-TIMEZONE:${zone}`,
    ...zoneLines(zone),
    ...rows.flatMap((row) => eventLines(ctx, row, uids.get(row.id) ?? uidOf(row.id))),
    'END:VCALENDAR',
  ]
  return `${lines.map(foldLine).join('\r\n')}\r\n`
}

/** Thailand has been at +07:00 without summer time since 1920. */
const zoneLines = (zone: string): string[] => [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0700',
  'TZOFFSETTO:+0700',
  'TZNAME:+07',
  'END:STANDARD',
  'END:VTIMEZONE',
]

function eventLines(ctx: Context, row: RecordRow, uid: string): string[] {
  const zone = ctx.catalog.timeZone
  const changed = stamp((row.updatedAt as string | undefined) ?? ctx.now)
  const series = row.doneAt ? undefined : seriesOf(row)
  const rule = series && repeatRule(series, zone)
  const details = detailsOf(ctx, row)
  const kind = choiceLabel(ctx, 'activityType', row.type)
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${changed}`,
    `LAST-MODIFIED:${changed}`,
    `SEQUENCE:${row.version - 1}`,
    ...timeLines(row, zone),
    `SUMMARY:${escapeText((row.doneAt ? DONE_SIGN : '') + row.title)}`,
    ...(details ? [`DESCRIPTION:${escapeText(details)}`] : []),
    ...(row.place ? [`LOCATION:${escapeText(String(row.place))}`] : []),
    ...(kind ? [`CATEGORIES:${escapeText(kind)}`] : []),
    ...(rule ? [`RRULE:${rule}`] : []),
    'STATUS:CONFIRMED',
    `TRANSP:${row.type === 'task' || row.allDay === true || row.doneAt ? 'TRANSPARENT' : 'OPAQUE'}`,
    ...alarmLines(ctx, row),
    'END:VEVENT',
  ]
}

function timeLines(row: RecordRow, zone: string): string[] {
  const dueAt = row.dueAt as string
  const minutes = typeof row.minutes === 'number' && row.minutes > 0 ? row.minutes : undefined
  if (row.allDay === true) {
    const { date } = instantToLocal(dueAt, zone)
    const days = Math.max(1, Math.round((minutes ?? DAY_MINUTES) / DAY_MINUTES))
    const plain = (day: string) => day.replaceAll('-', '')
    return [`DTSTART;VALUE=DATE:${plain(date)}`, `DTEND;VALUE=DATE:${plain(addDays(date, days))}`]
  }
  const end = new Date(Date.parse(dueAt) + Math.round(minutes ?? USUAL_MINUTES) * 60_000).toISOString()
  return [`DTSTART${localTime(dueAt, zone)}`, `DTEND${localTime(end, zone)}`]
}

/** Only one's own reminders ring on one's own phone. */
function alarmLines(ctx: Context, row: RecordRow): string[] {
  if (typeof row.remindAt !== 'string' || row.doneAt || row.owner !== ctx.userId) return []
  const ahead = Math.round((Date.parse(row.dueAt as string) - Date.parse(row.remindAt)) / 60_000)
  if (ahead < 0 || ahead > 40_000) return []
  return ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escapeText(row.title)}`, `TRIGGER:-PT${ahead}M`, 'END:VALARM']
}

/** With whom, what was noted, and how it went: the titles are only those that the reader may see. */
function detailsOf(ctx: Context, row: RecordRow): string {
  const titles = row.titles ?? {}
  const links = ((row.about as RecordLink[] | undefined) ?? []).map((link) => link.id)
  const anchor = typeof row.anchorCustomer === 'string' ? [row.anchorCustomer] : []
  const names = [...new Set([...anchor, ...links])].flatMap((id) => (titles[id] ? [titles[id]] : []))
  const outcome = choiceLabel(ctx, 'outcome', row.outcome)
  return [names.join(' · '), row.body, outcome].filter(Boolean).join('\n')
}

function choiceLabel(ctx: Context, list: string, key: unknown): string {
  const choice = ctx.catalog.choices.find((candidate) => candidate.list === list && candidate.key === key)
  return choice ? (ctx.lang === 'en' ? choice.labelEn || choice.labelTh : choice.labelTh) : ''
}
