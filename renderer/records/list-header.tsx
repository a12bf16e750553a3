import { Button } from '@mantine/core'
import { IconArrowsJoin, IconFileImport, IconLayoutKanban } from '@tabler/icons-react'
import { memo } from 'react'
import type { ColourRule, EntityInfo } from '../../core/contract/office.ts'
import type { ColumnLayout } from '../../core/query/column-layout.ts'
import { ActionKey } from '../components/action-key.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { useGo } from '../lib/navigation.ts'
import { useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { ExportMenu } from './list-menus.tsx'
import type { ListState } from './list-state.ts'
import { useRecordActions } from './record-actions.tsx'
import { ViewTabs } from './view-tabs.tsx'

type Props = {
  entity: EntityInfo
  state: ListState
  /** The columns that are shown. */
  keys: string[]
  layout: ColumnLayout
  rules: readonly ColourRule[]
  note: string
  onPrint: () => void
}

/** The head of a list: name and count, what can be done with all of it, and its views. It stays as it is while one walks through the rows. */
export const ListHeader = memo(ListHeaderView)

function ListHeaderView({ entity, state, keys, layout, rules, note, onPrint }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const go = useGo()
  const { create } = useRecordActions()
  const { grant } = entity
  return (
    <PageHeader
      title={office.entityLabel(entity.key)}
      note={note}
      actions={
        <>
          {entity.board && (
            <Button variant="default" leftSection={<IconLayoutKanban size={16} />} onClick={() => go('/board')}>
              {t('list.board')}
            </Button>
          )}
          {entity.duplicates && <DuplicatesButton entity={entity.key} />}
          {grant.import && entity.key !== 'activity' && (
            <Button
              variant="default"
              leftSection={<IconFileImport size={16} />}
              onClick={() => go('/import', { search: { entity: entity.key } })}
            >
              {t('list.import')}
            </Button>
          )}
          {grant.export && <ExportMenu entity={entity} state={state} columns={keys} onPrint={onPrint} />}
          {grant.create && (
            <Button onClick={() => create({ entity: entity.key })} rightSection={<ActionKey id="add" onFill />}>
              {t('add.of', { entity: office.entityLabel(entity.key, 'one') })}
            </Button>
          )}
        </>
      }
    >
      <ViewTabs entity={entity} state={state} layout={layout} colours={rules} />
    </PageHeader>
  )
}

/** How many pairs of these records look like one, while there are any. */
function DuplicatesButton({ entity }: { entity: string }) {
  const { t, number } = useWords()
  const go = useGo()
  const { data } = useRead('duplicateCounts', {}, { staleTime: 60_000 })
  const waiting = data?.counts.find((counted) => counted.entity === entity)
  if (!waiting?.count) return null
  const count = waiting.capped ? t('list.capped', { count: waiting.count }) : number(waiting.count)
  return (
    <Button
      variant="default"
      leftSection={<IconArrowsJoin size={16} aria-hidden />}
      onClick={() => go('/duplicates', { search: { of: entity } })}
    >
      {t('duplicates.of_list', { count })}
    </Button>
  )
}
