import { Popover } from '@mantine/core'
import { IconArrowsJoin, IconPrinter, IconTag, IconTrash, IconUserShare } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { WordKey } from '../../core/words/th.ts'
import { ChoiceField, TagsField } from '../components/choice-field.tsx'
import { KeyCap } from '../components/key-cap.tsx'
import { useToast } from '../components/toast.tsx'
import { useGo } from '../lib/navigation.ts'
import { useCommand } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords, type WordParams } from '../lib/words.ts'

type Props = {
  entity: EntityInfo
  ids: string[]
  all: number | undefined
  onSelectAll: () => void
  onClear: () => void
  onPrint: () => void
}
type Batch = { batchId: string; count: number; refused: number }

/** What can be done with all that is ticked; floats over the list's foot. Each can be undone. */
export function BulkBar({ entity, ids, all, onSelectAll, onClear, onPrint }: Props) {
  const { t, number, find } = useWords()
  const office = useOffice()
  const toast = useToast()
  const go = useGo()
  const unit = find(`${entity.key}.unit`) ?? ''
  const bulk = useCommand('bulkUpdate')
  const remove = useCommand('deleteRecords')
  const undo = useCommand('undoBatch')
  const tell = (key: WordKey, batch: Batch) => {
    const said = t(key, { count: batch.count, unit } satisfies WordParams)
    const refused = batch.refused > 0 ? ` · ${t('list.refused', { count: batch.refused, unit })}` : ''
    toast.show({
      text: said + refused,
      undo: async () => {
        const reply = await undo.run({ params: { batchId: batch.batchId }, body: {} })
        toast.show({ text: reply.kept.length > 0 ? t('toast.undone_kept', { count: reply.kept.length }) : t('toast.undone') })
      },
    })
    onClear()
  }
  const params = { entity: entity.key }
  const assign = (owner: string | undefined) =>
    owner &&
    bulk
      .run({ params, body: { ids, values: { [entity.owner]: owner } } })
      .then((batch) => tell('list.assigned', batch), toast.problem)
  const tag = (tags: string[] | undefined) =>
    tags &&
    bulk.run({ params, body: { ids, values: {}, addTags: tags } }).then((batch) => tell('list.tagged', batch), toast.problem)
  const drop = () => remove.run({ params, body: { ids } }).then((batch) => tell('list.deleted', batch), toast.problem)
  const { grant } = entity
  return (
    <div className="sp-bulk" role="toolbar" aria-label={t('list.selected', { count: ids.length, unit })}>
      <strong>{t('list.selected', { count: ids.length, unit })}</strong>
      {all !== undefined && all > ids.length && (
        <button type="button" className="sp-plain sp-here" onClick={onSelectAll}>
          {t('list.select_every', { count: number(all) })}
        </button>
      )}
      <span className="sp-bulk-line" />
      {grant.assign && (
        <Verb icon={<IconUserShare size={16} aria-hidden />} label={t('list.assign')}>
          <ChoiceField
            inPopover
            label={office.fieldLabel(entity.key, entity.owner)}
            value={undefined}
            options={office.options('user')}
            onChange={(value) => void assign(value)}
            autoFocus
          />
        </Verb>
      )}
      {grant.edit !== 'none' && entity.fields.some((field) => field.key === 'tags') && (
        <Verb icon={<IconTag size={16} aria-hidden />} label={t('list.tag')}>
          <TagsForm onDone={(tags) => void tag(tags)} />
        </Verb>
      )}
      {entity.duplicates && ids.length === 2 && grant.edit !== 'none' && grant.delete !== 'none' && (
        <button
          type="button"
          className="sp-tool"
          onClick={() => go('/duplicates', { search: { of: entity.key, a: ids[0], b: ids[1] } })}
        >
          <IconArrowsJoin size={16} aria-hidden /> {t('duplicates.merge_two')}
        </button>
      )}
      {grant.export && (
        <button type="button" className="sp-tool" onClick={onPrint}>
          <IconPrinter size={16} aria-hidden /> {t('print.open')} <KeyCap>Ctrl P</KeyCap>
        </button>
      )}
      {grant.delete !== 'none' && (
        <button type="button" className="sp-tool" onClick={() => void drop()}>
          <IconTrash size={16} aria-hidden /> {t('action.delete')}
        </button>
      )}
      <button type="button" className="sp-plain" onClick={onClear} aria-label={`Esc: ${t('list.clear_selection')}`}>
        <KeyCap>Esc</KeyCap>
      </button>
    </div>
  )
}

function Verb({ icon, label, children }: { icon: ReactNode; label: string; children: ReactNode }) {
  return (
    <Popover position="top" width={300} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="sp-tool">
          {icon} {label}
        </button>
      </Popover.Target>
      <Popover.Dropdown>{children}</Popover.Dropdown>
    </Popover>
  )
}

function TagsForm({ onDone }: { onDone: (tags: string[] | undefined) => void }) {
  const { t } = useWords()
  const [tags, setTags] = useState<string[] | undefined>()
  return (
    <form
      className="sp-condition"
      onSubmit={(event) => {
        event.preventDefault()
        onDone(tags)
      }}
    >
      <TagsField label={t('list.tag')} value={tags} onChange={setTags} autoFocus />
      <button type="submit" className="sp-tool">
        {t('list.tag')}
      </button>
    </form>
  )
}
