import { useEffect, useState } from 'react'
import { instantToLocal } from '../../../core/thai/date.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { minutesOf, timeAt } from './calendar-items.ts'

/** The height of an hour: half of it is still large enough to be hit with a finger. */
export const HOUR_REM = 3.25

/** The hours at the left of the days. */
export function HourLabels() {
  return (
    <div className="sp-cal-gutter" aria-hidden>
      {Array.from({ length: 23 }, (_, at) => at + 1).map((hour) => (
        <span key={hour} style={{ top: `${hour * HOUR_REM}rem` }}>
          {timeAt(hour * 60)}
        </span>
      ))}
    </div>
  )
}

/** A line where now is. */
export function NowLine() {
  const { t } = useWords()
  const { timeZone } = useOffice()
  const [now, setNow] = useState(() => instantToLocal(new Date().toISOString(), timeZone).time)
  useEffect(() => {
    const timer = setInterval(() => setNow(instantToLocal(new Date().toISOString(), timeZone).time), 30_000)
    return () => clearInterval(timer)
  }, [timeZone])
  return (
    <div className="sp-cal-now" style={{ top: `${(minutesOf(now) / 60) * HOUR_REM}rem` }}>
      <span className="sp-visually-hidden">{t('calendar.now', { time: now })}</span>
    </div>
  )
}
