import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { RecordRow } from '../../../core/contract/records.ts'
import { instantToLocal } from '../../../core/thai/date.ts'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { aboutOf } from './log-task.ts'

const FIRST_HOUR = 8
const LAST_HOUR = 18
const HOUR_REM = 3.05
const USUAL_MINUTES = 60

const hourOf = (time: string): number => Number(time.slice(0, 2)) + Number(time.slice(3, 5)) / 60

/** Today's hours with what is set for a time, and a line where now is. */
export function Appointments({ home }: { home: CallReply<'home'> }) {
  const { t } = useWords()
  const dates = useDates()
  const { timeZone } = useOffice()
  const [now, setNow] = useState(() => instantToLocal(new Date().toISOString(), timeZone).time)
  useEffect(() => {
    const timer = setInterval(() => setNow(instantToLocal(new Date().toISOString(), timeZone).time), 30_000)
    return () => clearInterval(timer)
  }, [timeZone])
  const rows = [...(home.sections.find((section) => section.key === 'today')?.rows ?? []), ...home.doneToday].filter(
    (row) =>
      typeof row.dueAt === 'string' &&
      row.allDay !== true &&
      dates.dayOf(row.dueAt) === dates.today &&
      ['meeting', 'visit', 'call', 'line'].includes(String(row.type)),
  )
  const top = (hour: number) => `${(Math.min(LAST_HOUR, Math.max(FIRST_HOUR, hour)) - FIRST_HOUR) * HOUR_REM}rem`
  return (
    <div className="sp-hours-pane">
      <div className="sp-row">
        <h2 className="sp-grow">{t('home.appointments')}</h2>
        <span className="sp-t2 sp-small">
          {rows.length > 0 ? t('home.appointments_count', { count: rows.length }) : t('home.no_appointments')}
        </span>
      </div>
      <div className="sp-hours" style={{ height: `${(LAST_HOUR - FIRST_HOUR) * HOUR_REM}rem` }}>
        {Array.from({ length: LAST_HOUR - FIRST_HOUR + 1 }, (_, at) => FIRST_HOUR + at).map((hour) => (
          <div key={hour} className="sp-hour" style={{ top: top(hour) }}>
            <span>{String(hour).padStart(2, '0')}:00</span>
          </div>
        ))}
        {rows.map((row) => (
          <Slot key={row.id} row={row} top={top} />
        ))}
        {hourOf(now) >= FIRST_HOUR && hourOf(now) <= LAST_HOUR && (
          <div className="sp-now" style={{ top: top(hourOf(now)) }}>
            <span>{t('home.now', { time: now })}</span>
          </div>
        )}
      </div>
    </div>
  )
}

function Slot({ row, top }: { row: RecordRow; top: (hour: number) => string }) {
  const dates = useDates()
  const time = dates.timeOf(String(row.dueAt))
  const minutes = typeof row.minutes === 'number' && row.minutes > 0 ? row.minutes : USUAL_MINUTES
  const about = aboutOf(row)
  return (
    <Link
      to={recordPath('activity', row.id)}
      className="sp-slot"
      data-done={row.doneAt ? true : undefined}
      style={{ top: top(hourOf(time)), minHeight: `${Math.max(0.5, minutes / 60) * HOUR_REM - 0.15}rem` }}
      title={row.title}
    >
      <span className="sp-strong cut">{row.title}</span>
      {about && <span className="cut sp-small">{about.title}</span>}
    </Link>
  )
}
