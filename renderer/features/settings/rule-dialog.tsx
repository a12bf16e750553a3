import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Filter } from '../../../core/query/filter.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useWords } from '../../lib/words.ts'
import { FilterBar } from '../../records/filter-bar.tsx'

type Props = {
  title: string
  entity: string
  rule: Filter | undefined
  /** Fields, as `entity.field`, of which the role does not know. */
  barred: readonly string[]
  onDone: (rule: Filter) => void
  onClose: () => void
}

/** Asks of which records a role may do something: conditions as in any list. */
export function RuleDialog({ title, entity, rule, barred, onDone, onClose }: Props) {
  const { t } = useWords()
  const [filter, setFilter] = useState(rule)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
          <Button disabled={!filter} onClick={() => filter && onDone(filter)}>
            {t('action.apply')}
          </Button>
        </>
      }
    >
      <p className="sp-t2 sp-table-text">{t('rights.only_note')}</p>
      <div className="sp-row sp-rule-conditions">
        <FilterBar entity={entity} filter={filter} onChange={setFilter} barred={barred} />
      </div>
    </Dialog>
  )
}
