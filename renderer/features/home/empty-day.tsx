import { Button } from '@mantine/core'
import { EmptyState } from '../../components/empty-state.tsx'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { useCount } from '../../records/list-data.ts'
import { ListEmpty } from '../../records/list-empty.tsx'
import { useRecordActions } from '../../records/record-actions.tsx'

/** A day with nothing to do. Where there is no customer yet, the first ones come before any work. */
export function EmptyDay({ mayAdd }: { mayAdd: boolean }) {
  const { t } = useWords()
  const { create } = useRecordActions()
  const customer = useOffice().entity('customer')
  const mayBegin = customer?.grant.create === true && customer.grant.view !== 'none'
  const count = useCount('customer', undefined, mayBegin)
  // Neither is said before it is known which.
  if (mayBegin && !count) return null
  if (mayBegin && count?.count === 0) return <ListEmpty entity={customer} elsewhere />
  return (
    <EmptyState title={t('home.empty')} text={t('home.empty_text')}>
      {mayAdd && <Button onClick={() => create({ entity: 'activity', onSaved: () => undefined })}>{t('home.add_task')}</Button>}
    </EmptyState>
  )
}
