import type { CSSProperties, PointerEvent } from 'react'
import type { CalendarItem } from './calendar-items.ts'
import { ItemFace, useItemWords } from './item-face.tsx'

type Props = {
  item: CalendarItem
  /** The day on which it is drawn; an item of several days is drawn on each. */
  day: string
  held: boolean
  lines: number
  withTime: boolean
  /** With room for who and with whom beside the subject. */
  wide?: boolean
  style?: CSSProperties
  onOpen: (item: CalendarItem, element: HTMLElement) => void
  onPress?: (event: PointerEvent) => void
  onStretch?: ((event: PointerEvent) => void) | undefined
}

/** An item as it stands in a grid. Only where it begins does it have its id, so that the keyboard comes to it once. */
export function ItemButton({ item, day, held, lines, withTime, wide = false, style, onOpen, onPress, onStretch }: Props) {
  const words = useItemWords()
  const begins = day === item.day
  return (
    <div
      className="sp-cal-item"
      data-state={item.state}
      data-held={held || undefined}
      data-movable={item.movable || undefined}
      style={style}
    >
      <button
        type="button"
        id={begins ? `cal-${item.key}` : undefined}
        data-item={item.key}
        data-page-keys
        data-day={day}
        data-at={item.at}
        title={`${item.row.title}, ${words(item)}`}
        className="sp-cal-face"
        onPointerDown={onPress}
        onClick={(event) => onOpen(item, event.currentTarget)}
      >
        <ItemFace item={item} held={held} lines={lines} withTime={withTime} wide={wide} />
        <span className="sp-visually-hidden">{words(item)}</span>
      </button>
      {onStretch && item.movable && item.lastDay === day && (
        <div
          className="sp-cal-stretch"
          aria-hidden
          onPointerDown={(event) => {
            event.stopPropagation()
            onStretch(event)
          }}
        />
      )}
    </div>
  )
}
