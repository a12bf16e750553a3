import { IconClock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { DealCard } from '../../../core/contract/sales.ts'
import { formatBaht } from '../../../core/money.ts'
import { Mark } from '../../components/mark.tsx'
import { useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'

/** A deal in two lines: what and how much; stage, expected close, and whether it is stuck. */
export function DealLine({ deal }: { deal: DealCard }) {
  const { t, lang } = useWords()
  const office = useOffice()
  const dates = useDates()
  const { row, ageDays } = deal
  const stage = office.stage(String(row.stage))
  const stuck = stage?.kind === 'open' && stage.staleDays !== null && ageDays > stage.staleDays
  return (
    <li className="sp-deal-line">
      <div className="sp-row">
        <Link to={recordPath('deal', row.id)} className="sp-grow cut">
          {row.title}
        </Link>
        {typeof row.amount === 'number' && <span className="sp-strong">{formatBaht(row.amount, { decimals: 'auto' })}</span>}
      </div>
      <div className="sp-row sp-t2 sp-small">
        <span className="sp-grow cut">
          {stage && inLang(lang, stage.nameTh, stage.nameEn)}
          {typeof row.expectedClose === 'string' &&
            stage?.kind === 'open' &&
            ` · ${t('page.expected_close', { date: dates.date(row.expectedClose) })}`}
        </span>
        {stuck && (
          <Mark tone="warn" icon={IconClock}>
            {t('page.stuck', { days: ageDays, limit: stage.staleDays })}
          </Mark>
        )}
      </div>
    </li>
  )
}
