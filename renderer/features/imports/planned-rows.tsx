import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ImportRun, PlannedRow } from '../../../core/contract/imports.ts'
import { Mark } from '../../components/mark.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { call } from '../../lib/api.ts'
import { failureOf } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { ACTION_LOOK, type RowAction } from './check-tiles.tsx'
import { fieldsWords, reasonWords } from './reason-words.ts'
import { fieldKey } from './target-options.ts'

const PAGE = 100

type Props = { run: ImportRun; action: RowAction | undefined; onFix: (column: number) => void }

/** The rows of the dry run, those to look at first: what will happen to each, why, and where to mend it. */
export function PlannedRows({ run, action, onFix }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const pages = useInfiniteQuery({
    queryKey: ['plannedRows', run.id, run.counts, action],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call(
        'plannedRows',
        { params: { id: run.id }, query: { limit: PAGE, after: pageParam, ...(action && { action }) } },
        { signal },
      ),
    getNextPageParam: (page) => page.next,
  })
  const failure = failureOf(pages)
  if (failure) return <ProblemPanel error={failure} onRetry={() => void pages.refetch()} />
  if (!pages.data) return <SkeletonRows />
  const rows = pages.data.pages.flatMap((page) => page.rows)
  return (
    <>
      <table className="sp-planned">
        <thead>
          <tr>
            <th>{t('import.line')}</th>
            <th>{t('import.row_title', { entity: office.entityLabel(run.entity, 'one') })}</th>
            <th>{t('import.will')}</th>
            <th>
              <span className="sp-row">
                <span className="sp-grow">{t('import.because')}</span>
                <span className="sp-t3">{t('import.look_first')}</span>
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PlannedLine key={`${row.line} ${row.title}`} run={run} row={row} onFix={onFix} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="sp-t2 sp-import-none">{t('import.no_rows_of_kind')}</p>}
      {pages.hasNextPage && (
        <div className="sp-import-none">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('import.more_rows')}
          </Button>
        </div>
      )}
    </>
  )
}

function PlannedLine({ run, row, onFix }: { run: ImportRun; row: PlannedRow; onFix: (column: number) => void }) {
  const words = useWords()
  const office = useOffice()
  const overwrites = run.definition.onMatch === 'update'
  const { icon, tone } = ACTION_LOOK[row.action]
  const reasons = row.reasons.map((reason) => reasonWords(office, words, run.entity, reason))
  const fields = row.action === 'update' ? fieldsWords(office, words, run.entity, row, overwrites) : undefined
  const fixable =
    row.action === 'bad'
      ? row.reasons.flatMap(
          (reason) =>
            run.definition.columns.find((mapping) => reason.field && fieldKey(mapping.target ?? '') === reason.field) ?? [],
        )[0]
      : undefined
  return (
    <tr>
      <td className="sp-t3">{row.line}</td>
      <td>
        <div className="cut sp-strong">{row.title || words.t('import.no_title')}</div>
      </td>
      <td>
        <Mark tone={tone} icon={icon}>
          {words.t(row.action === 'update' && overwrites ? 'import.action.overwrite' : `import.action.${row.action}`)}
        </Mark>
      </td>
      <td className="sp-planned-why">
        {reasons.join(' · ')}
        {fields && (
          <>
            {reasons.length > 0 && ' · '}
            <strong>{fields}</strong>
          </>
        )}
        {row.facts && row.facts.length > 0 && (
          <>
            {reasons.length > 0 && ' · '}
            <span className="sp-t2">
              {row.facts.map(({ field, text }) => `${office.fieldLabel(run.entity, field)} ${text}`).join(' · ')}
            </span>
          </>
        )}{' '}
        {fixable && (
          <button type="button" className="sp-link" onClick={() => onFix(fixable.column)}>
            {words.t('import.fix')}
          </button>
        )}
      </td>
    </tr>
  )
}
