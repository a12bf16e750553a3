import { Button } from '@mantine/core'
import { useState } from 'react'
import { Mark } from '../../components/mark.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { useBulk } from '../../records/bulk.tsx'

type Batch = CallReply<'listBatches'>['batches'][number]

/** How many records a batch touched, however it counted them. */
const sizeOf = ({ counts }: Batch): number =>
  (counts.count ?? 0) + (counts.added ?? 0) + (counts.updated ?? 0) + (counts.undone ?? 0)

/** What was done to many records at once in the last 30 days, each with the way back. */
export function BatchList() {
  const { t } = useWords()
  const { data, error, refetch } = useRead('listBatches', {})
  const failure = failureOf({ data, error })
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows />
  if (data.batches.length === 0) return <p className="sp-t2 sp-bin-empty">{t('batch.none')}</p>
  return (
    <table className="sp-bin-table sp-batches">
      <thead>
        <tr>
          <th>{t('batch.what')}</th>
          <th>{t('batch.when')}</th>
          <th>{t('batch.by')}</th>
          <th>{t('batch.count')}</th>
          <th aria-hidden />
        </tr>
      </thead>
      <tbody>
        {data.batches.map((batch) => (
          <BatchRow key={batch.id} batch={batch} />
        ))}
      </tbody>
    </table>
  )
}

function BatchRow({ batch }: { batch: Batch }) {
  const words = useWords()
  const { t, find, number } = words
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
  const { takeBack } = useBulk()
  const [busy, setBusy] = useState(false)
  const undo = async () => {
    setBusy(true)
    await takeBack(batch.id, sizeOf(batch)).catch(toast.problem)
    setBusy(false)
  }
  const entity = batch.entity ? office.entityLabel(batch.entity) : ''
  return (
    <tr>
      <td>
        <div className="cut">
          <span className="sp-strong">{find(`batch.kind.${batch.kind}`, { entity }) ?? batch.kind}</span>{' '}
          <span className="sp-t3 sp-small">{batch.title}</span>
        </div>
      </td>
      <td className="sp-t2">{dates.when(batch.startedAt, true)}</td>
      <td className="sp-t2">
        <div className="cut">{office.userLabel(batch.userId)}</div>
      </td>
      <td className="sp-t2">{number(sizeOf(batch))}</td>
      <td className="sp-bin-acts">
        {batch.undoneBy ? (
          <Mark>{t('batch.undone')}</Mark>
        ) : batch.kind === 'undo' ? null : (
          <Button size="compact-sm" variant="default" loading={busy} onClick={() => void undo()}>
            {t('batch.undo')}
          </Button>
        )}
      </td>
    </tr>
  )
}
