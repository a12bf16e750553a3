import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { RecordRow } from '../../../core/contract/records.ts'
import { instantToLocal } from '../../../core/thai/date.ts'
import { type Dates, useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { aboutOf } from './log-task.ts'

const USUAL_HOURS = { from: 8, until: 18 }
const HOUR_REM = 3.05
const USUAL_MINUTES = 60
/** One line of text needs this much of an hour. */
const LEAST_HOURS = 0.5
const APPOINTMENTS = ['meeting', 'visit', 'call', 'line']

const hourOf = (time: string): number => Number(time.slice(0, 2)) + Number(time.slice(3, 5)) / 60

type Slot = { row: RecordRow; from: number; until: number; column: number; columns: number }

/** Today's appointments at their hours; those that overlap stand beside each other. */
function slotsOf(rows: readonly RecordRow[], dates: Dates): Slot[] {
  const slots = rows
    .map((row): Slot => {
      const from = hourOf(dates.timeOf(String(row.dueAt)))
      const minutes = typeof row.minutes === 'number' && row.minutes > 0 ? row.minutes : USUAL_MINUTES
      return { row, from, until: Math.min(24, from + Math.max(LEAST_HOURS, minutes / 60)), column: 0, columns: 1 }
    })
    .sort((a, b) => a.from - b.from || b.until - a.until)
  let group: Slot[] = []
  for (const slot of slots) {
    if (group.every((other) => other.until <= slot.from)) group = []
    const taken = group.filter((other) => other.until > slot.from).map((other) => other.column)
    while (taken.includes(slot.column)) slot.column += 1
    group.push(slot)
    const columns = Math.max(...group.map((other) => other.column)) + 1
    for (const other of group) other.columns = columns
  }
  return slots
}

/** Today's hours with what is set for a time, and a line where now is. */
export function Appointments() {
  const { t } = useWords()
  const dates = useDates()
  const { timeZone, today } = useOffice()
  const { data } = useRead('calendar', { query: { from: today, until: today } })
  const [now, setNow] = useState(() => instantToLocal(new Date().toISOString(), timeZone).time)
  useEffect(() => {
    const timer = setInterval(() => setNow(instantToLocal(new Date().toISOString(), timeZone).time), 30_000)
    return () => clearInterval(timer)
  }, [timeZone])
  const rows = (data?.rows ?? []).filter(
    (row) => typeof row.dueAt === 'string' && dates.dayOf(row.dueAt) === today && APPOINTMENTS.includes(String(row.type)),
  )
  const slots = slotsOf(
    rows.filter((row) => row.allDay !== true),
    dates,
  )
  const first = Math.floor(Math.min(USUAL_HOURS.from, ...slots.map((slot) => slot.from)))
  const last = Math.ceil(Math.max(USUAL_HOURS.until, ...slots.map((slot) => slot.until)))
  const top = (hour: number) => `${(hour - first) * HOUR_REM}rem`
  return (
    <section className="sp-hours-pane" aria-label={t('home.appointments')}>
      <div className="sp-row">
        <h2 className="sp-grow">
          <Link to="/calendar" className="sp-quiet-link">
            {t('home.appointments')}
          </Link>
        </h2>
        <span className="sp-t2 sp-small">
          {rows.length > 0 ? t('home.appointments_count', { count: rows.length }) : data && t('home.no_appointments')}
        </span>
      </div>
      {rows
        .filter((row) => row.allDay === true)
        .map((row) => (
          <Link key={row.id} to={recordPath('activity', row.id)} className="sp-slot-day cut" title={row.title}>
            {row.title}
          </Link>
        ))}
      <div className="sp-hours" style={{ height: `${(last - first) * HOUR_REM}rem` }}>
        {Array.from({ length: last - first + 1 }, (_, at) => first + at).map((hour) => (
          <div key={hour} className="sp-hour" style={{ top: top(hour) }}>
            <span>{String(hour).padStart(2, '0')}:00</span>
          </div>
        ))}
        <div className="sp-slots">
          {slots.map((slot) => (
            <SlotLink key={slot.row.id} slot={slot} top={top(slot.from)} />
          ))}
        </div>
        {hourOf(now) >= first && hourOf(now) <= last && (
          <div className="sp-now" style={{ top: top(hourOf(now)) }}>
            <span>{t('home.now', { time: now })}</span>
          </div>
        )}
      </div>
    </section>
  )
}

function SlotLink({ slot, top }: { slot: Slot; top: string }) {
  const { row, from, until, column, columns } = slot
  const about = aboutOf(row)
  const height = (until - from) * HOUR_REM - 0.15
  return (
    <Link
      to={recordPath('activity', row.id)}
      className="sp-slot"
      data-done={row.doneAt ? true : undefined}
      style={{ top, height: `${height}rem`, left: `${(column * 100) / columns}%`, width: `calc(${100 / columns}% - 2px)` }}
      title={[row.title, about?.title].filter(Boolean).join(' · ')}
    >
      <span className="sp-strong cut">{row.title}</span>
      {about && height > 2.6 && <span className="cut">{about.title}</span>}
    </Link>
  )
}
