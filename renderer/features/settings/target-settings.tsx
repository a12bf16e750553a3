import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { targetText } from '../../../core/sales/target-text.ts'
import { BUDDHIST_OFFSET } from '../../../core/thai/calendar.ts'
import { formatDate } from '../../../core/thai/date.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useDates } from '../../lib/instants.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { SectionHead } from './section-head.tsx'
import { TargetGrid } from './target-grid.tsx'

/** What each person and team should sell, month by month; and who changed what. */
export function TargetSettings() {
  const { t, lang } = useWords()
  const office = useOffice()
  const [year, setYear] = useState(Number(office.today.slice(0, 4)))
  const { data, error, refetch } = useRead('getTargets', { query: { year } })
  const shown = String(lang === 'th' ? year + BUDDHIST_OFFSET : year)
  return (
    <>
      <SectionHead title={t('settings.tab.targets')} note={t('targets.note')}>
        <ActionIcon aria-label={t('targets.previous_year')} onClick={() => setYear(year - 1)}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <strong>{t('targets.year', { year: shown })}</strong>
        <ActionIcon aria-label={t('targets.next_year')} onClick={() => setYear(year + 1)}>
          <IconChevronRight size={18} />
        </ActionIcon>
      </SectionHead>
      {error ? (
        <ProblemPanel error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <TargetGrid key={year} year={year} data={data} />
      ) : (
        <SkeletonRows />
      )}
      <TargetHistory year={year} />
    </>
  )
}

function TargetHistory({ year }: { year: number }) {
  const { t, lang } = useWords()
  const office = useOffice()
  const dates = useDates()
  const { data } = useRead('targetHistory', { query: { year } })
  const { data: targets } = useRead('getTargets', { query: { year } })
  if (!data || data.changes.length === 0) return null
  const name = (kind: string, id: string) =>
    kind === 'team' ? (targets?.teams.find((team) => team.id === id)?.name ?? '') : office.userLabel(id)
  const amount = (value: number | null) => (value === null ? t('targets.none') : targetText(value))
  return (
    <details className="sp-target-history">
      <summary className="sp-t2 sp-table-text">{t('targets.history')}</summary>
      <ul className="sp-table-text">
        {data.changes.map((change) => (
          <li key={`${change.at} ${change.kind} ${change.id} ${change.month} ${change.before}`}>
            <span className="sp-t2">
              {dates.when(change.at, true)} {office.userLabel(change.userId)}
            </span>{' '}
            {t('targets.change', {
              who: name(change.kind, change.id),
              month: formatDate(`${change.month}-01`, { lang, style: 'medium' }).split(' ').slice(1).join(' '),
              before: amount(change.before),
              after: amount(change.after),
            })}
          </li>
        ))}
      </ul>
    </details>
  )
}
