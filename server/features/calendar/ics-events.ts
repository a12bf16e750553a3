import { createHash } from 'node:crypto'
import type { FileReason } from '../../../core/contract/calendar.ts'
import { AppError } from '../../../core/errors.ts'
import { type Component, every, first, unescapeText } from './ics-lines.ts'
import { durationMinutes, type FileTime, instantOf, timesOf, type Zones } from './ics-time.ts'
import { DONE_SIGN } from './write-ics.ts'

/** An event (or task) of a calendar file, read as far as the product has a place for it. */
export type FileEvent = {
  uid: string
  todo: boolean
  summary: string
  body?: string
  place?: string
  /** Undefined when the event has none that can be read; `reasons` says why. */
  start?: FileTime
  minutes?: number
  rule?: string
  extra: FileTime[]
  without: FileTime[]
  /** Which time of a repeating event this one takes the place of. */
  recurrence?: FileTime
  cancelled: boolean
  doneAt?: string
  remindMinutes?: number
  reasons: FileReason[]
}

const MOST_EVENTS = 2_000
const LONGEST_SUBJECT = 300
const LONGEST_BODY = 20_000
const DAY_MINUTES = 1440

/** The events and tasks of one calendar. Throws `calendar.too_many`. */
export function readEvents(calendar: Component, zones: Zones): FileEvent[] {
  const parts = calendar.parts.filter((part) => part.name === 'VEVENT' || part.name === 'VTODO')
  if (parts.length > MOST_EVENTS) throw new AppError('calendar.too_many', { most: MOST_EVENTS })
  return parts.map((part) => readEvent(part, zones))
}

const textOf = (part: Component, name: string): string => unescapeText(first(part, name)?.value ?? '').trim()

function readEvent(part: Component, zones: Zones): FileEvent {
  const todo = part.name === 'VTODO'
  const reasons: FileReason[] = []
  const startProperty = first(part, 'DTSTART') ?? (todo ? first(part, 'DUE') : undefined)
  const [start] = timesOf(startProperty, zones)
  if (!start) reasons.push({ code: startProperty ? 'bad_time' : 'no_start' })
  const zoneName = startProperty?.params.TZID
  if (start && zoneName !== undefined && zones.guessed.has(zoneName))
    reasons.push({ code: 'zone_unknown', params: { zone: zoneName.slice(0, 60) } })
  const full = (textOf(part, 'SUMMARY') || textOf(part, 'LOCATION') || '–').replace(/\s+/g, ' ')
  const summary = full.startsWith(DONE_SIGN) ? full.slice(DONE_SIGN.length) : full
  if (summary.length > LONGEST_SUBJECT) reasons.push({ code: 'text_long' })
  const rule = first(part, 'RRULE')?.value.trim()
  const [recurrence] = timesOf(first(part, 'RECURRENCE-ID'), zones)
  const [completed] = timesOf(first(part, 'COMPLETED'), zones)
  const minutes = start && lengthOf(part, start, zones)
  const remindMinutes = alarmOf(part)
  const body = bodyOf(part, summary, rule)
  const status = textOf(part, 'STATUS').toUpperCase()
  return {
    uid: (first(part, 'UID')?.value.trim() ?? '').slice(0, 500) || madeUid(part),
    todo,
    summary: summary.slice(0, LONGEST_SUBJECT),
    ...(body && { body }),
    ...(textOf(part, 'LOCATION') && { place: textOf(part, 'LOCATION').replace(/\s+/g, ' ').slice(0, LONGEST_SUBJECT) }),
    ...(start && { start }),
    ...(minutes !== undefined && { minutes }),
    ...(rule && { rule }),
    extra: every(part, 'RDATE').flatMap((property) => timesOf(property, zones)),
    without: every(part, 'EXDATE').flatMap((property) => timesOf(property, zones)),
    ...(recurrence && { recurrence }),
    cancelled: status === 'CANCELLED',
    ...((completed ?? (status === 'COMPLETED' ? start : undefined)) && {
      doneAt: instantOf((completed ?? start) as FileTime, zones.of(undefined)),
    }),
    ...(remindMinutes !== undefined && { remindMinutes }),
    reasons,
  }
}

/** What was noted, and in the file's own words whatever the product has no field for: nothing of it is lost. */
function bodyOf(part: Component, summary: string, rule: string | undefined): string {
  const long = summary.length > LONGEST_SUBJECT ? summary : ''
  const said = textOf(part, 'DESCRIPTION')
  return [long, said, rule ? `RRULE:${rule}` : ''].filter(Boolean).join('\n\n').slice(0, LONGEST_BODY)
}

/** The length in minutes, by the end or the duration; undefined where the event has neither, or ends before it begins. */
function lengthOf(part: Component, start: FileTime, zones: Zones): number | undefined {
  const [end] = timesOf(first(part, 'DTEND') ?? (first(part, 'DTSTART') ? first(part, 'DUE') : undefined), zones)
  const office = zones.of(undefined)
  const minutes = end
    ? Math.round((Date.parse(instantOf(end, office)) - Date.parse(instantOf(start, office))) / 60_000)
    : durationMinutes(first(part, 'DURATION')?.value)
  if (minutes === undefined || minutes < 0) return undefined
  return start.time === undefined ? Math.max(DAY_MINUTES, Math.round(minutes / DAY_MINUTES) * DAY_MINUTES) : minutes
}

/** Minutes ahead of the start at which the first alarm rings. */
function alarmOf(part: Component): number | undefined {
  const alarm = part.parts.find((one) => one.name === 'VALARM')
  const minutes = alarm && durationMinutes(first(alarm, 'TRIGGER')?.value)
  return minutes !== undefined && minutes <= 0 ? Math.abs(minutes) : undefined
}

/** An event without a UID is known again by what it says. */
function madeUid(part: Component): string {
  const said = ['SUMMARY', 'DTSTART', 'RRULE', 'LOCATION'].map((name) => first(part, name)?.value ?? '')
  return `${createHash('sha256').update(JSON.stringify(said)).digest('base64url')}@file`
}
