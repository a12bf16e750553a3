import { dateParts, weekdayOf } from '../../../core/thai/calendar.ts'
import { holidayOn } from '../../../core/thai/holidays.ts'
import { useWords, type Words } from '../../lib/words.ts'
import { weekdayName } from './calendar-span.ts'

/** `วันพ่อแห่งชาติ`, `ชดเชยวันพ่อแห่งชาติ`; undefined on other days. */
export function holidayName({ t }: Words, day: string): string | undefined {
  const holiday = holidayOn(day)
  if (!holiday) return undefined
  const name = t(`holiday.${holiday.key}`)
  return holiday.inLieu ? t('calendar.holiday_in_lieu', { holiday: name }) : name
}

/** True on the days on which offices are closed. */
export const isDayOff = (day: string): boolean => weekdayOf(day) === 0 || weekdayOf(day) === 6 || holidayOn(day) !== undefined

/** The head of a column: weekday, day, and the holiday by name. */
export function DayHead({ day, today, onGo }: { day: string; today: string; onGo: (day: string) => void }) {
  const words = useWords()
  const holiday = holidayName(words, day)
  return (
    <div className="sp-cal-head-day" data-today={day === today || undefined}>
      <button type="button" className="sp-plain sp-cal-head-go" onClick={() => onGo(day)}>
        <span className="sp-t2">{weekdayName(words.lang, day)}</span> <strong>{dateParts(day).day}</strong>
      </button>
      {holiday && (
        <span className="cut sp-cal-holiday" title={holiday}>
          {holiday}
        </span>
      )}
    </div>
  )
}
