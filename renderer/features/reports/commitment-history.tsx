import { targetText } from '../../../core/sales/target-text.ts'
import { useDates } from '../../lib/instants.ts'
import { useMonths } from '../../lib/months.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** Who committed to what when; nothing before the first. */
export function CommitmentHistory({ year }: { year: number }) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const { monthName } = useMonths()
  const { data } = useRead('commitmentHistory', { query: { year } })
  if (!data || data.changes.length === 0) return null
  const amount = (value: number | null) => (value === null ? t('targets.none') : targetText(value))
  return (
    <details className="sp-no-print">
      <summary className="sp-t2 sp-table-text">{t('forecast.history')}</summary>
      <ul className="sp-table-text">
        {data.changes.map((change) => (
          <li key={`${change.at} ${change.id} ${change.month} ${change.before} ${change.after}`}>
            <span className="sp-t2">
              {dates.when(change.at, true)} {office.userLabel(change.userId)}
            </span>{' '}
            {t('forecast.change', {
              who: office.userLabel(change.id),
              month: monthName(change.month, true),
              before: amount(change.before),
              after: amount(change.after),
            })}
          </li>
        ))}
      </ul>
    </details>
  )
}
