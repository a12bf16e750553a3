import {
  type Icon,
  IconAddressBook,
  IconArrowRight,
  IconBuildingStore,
  IconChecklist,
  IconLayoutKanban,
  IconPlus,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import type { SearchHit } from '../../core/contract/records.ts'
import type { PhoneItem } from '../../core/fields/values.ts'
import { formatPhone } from '../../core/thai/phone.ts'
import { Highlighted } from '../components/highlighted.tsx'
import type { CallReply } from '../lib/api.ts'
import { listPath, recordPath, useGo } from '../lib/navigation.ts'
import { type OfficeInfo, useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { foundText } from '../records/found-because.ts'
import { Grade } from '../records/grade.tsx'
import { NameText } from '../records/name-text.tsx'
import { useRecordActions } from '../records/record-actions.tsx'
import { dayEntries, duplicatesEntry, lastEntries, recordEntries, reportEntries } from './navigation.tsx'

export type PaletteLine = {
  key: string
  icon: Icon
  title: ReactNode
  note?: string
  reason?: ReactNode
  mark?: ReactNode
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

/** The lines of the palette: hits by entity, those read with the other keyboard last, then commands. */
export function usePaletteGroups(text: string, reply: Reply, onClose: () => void): PaletteGroup[] {
  const words = useWords()
  const office = useOffice()
  const go = useGo()
  const { create } = useRecordActions()
  return useMemo(() => {
    const { t } = words
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
    const hits = reply?.hits ?? []
    const straight = hits.filter((hit) => hit.rank !== 'otherKeyboard')
    const other = hits.filter((hit) => hit.rank === 'otherKeyboard')
    const entities = [...new Set(straight.map((hit) => hit.entity))]
    const groups: PaletteGroup[] = entities.map((entity) => ({
      title: office.entityLabel(entity),
      lines: straight.filter((hit) => hit.entity === entity).map((hit) => lineOf(hit, text)),
    }))
    if (other.length > 0 && reply?.otherText)
      groups.push({
        title: t('search.keyboard_group', { other: reply.otherText }),
        lines: other.map((hit) => lineOf(hit, reply.otherText ?? '')),
      })
    const name = reply?.otherText && straight.length === 0 ? reply.otherText : text
    const commands: PaletteLine[] = text
      ? [
          ...office.entities
            .filter((entity) => entity.grant.create && ['customer', 'lead'].includes(entity.key))
            .map(
              (entity): PaletteLine => ({
                key: `add-${entity.key}`,
                icon: IconPlus,
                title: t('search.add', { entity: office.entityLabel(entity.key, 'one'), text: name }),
                run: () => {
                  onClose()
                  create({ entity: entity.key, text: name })
                },
              }),
            ),
          {
            key: 'everything',
            icon: IconArrowRight,
            title: t('search.everything', { entity: office.entityLabel('customer'), text }),
            run: open(listPath('customer'), { q: text }),
          },
          ...[...dayEntries(words, undefined, office), ...recordEntries(office), ...reportEntries(words), duplicatesEntry(words)]
            .filter((entry) => entry.label.includes(text))
            .map((entry): PaletteLine => ({ key: entry.to, icon: entry.icon, title: entry.label, run: open(entry.to) })),
        ]
      : [
          ...[
            ...dayEntries(words, undefined, office),
            ...recordEntries(office),
            ...reportEntries(words),
            duplicatesEntry(words),
            ...lastEntries(words, office),
          ].map((entry): PaletteLine => ({ key: entry.to, icon: entry.icon, title: entry.label, run: open(entry.to) })),
        ]
    return [...groups, { title: t('search.commands'), lines: commands }]
  }, [words, office, go, create, text, reply, onClose])
}
