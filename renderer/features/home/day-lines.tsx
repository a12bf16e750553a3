import { Button } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconLayoutKanban, IconPhone } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { RecordRow } from '../../../core/contract/records.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { formatBaht } from '../../../core/money.ts'
import { KeyCap } from '../../components/key-cap.tsx'
import { Mark } from '../../components/mark.tsx'
import { useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KindIcon } from '../../records/activity-kinds.tsx'
import { useFinish } from '../../records/finish.ts'
import { useRecordActions } from '../../records/record-actions.tsx'
import { aboutOf, useLogTask } from './log-task.ts'

type LineProps = { here: boolean; onHere: () => void }

/** The three outcomes that a task most often has, by its kind; keys 1 2 3. */
export function outcomesOf(row: RecordRow | undefined): string[] {
  return row?.type === 'call' ? ['answered', 'noAnswer', 'callBack'] : ['done', 'interested', 'notInterested']
}

/** A task of the day: ring, time, kind, what, whom; the reason at the right. The one under the cursor opens its outcomes. */
export function DayTask({ row, late, done, here, onHere }: LineProps & { row: RecordRow; late: boolean; done: boolean }) {
  const { t } = useWords()
  const dates = useDates()
  const { finish, reopen } = useFinish()
  const due = typeof row.dueAt === 'string' ? row.dueAt : undefined
  const about = aboutOf(row)
  const days = due ? -dates.daysUntil(dates.dayOf(due)) : 0
  const appointment = ['meeting', 'visit', 'line'].includes(String(row.type))
  const day = due && !late && !done && days < 0 ? dates.date(dates.dayOf(due), 'weekday') : undefined
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do the same; a click only moves the cursor.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div id={`day-${row.id}`} className="sp-day-line" data-cur={here || undefined} data-done={done || undefined} onClick={onHere}>
      <div className="sp-day-main">
        <button
          type="button"
          className="sp-day-ring"
          data-done={done || undefined}
          aria-label={t('page.finish', { subject: row.title })}
          aria-pressed={done}
          onClick={() => void (done ? reopen(row) : finish(row))}
        />
        <span className="sp-day-time">{due && row.allDay !== true && !late ? dates.timeOf(due) : ''}</span>
        <KindIcon type={row.type} />
        <Link to={recordPath('activity', row.id)} className="sp-day-subject cut">
          {row.title}
        </Link>
        {about && (
          <Link to={recordPath(about.entity, about.id)} className="sp-day-about cut">
            {about.title}
          </Link>
        )}
        <span className="sp-grow" />
        {done ? (
          <span className="sp-t2 sp-table-text">{t('home.done_mark')}</span>
        ) : late && days > 0 ? (
          <Mark tone="bad" icon={IconAlertTriangle}>
            {t('page.late', { days })}
          </Mark>
        ) : (
          <span className="sp-t2 sp-table-text sp-nowrap">{day ?? (appointment ? t('home.appointment') : '')}</span>
        )}
      </div>
      {here && !done && <Outcomes row={row} />}
    </div>
  )
}

function Outcomes({ row }: { row: RecordRow }) {
  const { t } = useWords()
  const office = useOffice()
  const { finish, snooze } = useFinish()
  const logTask = useLogTask()
  return (
    <div className="sp-day-outcomes">
      <Button leftSection={<IconPhone size={16} />} rightSection={<KeyCap onFill>L</KeyCap>} onClick={() => logTask(row)}>
        {t('home.log')}
      </Button>
      <span className="sp-t2 sp-table-text">{t('home.outcome')}</span>
      {outcomesOf(row).map((key, at) => (
        <Button
          key={key}
          variant="default"
          rightSection={<KeyCap>{String(at + 1)}</KeyCap>}
          onClick={() => void finish(row, key)}
        >
          {office.choiceLabel('outcome', key)}
        </Button>
      ))}
      <Button variant="subtle" color="gray" rightSection={<KeyCap>S</KeyCap>} onClick={() => void snooze(row)}>
        {t('page.snooze')}
      </Button>
    </div>
  )
}

/** A deal about which nothing is planned, with how long that has been so. */
export function StepLessDeal({ deal, here, onHere }: LineProps & { deal: DealCard }) {
  const { t } = useWords()
  const { log } = useRecordActions()
  const { row, ageDays } = deal
  const customer = typeof row.customer === 'string' ? row.titles?.[row.customer] : undefined
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do the same; a click only moves the cursor.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div id={`day-${row.id}`} className="sp-day-line" data-cur={here || undefined} onClick={onHere}>
      <div className="sp-day-main">
        <span className="sp-day-noring" />
        <span className="sp-day-time" />
        <IconLayoutKanban size={16} aria-hidden />
        <Link to={recordPath('deal', row.id)} className="sp-day-subject cut">
          {row.title}
        </Link>
        {customer && <span className="sp-day-about cut">{customer}</span>}
        <span className="sp-grow" />
        {typeof row.amount === 'number' && <span className="sp-table-text">{formatBaht(row.amount, { decimals: 'auto' })}</span>}
        <Mark icon={IconClock}>
          {t('home.no_step_days')} · {t('unit.days', { count: ageDays })}
        </Mark>
      </div>
      {here && (
        <div className="sp-day-outcomes">
          <Button
            variant="default"
            onClick={() => log({ about: { entity: 'deal', id: row.id, title: row.title }, type: 'note' })}
          >
            {t('page.plan_next')}
          </Button>
        </div>
      )}
    </div>
  )
}
