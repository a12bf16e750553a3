import { Button } from '@mantine/core'
import { EmptyState } from '../components/empty-state.tsx'
import { useGo } from '../lib/navigation.ts'
import { useWords } from '../lib/words.ts'

/** An address that leads nowhere. */
export function MissingScreen() {
  const { t } = useWords()
  const go = useGo()
  return (
    <EmptyState title={t('problem.not_found')} text={t('error.request.not_found')}>
      <Button onClick={() => go('/')}>{t('problem.home')}</Button>
    </EmptyState>
  )
}
