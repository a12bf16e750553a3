import type { PointerEvent as ReactPointerEvent } from 'react'
import { addDays, daysBetween } from '../../../core/thai/date.ts'
import { type CalendarItem, DAY_MINUTES, type Place } from './calendar-items.ts'

const SNAP_MINUTES = 15

const snap = (minutes: number): number => Math.round(minutes / SNAP_MINUTES) * SNAP_MINUTES

/** The day whose column stands at this place on the screen. */
export const dayUnder = (frame: HTMLElement | null, x: number): string | undefined =>
  [...(frame?.querySelectorAll<HTMLElement>('[data-cal-day]') ?? [])].find((column) => {
    const box = column.getBoundingClientRect()
    return x >= box.left && x < box.right
  })?.dataset.calDay

/** The minute of the day at a height on the screen. */
export function minuteAt(column: HTMLElement | null, y: number): number {
  const box = column?.getBoundingClientRect()
  return box ? ((y - box.top) / box.height) * DAY_MINUTES : 0
}

/** An item of several days is held by any of them: the day held is what goes to the day under the pointer. */
const beginsOn = (item: CalendarItem, grabbed: string, under: string): string => addDays(under, daysBetween(grabbed, item.day))

/** Where an item goes that is carried from day to day, its hours as they are. */
export function carriedTo(item: CalendarItem, grabbed: string, dayAt: (pointer: PointerEvent) => string | undefined) {
  return (pointer: PointerEvent): Place | undefined => {
    const under = dayAt(pointer)
    return under === undefined ? undefined : { day: beginsOn(item, grabbed, under), at: item.at, minutes: item.minutes }
  }
}

/** Where an item goes that is moved over the hours. */
export function movedBy(frame: HTMLElement | null, event: ReactPointerEvent, item: CalendarItem, grabbed: string) {
  const column = event.currentTarget.closest<HTMLElement>('[data-cal-day]')
  const into = minuteAt(column, event.clientY) - item.at
  return (pointer: PointerEvent): Place => {
    const at = snap(minuteAt(column, pointer.clientY) - into)
    return {
      day: beginsOn(item, grabbed, dayUnder(frame, pointer.clientX) ?? grabbed),
      at: Math.min(DAY_MINUTES - SNAP_MINUTES, Math.max(0, at)),
      minutes: item.minutes,
    }
  }
}

/** How long an item gets whose foot is drawn. */
export function stretchedBy(event: ReactPointerEvent, item: CalendarItem) {
  const column = event.currentTarget.closest<HTMLElement>('[data-cal-day]')
  const before = item.lastDay === item.day ? 0 : DAY_MINUTES
  return (pointer: PointerEvent): Place => ({
    day: item.day,
    at: item.at,
    minutes: Math.max(SNAP_MINUTES, snap(before + minuteAt(column, pointer.clientY) - item.at)),
  })
}
