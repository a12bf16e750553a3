import { IconAlertTriangle, IconCalendar, IconClock, IconUserX } from '@tabler/icons-react'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { formatBaht } from '../../../core/money.ts'
import { Mark } from '../../components/mark.tsx'
import { useDates } from '../../lib/instants.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** Who buys, or the deal itself where nobody is named yet. */
export const buyerOf = ({ row }: DealCard): string => row.titles?.[String(row.customer ?? '')] ?? row.title

/** What a card of the board says: who, what, how much and when; marks only where somebody should look; the next step, its age and owner. */
export function CardFace({ card, stage, inLane }: { card: DealCard; stage: Stage; inLane?: boolean }) {
  const { t } = useWords()
  const office = useOffice()
  const { row } = card
  const buyer = buyerOf(card)
  const stuck = stage.kind === 'open' && stage.staleDays !== null && card.ageDays > stage.staleDays
  const age = stuck ? '' : card.ageDays === 0 ? t('board.age_today') : t('board.age', { days: card.ageDays })
  return (
    <>
      <div className="sp-board-card-buyer cut">{buyer}</div>
      {row.title !== buyer && <div className="sp-board-card-name cut">{row.title}</div>}
      <div className="sp-board-card-line">
        {row.amount === undefined ? (
          <span className="sp-t3 sp-nowrap">{t('board.no_amount')}</span>
        ) : (
          <strong>{formatBaht(row.amount as number, { decimals: 'auto' })}</strong>
        )}
        <CloseDate date={row.expectedClose as string | undefined} />
      </div>
      {(stuck || card.noDecider) && (
        <div className="sp-board-card-marks">
          {stuck && (
            <Mark tone="warn" icon={IconClock}>
              {t('board.stuck', { days: card.ageDays, limit: stage.staleDays })}
            </Mark>
          )}
          {card.noDecider && (
            <Mark tone="bad" icon={IconUserX}>
              {t('board.no_decider')}
            </Mark>
          )}
        </div>
      )}
      <div className="sp-board-card-line sp-board-card-foot">
        <NextStep card={card} />
        <span className="sp-board-card-owner cut">
          {[age, inLane ? '' : office.userLabel(row.owner as string | undefined)].filter(Boolean).join(' · ')}
        </span>
      </div>
    </>
  )
}

function CloseDate({ date }: { date: string | undefined }) {
  const { t } = useWords()
  const dates = useDates()
  if (!date) return null
  if (date < dates.today) {
    return (
      <span className="sp-board-card-date sp-bad" title={dates.date(date, 'medium')}>
        <IconAlertTriangle size={13} aria-hidden /> {t('board.late')}
      </span>
    )
  }
  const near = date.slice(0, 4) === dates.today.slice(0, 4) ? 'monthDay' : 'short'
  return (
    <span className="sp-board-card-date">
      <IconCalendar size={13} aria-hidden /> {dates.date(date, near)}
    </span>
  )
}

function NextStep({ card }: { card: DealCard }) {
  const { t } = useWords()
  const dates = useDates()
  const step = card.nextStep
  if (!step) return <span className="sp-bad sp-board-card-step">{t('board.no_step')}</span>
  const when = step.dueAt ? whenWords(dates, step.dueAt) : ''
  return (
    <span className="sp-board-card-step">
      <span className="cut">{step.subject}</span>
      {when && <span className="sp-board-card-when">{when}</span>}
    </span>
  )
}

/** Short enough for a card: `พรุ่งนี้ 10:00` near now, else the day and month. */
function whenWords(dates: ReturnType<typeof useDates>, instant: string): string {
  const day = dates.dayOf(instant)
  return Math.abs(dates.daysUntil(day)) <= 1 ? dates.when(instant, true) : dates.date(day, 'monthDay')
}
