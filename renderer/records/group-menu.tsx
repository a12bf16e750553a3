import { Menu } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconChevronsDown, IconChevronsUp } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { ActionKey } from '../components/action-key.tsx'
import { useActions } from '../lib/actions.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { groupFields } from './list-groups.ts'

type Props = {
  entity: EntityInfo
  by: string | undefined
  onGroup: (by: string | undefined) => void
  onFoldAll: (fold: boolean) => void
}

/** By what a list is grouped, or not at all; and all groups folded or unfolded. */
export const GroupMenu = memo(GroupMenuView)

function GroupMenuView({ entity, by, onGroup, onFoldAll }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const [opened, setOpened] = useState(false)
  useActions({ group: () => setOpened(true) })
  const label = by ? office.fieldLabel(entity.key, by) : undefined
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" returnFocus>
      <Menu.Target>
        <button type="button" className="sp-tool">
          <IconAdjustmentsHorizontal size={16} aria-hidden />
          {label ? (
            <span>
              <span className="sp-t2">{t('list.group')}:</span> <span className="sp-strong">{label}</span>
            </span>
          ) : (
            t('list.group')
          )}
          <ActionKey id="group" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="sp-group-menu">
        {by && (
          <>
            <Menu.Item onClick={() => onGroup(undefined)}>{t('list.no_group')}</Menu.Item>
            <Menu.Item leftSection={<IconChevronsUp size={16} />} onClick={() => onFoldAll(true)}>
              {t('group.fold_all')}
            </Menu.Item>
            <Menu.Item leftSection={<IconChevronsDown size={16} />} onClick={() => onFoldAll(false)}>
              {t('group.unfold_all')}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        {groupFields(entity).map((field) => (
          <Menu.Item key={field.key} onClick={() => onGroup(field.key)} {...(field.key === by && { 'aria-current': true })}>
            {office.fieldLabel(entity.key, field.key)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
