import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ImportRun } from '../../../core/contract/imports.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import { call } from '../../lib/api.ts'
import { listPath, useGo, useUrlState } from '../../lib/navigation.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { ApplyStep } from './apply-step.tsx'
import { CheckStep } from './check-step.tsx'
import { EndStep } from './end-step.tsx'
import { ImportHead, type Step } from './import-head.tsx'
import { MappingStep } from './mapping-step.tsx'
import './imports.css'

/** What stands behind `?`: the step when going back, the column at hand, and which rows of the check are shown. */
export type ImportUrl = { step?: 'map'; column?: number; show?: string }

const WORKING_MS = 400

function stepOf(run: ImportRun, asked: 'map' | undefined): Step {
  if (['mapping', 'reading', 'cancelled', 'failed'].includes(run.state)) return 'map'
  if (run.state === 'checked' && asked === 'map') return 'map'
  return run.state === 'checking' || run.state === 'checked' ? 'check' : 'apply'
}

/** One import, wherever it stands: it can be left at any time and is found again under its address. */
export function ImportScreen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const go = useGo()
  const toast = useToast()
  const client = useQueryClient()
  const [{ step: asked }] = useUrlState<ImportUrl>()
  const key = ['getImport', { params: { id } }]
  const state = client.getQueryData<ImportRun>(key)?.state
  const {
    data: run,
    error,
    refetch,
  } = useRead(
    'getImport',
    { params: { id } },
    { ...((state === 'checking' || state === 'applying') && { refetchInterval: WORKING_MS }) },
  )
  const leave = () => go(run ? listPath(run.entity) : '/import')
  // The first Esc leaves a field (and closes its list), the next one the page.
  const stepOut = () => (document.activeElement instanceof HTMLInputElement ? document.activeElement.blur() : leave())
  useActions({ close: stepOut }, { always: true })
  const take = (next: ImportRun) => client.setQueryData(key, next)
  const reread = async (choice: { sheetName?: string; encoding?: string }) => {
    try {
      take(await call('chooseSheet', { params: { id }, body: choice }))
    } catch (problem) {
      toast.problem(problem)
    }
  }
  const failure = failureOf({ data: run, error })
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!run) return <SkeletonRows />
  const step = stepOf(run, asked)
  return (
    <div className="sp-import">
      <ImportHead
        entity={run.entity}
        run={run}
        step={step}
        onLeave={leave}
        onReread={step === 'map' ? (choice) => void reread(choice) : undefined}
      />
      {step === 'map' && <MappingStep key={`${run.sheetName ?? ''} ${run.encoding ?? ''}`} run={run} onRun={take} />}
      {step === 'check' && <CheckStep run={run} onRun={take} />}
      {step === 'apply' && (run.state === 'applying' ? <ApplyStep run={run} onRun={take} /> : <EndStep run={run} />)}
    </div>
  )
}
