import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { BUDDHIST_OFFSET } from '../../../core/thai/calendar.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { ChangeLine } from './change-line.tsx'
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
  const { t } = useWords()
  const { data } = useRead('targetHistory', { query: { year } })
  if (!data || data.changes.length === 0) return null
  return (
    <details className="sp-target-history">
      <summary className="sp-t2 sp-table-text">{t('targets.history')}</summary>
      {data.changes.map((change) => (
        <ChangeLine key={change.seq} change={change} />
      ))}
    </details>
  )
}
