import { dateParts } from '../../../core/thai/calendar.ts'
import { useDates } from '../../lib/instants.ts'
import { useWords } from '../../lib/words.ts'
import { Agenda } from './agenda.tsx'
import { isOn } from './calendar-items.ts'
import { weekdayName } from './calendar-span.ts'
import { holidayName, isDayOff } from './day-head.tsx'
import type { GridProps } from './time-grid.tsx'

/** A month on a phone: how much each day holds, and the chosen day's list below. */
export function MonthPhone({
  chosen,
  month,
  onChoose,
  ...props
}: GridProps & { chosen: string; month: string; onChoose: (day: string) => void }) {
  const words = useWords()
  const dates = useDates()
  return (
    <div className="sp-cal-phone-month">
      <div className="sp-cal-weekdays">
        {props.days.slice(0, 7).map((day) => (
          <span key={day}>{weekdayName(words.lang, day)}</span>
        ))}
      </div>
      <div className="sp-cal-phone-days">
        {props.days.map((day) => {
          const count = props.items.filter((item) => isOn(item, day)).length
          return (
            <button
              key={day}
              type="button"
              data-out={!day.startsWith(month) || undefined}
              data-off={isDayOff(day) || undefined}
              data-today={day === dates.today || undefined}
              aria-pressed={day === chosen}
              onClick={() => onChoose(day)}
            >
              <span className="sp-cal-phone-no">{dateParts(day).day}</span>
              <span className="sp-small">{count > 0 ? count : ''}</span>
              <span className="sp-visually-hidden">
                {[dates.date(day, 'weekdayLong'), holidayName(words, day), words.t('calendar.count', { count })]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </button>
          )
        })}
      </div>
      <Agenda {...props} days={[chosen]} items={props.items.filter((item) => isOn(item, chosen))} touch />
    </div>
  )
}
