import {
  type Icon,
  IconAddressBook,
  IconArrowsJoin,
  IconBuildingStore,
  IconCalendar,
  IconChartBar,
  IconChecklist,
  IconHome,
  IconLayoutKanban,
  IconList,
  IconServer2,
  IconSettings,
  IconTrash,
  IconUserQuestion,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Logo } from '../components/logo.tsx'
import { listPath, usePath } from '../lib/navigation.ts'
import { useRead } from '../lib/queries.ts'
import { type OfficeInfo, useOffice } from '../lib/session.tsx'
import { useWords, type Words } from '../lib/words.ts'
import { featureRoutes } from './feature-routes.ts'
import { FoldedLabel } from './shell-parts.ts'

export type NavEntry = { to: string; label: string; icon: Icon; count?: number | undefined; isHere: (path: string) => boolean }

const ENTITY_ICONS: Record<string, Icon> = {
  customer: IconBuildingStore,
  contact: IconAddressBook,
  lead: IconUserQuestion,
  deal: IconLayoutKanban,
  activity: IconChecklist,
}

const has = (path: string) => featureRoutes.some((route) => route.path === path)

/** The records that the reader may see, each with its list. Deals open on their board where there is one. */
export function recordEntries(office: OfficeInfo): NavEntry[] {
  return office.entities
    .filter((entity) => entity.grant.view !== 'none')
    .map((entity) => {
      const to = listPath(entity.key)
      const onBoard = entity.board !== undefined && has('/board')
      return {
        to: onBoard ? '/board' : to,
        label: office.entityLabel(entity.key),
        icon: ENTITY_ICONS[entity.key] ?? IconList,
        isHere: (path) => path === to || path.startsWith(`${to}/`) || (onBoard && path.startsWith('/board')),
      }
    })
}

export function useHomeCount(): number | undefined {
  const { data } = useRead('home', {}, { staleTime: 60_000 })
  return data?.count
}

const homeEntry = ({ t }: Words, count: number | undefined): NavEntry => ({
  to: '/',
  label: t('nav.home'),
  icon: IconHome,
  count,
  isHere: (path) => path === '/',
})

/** The day and what is planned. */
export function dayEntries(words: Words, count: number | undefined, office: OfficeInfo): NavEntry[] {
  const calendar: NavEntry = {
    to: '/calendar',
    label: words.t('nav.calendar'),
    icon: IconCalendar,
    isHere: (path) => path.startsWith('/calendar'),
  }
  const shown = has('/calendar') && (office.entity('activity')?.grant.view ?? 'none') !== 'none'
  return [homeEntry(words, count), ...(shown ? [calendar] : [])]
}

/** Where duplicates are judged; found from lists, settings and the search over everything, not from the menu. */
export const duplicatesEntry = ({ t }: Words): NavEntry => ({
  to: '/duplicates',
  label: t('duplicates.title'),
  icon: IconArrowsJoin,
  isHere: (path) => path.startsWith('/duplicates'),
})

/** Records as numbers. */
export const reportEntries = ({ t }: Words): NavEntry[] =>
  has('/reports')
    ? [
        {
          to: '/reports',
          label: t('nav.reports'),
          icon: IconChartBar,
          isHere: (path) => path.startsWith('/reports') || path.startsWith('/forecast'),
        },
      ]
    : []

export function lastEntries({ t }: Words, office: OfficeInfo): NavEntry[] {
  const entries: (NavEntry & { shown: boolean })[] = [
    { to: '/bin', label: t('nav.bin'), icon: IconTrash, isHere: (path) => path.startsWith('/bin'), shown: has('/bin') },
    {
      to: '/settings',
      label: t('nav.settings'),
      icon: IconSettings,
      isHere: (path) => path.startsWith('/settings'),
      shown: has('/settings') && (office.session.configures ?? []).length > 0,
    },
  ]
  return entries.filter((entry) => entry.shown)
}

/** The main menu at the left: the day, the records, and at the foot the bin, settings and how the host is. */
export function Navigation({ folded, lost }: { folded: boolean; lost: boolean }) {
  const words = useWords()
  const office = useOffice()
  const count = useHomeCount()
  return (
    <nav className="sp-nav" data-folded={folded || undefined} aria-label={words.t('nav.label')}>
      <Link to="/" className="sp-nav-brand" aria-label={words.t('app.name')}>
        <Logo />
        {!folded && <span>{words.t('app.name')}</span>}
      </Link>
      <NavList entries={dayEntries(words, count, office)} folded={folded} />
      <NavList entries={[...recordEntries(office), ...reportEntries(words)]} folded={folded} />
      <div className="sp-grow" />
      <NavList entries={lastEntries(words, office)} folded={folded} />
      <HostLine folded={folded} lost={lost} />
    </nav>
  )
}

/** What stands beside an icon while the pointer or the focus is on it. */
const Told = ({ label, children }: { label: string | undefined; children: ReactElement }) =>
  label === undefined ? children : <FoldedLabel label={label}>{children}</FoldedLabel>

function NavList({ entries, folded }: { entries: NavEntry[]; folded: boolean }) {
  const path = usePath()
  return (
    <ul>
      {entries.map((entry) => {
        const here = entry.isHere(path)
        return (
          <li key={entry.to}>
            <Told label={folded ? entry.label : undefined}>
              <Link
                to={entry.to}
                className="sp-nav-link"
                data-here={here || undefined}
                aria-current={here ? 'page' : undefined}
                aria-label={folded ? entry.label : undefined}
              >
                <entry.icon size={18} aria-hidden />
                {!folded && <span className="sp-grow cut">{entry.label}</span>}
                {!folded && entry.count ? <span className="sp-nav-count">{entry.count}</span> : null}
              </Link>
            </Told>
          </li>
        )
      })}
    </ul>
  )
}

function HostLine({ folded, lost }: { folded: boolean; lost: boolean }) {
  const { t } = useWords()
  const state = lost ? t('host.lost') : t('host.fine')
  return (
    <div className="sp-nav-host" role="status" title={`${t('host.label')}: ${state}`} aria-label={`${t('host.label')}: ${state}`}>
      <IconServer2 size={18} aria-hidden />
      {!folded && (
        <span>
          {t('host.label')}: <strong className={lost ? 'sp-warn' : 'sp-ok'}>{state}</strong>
        </span>
      )}
    </div>
  )
}
