import { Button } from '@mantine/core'
import { EmptyState } from '../components/empty-state.tsx'
import { listPath, useGo } from '../lib/navigation.ts'
import { useWords } from '../lib/words.ts'

/** A record, or a whole kind of them, is not there, or not for this reader to see. `of`: the kind to whose list one goes back. */
export function MissingRecords({ of }: { of?: string }) {
  const { t } = useWords()
  const go = useGo()
  return (
    <EmptyState title={t(of ? 'problem.no_record' : 'problem.not_found')} text={t('error.record.not_found')}>
      {of && <Button onClick={() => go(listPath(of))}>{t('problem.to_list')}</Button>}
    </EmptyState>
  )
}
