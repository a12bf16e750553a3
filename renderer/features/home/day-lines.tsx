import { Button } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconLayoutKanban, IconPhone, IconUserQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DayItem } from '../../../core/contract/home.ts'
import type { RecordRow } from '../../../core/contract/records.ts'
import { formatBaht } from '../../../core/money.ts'
import { formatPhone } from '../../../core/thai/phone.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { Mark } from '../../components/mark.tsx'
import { useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KindIcon } from '../../records/activity-kinds.tsx'
import { firstPhone } from '../../records/phone-call.tsx'
import { aboutOf, calledFor } from './log-task.ts'
import { outcomesOf } from './use-day-acts.ts'

const APPOINTMENTS = ['meeting', 'visit', 'line']
/** From here on a lead's waiting is told in days. */
const DAY_HOURS = 24

type FrameProps = {
  id: string
  here: boolean
  done?: boolean
  onHere: () => void
  ring?: ReactNode
  time?: string
  icon: ReactNode
  to: string
  title: string
  about?: { to?: string; title: string } | undefined
  why: ReactNode
  children?: ReactNode
}

/** The frame of every line: ring, time, kind, what, whom; the reason at the right; below it what can be done, where the cursor is. */
function Line({ id, here, done, onHere, ring, time, icon, to, title, about, why, children }: FrameProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same; a click only moves the cursor.
    <li id={`day-${id}`} className="sp-day-line" data-cur={here || undefined} data-done={done || undefined} onClick={onHere}>
      <div className="sp-day-main">
        {ring ?? <span className="sp-day-noring" />}
        <span className="sp-day-time">{time}</span>
        {icon}
        <Link to={to} className="sp-day-subject cut" title={title}>
          {title}
        </Link>
        {about &&
          (about.to ? (
            <Link to={about.to} className="sp-day-about cut" title={about.title}>
              {about.title}
            </Link>
          ) : (
            <span className="sp-day-about cut" title={about.title}>
              {about.title}
            </span>
          ))}
        <span className="sp-grow" />
        <span className="sp-day-why">{why}</span>
      </div>
      {children}
    </li>
  )
}

export type ItemProps = {
  item: DayItem
  here: boolean
  onHere: () => void
  onFinish: () => void
  /** True for what is planned for a later day: it is not due, and nothing presses. */
  coming?: boolean
  children?: ReactNode
}

/** One line of the day, with why it is there. */
export function DayLine({ item, here, onHere, onFinish, coming, children }: ItemProps) {
  const dates = useDates()
  const { kind, row } = item
  const frame = {
    id: row.id,
    here,
    onHere,
    to: recordPath(kind, row.id),
    title: row.title,
    why: <Why item={item} coming={coming ?? false} />,
    children,
  }
  if (kind === 'lead') {
    const about = [row.company, row.interest].filter((text) => typeof text === 'string').join(' · ')
    return <Line {...frame} icon={<IconUserQuestion size={16} aria-hidden />} about={about ? { title: about } : undefined} />
  }
  if (kind === 'deal') {
    const customer = typeof row.customer === 'string' ? row.titles?.[row.customer] : undefined
    const about = customer ? { to: recordPath('customer', String(row.customer)), title: customer } : undefined
    return <Line {...frame} icon={<IconLayoutKanban size={16} aria-hidden />} about={about} />
  }
  const due = typeof row.dueAt === 'string' ? row.dueAt : undefined
  const about = aboutOf(row)
  const late = item.reason === 'late' || item.reason === 'latePromise'
  return (
    <Line
      {...frame}
      ring={<Ring row={row} done={false} onPress={onFinish} />}
      time={due && row.allDay !== true && !late ? dates.timeOf(due) : ''}
      icon={<KindIcon type={row.type} />}
      about={about && { to: recordPath(about.entity, about.id), title: about.title }}
    />
  )
}

/** A line that is done: it stays, struck, until tomorrow. */
export function DoneLine({
  row,
  here,
  onHere,
  onReopen,
}: {
  row: RecordRow
  here: boolean
  onHere: () => void
  onReopen: () => void
}) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const about = aboutOf(row)
  const outcome = typeof row.outcome === 'string' ? office.choiceLabel('outcome', row.outcome) : undefined
  return (
    <Line
      id={row.id}
      here={here}
      done
      onHere={onHere}
      ring={<Ring row={row} done onPress={onReopen} />}
      time={typeof row.doneAt === 'string' ? dates.timeOf(row.doneAt) : ''}
      icon={<KindIcon type={row.type} />}
      to={recordPath('activity', row.id)}
      title={row.title}
      about={about && { to: recordPath(about.entity, about.id), title: about.title }}
      why={<span className="sp-t2">{outcome ?? t('home.done_mark')}</span>}
    />
  )
}

function Ring({ row, done, onPress }: { row: RecordRow; done: boolean; onPress: () => void }) {
  const { t } = useWords()
  return (
    <button
      type="button"
      className="sp-day-ring"
      data-done={done || undefined}
      aria-label={t('page.finish', { subject: row.title })}
      aria-pressed={done}
      onClick={onPress}
    />
  )
}

/** Why the line is there: in words, and as a mark only where somebody should look. */
function Why({ item, coming }: { item: DayItem; coming: boolean }) {
  const { t } = useWords()
  const { deal, days, reason, row, kind } = item
  const amount = deal?.amount ? <span>{formatBaht(deal.amount, { decimals: 0 })}</span> : null
  if (kind === 'lead') return <LeadWaits row={row} days={days} />
  if (reason === 'noStep')
    return (
      <>
        {amount}
        <Mark tone="warn" icon={IconClock}>
          {t('home.no_step_since', { days })}
        </Mark>
      </>
    )
  const stuck = deal !== null && deal.limit !== null && deal.days > deal.limit
  const mark =
    reason === 'latePromise' ? (
      <Mark tone="bad" icon={IconAlertTriangle}>
        {t('page.late', { days })}
      </Mark>
    ) : reason === 'late' ? (
      <span className="sp-bad">{t('page.late', { days })}</span>
    ) : stuck ? (
      <Mark tone="warn" icon={IconClock}>
        {t('page.stuck', { days: deal.days, limit: deal.limit })}
      </Mark>
    ) : null
  const words = item.promise
    ? t('home.promised')
    : mark
      ? ''
      : reason === 'now'
        ? t('home.now_due')
        : APPOINTMENTS.includes(String(row.type))
          ? t('home.appointment')
          : coming
            ? ''
            : t('home.for_today')
  return (
    <>
      {amount}
      {words && <span className="sp-t2">{words}</span>}
      {mark}
    </>
  )
}

function LeadWaits({ row, days }: { row: RecordRow; days: number }) {
  const { t } = useWords()
  const hours = Math.max(1, Math.floor((Date.now() - Date.parse(String(row.createdAt))) / 3_600_000))
  return (
    <>
      <span className="sp-t2">{t('home.untouched')}</span>
      <Mark tone="warn" icon={IconClock}>
        {hours < DAY_HOURS ? t('home.hours', { count: hours }) : t('unit.days', { count: Math.max(1, days) })}
      </Mark>
    </>
  )
}

type VerbProps = {
  item: DayItem
  onCall: (entity: string, row: RecordRow) => void
  onLog: () => void
  onOutcome: (outcome: string) => void
  onSnooze: () => void
  onReschedule: () => void
}

/** What can be done with the line under the cursor, each with its key. */
export function Verbs({ item, onCall, onLog, onOutcome, onSnooze, onReschedule }: VerbProps) {
  const { t } = useWords()
  const office = useOffice()
  const called = useCalled(item)
  // One goes to a meeting and rings up for the rest: the first verb is the likely one, the other keeps its key.
  const phone = APPOINTMENTS.includes(String(item.row.type)) ? undefined : called.row && firstPhone(called.row)
  const outcomes = outcomesOf(item)
  return (
    <div className="sp-day-outcomes">
      {phone && called.row ? (
        <Button
          leftSection={<IconPhone size={16} />}
          rightSection={<ActionKey id="dayCall" onFill />}
          onClick={() => called.row && onCall(called.entity, called.row)}
        >
          {t('home.call_number', { number: formatPhone(phone.e164) })}
        </Button>
      ) : null}
      {(!phone || item.kind === 'deal') && (
        <Button variant={phone ? 'default' : 'filled'} rightSection={<ActionKey id="dayLog" onFill={!phone} />} onClick={onLog}>
          {item.kind === 'deal' ? t('page.plan_next') : t('home.log')}
        </Button>
      )}
      {outcomes.length > 0 && <span className="sp-t2 sp-table-text">{t('home.outcome')}</span>}
      {outcomes.map((key, at) => (
        <Button key={key} variant="default" rightSection={<ActionKey id="dayOutcome" at={at} />} onClick={() => onOutcome(key)}>
          {office.choiceLabel('outcome', key)}
        </Button>
      ))}
      <Button variant="subtle" color="gray" rightSection={<ActionKey id="daySnooze" />} onClick={onSnooze}>
        {t('page.snooze')}
      </Button>
      <Button variant="subtle" color="gray" rightSection={<ActionKey id="dayMove" />} onClick={onReschedule}>
        {t('home.other_time')}
      </Button>
    </div>
  )
}

/** The person or firm behind a line, read when the cursor comes to it, because its number is wanted. */
export function useCalled(item: DayItem | undefined): { entity: string; row: RecordRow | undefined } {
  const target = item && calledFor(item)
  const { data } = useRead(
    'getRecord',
    { params: { entity: target?.entity ?? '', id: target?.id ?? '' } },
    { enabled: target !== undefined && item?.kind !== 'lead' },
  )
  if (item?.kind === 'lead') return { entity: 'lead', row: item.row }
  return { entity: target?.entity ?? '', row: target ? data : undefined }
}
