import { Button } from '@mantine/core'
import { IconArrowsJoin, IconFileImport, IconLayoutKanban } from '@tabler/icons-react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { ActionKey } from '../components/action-key.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { useGo } from '../lib/navigation.ts'
import { useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { ListContent } from './list-content.ts'
import { ExportMenu } from './list-menus.tsx'
import type { ListState } from './list-state.ts'
import { useRecordActions } from './record-actions.tsx'
import { ViewTabs } from './view-tabs.tsx'

/** The head of a list: name and count, what can be done with all of it, and its views. */
export function ListHeader({
  entity,
  state,
  content,
  note,
  onPrint,
}: {
  entity: EntityInfo
  state: ListState
  content: ListContent
  note: string
  onPrint: () => void
}) {
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
          {grant.export && <ExportMenu entity={entity} state={state} columns={content.keys} onPrint={onPrint} />}
          {grant.create && (
            <Button onClick={() => create({ entity: entity.key })} rightSection={<ActionKey id="add" onFill />}>
              {t('add.of', { entity: office.entityLabel(entity.key, 'one') })}
            </Button>
          )}
        </>
      }
    >
      <ViewTabs entity={entity} state={state} layout={content.layout} colours={content.rules} />
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
