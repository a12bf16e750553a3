import { ActionIcon } from '@mantine/core'
import { IconLayoutSidebarRight } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { PageHeader } from '../components/page-header.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { SplitPane } from '../components/split-pane.tsx'
import { useActions } from '../lib/actions.ts'
import { useFetchAhead } from '../lib/later.tsx'
import { usePreference } from '../lib/preferences.ts'
import { useRoom } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords, type Words } from '../lib/words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ColourButton } from './colour-rules.tsx'
import { FilterBar } from './filter-bar.tsx'
import { GroupMenu } from './group-menu.tsx'
import { type ListContent, useListContent, useListNote } from './list-content.ts'
import { ListEmpty, ListNoMatch } from './list-empty.tsx'
import { type Hand, NOWHERE, useHand } from './list-hand.ts'
import { ListHeader } from './list-header.tsx'
import { ColumnsMenu } from './list-menus.tsx'
import { LIST_PARTS } from './list-parts.ts'
import { ListProblem } from './list-problem.tsx'
import { ListSearch } from './list-search.tsx'
import { type ListState, listScope, type Sort, useListState } from './list-state.ts'
import { ListTable } from './list-table.tsx'
import { QuickFilters, quickParts } from './quick-filters.tsx'
import { ReadingPane } from './reading-pane.tsx'
import './list.css'

const PasteBlockDialog = lazy(() => import('./paste-block-dialog.tsx').then((file) => ({ default: file.PasteBlockDialog })))
const PrintDialog = lazy(() => import('./print-dialog.tsx').then((file) => ({ default: file.PrintDialog })))

/** An entity's list on a desk. The screen holds cursor and selection; everything that makes the list what it is stands in the address. */
export function DeskList({ entity }: { entity: EntityInfo }) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const asked = useListState(entity.key)
  // What was pressed shows it at once; the rows follow, and let go of the hand where it presses on meanwhile.
  const state = useDeferredValue(asked)
  const content = useListContent(entity, state)
  const { note, shown, count, isEmpty } = useListNote(entity, state, content)
  const hand = useHand(entity, content)
  const pane = usePane()
  useFetchAhead(LIST_PARTS)
  const [printing, setPrinting] = useState(false)
  const print = useCallback(() => setPrinting(true), [])
  // The cursor moves first, and the pane beside it follows; so it does after the press of its button.
  const read = useDeferredValue(hand.row)
  const paneShown = useDeferredValue(pane.shown)
  useActions({ printList: print }, { enabled: entity.grant.export && !isEmpty })
  if (isEmpty) {
    return (
      <div className="sp-list">
        <PageHeader title={office.entityLabel(entity.key)} note={t('list.none')} />
        <ListEmpty entity={entity} />
      </div>
    )
  }
  const side = paneShown && hand.row && read && !content.searching && (
    <ReadingPane
      key={read.id}
      entity={entity}
      row={read}
      position={positionOf(words, content, count, hand.ids.indexOf(read.id), shown)}
      onClose={pane.toggle}
      onMove={hand.step}
    />
  )
  return (
    <div className="sp-list">
      <ListHeader
        entity={entity}
        state={asked}
        keys={content.keys}
        layout={content.layout}
        rules={content.rules}
        note={note}
        onPrint={print}
      />
      <ListTools entity={entity} state={asked} content={content} hand={hand} pane={pane} />
      <SplitPane
        label={t('list.pane')}
        main={<ListMain entity={entity} state={state} sort={asked.sort} content={content} hand={hand} />}
        over={pane.over}
        side={side}
      />
      <Suspense fallback={null}>
        {hand.cells.pasted && <PasteBlockDialog entity={entity} block={hand.cells.pasted} onClose={hand.cells.close} />}
      </Suspense>
      {(hand.selected.size > 0 || hand.every) && (
        <BulkBar
          entity={entity}
          ids={[...hand.selected]}
          every={hand.every}
          filter={state.filter}
          all={content.searching ? undefined : count}
          onSelectEvery={hand.selectEvery}
          onClear={() => hand.select(new Set())}
          onPrint={print}
        />
      )}
      <Suspense fallback={null}>
        {printing && (
          <PrintDialog
            entity={entity}
            scope={{
              ...(hand.selected.size > 0 && !hand.every ? { ids: [...hand.selected] } : listScope(state)),
              columns: content.keys,
            }}
            onClose={() => setPrinting(false)}
          />
        )}
      </Suspense>
    </div>
  )
}

/** Where a record stands in the list. From the end it is counted from there, where nobody knows how many there are. */
function positionOf(
  { t, number }: Words,
  content: ListContent,
  count: ReturnType<typeof useListNote>['count'],
  at: number,
  all: string,
): string {
  if (content.ends.isAtTop) return t('list.position', { at: at + 1, all })
  const below = content.lines.length - at
  if (!count || count.capped) return t('list.position_end', { at: below })
  return t('list.position', { at: number(count.count - below + 1), all })
}

/** The reading pane: at the side where there is room, kept as the person left it; above the list where there is not. */
function usePane() {
  const over = useRoom() === 'narrow'
  const [kept, keep] = usePreference('list.pane', true)
  const [opened, setOpened] = useState(false)
  const shown = over ? opened : kept
  return { over, shown, toggle: () => (over ? setOpened(!opened) : keep(!kept)) }
}

type Parts = { entity: EntityInfo; state: ListState; content: ListContent; hand: Hand }

/** Search in the list, its conditions, its columns, and the switch of the reading pane. */
function ListTools({ entity, state, content, hand, pane }: Parts & { pane: ReturnType<typeof usePane> }) {
  const { t } = useWords()
  const { layout, setLayout } = content
  const quick = useMemo(() => quickParts(entity.key, state.filter), [entity.key, state.filter])
  const chooseColumns = useCallback(
    (columns: string[] | undefined) => setLayout(columns ? { ...layout, columns } : {}),
    [layout, setLayout],
  )
  const type = (text: string) => {
    content.type(text)
    // The first hit stands below the head of its group.
    hand.setCursor(text.trim() === '' ? NOWHERE : { at: 1, column: undefined })
  }
  return (
    <div className="sp-tools">
      <ListSearch text={content.typed} onType={type} input={hand.input} onDown={hand.step} onEnter={hand.open} />
      <QuickFilters entity={entity.key} filter={state.filter} onChange={state.setFilter} />
      <FilterBar entity={entity.key} filter={state.filter} onChange={state.setFilter} hidden={quick} />
      <span className="sp-grow" />
      <GroupMenu entity={entity} by={state.group} onGroup={state.setGroup} onFoldAll={content.groups.foldAll} />
      <ColourButton entity={entity} rules={content.rules} onChange={content.setRules} />
      <ColumnsMenu entity={entity} shown={content.keys} onChoose={chooseColumns} />
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
function ListMain({ entity, state, sort, content, hand }: Parts & { sort: Sort }) {
  const { t } = useWords()
  const { searching } = content
  const clear = () => {
    content.type('')
    state.setFilter(undefined)
  }
  if (content.failure) return <ListProblem state={state} error={content.failure} onRetry={content.retry} />
  if (content.isLoading) return <SkeletonRows count={18} />
  if (content.lines.length === 0) return <ListNoMatch entity={entity} onClear={clear} />
  return (
    <ListTable
      entity={entity}
      columns={content.columns}
      layout={content.layout}
      onLayout={content.setLayout}
      rules={content.rules}
      menu={hand.menu}
      onMenu={hand.setMenu}
      lines={content.lines}
      sort={searching ? undefined : sort}
      {...(!searching && { onSort: state.setSort })}
      query={searching ? content.text : undefined}
      cursor={hand.cursor}
      onCursor={hand.setCursor}
      selected={hand.selected}
      every={hand.every}
      onToggle={hand.toggle}
      onToggleAll={() => hand.select(hand.selected.size > 0 || hand.every ? new Set() : new Set(hand.ids))}
      onOpen={hand.open}
      editing={hand.editing}
      onEdit={hand.edit}
      onLeave={hand.leave}
      onTyped={hand.commit}
      held={hand.held}
      pending={hand.pending}
      onNearEnd={content.more}
      above={content.isEnd ? content.above : undefined}
      onFold={content.groups.fold}
      onMore={content.groups.load}
      onRoom={content.setRoom}
      because={searching ? t('list.found_because') : undefined}
      foot={
        searching && state.filter ? (
          <WiderSearch entity={entity} onWiden={() => state.setFilter(undefined)} />
        ) : (
          content.groups.more && <p className="sp-list-foot">{t('group.most')}</p>
        )
      }
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
