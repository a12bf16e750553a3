import type { ImportRun } from '../../../core/contract/imports.ts'
import { useToast } from '../../components/toast.tsx'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { WorkUnderWay } from './work-under-way.tsx'

/** The last step while it is under way. Stopping takes out what was written. */
export function ApplyStep({ run, onRun }: { run: ImportRun; onRun: (run: ImportRun) => void }) {
  const { t } = useWords()
  const toast = useToast()
  const stop = async () => {
    try {
      onRun(await call('cancelImport', { params: { id: run.id }, body: {} }))
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <WorkUnderWay
      run={run}
      text={t('import.applying')}
      stop={t('import.stop_apply')}
      stopping={t('import.stopping')}
      onStop={() => void stop()}
    />
  )
}
