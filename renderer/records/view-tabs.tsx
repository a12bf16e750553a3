import { ActionIcon, Menu } from '@mantine/core'
import { IconChevronDown, IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ColourRule, EntityInfo, SavedView } from '../../core/contract/office.ts'
import type { ColumnLayout } from '../../core/query/column-layout.ts'
import type { Filter } from '../../core/query/filter.ts'
import { ActionKey } from '../components/action-key.tsx'
import { useToast } from '../components/toast.tsx'
import { useActions } from '../lib/actions.ts'
import { useCommand, useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { FirstFor } from './first-for.tsx'
import { useCount } from './list-data.ts'
import { ViewDialog } from './list-parts.ts'
import { type ListState, mineFilter } from './list-state.ts'

type Tab = { key: string; name: string; filter: Filter | undefined; saved?: SavedView }

/** The saved views of an entity, each a tab with its count; the first two are always there. Alt 1–9 goes to them. */
export function ViewTabs({
  entity,
  state,
  layout,
  colours,
}: {
  entity: EntityInfo
  state: ListState
  layout: ColumnLayout
  colours: readonly ColourRule[]
}) {
  const { t } = useWords()
  const office = useOffice()
  const { data } = useRead('listViews', { params: { entity: entity.key } }, { staleTime: 60_000 })
  const [naming, setNaming] = useState<SavedView | 'new' | undefined>()
  const first = data?.views.find((view) => view.first)
  const { isBare, openView } = state
  useEffect(() => {
    if (first && isBare) openView(first.id, first, true)
  }, [first, isBare, openView])
  const tabs: Tab[] = [
    { key: 'all', name: t('list.all_view'), filter: undefined },
    { key: 'mine', name: t('list.mine_view', { entity: office.entityLabel(entity.key) }), filter: mineFilter(entity.owner) },
    ...(data?.views ?? []).map((view) => ({ key: view.id, name: view.name, filter: view.definition.filter, saved: view })),
  ]
  useActions({
    views: tabs
      .slice(0, 9)
      .map((tab) => ({ title: t('keys.view_of', { title: tab.name }), run: () => state.openView(tab.key, tab.saved) })),
  })
  return (
    <div className="sp-views" role="toolbar" aria-label={t('list.views')}>
      {tabs.map((tab, at) => (
        <ViewTab
          key={tab.key}
          tab={tab}
          at={at}
          entity={entity.key}
          state={state}
          layout={layout}
          colours={colours}
          onRename={() => setNaming(tab.saved)}
        />
      ))}
      <button type="button" className="sp-view sp-t2" onClick={() => setNaming('new')}>
        <IconPlus size={14} aria-hidden /> {t('list.new_view')}
      </button>
      {naming && (
        <ViewDialog
          entity={entity.key}
          state={state}
          layout={layout}
          colours={colours}
          view={naming === 'new' ? undefined : naming}
          onClose={() => setNaming(undefined)}
        />
      )}
    </div>
  )
}

type TabProps = {
  tab: Tab
  at: number
  entity: string
  state: ListState
  layout: ColumnLayout
  colours: readonly ColourRule[]
  onRename: () => void
}

function ViewTab({ tab, at, entity, state, layout, colours, onRename }: TabProps) {
  const { t, number } = useWords()
  const { admin } = useOffice()
  const count = useCount(entity, tab.filter)
  const here = state.view === tab.key
  const mayChange = tab.saved && (tab.saved.mine || admin)
  return (
    <span className="sp-view-tab" data-here={here || undefined}>
      <button type="button" className="sp-view" aria-pressed={here} onClick={() => state.openView(tab.key, tab.saved)}>
        {tab.saved?.shared && <IconUsersGroup size={15} aria-label={t('list.shared')} />}
        {tab.name}{' '}
        {count && (
          <span className="sp-t3 sp-small">{count.capped ? t('list.capped', { count: count.count }) : number(count.count)}</span>
        )}
        {here && at < 9 && <ActionKey id="views" at={at} />}
      </button>
      {here && mayChange && tab.saved && (
        <ViewMenu view={tab.saved} entity={entity} state={state} layout={layout} colours={colours} onRename={onRename} />
      )}
    </span>
  )
}

/** For which roles the list opens with this view. */
function FirstView({ view }: { view: SavedView }) {
  const { t } = useWords()
  const { run } = useCommand('setFirstView')
  const save = (roles: string[]) => run({ params: { entity: view.entity, id: view.id }, body: { roles } })
  return <FirstFor label={t('view.first_for')} chosen={view.firstFor} save={save} />
}

function ViewMenu({
  view,
  entity,
  state,
  layout,
  colours,
  onRename,
}: {
  view: SavedView
  entity: string
  state: ListState
  layout: ColumnLayout
  colours: readonly ColourRule[]
  onRename: () => void
}) {
  const { t } = useWords()
  const { admin } = useOffice()
  const toast = useToast()
  const update = useCommand('updateView')
  const remove = useCommand('deleteView')
  const create = useCommand('createView')
  const keep = async () => {
    await update.run({
      params: { entity, id: view.id },
      body: { name: view.name, shared: view.shared, version: view.version, definition: state.definition(layout, colours) },
    })
    toast.show({ text: t('list.view_saved', { name: view.name }) })
  }
  const drop = async () => {
    await remove.run({ params: { entity, id: view.id } })
    state.openView('all')
    toast.show({
      text: t('list.view_deleted', { name: view.name }),
      undo: () => create.run({ params: { entity }, body: { name: view.name, shared: view.shared, definition: view.definition } }),
    })
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon size={22} aria-label={t('list.view_menu', { name: view.name })}>
          <IconChevronDown size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {state.differsFrom(view) && (
          <Menu.Item onClick={() => void keep().catch(toast.problem)}>{t('list.view_update')}</Menu.Item>
        )}
        <Menu.Item onClick={onRename}>{t('action.rename')}</Menu.Item>
        <Menu.Item onClick={() => void drop().catch(toast.problem)}>
          <span className="sp-bad">{t('action.delete')}</span>
        </Menu.Item>
        {admin && view.shared && <FirstView view={view} />}
      </Menu.Dropdown>
    </Menu>
  )
}
