import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { dateParts } from '../../../core/thai/calendar.ts'
import { addDays, formatDate } from '../../../core/thai/date.ts'
import { useDates } from '../../lib/instants.ts'
import { remPx } from '../../lib/room.ts'
import { useWords } from '../../lib/words.ts'
import { type CalendarItem, isOn } from './calendar-items.ts'
import { weekdayName } from './calendar-span.ts'
import { holidayName, isDayOff } from './day-head.tsx'
import { carriedTo } from './drag-places.ts'
import { ItemButton } from './item-button.tsx'
import { LiftBar } from './lift-bar.tsx'
import { type GridProps, withHeld } from './time-grid.tsx'
import { useDrag } from './use-drag.ts'
import { useItemKeys } from './use-item-keys.ts'

const HEAD_REM = 1.75
const ITEM_REM = 1.625
/** New things of a day begin at nine. */
const DAY_START = 9 * 60

/** A month of whole weeks. An item can be dragged to another day; what has no room is counted and opens the day. */
export function MonthGrid(props: GridProps & { month: string }) {
  const { days, month, slot, onSlot, onOpen, onFinish, onPlace, onPutBack, onCreate, onDay } = props
  const { t, lang } = useWords()
  const dates = useDates()
  const frame = useRef<HTMLDivElement>(null)
  const { held, begin, wasDragged } = useDrag(onPlace)
  const weeks = days.length / 7
  const [measure, most] = useRoomForItems(weeks)
  const moveDay = (event: KeyboardEvent) => {
    const now = slot && days.includes(slot.day) ? slot.day : days.includes(dates.today) ? dates.today : `${month}-01`
    const by = { ArrowUp: -7, ArrowDown: 7, ArrowLeft: -1, ArrowRight: 1 }[event.code]
    if (event.code === 'Enter') onCreate({ day: now, at: DAY_START })
    else if (by !== undefined) {
      const to = slot ? addDays(now, by) : now
      if (days.includes(to)) onSlot({ day: to, at: DAY_START })
    } else return
    event.preventDefault()
  }
  const keys = useItemKeys({ items: props.items, frame, byDay: true, onFinish, onPlace, onPutBack, onFrame: moveDay })
  useEffect(() => frame.current?.focus({ preventScroll: true }), [])
  const shownHeld = held ?? keys.lifted
  const items = withHeld(props.items, shownHeld)
  const open = (item: CalendarItem, element: HTMLElement) => !wasDragged() && onOpen(item, element)
  const press = (event: React.PointerEvent, item: CalendarItem, grabbed: string) => {
    const under = ({ clientX, clientY }: PointerEvent) =>
      document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-cal-day]')?.dataset.calDay
    begin(event, item, carriedTo(item, grabbed, under))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element says that its parts are moved through with the arrows.
    <div
      ref={frame}
      role="group"
      className="sp-cal-frame"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move through its days.
      tabIndex={0}
      aria-label={t('calendar.title')}
      aria-describedby="cal-help"
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      onBlur={keys.onBlur}
    >
      <div className="sp-cal-weekdays">
        {days.slice(0, 7).map((day) => (
          <span key={day}>{weekdayName(lang, day)}</span>
        ))}
      </div>
      <div className="sp-cal-month" ref={measure} style={{ gridTemplateRows: `repeat(${weeks}, minmax(0, 1fr))` }}>
        {days.map((day) => (
          <MonthCell
            key={day}
            day={day}
            inMonth={day.startsWith(month)}
            chosen={slot?.day === day}
            items={items.filter((item) => isOn(item, day))}
            most={most}
            held={shownHeld?.key}
            onOpen={open}
            onPress={(event, item) => press(event, item, day)}
            onCreate={() => onCreate({ day, at: DAY_START })}
            onDay={onDay}
          />
        ))}
      </div>
      <LiftBar items={props.items} lifted={keys.lifted} slot={slot} />
    </div>
  )
}

/** How many items a cell has room for. */
function useRoomForItems(weeks: number): [ref: (element: HTMLElement | null) => (() => void) | undefined, most: number] {
  const [most, setMost] = useState(3)
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return
      const measure = () => setMost(Math.max(1, Math.floor((element.clientHeight / remPx() / weeks - HEAD_REM - 0.2) / ITEM_REM)))
      measure()
      const observer = new ResizeObserver(measure)
      observer.observe(element)
      return () => observer.disconnect()
    },
    [weeks],
  )
  return [ref, most]
}

type CellProps = {
  day: string
  inMonth: boolean
  chosen: boolean
  items: readonly CalendarItem[]
  most: number
  held: string | undefined
  onOpen: GridProps['onOpen']
  onPress: (event: React.PointerEvent, item: CalendarItem) => void
  onCreate: () => void
  onDay: (day: string) => void
}

function MonthCell({ day, inMonth, chosen, items, most, held, onOpen, onPress, onCreate, onDay }: CellProps) {
  const words = useWords()
  const dates = useDates()
  const holiday = holidayName(words, day)
  const shown = items.length > most ? items.slice(0, most - 1) : items
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is done with the arrow keys and Enter.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div
      className="sp-cal-cell"
      data-cal-day={day}
      data-out={!inMonth || undefined}
      data-off={isDayOff(day) || undefined}
      data-today={day === dates.today || undefined}
      data-chosen={chosen || undefined}
      onClick={(event) => event.target === event.currentTarget && onCreate()}
    >
      <div className="sp-cal-cell-head">
        <button type="button" className="sp-plain" onClick={() => onDay(day)}>
          <span>{dateParts(day).day === 1 ? formatDate(day, { lang: words.lang, style: 'monthDay' }) : dateParts(day).day}</span>
          <span className="sp-visually-hidden">
            {[dates.date(day, 'weekdayLong'), words.t('calendar.count', { count: items.length })].join(', ')}
          </span>
        </button>
        {holiday && (
          <span className="cut sp-cal-holiday" title={holiday}>
            {holiday}
          </span>
        )}
      </div>
      {shown.map((item) => (
        <ItemButton
          key={item.key}
          item={item}
          day={day}
          held={held === item.key}
          lines={1}
          withTime
          onOpen={onOpen}
          onPress={(event) => onPress(event, item)}
        />
      ))}
      {items.length > shown.length && (
        <button type="button" className="sp-cal-cell-more" onClick={() => onDay(day)}>
          {words.t('calendar.more_items', { count: items.length - shown.length })}
        </button>
      )}
    </div>
  )
}
