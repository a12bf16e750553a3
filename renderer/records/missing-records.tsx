import { EmptyState } from '../components/empty-state.tsx'
import { useWords } from '../lib/words.ts'

/** Records of this kind are not there, or not for this reader to see. */
export function MissingRecords() {
  const { t } = useWords()
  return <EmptyState title={t('problem.not_found')} text={t('error.record.not_found')} />
}
