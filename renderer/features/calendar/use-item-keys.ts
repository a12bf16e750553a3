import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { isKeyOf } from '../../../core/actions.ts'
import { addDays } from '../../../core/thai/date.ts'
import { useActions } from '../../lib/actions.ts'
import { type CalendarItem, DAY_MINUTES, isAbove, type Place, settled } from './calendar-items.ts'
import type { Held } from './use-drag.ts'

const STEP_MINUTES = 15

type Keys = {
  items: readonly CalendarItem[]
  /** The element that holds the items. */
  frame: RefObject<HTMLElement | null>
  /** The element that has the keyboard while no item has it; the frame itself where it is not given. */
  home?: RefObject<HTMLElement | null>
  /** In a month, up and down are weeks. */
  byDay: boolean
  onFinish: (item: CalendarItem) => void
  onPlace: (item: CalendarItem, to: Place) => void
  onPutBack: (item: CalendarItem) => void
  /** Arrows and Enter while no item has the keyboard. */
  onFrame: (event: KeyboardEvent) => void
}

const itemElements = (frame: HTMLElement | null): HTMLElement[] => [
  ...(frame?.querySelectorAll<HTMLElement>('[data-item]') ?? []),
]

/** Brings the keyboard to an item. */
export const focusItem = (key: string): void => document.getElementById(`cal-${key}`)?.focus()

/** The item above, below, or nearest on an earlier or later day. */
function neighbour(frame: HTMLElement | null, from: HTMLElement, code: string): HTMLElement | undefined {
  const all = itemElements(frame)
  const { day = '', at = '0' } = from.dataset
  if (code === 'ArrowUp' || code === 'ArrowDown') {
    const same = all.filter((one) => one.dataset.day === day)
    return same[same.indexOf(from) + (code === 'ArrowDown' ? 1 : -1)]
  }
  const beyond = all.filter((one) => (code === 'ArrowRight' ? (one.dataset.day ?? '') > day : (one.dataset.day ?? '') < day))
  const days = beyond.map((one) => one.dataset.day ?? '').sort()
  const next = code === 'ArrowRight' ? days[0] : days[days.length - 1]
  return beyond
    .filter((one) => one.dataset.day === next)
    .sort((a, b) => Math.abs(Number(a.dataset.at) - Number(at)) - Math.abs(Number(b.dataset.at) - Number(at)))[0]
}

/** Where an arrow takes an item that is lifted; undefined for other keys. */
function carried(item: CalendarItem, place: Place, event: KeyboardEvent, byDay: boolean): Place | undefined {
  const above = isAbove(item)
  const step = above ? DAY_MINUTES : STEP_MINUTES
  const sign = event.code === 'ArrowDown' || event.code === 'ArrowRight' ? 1 : -1
  if (event.code === 'ArrowLeft' || event.code === 'ArrowRight') return { ...place, day: addDays(place.day, sign) }
  if (event.code !== 'ArrowUp' && event.code !== 'ArrowDown') return undefined
  if (event.shiftKey) return { ...place, minutes: Math.max(step, place.minutes + sign * step) }
  if (byDay) return { ...place, day: addDays(place.day, sign * 7) }
  return above ? place : settled({ ...place, at: place.at + sign * STEP_MINUTES })
}

/**
 * The keyboard in a calendar: arrows from item to item, Space ticks off, M lifts one; then arrows carry it, Shift with them stretches it, Enter
 * puts it down and Esc puts it back. `lifted` is where the lifted item is.
 */
export function useItemKeys({ items, frame, home = frame, byDay, onFinish, onPlace, onPutBack, onFrame }: Keys) {
  const [lifted, setLifted] = useState<Held | undefined>()
  const [landed, setLanded] = useState<string | undefined>()
  useEffect(() => {
    if (!landed) return
    focusItem(landed)
    setLanded(undefined)
  }, [landed])

  const lift = (item: CalendarItem) => {
    setLifted({ key: item.key, place: { day: item.day, at: item.at, minutes: item.minutes } })
    // The item is drawn anew wherever it goes; the frame keeps the keyboard meanwhile.
    home.current?.focus({ preventScroll: true })
  }
  useActions(() => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-item]')?.dataset.item
    const item = lifted ? undefined : items.find((one) => one.key === focused)
    if (!item) return { runs: {}, about: undefined }
    return {
      runs: { calendarFinish: () => onFinish(item), ...(item.movable && { calendarMove: () => lift(item) }) },
      about: item.row.title,
    }
  })

  const whileLifted = (event: KeyboardEvent, item: CalendarItem, place: Place) => {
    if (event.code === 'Enter' || event.code === 'Space' || isKeyOf('calendarMove', event.code)) {
      onPlace(item, place)
    } else if (event.code === 'Escape') onPutBack(item)
    else {
      const to = carried(item, place, event, byDay)
      if (to) setLifted({ key: item.key, place: to })
      return to !== undefined
    }
    setLifted(undefined)
    setLanded(item.key)
    return true
  }

  const onItem = (event: KeyboardEvent, element: HTMLElement): boolean => {
    if (event.code.startsWith('Arrow')) {
      neighbour(frame.current, element, event.code)?.focus()
      return true
    }
    if (event.code === 'Escape') {
      home.current?.focus({ preventScroll: true })
      return true
    }
    return false
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const item = lifted && items.find((one) => one.key === lifted.key)
    if (lifted && item) {
      if (whileLifted(event, item, lifted.place)) event.preventDefault()
      return
    }
    const element = (event.target as HTMLElement).closest<HTMLElement>('[data-item]')
    if (element) {
      if (onItem(event, element)) event.preventDefault()
    } else if (event.target === home.current) onFrame(event)
  }
  const kept = useKeptFocus(home)
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    kept.onBlur()
    if (!event.currentTarget.contains(event.relatedTarget)) setLifted(undefined)
  }
  return { lifted, onKeyDown, onFocus: kept.onFocus, onBlur }
}

/**
 * Keeps the keyboard on the item that has it. Whoever else moves the item, it is drawn anew on another day, and an element that goes takes the
 * keyboard along; where the item is no longer shown, the element around the items has it.
 */
function useKeptFocus(home: RefObject<HTMLElement | null>) {
  const focused = useRef<string | undefined>(undefined)
  useLayoutEffect(() => {
    if (focused.current === undefined || document.activeElement !== document.body) return
    focusItem(focused.current)
    if (document.activeElement === document.body) home.current?.focus({ preventScroll: true })
  })
  return {
    onFocus: (event: FocusEvent<HTMLElement>) => {
      focused.current = event.target.closest<HTMLElement>('[data-item]')?.dataset.item
    },
    // Only who leaves by himself is heard here: React is deaf while it takes elements away.
    onBlur: () => {
      focused.current = undefined
    },
  }
}
