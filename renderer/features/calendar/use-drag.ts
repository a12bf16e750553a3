import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { CalendarItem, Place } from './calendar-items.ts'

/** A press becomes a drag only once it has moved this far. */
const THRESHOLD_PX = 4
/** Near the edge of what scrolls, dragging scrolls it. */
const EDGE_PX = 36
const SCROLL_PX = 14

export type Held = { key: string; place: Place }
type Session = {
  item: CalendarItem
  x: number
  y: number
  moved: boolean
  place: Place | undefined
  to: (event: PointerEvent) => Place | undefined
  scroller: HTMLElement | null
}

/**
 * Drags an item with the mouse or a pen. `begin` takes how a point on the screen becomes a place; `held` is where the item is now. A finger
 * scrolls instead: on a touch screen an item is moved from its popover.
 */
export function useDrag(onDrop: (item: CalendarItem, place: Place) => void) {
  const [held, setHeld] = useState<Held | undefined>()
  const session = useRef<Session | undefined>(undefined)
  /** True for the click that ends a drag. */
  const dragged = useRef(false)
  const drop = useRef(onDrop)
  drop.current = onDrop

  useEffect(() => {
    const move = (event: PointerEvent) => {
      const now = session.current
      if (!now) return
      if (!now.moved && Math.hypot(event.clientX - now.x, event.clientY - now.y) < THRESHOLD_PX) return
      now.moved = true
      const box = now.scroller?.getBoundingClientRect()
      if (box && event.clientY > box.bottom - EDGE_PX) now.scroller?.scrollBy(0, SCROLL_PX)
      if (box && event.clientY < box.top + EDGE_PX) now.scroller?.scrollBy(0, -SCROLL_PX)
      now.place = now.to(event) ?? now.place
      if (now.place) setHeld({ key: now.item.key, place: now.place })
    }
    const end = (event: Event) => {
      const now = session.current
      session.current = undefined
      setHeld(undefined)
      if (!now?.moved) return
      dragged.current = true
      setTimeout(() => {
        dragged.current = false
      }, 0)
      if (event.type === 'pointerup' && now.place) drop.current(now.item, now.place)
    }
    const giveUp = (event: KeyboardEvent) => {
      if (event.code !== 'Escape' || !session.current?.moved) return
      event.preventDefault()
      session.current = undefined
      setHeld(undefined)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
    window.addEventListener('keydown', giveUp, true)
    return () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', end)
      window.removeEventListener('pointercancel', end)
      window.removeEventListener('keydown', giveUp, true)
    }
  }, [])

  const begin = useCallback((event: ReactPointerEvent, item: CalendarItem, to: Session['to']) => {
    if (!item.movable || event.button !== 0 || event.pointerType === 'touch') return
    const scroller = event.currentTarget.closest<HTMLElement>('.sp-cal-scroll')
    session.current = { item, x: event.clientX, y: event.clientY, moved: false, place: undefined, to, scroller }
  }, [])
  return { held, begin, wasDragged: () => dragged.current }
}
