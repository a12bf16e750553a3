import type { RecordRow } from '../../../core/contract/records.ts'
import { addDays, instantToLocal } from '../../../core/thai/date.ts'
import type { CallReply } from '../../lib/api.ts'

/** How it stands with an item: open, done, late, or a later round of something that repeats. */
export type ItemState = 'open' | 'done' | 'late' | 'coming'

/** An activity at its place in the calendar. Days are local dates, minutes count from midnight. */
export type CalendarItem = {
  /** The activity's id; a later round of it has its time behind. */
  key: string
  row: RecordRow
  state: ItemState
  allDay: boolean
  start: string
  /** In minutes; what has no length of its own is given a usual one. */
  minutes: number
  day: string
  /** Minutes after midnight at which it begins. */
  at: number
  /** The last local day that it touches. */
  lastDay: string
  /** True when the reader may move it. */
  movable: boolean
}

/** Where an item is put while it is moved, before the server knows. */
export type Place = { day: string; at: number; minutes: number }

export const DAY_MINUTES = 1440
/** Tasks and calls are short; people meet for an hour. */
const USUAL_MINUTES: Record<string, number> = { task: 30, call: 30, line: 30, email: 30 }

export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
export const timeAt = (minutes: number): string => {
  const within = ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}

type Office = { timeZone: string; today: string }

function itemAt(row: RecordRow, key: string, start: string, state: ItemState, { timeZone }: Office): CalendarItem {
  const planned = typeof row.dueAt === 'string'
  const allDay = row.allDay === true && planned
  const own = typeof row.minutes === 'number' && row.minutes > 0 ? row.minutes : undefined
  const minutes = allDay
    ? Math.max(1, Math.round((own ?? DAY_MINUTES) / DAY_MINUTES)) * DAY_MINUTES
    : (own ?? USUAL_MINUTES[String(row.type)] ?? 60)
  const local = instantToLocal(start, timeZone)
  const last = instantToLocal(new Date(Date.parse(start) + minutes * 60_000 - 1).toISOString(), timeZone)
  return {
    key,
    row,
    state,
    allDay,
    start,
    minutes,
    day: local.date,
    at: allDay ? 0 : minutesOf(local.time),
    lastDay: last.date,
    movable: (row.may?.edit ?? false) && planned && (state === 'open' || state === 'late'),
  }
}

/** The items of a reply, those under way put where they are being moved to; in order of day and time, whole days first. */
export function itemsOf(
  reply: CallReply<'calendar'>,
  office: Office,
  options: { now: string; done: boolean; moved: ReadonlyMap<string, { dueAt: string; minutes: number }> },
): CalendarItem[] {
  const items = reply.rows.flatMap((row): CalendarItem[] => {
    const moved = options.moved.get(row.id)
    const start = moved?.dueAt ?? (typeof row.dueAt === 'string' ? row.dueAt : String(row.at))
    if (row.doneAt && !options.done) return []
    const overdue =
      row.allDay === true
        ? instantToLocal(start, office.timeZone).date < office.today
        : start < options.now && row.type !== 'note'
    const state = row.doneAt ? 'done' : overdue ? 'late' : 'open'
    const shown = moved ? { ...row, dueAt: moved.dueAt, minutes: moved.minutes } : row
    return [itemAt(shown, row.id, start, state, office)]
  })
  const coming = reply.series.flatMap(({ row, at }) =>
    at.map((start) => itemAt(row, `${row.id} ${start}`, start, 'coming', office)),
  )
  return [...items, ...coming].sort(
    (a, b) => compare(a.day, b.day) || Number(b.allDay) - Number(a.allDay) || a.at - b.at || compare(a.row.title, b.row.title),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const isOn = (item: CalendarItem, day: string): boolean => item.day <= day && day <= item.lastDay

/** Whole days, and whatever is longer than a day, stand above the hours. */
export const isAbove = (item: CalendarItem): boolean => item.allDay || item.minutes >= DAY_MINUTES

/** The minutes of a day that an item takes, from 0 to 1440. */
export function partOf(item: CalendarItem, day: string): { from: number; until: number } {
  const from = item.day < day ? 0 : item.at
  const end = item.at + item.minutes
  const until = item.lastDay > day ? DAY_MINUTES : item.day < day ? end - DAY_MINUTES : end
  return { from, until: Math.min(DAY_MINUTES, until) }
}

/** Puts a place that left its day back onto the right one. */
export function settled(place: Place): Place {
  const days = Math.floor(place.at / DAY_MINUTES)
  return { ...place, day: addDays(place.day, days), at: place.at - days * DAY_MINUTES }
}
