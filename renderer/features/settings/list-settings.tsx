import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { useUrlState } from '../../lib/navigation.ts'
import { useRoom } from '../../lib/room.ts'
import { type OfficeInfo, useOffice } from '../../lib/session.tsx'
import { useWords, type Words } from '../../lib/words.ts'
import { ListEntries } from './list-entries.tsx'
import { SectionHead } from './section-head.tsx'
import type { SettingsUrl } from './settings-screen.tsx'

/** Lists that have a place of their own, or that the product itself relies on whole. */
const NOT_HERE = new Set(['pipeline', 'stage', 'dealStatus', 'province', 'repeat', 'user'])

type Named = { key: string; label: string; count: number }

/** Every pick list of the office, those of its own fields too, by name. */
function listsOf(office: OfficeInfo, words: Words): Named[] {
  const labels = new Map<string, string>()
  for (const entity of office.entities) {
    for (const field of entity.fields) {
      if (!field.list || NOT_HERE.has(field.list) || labels.has(field.list) || field.custom?.archived) continue
      const own = words.t('settings.list.of', {
        field: office.fieldLabel(entity.key, field.key),
        entity: office.entityLabel(entity.key, 'one'),
      })
      labels.set(field.list, words.find(`list_name.${field.list}`) ?? own)
    }
  }
  for (const { list } of office.session.choices)
    if (!NOT_HERE.has(list) && !labels.has(list)) labels.set(list, words.find(`list_name.${list}`) ?? list)
  return [...labels]
    .map(([key, label]) => ({
      key,
      label,
      count: office.session.choices.filter((choice) => choice.list === key && !choice.archived).length,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, words.lang))
}

/** The pick lists: which, and the entries of one. */
export function ListSettings() {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const room = useRoom()
  const [{ of }, change] = useUrlState<SettingsUrl>()
  const lists = useMemo(() => listsOf(office, words), [office, words])
  const list = lists.find((candidate) => candidate.key === of) ?? lists[0]
  return (
    <>
      <SectionHead title={t('settings.tab.lists')} />
      <div className="sp-lists">
        {room === 'phone' ? (
          <Select
            aria-label={t('settings.list.which')}
            data={lists.map(({ key, label }) => ({ value: key, label }))}
            value={list?.key ?? null}
            onChange={(next) => next && change({ of: next })}
            allowDeselect={false}
          />
        ) : (
          <nav className="sp-list-names" aria-label={t('settings.list.which')}>
            {lists.map((candidate) => (
              <button
                key={candidate.key}
                type="button"
                aria-current={candidate.key === list?.key ? 'true' : undefined}
                onClick={() => change({ of: candidate.key })}
              >
                <span className="sp-grow cut">{candidate.label}</span>
                <span className="sp-t3 sp-small">{candidate.count}</span>
              </button>
            ))}
          </nav>
        )}
        {list && <ListEntries key={list.key} list={list.key} label={list.label} />}
      </div>
    </>
  )
}
