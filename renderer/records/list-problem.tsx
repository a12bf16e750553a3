import { Button } from '@mantine/core'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { useWords } from '../lib/words.ts'
import type { ListState } from './list-state.ts'

/** Why a list cannot be shown, and what to do: where a condition is to blame that nobody can ask, trying again would not help. */
export function ListProblem({ state, error, onRetry }: { state: ListState; error: Error; onRetry: () => void }) {
  const { t } = useWords()
  const { dropUnusable } = state
  if (!dropUnusable) return <ProblemPanel error={error} onRetry={onRetry} />
  return (
    <ProblemPanel error={error}>
      <Button onClick={dropUnusable}>{t('list.drop_unusable')}</Button>
    </ProblemPanel>
  )
}
