import { Menu } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { recordPath, useGo } from '../lib/navigation.ts'
import { useWords } from '../lib/words.ts'
import type { Reminders } from './reminders.ts'

type Props = {
  reminders: Reminders
  /** True where there is no bell: what waits there stands here. */
  noBell: boolean
}

/**
 * What fell due, in a row of its own at the foot of the window: it covers nothing that one types or presses, and stays until it was seen. Several
 * are told together, each in the list behind the button.
 */
export function ReminderStrip({ reminders, noBell }: Props) {
  const { t } = useWords()
  const go = useGo()
  const rows = noBell ? reminders.rows : reminders.fresh
  const [first] = rows
  const putAway = noBell ? reminders.clear : reminders.seen
  const words = !first
    ? ''
    : rows.length === 1
      ? reminders.words(first)
      : t('home.reminders_due', { count: rows.length, subjects: rows.map((row) => row.title).join(' · ') })
  return (
    <div className="sp-reminder sp-no-print" data-told={first !== undefined || undefined}>
      {first && <IconBell size={18} aria-hidden />}
      <p role="status" className="sp-grow cut" title={words}>
        {words}
      </p>
      {first && rows.length === 1 && (
        <button
          type="button"
          className="sp-link"
          onClick={() => {
            putAway()
            go(recordPath('activity', first.id))
          }}
        >
          {t('action.open')}
        </button>
      )}
      {rows.length > 1 && (
        <Menu position="top-end">
          <Menu.Target>
            <button type="button" className="sp-link">
              {t('home.reminders_see', { count: rows.length })}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <ReminderItems rows={rows} />
          </Menu.Dropdown>
        </Menu>
      )}
      {first && (
        <button type="button" className="sp-reminder-close" onClick={putAway} aria-label={t('action.close')}>
          ×
        </button>
      )}
    </div>
  )
}

/** Reminders as items of a menu, each of which opens what it is about. */
export function ReminderItems({ rows }: { rows: Reminders['rows'] }) {
  const go = useGo()
  return rows.map((row) => (
    <Menu.Item key={row.id} onClick={() => go(recordPath('activity', row.id))}>
      {row.title}
    </Menu.Item>
  ))
}
