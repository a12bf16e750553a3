import { ActionIcon, Menu } from '@mantine/core'
import { IconBell, IconMoon, IconPlus, IconSearch, IconSun } from '@tabler/icons-react'
import { ActionKey } from '../components/action-key.tsx'
import { useAppearance } from '../lib/appearance.tsx'
import { useGo } from '../lib/navigation.ts'
import { useCommand } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useSetLanguage, useWords } from '../lib/words.ts'
import { ReminderItems } from './reminder-strip.tsx'
import type { Reminders } from './reminders.ts'
import { DisplaySettings } from './shell-parts.ts'

type Props = { onSearch: () => void; onAdd: () => void; reminders: Reminders }

/** One search over everything, quick add, language, colours, reminders, and me. */
export function TopBar({ onSearch, onAdd, reminders }: Props) {
  const { t, lang } = useWords()
  const setLanguage = useSetLanguage()
  return (
    <header className="sp-bar">
      <button type="button" className="sp-bar-search" onClick={onSearch}>
        <IconSearch size={16} aria-hidden />
        <span className="sp-grow cut">{t('search.placeholder')}</span>
        <ActionKey id="search" />
      </button>
      <span className="sp-grow" />
      <button type="button" className="sp-bar-button" onClick={onAdd} title={t('add.quick')}>
        <IconPlus size={16} aria-hidden /> <span className="sp-bar-words">{t('add.quick')}</span> <ActionKey id="add" />
      </button>
      <span className="sp-bar-line sp-bar-roomy" />
      <button
        type="button"
        className="sp-bar-button sp-bar-roomy"
        onClick={() => void setLanguage(lang === 'th' ? 'en' : 'th')}
        title={t('user.switch_language')}
      >
        <span data-on={lang === 'th' || undefined}>ไทย</span> <span data-on={lang === 'en' || undefined}>EN</span>
      </button>
      <ThemeButton />
      <ReminderMenu reminders={reminders} />
      <UserMenu />
    </header>
  )
}

function ThemeButton() {
  const { t } = useWords()
  const { setTheme } = useAppearance()
  const isDark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark'
  return (
    <ActionIcon
      aria-label={isDark ? t('user.to_light') : t('user.to_dark')}
      title={isDark ? t('user.to_light') : t('user.to_dark')}
      onClick={() => setTheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  )
}

function ReminderMenu({ reminders }: { reminders: Reminders }) {
  const { t } = useWords()
  return (
    <Menu position="bottom-end" onClose={reminders.clear}>
      <Menu.Target>
        <button
          type="button"
          className="sp-bar-button"
          aria-label={reminders.rows.length > 0 ? `${t('home.reminders')}: ${reminders.rows.length}` : t('home.reminders')}
          title={t('home.reminders')}
        >
          <IconBell size={18} aria-hidden /> {reminders.rows.length > 0 && <span>{reminders.rows.length}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {reminders.rows.length === 0 && <Menu.Label>{t('home.no_reminders')}</Menu.Label>}
        <ReminderItems rows={reminders.rows} />
      </Menu.Dropdown>
    </Menu>
  )
}

function UserMenu() {
  const { t } = useWords()
  const { me } = useOffice()
  const { run } = useCommand('signOut')
  const go = useGo()
  const name = me.nick || me.name
  const initial = /[ก-ฮa-zA-Z]/.exec(name)?.[0] ?? name.slice(0, 1)
  return (
    <Menu position="bottom-end" closeOnItemClick={false} width={260}>
      <Menu.Target>
        <button type="button" className="sp-bar-button" title={t('user.menu')}>
          <span className="sp-me" aria-hidden data-initial={initial} />
          <span className="sp-bar-words">{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <DisplaySettings />
        <Menu.Divider />
        <Menu.Item onClick={() => go('/settings', { search: { tab: 'me' } })}>{t('settings.tab.me')}</Menu.Item>
        {me.hasPassword && <Menu.Item onClick={() => void run({}).then(() => location.reload())}>{t('user.sign_out')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
