import { ActionIcon } from '@mantine/core'
import { IconLayoutSidebarRight } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { PageHeader } from '../components/page-header.tsx'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { SplitPane } from '../components/split-pane.tsx'
import { recordPath, useGo } from '../lib/navigation.ts'
import { usePreference } from '../lib/preferences.ts'
import { useRoom } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { isEditable } from './cell-editor.tsx'
import { FilterBar } from './filter-bar.tsx'
import { type ListContent, useListContent, useListNote } from './list-content.ts'
import { idsOf } from './list-data.ts'
import { ListEmpty, ListNoMatch } from './list-empty.tsx'
import { ListHeader } from './list-header.tsx'
import { stepFrom, useListKeys } from './list-keys.ts'
import { ColumnsMenu } from './list-menus.tsx'
import { ListSearch } from './list-search.tsx'
import { type ListState, useListState } from './list-state.ts'
import { type Cursor, ListTable } from './list-table.tsx'
import { rememberOrder } from './neighbours.ts'
import { useCall } from './phone-call.tsx'
import { ReadingPane } from './reading-pane.tsx'
import { useRecordActions } from './record-actions.tsx'
import './list.css'

const NOWHERE: Cursor = { at: -1, column: undefined }

/** An entity's list on a desk. The screen holds cursor and selection; everything that makes the list what it is stands in the address. */
export function DeskList({ entity }: { entity: EntityInfo }) {
  const { t } = useWords()
  const office = useOffice()
  const state = useListState(entity.key)
  const content = useListContent(entity, state)
  const { note, shown, shownCount, isEmpty } = useListNote(entity, state, content)
  const hand = useHand(entity, content)
  const pane = usePane()
  if (isEmpty) {
    return (
      <div className="sp-list">
        <PageHeader title={office.entityLabel(entity.key)} note={t('list.none')} />
        <ListEmpty entity={entity} />
      </div>
    )
  }
  const side = pane.shown && hand.row && !content.searching && (
    <ReadingPane
      key={hand.row.id}
      entity={entity}
      row={hand.row}
      position={t('list.position', { at: hand.cursor.at + 1, all: shown })}
      onClose={pane.toggle}
      onMove={hand.step}
    />
  )
  return (
    <div className="sp-list">
      <ListHeader entity={entity} state={state} content={content} note={note} />
      <ListTools entity={entity} state={state} content={content} hand={hand} pane={pane} />
      <SplitPane
        label={t('list.pane')}
        main={<ListMain entity={entity} state={state} content={content} hand={hand} />}
        over={pane.over}
        side={side}
      />
      {hand.selected.size > 0 && (
        <BulkBar
          entity={entity}
          ids={[...hand.selected]}
          all={content.searching ? undefined : shownCount}
          onSelectAll={() => void idsOf(entity.key, state.filter).then((ids) => hand.select(new Set(ids)))}
          onClear={() => hand.select(new Set())}
        />
      )}
    </div>
  )
}

/** The reading pane: at the side where there is room, kept as the person left it; above the list where there is not. */
function usePane() {
  const over = useRoom() === 'narrow'
  const [kept, keep] = usePreference('list.pane', true)
  const [opened, setOpened] = useState(false)
  const shown = over ? opened : kept
  return { over, shown, toggle: () => (over ? setOpened(!opened) : keep(!kept)) }
}

/** Where the hand is: the cursor, what is ticked, which cell is edited, and the keys that move all this. */
function useHand(entity: EntityInfo, content: ListContent) {
  const go = useGo()
  const call = useCall()
  const { log } = useRecordActions()
  const { lines, columns } = content
  const [cursor, setCursor] = useState<Cursor>(NOWHERE)
  const [editing, setEditing] = useState(false)
  const [selected, select] = useState<ReadonlySet<string>>(new Set())
  const [menu, setMenu] = useState<string | undefined>()
  const input = useRef<HTMLInputElement>(null)
  const line = lines[cursor.at]
  const row = line?.kind === 'row' ? line.row : undefined
  const ids = lines.flatMap((each) => (each.kind === 'row' ? [each.row.id] : []))
  const open = () => {
    if (!row) return
    rememberOrder(entity.key, ids)
    go(recordPath(entity.key, row.id))
  }
  const toggle = (id: string) => select((old) => new Set(old.has(id) ? [...old].filter((other) => other !== id) : [...old, id]))
  const edit = (at: Cursor) => {
    const column = at.column || columns.findIndex((candidate, index) => index > 0 && isEditable(candidate.field))
    const field = columns[column]?.field
    if (!field || !isEditable(field) || entity.grant.edit === 'none') return
    setCursor({ at: at.at, column })
    setEditing(true)
  }
  const move = (to: Cursor) => {
    setCursor(to)
    setEditing(false)
  }
  const step = (by: number) => move({ at: stepFrom(lines, cursor.at, by), column: undefined })
  const about = row && { entity: entity.key, id: row.id, title: row.title }
  useListKeys({
    lines,
    columns: columns.length,
    cursor,
    move,
    open,
    menu: () => setMenu(columns[cursor.column ?? 0]?.field.key),
    edit: () => edit(cursor),
    toggle: () => row && toggle(row.id),
    search: () => input.current?.focus(),
    clear: () => (selected.size > 0 ? select(new Set()) : move({ at: cursor.at, column: undefined })),
    call: () => row && 'phones' in row && call(entity.key, row),
    log: () => about && entity.key !== 'activity' && log({ about }),
  })
  return {
    cursor,
    setCursor: move,
    row,
    ids,
    selected,
    select,
    toggle,
    editing,
    edit,
    edited: () => setEditing(false),
    open,
    step,
    input,
    menu,
    setMenu,
  }
}

type Hand = ReturnType<typeof useHand>
type Parts = { entity: EntityInfo; state: ListState; content: ListContent; hand: Hand }

/** Search in the list, its conditions, its columns, and the switch of the reading pane. */
function ListTools({ entity, state, content, hand, pane }: Parts & { pane: ReturnType<typeof usePane> }) {
  const { t } = useWords()
  const type = (text: string) => {
    content.type(text)
    // The first hit stands below the head of its group.
    hand.setCursor(text.trim() === '' ? NOWHERE : { at: 1, column: undefined })
  }
  return (
    <div className="sp-tools">
      <ListSearch text={content.typed} onType={type} input={hand.input} onDown={hand.step} onEnter={hand.open} />
      <FilterBar entity={entity.key} filter={state.filter} onChange={state.setFilter} />
      <span className="sp-grow" />
      <ColumnsMenu
        entity={entity}
        shown={content.keys}
        onChoose={(columns) => content.setLayout(columns ? { ...content.layout, columns } : {})}
      />
      <ActionIcon
        aria-label={t('list.pane')}
        title={t('list.pane')}
        aria-pressed={pane.shown}
        color={pane.shown ? 'kram' : 'gray'}
        onClick={pane.toggle}
      >
        <IconLayoutSidebarRight size={18} />
      </ActionIcon>
    </div>
  )
}

/** The table, or why there is none. */
function ListMain({ entity, state, content, hand }: Parts) {
  const { t } = useWords()
  const { searching } = content
  const clear = () => {
    content.type('')
    state.setFilter(undefined)
  }
  if (content.failure) return <ProblemPanel error={content.failure} onRetry={content.retry} />
  if (content.isLoading) return <SkeletonRows count={18} />
  if (content.lines.length === 0) return <ListNoMatch entity={entity} onClear={clear} />
  return (
    <ListTable
      entity={entity}
      columns={content.columns}
      layout={content.layout}
      onLayout={content.setLayout}
      menu={hand.menu}
      onMenu={hand.setMenu}
      lines={content.lines}
      sort={searching ? undefined : state.sort}
      {...(!searching && { onSort: state.setSort })}
      query={searching ? content.text : undefined}
      cursor={hand.cursor}
      onCursor={hand.setCursor}
      selected={hand.selected}
      onToggle={hand.toggle}
      onToggleAll={() => hand.select(hand.selected.size > 0 ? new Set() : new Set(hand.ids))}
      onOpen={hand.open}
      editing={hand.editing}
      onEdit={hand.edit}
      onEdited={hand.edited}
      onNearEnd={content.more}
      onRoom={content.setRoom}
      because={searching ? t('list.found_because') : undefined}
      foot={searching && state.filter && <WiderSearch entity={entity} onWiden={() => state.setFilter(undefined)} />}
    />
  )
}

function WiderSearch({ entity, onWiden }: { entity: EntityInfo; onWiden: () => void }) {
  const { t } = useWords()
  const office = useOffice()
  return (
    <p className="sp-list-foot">
      {t('list.search_in_view')} ·{' '}
      <button type="button" className="sp-link" onClick={onWiden}>
        {t('list.search_wider', { entity: office.entityLabel(entity.key) })}
      </button>
    </p>
  )
}
