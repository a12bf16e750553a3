import { IconAlertTriangle, IconCake, IconClock, IconLayoutKanban, IconUserQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DayItem } from '../../../core/contract/home.ts'
import type { RecordRow } from '../../../core/contract/records.ts'
import { formatBaht } from '../../../core/money.ts'
import { DoneRing, NoRing } from '../../components/done-ring.tsx'
import { Mark } from '../../components/mark.tsx'
import { useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KindIcon } from '../../records/activity-kinds.tsx'
import { aboutOf } from './log-task.ts'

export const APPOINTMENTS = ['meeting', 'visit', 'line']
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
        {ring ?? <NoRing />}
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
  if (kind === 'customer' || kind === 'contact') {
    const firms = ((row.customers as { to: string }[] | undefined) ?? []).flatMap(({ to }) => row.titles?.[to] ?? [])
    return (
      <Line {...frame} icon={<IconCake size={16} aria-hidden />} about={firms[0] ? { title: firms.join(', ') } : undefined} />
    )
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
  return <DoneRing done={done} label={t('page.finish', { subject: row.title })} onPress={onPress} />
}

/** Why the line is there: in words, and as a mark only where somebody should look. */
function Why({ item, coming }: { item: DayItem; coming: boolean }) {
  const { t } = useWords()
  const { deal, days, reason, row, kind } = item
  const amount = deal?.amount ? <span>{formatBaht(deal.amount, { decimals: 0 })}</span> : null
  if (kind === 'lead') return <LeadWaits row={row} days={days} />
  if (reason === 'birthday') return <BirthdayIn row={row} days={days} />
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

/** A person's birthday, or the day on which a firm was founded. */
function BirthdayIn({ row, days }: { row: RecordRow; days: number }) {
  const { t } = useWords()
  const firm = (row.name as { type?: string } | undefined)?.type === 'company'
  const when = days === 0 ? t('date.today') : days === 1 ? t('date.tomorrow') : t('home.in_days', { count: days })
  return <span className="sp-t2">{t(firm ? 'home.founded' : 'home.birthday', { when })}</span>
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
