import { Button } from '@mantine/core'
import { IconFileImport, IconKeyboard } from '@tabler/icons-react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { KeyCap } from '../components/key-cap.tsx'
import { useGo } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { useRecordActions } from './record-actions.tsx'

/** A list without records yet: what they are for, and the ways to the first ones. `elsewhere`: on a page where the key adds something else. */
export function ListEmpty({ entity, elsewhere = false }: { entity: EntityInfo; elsewhere?: boolean }) {
  const { t, find } = useWords()
  const office = useOffice()
  const go = useGo()
  const { create } = useRecordActions()
  const label = office.entityLabel(entity.key, 'one')
  const title = find(`empty.${entity.key}.title`) ?? t('empty.other.title', { entity: office.entityLabel(entity.key) })
  const add = (
    <Button
      variant={entity.grant.import ? 'default' : 'filled'}
      rightSection={!elsewhere && <KeyCap onFill={!entity.grant.import}>Ctrl N</KeyCap>}
      onClick={() => create({ entity: entity.key })}
    >
      {t('add.of', { entity: label })}
    </Button>
  )
  const ways = [
    ...(entity.grant.import && entity.key !== 'activity'
      ? [
          {
            icon: IconFileImport,
            title: t('empty.import.title'),
            text: t('empty.import.text'),
            action: <Button onClick={() => go('/import', { search: { entity: entity.key } })}>{t('empty.import.go')}</Button>,
          },
        ]
      : []),
    ...(entity.grant.create
      ? [{ icon: IconKeyboard, title: t('empty.type.title'), text: t('empty.type.text'), action: add }]
      : []),
  ]
  return <EmptyState title={title} text={find(`empty.${entity.key}.text`) ?? ''} ways={ways} />
}

/** Nothing fits the conditions. */
export function ListNoMatch({ entity, onClear }: { entity: EntityInfo; onClear: () => void }) {
  const { t } = useWords()
  const office = useOffice()
  return (
    <EmptyState title={t('list.no_match', { entity: office.entityLabel(entity.key) })} text={t('list.no_match_hint')}>
      <Button variant="default" onClick={onClear}>
        {t('list.clear_filters')}
      </Button>
    </EmptyState>
  )
}
