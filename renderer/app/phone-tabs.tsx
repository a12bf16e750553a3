import { Menu } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useGo, usePath } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'
import { useSetLanguage, useWords } from '../lib/words.ts'
import { useRecordActions } from '../records/record-actions.tsx'
import { dayEntries, lastEntries, type NavEntry, recordEntries, reportEntries } from './navigation.tsx'
import { DisplaySettings } from './shell-parts.ts'

/** The five tabs at the foot of a phone: the day, customers, log, deals, and all the rest. */
export function PhoneTabs({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const words = useWords()
  const { t, lang } = words
  const office = useOffice()
  const go = useGo()
  const setLanguage = useSetLanguage()
  const { create } = useRecordActions()
  const records = recordEntries(office)
  const tabs = records.filter((entry) => /customer|deal|board/.test(entry.to))
  const [home, ...day] = dayEntries(words, undefined, office)
  const rest = [
    ...day,
    ...records.filter((entry) => !tabs.includes(entry)),
    ...reportEntries(words),
    ...lastEntries(words, office),
  ]
  const [customers, deals] = tabs
  return (
    <nav className="sp-tabs" aria-label={t('nav.label')}>
      {home && <Tab entry={{ ...home, label: t('nav.today') }} />}
      {customers && <Tab entry={customers} />}
      {office.entity('activity')?.grant.create && (
        <button type="button" className="sp-tab" onClick={() => create({ entity: 'activity' })}>
          <IconPlus size={22} aria-hidden />
          {t('nav.log')}
        </button>
      )}
      {deals && <Tab entry={deals} />}
      <Menu position="top-end" width={240}>
        <Menu.Target>
          <button type="button" className="sp-tab">
            <IconDots size={22} aria-hidden />
            {t('nav.more')}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onSearch}>{t('search.label')}</Menu.Item>
          {rest.map((entry) => (
            <Menu.Item key={entry.to} onClick={() => go(entry.to)}>
              {entry.label}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => void setLanguage(lang === 'th' ? 'en' : 'th')}>{t('user.switch_language')}</Menu.Item>
          <Menu.Item onClick={onHelp}>{t('keys.title')}</Menu.Item>
          <DisplaySettings />
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}

function Tab({ entry }: { entry: NavEntry }) {
  const go = useGo()
  const here = entry.isHere(usePath())
  return (
    <button
      type="button"
      className="sp-tab"
      data-here={here || undefined}
      aria-current={here ? 'page' : undefined}
      onClick={() => go(entry.to)}
    >
      <entry.icon size={22} aria-hidden />
      {entry.label}
    </button>
  )
}
