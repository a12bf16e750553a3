import { Button, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { BulkRun } from '../../core/contract/bulk.ts'
import { useToast } from '../components/toast.tsx'
import { call } from '../lib/api.ts'
import { useRefresh } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'
import './list.css'

/** What is over sooner is told only by its end. */
const SHOWN_AFTER_MS = 700

type Props = { batchId: string; run: BulkRun | undefined; total: number; isUndo: boolean }

/** How far an act on many records is, or its undo, and the way to stop it; what was done until then stays and can be undone. */
export function BulkProgress({ batchId, run, total, isUndo }: Props) {
  const { t, number } = useWords()
  const toast = useToast()
  const refresh = useRefresh()
  const [shown, setShown] = useState(false)
  const [stopping, setStopping] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOWN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  const stop = async () => {
    setStopping(true)
    try {
      await call('cancelBulk', { params: { batchId }, body: {} })
      await refresh()
    } catch (error) {
      setStopping(false)
      toast.problem(error)
    }
  }
  if (!shown || run?.state !== 'running') return null
  const label = t(isUndo ? 'bulk.undo_progress' : 'bulk.progress', { done: number(run.done), all: number(total) })
  return (
    <div className="sp-bulk sp-bulk-run" role="status">
      <span>{label}</span>
      <Progress w={160} value={total === 0 ? 100 : (run.done / total) * 100} aria-label={label} />
      <Button variant="default" size="compact-sm" onClick={() => void stop()} loading={stopping}>
        {t('bulk.stop')}
      </Button>
    </div>
  )
}
