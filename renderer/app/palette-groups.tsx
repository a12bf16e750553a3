import {
  type Icon,
  IconAddressBook,
  IconArrowRight,
  IconBuildingStore,
  IconChecklist,
  IconLayoutKanban,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { RecordRow, SearchHit } from '../../core/contract/records.ts'
import type { PhoneItem } from '../../core/fields/values.ts'
import { formatPhone } from '../../core/thai/phone.ts'
import { Highlighted } from '../components/highlighted.tsx'
import { LiveActionsContext } from '../lib/actions.ts'
import { type CallReply, call } from '../lib/api.ts'
import { useAppearance } from '../lib/appearance.tsx'
import { listPath, recordPath, useGo, usePath } from '../lib/navigation.ts'
import { recentRecords } from '../lib/recent.ts'
import { type OfficeInfo, useOffice } from '../lib/session.tsx'
import { useProductWords, useSetLanguage, useWords } from '../lib/words.ts'
import { foundText } from '../records/found-because.ts'
import { Grade } from '../records/grade.tsx'
import { NameText } from '../records/name-text.tsx'
import { type CreateRequest, useRecordActions } from '../records/record-actions.tsx'
import {
  actionCommands,
  type BothWords,
  type Command,
  displayCommands,
  isMeant,
  newCommands,
  screenCommands,
} from './palette-commands.ts'

export type PaletteLine = {
  key: string
  icon: Icon
  title: ReactNode
  note?: string
  reason?: ReactNode
  mark?: ReactNode
  /** The cap of its key. */
  keys?: string
  run: () => void
}
export type PaletteGroup = { title: string; lines: PaletteLine[] }

const ICONS: Record<string, Icon> = {
  customer: IconBuildingStore,
  contact: IconUser,
  lead: IconUserQuestion,
  deal: IconLayoutKanban,
  activity: IconChecklist,
}

/** What stands beside a hit's name, to tell two of the same name apart. */
function noteOf(office: OfficeInfo, hit: SearchHit): string {
  const { row } = hit
  const phone = (row.phones as PhoneItem[] | undefined)?.[0]
  const titles = row.titles ?? {}
  const points = [
    row.mainContact,
    row.customer,
    ...((row.customers as { to: string }[] | undefined) ?? []).map((link) => link.to),
  ].flatMap((id) => (typeof id === 'string' && titles[id] ? [titles[id]] : []))
  const province = typeof row.province === 'string' ? office.choiceLabel('province', row.province) : undefined
  const stage = typeof row.stage === 'string' && hit.entity === 'deal' ? office.choiceLabel('stage', row.stage) : undefined
  return [province, points[0], stage, phone && formatPhone(phone.e164)].filter(Boolean).join(' · ')
}

type Reply = CallReply<'searchRecords'> | undefined

/** How many commands stand below what was found; `>` alone shows all of them. */
const MOST_COMMANDS = 8

/**
 * The lines of the palette: hits by entity, those of the other keyboard and those that only sound alike last, then what can be done. Without a
 * text: what was opened last, what can be done with the open record, and every screen.
 */
export function usePaletteGroups(typed: string, reply: Reply, onClose: () => void): PaletteGroup[] {
  const words = useWords()
  const office = useOffice()
  const go = useGo()
  const { create } = useRecordActions()
  const recent = useRecentRows()
  const commands = useCommands(onClose)
  return useMemo(() => {
    const { t } = words
    const only = typed.startsWith('>')
    const text = only ? typed.slice(1).trim() : typed
    const open = (path: string, search?: Record<string, unknown>) => () => {
      onClose()
      go(path, search ? { search } : {})
    }
    const lineOf = (hit: SearchHit, query: string): PaletteLine => {
      const isTitle = hit.field === office.entity(hit.entity)?.title
      return {
        key: hit.row.id,
        icon: ICONS[hit.entity] ?? IconAddressBook,
        title: <NameText row={hit.row} query={query} />,
        note: noteOf(office, hit),
        reason: !isTitle && (
          <>
            {office.fieldLabel(hit.entity, hit.field)} “<Highlighted text={foundText(office, hit, query)} query={query} />”
          </>
        ),
        mark: typeof hit.row.grade === 'string' && <Grade grade={hit.row.grade} />,
        run: open(recordPath(hit.entity, hit.row.id)),
      }
    }
    const hits = only ? [] : (reply?.hits ?? [])
    const straight = hits.filter((hit) => hit.rank !== 'otherKeyboard' && hit.rank !== 'soundsLike')
    const other = hits.filter((hit) => hit.rank === 'otherKeyboard')
    const alike = hits.filter((hit) => hit.rank === 'soundsLike')
    const { records, here, screens } = commands
    if (text === '') {
      const last = recent.map((hit) => lineOf(hit, ''))
      return groupsOf([
        [t('search.recent'), only ? [] : last],
        ...records.map(({ about, lines }): [string, PaletteLine[]] => [t('search.here', { title: about }), lines]),
        [t('keys.in_place'), here],
        [t('search.commands'), [...commands.news('', create), ...screens, ...commands.display]],
      ])
    }
    const meant = (lines: Command[]) => lines.filter((line) => isMeant(line.words, text))
    const name = reply?.otherText && straight.length === 0 ? reply.otherText : text
    const doing = [
      ...records.flatMap(({ lines }) => meant(lines)),
      ...meant(here),
      ...meant([...commands.news('', create), ...screens, ...commands.display]),
    ]
    const entities = [...new Set(straight.map((hit) => hit.entity))]
    return groupsOf([
      ...entities.map((entity): [string, PaletteLine[]] => [
        office.entityLabel(entity),
        straight.filter((hit) => hit.entity === entity).map((hit) => lineOf(hit, text)),
      ]),
      [t('search.keyboard_group', { other: reply?.otherText ?? '' }), other.map((hit) => lineOf(hit, reply?.otherText ?? ''))],
      [t('search.sounds'), alike.map((hit) => lineOf(hit, ''))],
      [
        t('search.commands'),
        [
          ...(only ? doing : doing.slice(0, MOST_COMMANDS)),
          ...(only
            ? []
            : [
                ...commands.news(name, create).filter((line) => ['new-customer', 'new-lead'].includes(line.key)),
                {
                  key: 'everything',
                  icon: IconArrowRight,
                  title: t('search.everything', { entity: office.entityLabel('customer'), text }),
                  keys: 'Ctrl ↵',
                  run: open(listPath('customer'), { q: text }),
                },
              ]),
        ].filter((line, at, all) => all.findIndex((first) => first.key === line.key) === at),
      ],
    ])
  }, [words, office, go, create, typed, reply, onClose, recent, commands])
}

const groupsOf = (groups: [title: string, lines: PaletteLine[]][]): PaletteGroup[] =>
  groups.flatMap(([title, lines]) => (lines.length > 0 ? [{ title, lines }] : []))

/** What can be done, from the screen that was open when the palette came. */
function useCommands(onClose: () => void) {
  const words = useWords()
  const office = useOffice()
  const go = useGo()
  const setLanguage = useSetLanguage()
  const { setTheme } = useAppearance()
  const live = useContext(LiveActionsContext)
  const [atHand] = useState(() => live.list())
  const product = useProductWords()
  return useMemo(() => {
    const bothWords: BothWords = { ...words, both: (key) => [product('th', key), product('en', key)] }
    const isDark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark'
    const open = (to: string, search?: Record<string, unknown>) => () => {
      onClose()
      go(to, search ? { search } : {})
    }
    return {
      ...actionCommands(bothWords, atHand, onClose),
      screens: screenCommands(bothWords, office, open),
      display: displayCommands(
        bothWords,
        {
          setLanguage: () => void setLanguage(words.lang === 'th' ? 'en' : 'th'),
          setTheme: () => setTheme(isDark ? 'light' : 'dark'),
          isDark,
        },
        onClose,
      ),
      news: (text: string, create: (request: CreateRequest) => void) =>
        newCommands(bothWords, office, text, (made) => {
          onClose()
          create({ entity: made, ...(text && { text }) })
        }),
    }
  }, [words, product, office, go, setLanguage, setTheme, atHand, onClose])
}

/** The records opened last, as the reader may see them now; what is gone is left out. */
function useRecentRows(): SearchHit[] {
  const office = useOffice()
  const path = usePath()
  const [records] = useState(() => recentRecords().filter((record) => recordPath(record.entity, record.id) !== path))
  const asked = records.filter((record) => office.entity(record.entity))
  const combine = useCallback(
    (results: { data?: unknown }[]) => results.flatMap(({ data }) => (data ? [data as RecordRow] : [])),
    [],
  )
  const rows = useQueries({
    queries: asked.map(({ entity, id }) => ({
      queryKey: ['getRecord', { params: { entity, id } }],
      queryFn: () => call('getRecord', { params: { entity, id } }),
      retry: false,
    })),
    combine,
  })
  return useMemo(
    () =>
      rows.flatMap((row) => {
        const entity = records.find((record) => record.id === row.id)?.entity
        const title = entity && office.entity(entity)?.title
        return title ? [{ entity, row, rank: 'exact' as const, field: title, text: '' }] : []
      }),
    [rows, office, records],
  )
}
