import { Menu } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconEyeOff,
  IconPin,
  IconPinnedOff,
  IconRuler2,
  IconViewportNarrow,
  IconViewportWide,
} from '@tabler/icons-react'
import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { moved, withPin, withShown, withWidth } from '../../core/query/column-layout.ts'
import { KeyCap } from '../components/key-cap.tsx'
import { keyName } from '../lib/keys.ts'
import { useWords } from '../lib/words.ts'
import type { Column } from './list-columns.ts'
import type { Sort } from './list-state.ts'
import type { TableProps } from './list-table.tsx'

/** By how many rem a column grows with one press. */
const STEP = 1

type MenuProps = TableProps & {
  column: Column
  at: number
  onSort: ((sort: Sort) => void) | undefined
  /** The button below which it opens. */
  children: ReactElement<{ id: string }>
}
type Act = { key: string; code: string; label: string; icon: ReactNode; run: () => void; stays?: boolean; off?: boolean }

/** Whoever had the focus before has it again once the menu is closed: the list, or the button, which was drawn anew meanwhile. */
function useFocusBack(button: string | undefined): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      const stays = before instanceof HTMLElement && before !== document.body && before.isConnected
      const now = stays ? before : document.getElementById(button ?? '')
      now?.focus()
    },
    [before, button],
  )
}

/** What can be done with a column while its menu is open, each with its key: place and width may be changed several times before the menu closes. */
export function ColumnMenu({
  entity,
  column,
  columns,
  at,
  layout,
  onLayout,
  onSort,
  onMenu,
  cursor,
  onCursor,
  children,
}: MenuProps) {
  const { t } = useWords()
  const { key } = column.field
  const keys = columns.slice(1).map((each) => each.field.key)
  const show = (now: readonly string[]) => withShown(layout, entity.columns, [entity.title, ...keys], now)
  const isPinned = layout.pinned?.includes(key) ?? false
  const isName = at === 0
  const shift = (by: number) => {
    onLayout(show(moved(keys, key, by)))
    if (cursor.column === at) onCursor({ at: cursor.at, column: at + by })
  }
  const grow = (by: number) => onLayout(withWidth(layout, key, column.width + by))
  const acts: Act[] = [
    {
      key: '←',
      code: 'ArrowLeft',
      label: t('column.left'),
      icon: <IconArrowLeft size={16} />,
      run: () => shift(-1),
      stays: true,
      off: isName || at === 1,
    },
    {
      key: '→',
      code: 'ArrowRight',
      label: t('column.right'),
      icon: <IconArrowRight size={16} />,
      run: () => shift(1),
      stays: true,
      off: isName || at === columns.length - 1,
    },
    {
      key: '+',
      code: 'Equal',
      label: t('column.wider'),
      icon: <IconViewportWide size={16} />,
      run: () => grow(STEP),
      stays: true,
    },
    {
      key: '−',
      code: 'Minus',
      label: t('column.narrower'),
      icon: <IconViewportNarrow size={16} />,
      run: () => grow(-STEP),
      stays: true,
    },
    {
      key: '0',
      code: 'Digit0',
      label: t('column.usual_width'),
      icon: <IconRuler2 size={16} />,
      run: () => onLayout(withWidth(layout, key, undefined)),
      off: layout.widths?.[key] === undefined,
    },
    {
      key: 'P',
      code: 'KeyP',
      label: t(isPinned ? 'column.unpin' : 'column.pin'),
      icon: isPinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />,
      run: () => onLayout(withPin(layout, key, !isPinned)),
      off: isName,
    },
    {
      key: 'H',
      code: 'KeyH',
      label: t('column.hide'),
      icon: <IconEyeOff size={16} />,
      run: () => onLayout(withPin(show(keys.filter((other) => other !== key)), key, false)),
      off: isName,
    },
  ]
  const press = (event: KeyboardEvent) => {
    const pressed = keyName(event.nativeEvent).replace('shift+', '')
    const act = acts.find((candidate) => candidate.code === pressed)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    if (act.off) return
    act.run()
    if (!act.stays) onMenu(undefined)
  }
  useFocusBack(children.props.id)
  return (
    <Menu opened onChange={() => onMenu(undefined)} position="bottom-start" returnFocus={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown onKeyDown={press}>
        {onSort && (
          <>
            <Menu.Item leftSection={<IconArrowUp size={16} />} onClick={() => onSort({ field: key })}>
              {t('column.ascending')}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowDown size={16} />} onClick={() => onSort({ field: key, desc: true })}>
              {t('column.descending')}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        {acts.map((act) => (
          <Menu.Item
            key={act.code}
            leftSection={act.icon}
            rightSection={<KeyCap>{act.key}</KeyCap>}
            disabled={act.off ?? false}
            closeMenuOnClick={!act.stays}
            onClick={act.run}
          >
            {act.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
