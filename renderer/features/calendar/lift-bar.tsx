import { useDates } from '../../lib/instants.ts'
import { useWords } from '../../lib/words.ts'
import { type CalendarItem, isAbove, timeAt } from './calendar-items.ts'
import type { Slot } from './time-grid.tsx'
import type { Held } from './use-drag.ts'

type Props = { items: readonly CalendarItem[]; lifted: Held | undefined; slot?: Slot | undefined }

/** Says where the lifted item, or the chosen time, is; for the eye only while something is lifted. */
export function LiftBar({ items, lifted, slot }: Props) {
  const { t } = useWords()
  const dates = useDates()
  const item = lifted && items.find((one) => one.key === lifted.key)
  const when = (day: string, at: number, minutes?: number) =>
    `${dates.date(day, 'weekday')} ${timeAt(at)}${minutes === undefined ? '' : `–${timeAt(at + minutes)}`}`
  const said =
    item && lifted
      ? t('calendar.lifted', {
          title: item.row.title,
          when: isAbove(item)
            ? dates.date(lifted.place.day, 'weekday')
            : when(lifted.place.day, lifted.place.at, lifted.place.minutes),
        })
      : slot
        ? t('calendar.slot', { when: when(slot.day, slot.at) })
        : ''
  return (
    <div className={item ? 'sp-cal-lift' : 'sp-visually-hidden'}>
      <span aria-live="assertive">{said}</span>
      {item && <span className="sp-small">{t('calendar.lift_hint')}</span>}
    </div>
  )
}
