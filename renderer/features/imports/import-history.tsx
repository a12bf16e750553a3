import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Mark, type MarkTone } from '../../components/mark.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { useBulk } from '../../records/bulk.tsx'
import './imports.css'

type Run = CallReply<'listImports'>['runs'][number]
const TONES: Partial<Record<Run['state'], MarkTone>> = {
  done: 'ok',
  failed: 'bad',
  mapping: 'here',
  checked: 'here',
  checking: 'here',
  applying: 'here',
}
const OPEN: ReadonlySet<Run['state']> = new Set(['reading', 'mapping', 'checking', 'checked', 'applying', 'cancelled', 'failed'])

/** All imports, newest first: to go on with one that was left, to see what one did, or to undo it. */
export function ImportHistory() {
  const { t } = useWords()
  const { data, error, refetch } = useRead('listImports', {})
  const failure = failureOf({ data, error })
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows count={4} />
  if (data.runs.length === 0) return <p className="sp-t2 sp-table-text">{t('import.history_none')}</p>
  return (
    <table className="sp-import-history">
      <thead>
        <tr>
          <th>{t('import.history_file')}</th>
          <th>{t('import.history_when')}</th>
          <th>{t('import.history_who')}</th>
          <th>{t('import.history_result')}</th>
          <th aria-hidden />
        </tr>
      </thead>
      <tbody>
        {data.runs.map((run) => (
          <HistoryRow key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  )
}

function HistoryRow({ run }: { run: Run }) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
  const { takeBack } = useBulk()
  const [busy, setBusy] = useState(false)
  const { counts } = run
  const undo = async () => {
    setBusy(true)
    await takeBack(run.batchId ?? '', counts ? counts.add + counts.warn + counts.update : 0).catch(toast.problem)
    setBusy(false)
  }
  return (
    <tr>
      <td>
        <div className="cut">
          <span className="sp-strong">{run.fileName}</span>{' '}
          <span className="sp-t3 sp-small">{office.entityLabel(run.entity)}</span>
        </div>
      </td>
      <td className="sp-t2">{dates.when(run.createdAt, true)}</td>
      <td className="sp-t2">
        <div className="cut">{office.userLabel(run.userId)}</div>
      </td>
      <td>
        <div className="sp-row">
          <Mark tone={TONES[run.state] ?? 'plain'}>{t(`import.state.${run.state}`)}</Mark>
          {run.state === 'done' && counts && (
            <span className="sp-t3 sp-small cut">
              {t('import.tile.add')} {(counts.add + counts.warn).toLocaleString('en-US')} · {t('import.tile.overwrite')}{' '}
              {counts.update.toLocaleString('en-US')}
            </span>
          )}
        </div>
      </td>
      <td>
        <div className="sp-row sp-import-history-acts">
          <Link to={`/import/${run.id}`} className="sp-link">
            {OPEN.has(run.state) ? t('import.resume') : t('import.open')}
          </Link>
          {run.state === 'done' && run.batchId && (
            <Button size="compact-sm" variant="default" loading={busy} onClick={() => void undo()}>
              {t('action.undo')}
            </Button>
          )}
        </div>
      </td>
    </tr>
  )
}
