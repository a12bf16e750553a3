import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { addDays } from '../../../core/thai/date.ts'
import { useDates } from '../../lib/instants.ts'
import { remPx, useRoom } from '../../lib/room.ts'
import { useWords } from '../../lib/words.ts'
import { type CalendarItem, DAY_MINUTES, isAbove, isOn, type Place, timeAt } from './calendar-items.ts'
import { DayHead, isDayOff } from './day-head.tsx'
import { carriedTo, dayUnder, minuteAt, movedBy, stretchedBy } from './drag-places.ts'
import { ItemButton } from './item-button.tsx'
import { layOut } from './lay-out.ts'
import { LiftBar } from './lift-bar.tsx'
import { HOUR_REM, HourLabels, NowLine } from './time-marks.tsx'
import { type Held, useDrag } from './use-drag.ts'
import { useItemKeys } from './use-item-keys.ts'

const SLOT_MINUTES = 30
const USUAL_MINUTES = 60
const FIRST_SHOWN_HOUR = 7.5
/** Two lines of text stand in this length, not in less. */
const LONG_MINUTES = 60
/** Kept free where some items have no room, for the word that says how many. */
const REST_REM = 2.9

export type Slot = { day: string; at: number }
export type GridProps = {
  days: readonly string[]
  items: readonly CalendarItem[]
  slot: Slot | undefined
  onSlot: (slot: Slot | undefined) => void
  onOpen: (item: CalendarItem, element: HTMLElement) => void
  onFinish: (item: CalendarItem) => void
  onPlace: (item: CalendarItem, to: Place) => void
  onPutBack: (item: CalendarItem) => void
  onCreate: (slot: Slot, minutes?: number) => void
  onDay: (day: string) => void
}

/** The items with the one that is held where it is held. */
export function withHeld(items: readonly CalendarItem[], held: Held | undefined): readonly CalendarItem[] {
  if (!held) return items
  return items.map((item) => {
    if (item.key !== held.key) return item
    const { day, at, minutes } = held.place
    const last = addDays(day, Math.floor((at + minutes - 1) / DAY_MINUTES))
    return { ...item, day, at, minutes, lastDay: last }
  })
}

/** One day or a week, hour by hour; whole days above. */
export function TimeGrid(props: GridProps) {
  const { days, slot, onSlot, onOpen, onFinish, onPlace, onPutBack, onCreate, onDay } = props
  const { t } = useWords()
  const dates = useDates()
  const frame = useRef<HTMLDivElement>(null)
  const scroll = useRef<HTMLDivElement>(null)
  const { held, begin, wasDragged } = useDrag(onPlace)
  const moveSlot = (event: KeyboardEvent) => {
    const now =
      slot && days.includes(slot.day)
        ? slot
        : { day: days.includes(dates.today) ? dates.today : (days[0] ?? dates.today), at: 9 * 60 }
    const turn = (by: number) => days[Math.min(days.length - 1, Math.max(0, days.indexOf(now.day) + by))] ?? now.day
    const to: Record<string, Slot> = {
      ArrowUp: { ...now, at: Math.max(0, now.at - SLOT_MINUTES) },
      ArrowDown: { ...now, at: Math.min(DAY_MINUTES - SLOT_MINUTES, now.at + SLOT_MINUTES) },
      ArrowLeft: { ...now, day: turn(-1) },
      ArrowRight: { ...now, day: turn(1) },
    }
    if (event.code === 'Enter') onCreate(now)
    else if (to[event.code]) onSlot(slot ? to[event.code] : now)
    else return
    event.preventDefault()
  }
  const keys = useItemKeys({
    items: props.items,
    frame,
    home: scroll,
    byDay: false,
    onFinish,
    onPlace,
    onPutBack,
    onFrame: moveSlot,
  })
  const shownHeld = held ?? keys.lifted
  const items = withHeld(props.items, shownHeld)
  // Newer browsers answer a scroll with a promise, which must not become what the effect is ended with.
  useLayoutEffect(() => {
    scroll.current?.scrollTo(0, FIRST_SHOWN_HOUR * HOUR_REM * remPx())
  }, [])
  useEffect(() => scroll.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    // Under the mouse the hours stay where they are: an item of two days begins where the pointer is not.
    if (!held) frame.current?.querySelector('.sp-cal-slot, .sp-cal-item[data-held]')?.scrollIntoView({ block: 'nearest' })
  })
  const open = (item: CalendarItem, element: HTMLElement) => !wasDragged() && onOpen(item, element)
  const columns = { '--cal-days': days.length } as React.CSSProperties
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of what stands in it.
    <div
      ref={frame}
      className="sp-cal-frame"
      style={columns}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      onBlur={keys.onBlur}
    >
      <div className="sp-cal-heads">
        <div />
        {days.map((day) => (
          <DayHead key={day} day={day} today={dates.today} onGo={onDay} />
        ))}
      </div>
      <div className="sp-cal-above">
        <div className="sp-t2 sp-small sp-cal-gutter">{t('calendar.all_day')}</div>
        {days.map((day) => (
          <div key={day} className="sp-cal-above-day" data-off={isDayOff(day) || undefined}>
            {items
              .filter((item) => isAbove(item) && isOn(item, day))
              .map((item) => (
                <ItemButton
                  key={item.key}
                  item={item}
                  day={day}
                  held={shownHeld?.key === item.key}
                  lines={1}
                  withTime={false}
                  onOpen={open}
                  onPress={(event) =>
                    begin(
                      event,
                      item,
                      carriedTo(item, day, (pointer) => dayUnder(frame.current, pointer.clientX)),
                    )
                  }
                />
              ))}
          </div>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: no element says that its parts are moved through with the arrows. */}
      <div
        className="sp-cal-scroll"
        ref={scroll}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move through its hours.
        tabIndex={0}
        aria-label={t('calendar.title')}
        aria-describedby="cal-help"
      >
        <div className="sp-cal-hours" style={{ height: `${24 * HOUR_REM}rem` }}>
          <HourLabels />
          {days.map((day) => (
            <DayColumn
              key={day}
              {...props}
              day={day}
              items={items.filter((item) => !isAbove(item) && isOn(item, day))}
              held={shownHeld?.key}
              onOpen={open}
              onPress={(event, item) => begin(event, item, movedBy(frame.current, event, item, day))}
              onStretch={(event, item) => begin(event, item, stretchedBy(event, item))}
            />
          ))}
        </div>
      </div>
      <LiftBar items={props.items} lifted={keys.lifted} slot={slot} />
    </div>
  )
}

type ColumnProps = GridProps & {
  day: string
  held: string | undefined
  onPress: (event: React.PointerEvent, item: CalendarItem) => void
  onStretch: (event: React.PointerEvent, item: CalendarItem) => void
}

function DayColumn({ day, days, items, slot, held, onOpen, onPress, onStretch, onCreate, onDay }: ColumnProps) {
  const { t } = useWords()
  const dates = useDates()
  const room = useRoom()
  const { boxes, rest } = layOut(items, day, days.length > 1 ? (room === 'wide' ? 3 : 2) : room === 'phone' ? 3 : 8)
  const { range, ...draw } = useDrawnRange(day, onCreate)
  const rem = (minutes: number) => `${(minutes / 60) * HOUR_REM}rem`
  return (
    <div className="sp-cal-column" data-cal-day={day} data-off={isDayOff(day) || undefined} {...draw}>
      {boxes.map(({ item, from, until, column, columns, crowded }) => (
        <ItemButton
          key={item.key}
          item={item}
          day={day}
          held={held === item.key}
          lines={until - from >= LONG_MINUTES ? 2 : 1}
          wide={days.length === 1 && room !== 'phone'}
          withTime={columns === 1}
          style={{
            top: rem(from),
            height: `calc(${rem(until - from)} - 2px)`,
            // The one that is held has its day's width to itself: its hours are what one looks at.
            ...(held === item.key
              ? { left: 0, width: 'calc(100% - 2px)' }
              : {
                  left: `calc((100% - ${crowded ? REST_REM : 0}rem) * ${column / columns})`,
                  width: `calc((100% - ${crowded ? REST_REM : 0}rem) / ${columns} - 2px)`,
                }),
          }}
          onOpen={onOpen}
          onPress={(event) => onPress(event, item)}
          onStretch={(event) => onStretch(event, item)}
        />
      ))}
      {rest.map((one) => (
        <button key={one.from} type="button" className="sp-cal-rest" style={{ top: rem(one.from) }} onClick={() => onDay(day)}>
          {t('calendar.more_items', { count: one.count })}
        </button>
      ))}
      {range && (
        <div className="sp-cal-slot" style={{ top: rem(range.from), height: rem(range.until - range.from) }}>
          {timeAt(range.from)}–{timeAt(range.until)}
        </div>
      )}
      {slot?.day === day && !range && (
        <div className="sp-cal-slot" style={{ top: rem(slot.at), height: rem(SLOT_MINUTES) }}>
          {timeAt(slot.at)}
        </div>
      )}
      {day === dates.today && <NowLine />}
    </div>
  )
}

/** Draws a length of time on an empty part of a column; a click is an hour. */
function useDrawnRange(day: string, onCreate: GridProps['onCreate']) {
  const [range, setRange] = useState<{ from: number; until: number; start: number } | undefined>()
  const at = (event: React.PointerEvent) => {
    const minutes = minuteAt(event.currentTarget as HTMLElement, event.clientY)
    return Math.min(DAY_MINUTES - SLOT_MINUTES, Math.max(0, Math.floor(minutes / SLOT_MINUTES) * SLOT_MINUTES))
  }
  return {
    range,
    onPointerDown: (event: React.PointerEvent) => {
      if (event.target !== event.currentTarget || event.button !== 0) return
      const start = at(event)
      setRange({ from: start, until: start + SLOT_MINUTES, start })
      if (event.pointerType !== 'touch') (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: React.PointerEvent) => {
      if (!range || event.pointerType === 'touch') return
      const now = at(event)
      setRange({ start: range.start, from: Math.min(range.start, now), until: Math.max(range.start, now) + SLOT_MINUTES })
    },
    onPointerUp: () => {
      if (!range) return
      setRange(undefined)
      const drawn = range.until - range.from
      onCreate({ day, at: range.from }, drawn > SLOT_MINUTES ? drawn : USUAL_MINUTES)
    },
    onPointerCancel: () => setRange(undefined),
  }
}
