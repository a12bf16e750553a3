import { Popover } from '@mantine/core'
import { IconArrowsJoin, IconEdit, IconPrinter, IconTag, IconTrash, IconUserShare } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { type ActionId, capOf } from '../../core/actions.ts'
import type { BulkAct } from '../../core/contract/bulk.ts'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { Filter } from '../../core/query/filter.ts'
import type { WordKey } from '../../core/words/th.ts'
import { ActionKey } from '../components/action-key.tsx'
import { useActions } from '../lib/actions.ts'
import { useGo } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { useBulk } from './bulk.tsx'
import { AssignForm, BulkEditDialog, TagsForm } from './list-parts.ts'

type Props = {
  entity: EntityInfo
  ids: string[]
  /** All that match are meant, whether they are loaded or not. */
  every: boolean
  filter: Filter | undefined
  all: { count: number; capped: boolean } | undefined
  onSelectEvery: () => void
  onClear: () => void
  onPrint: () => void
}
type Open = 'assign' | 'tag' | 'edit'

/** What can be done with all that is ticked; floats over the list's foot. Each verb has its key, and each can be undone. */
export function BulkBar({ entity, ids, every, filter, all, onSelectEvery, onClear, onPrint }: Props) {
  const { t, number, find } = useWords()
  const office = useOffice()
  const go = useGo()
  const { begin } = useBulk()
  const [opened, setOpened] = useState<Open | undefined>()
  const unit = find(`${entity.key}.unit`) ?? ''
  const allCount = all && (all.capped ? t('list.capped', { count: number(all.count) }) : number(all.count))
  const chosen = t('list.selected', { count: every ? (allCount ?? '') : number(ids.length), unit })
  const target = every ? { ...(filter && { filter }) } : { ids }
  const run = (act: BulkAct, verb: WordKey, done: WordKey) => {
    setOpened(undefined)
    void begin({ entity: entity.key, target, act, words: { verb, done }, onStarted: onClear })
  }
  const { grant } = entity
  const may = {
    assign: grant.assign && grant.edit !== 'none',
    tag: grant.edit !== 'none' && entity.fields.some((field) => field.key === 'tags' && !field.readonly),
    edit: grant.edit !== 'none',
    delete: grant.delete !== 'none',
  }
  const drop = () => run({ kind: 'delete' }, 'bulk.delete', 'list.deleted')
  const more = !every && all !== undefined && (all.capped || all.count > ids.length)
  const two = entity.duplicates && !every && ids.length === 2 && may.edit && may.delete
  const merge = () => go('/duplicates', { search: { of: entity.key, a: ids[0], b: ids[1] } })
  useActions(
    {
      ...(may.assign && { assignAll: () => setOpened('assign') }),
      ...(may.tag && { tagAll: () => setOpened('tag') }),
      ...(may.edit && { editAll: () => setOpened('edit') }),
      ...(may.delete && { removeAll: drop }),
      ...(two && { mergeTwo: merge }),
      ...(more && { selectEvery: onSelectEvery }),
    },
    { about: t('keys.ticked', { count: every ? (allCount ?? '') : number(ids.length), unit }) },
  )
  return (
    <div className="sp-bulk" role="toolbar" aria-label={chosen}>
      <strong>{chosen}</strong>
      {more && (
        <button type="button" className="sp-plain sp-here" onClick={onSelectEvery}>
          {t('list.select_every', { count: allCount ?? '' })} <ActionKey id="selectEvery" />
        </button>
      )}
      <span className="sp-bulk-line" />
      {may.assign && (
        <Verb
          icon={<IconUserShare size={16} aria-hidden />}
          label={t('list.assign')}
          cap="assignAll"
          opened={opened === 'assign'}
          onOpen={(open) => setOpened(open ? 'assign' : undefined)}
        >
          <AssignForm
            label={office.fieldLabel(entity.key, entity.owner)}
            onDone={(owner) => run({ kind: 'set', values: { [entity.owner]: owner } }, 'bulk.assign', 'list.assigned')}
          />
        </Verb>
      )}
      {may.tag && (
        <Verb
          icon={<IconTag size={16} aria-hidden />}
          label={t('list.tag')}
          cap="tagAll"
          opened={opened === 'tag'}
          onOpen={(open) => setOpened(open ? 'tag' : undefined)}
        >
          <TagsForm onDone={(add, remove) => run({ kind: 'tags', add, remove }, 'bulk.tag', 'list.tagged')} />
        </Verb>
      )}
      {may.edit && (
        <button type="button" className="sp-tool" onClick={() => setOpened('edit')}>
          <IconEdit size={16} aria-hidden /> {t('action.edit')} <ActionKey id="editAll" />
        </button>
      )}
      {two && (
        <button type="button" className="sp-tool" onClick={merge}>
          <IconArrowsJoin size={16} aria-hidden /> {t('duplicates.merge_two')} <ActionKey id="mergeTwo" />
        </button>
      )}
      {grant.export && (
        <button type="button" className="sp-tool" onClick={onPrint}>
          <IconPrinter size={16} aria-hidden /> {t('print.open')} <ActionKey id="printList" />
        </button>
      )}
      {may.delete && (
        <button type="button" className="sp-tool" onClick={drop}>
          <IconTrash size={16} aria-hidden /> {t('action.delete')} <ActionKey id="removeAll" />
        </button>
      )}
      <button type="button" className="sp-plain" onClick={onClear} aria-label={`${capOf('close')}: ${t('list.clear_selection')}`}>
        <ActionKey id="close" />
      </button>
      {opened === 'edit' && (
        <BulkEditDialog
          entity={entity}
          title={t('bulk.edit_title', { chosen })}
          target={target}
          onDone={(values) => run({ kind: 'set', values }, 'bulk.change', 'bulk.changed')}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

type VerbProps = {
  icon: ReactNode
  label: string
  cap: ActionId
  opened: boolean
  onOpen: (open: boolean) => void
  children: ReactNode
}

function Verb({ icon, label, cap, opened, onOpen, children }: VerbProps) {
  return (
    <Popover opened={opened} onChange={onOpen} position="top" width={300} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="sp-tool" onClick={() => onOpen(!opened)} aria-expanded={opened}>
          {icon} {label} <ActionKey id={cap} />
        </button>
      </Popover.Target>
      <Popover.Dropdown>{children}</Popover.Dropdown>
    </Popover>
  )
}
