import { useMemo } from 'react'
import type { ColourRule, SavedView } from '../../core/contract/office.ts'
import type { ColumnLayout } from '../../core/query/column-layout.ts'
import { type Filter, fieldsIn, ME } from '../../core/query/filter.ts'
import { type Search, useUrlState } from '../lib/navigation.ts'
import { type OfficeInfo, useOffice } from '../lib/session.tsx'
import { conditionField, filterParts, joinParts } from './filter-words.ts'

export type Sort = { field: string; desc?: boolean }

/** What the address of a list says: its view, filter, sort, search and columns. Every list is a link. */
export type ListUrl = Search & {
  view?: string
  f?: Filter
  s?: Sort
  q?: string
  c?: string
  w?: Record<string, number>
  p?: string
  g?: string
  k?: ColourRule[]
}

const layoutOf = ({ c, w, p }: ListUrl): ColumnLayout | undefined =>
  c || w || p ? { columns: c?.split(','), widths: w, pinned: p?.split(',') } : undefined
const layoutUrl = ({ columns, widths, pinned }: ColumnLayout) => ({ c: columns?.join(','), w: widths, p: pinned?.join(',') })

export type ViewKey = 'all' | 'mine' | string

/** The filter of the view “mine”: what the reader owns. */
export const mineFilter = (owner: string): Filter => ({ all: [{ field: owner, op: 'anyOf', value: [ME] }] })

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

const definitionOf = (
  filter: Filter | undefined,
  sort: Sort | undefined,
  { columns, widths, pinned }: ColumnLayout,
  group: string | undefined,
  colours: readonly ColourRule[] | undefined,
): SavedView['definition'] => ({
  ...(filter && { filter }),
  ...(sort && { sort }),
  ...(columns && { columns }),
  ...(widths && { widths }),
  ...(pinned && { pinned }),
  ...(group && { group }),
  ...(colours?.length && { colours: [...colours] }),
})

/** A list's state, read from the address, and how to change it; the same as long as the address is. */
export function useListState(entityKey: string) {
  const [url, change] = useUrlState<ListUrl>()
  const office = useOffice()
  return useMemo(() => listState(entityKey, office, url, change), [entityKey, office, url, change])
}

type ChangeUrl = ReturnType<typeof useUrlState<ListUrl>>[1]

function listState(entityKey: string, office: OfficeInfo, url: ListUrl, change: ChangeUrl) {
  const info = office.entity(entityKey)
  const view: ViewKey = url.view ?? 'all'
  // An address or a view may name a field that was put away since, or that its reader may not see.
  const isUsable = (path: string) => {
    const found = conditionField(office, entityKey, path)
    return found !== undefined && !found.field.custom?.archived
  }
  const usableSort = url.s && isUsable(url.s.field) ? url.s : undefined
  const sort: Sort = usableSort ?? info?.defaultSort ?? { field: 'createdAt', desc: true }
  const parts = filterParts(url.f)
  const usableParts = parts.filter((part) => fieldsIn(part).every(isUsable))
  const openView = (key: ViewKey, saved?: SavedView, replace = false) => {
    const filter = key === 'mine' ? mineFilter(info?.owner ?? 'owner') : saved?.definition.filter
    change(
      {
        view: key,
        f: filter,
        s: saved?.definition.sort,
        ...layoutUrl(saved?.definition ?? {}),
        g: saved?.definition.group,
        k: saved?.definition.colours,
        q: undefined,
      },
      { push: !replace },
    )
  }
  return {
    view,
    /** True while the address names nothing but the list: its first view is then the role's. */
    isBare: Object.keys(url).length === 0,
    filter: url.f,
    sort,
    query: url.q ?? '',
    layout: layoutOf(url),
    /** The field by which the list is grouped. */
    group: url.g !== undefined && isUsable(url.g) ? url.g : undefined,
    colours: url.k?.filter((rule) => fieldsIn(rule.filter).every(isUsable)),
    /** Takes out the conditions that cannot be asked any more; there is none without such. Left out unasked, more would be listed than was meant. */
    dropUnusable: usableParts.length < parts.length ? () => change({ f: joinParts(usableParts) }) : undefined,
    setColours: (colours: ColourRule[]) => change({ k: colours }),
    setGroup: (field: string | undefined) => change({ g: field }),
    openView,
    setFilter: (filter: Filter | undefined) => change({ f: filter }),
    setSort: (next: Sort) => change({ s: next }),
    setQuery: (text: string) => change({ q: text || undefined }),
    setLayout: (layout: ColumnLayout) => change(layoutUrl(layout)),
    /** What a view keeps of the list as it stands, with its columns as they are shown. */
    definition: (layout: ColumnLayout, colours: readonly ColourRule[]): SavedView['definition'] =>
      definitionOf(url.f, sort, layout, url.g, colours),
    /** True when what is shown differs from the saved view it came from. */
    differsFrom: ({ definition }: SavedView) =>
      !same(
        definitionOf(url.f, url.s, layoutOf(url) ?? {}, url.g, url.k),
        definitionOf(definition.filter, definition.sort, definition, definition.group, definition.colours),
      ),
  }
}

export type ListState = ReturnType<typeof listState>

/** What a list shows at the moment, as an export or a print asks for it. */
export const listScope = (state: ListState) => ({
  sort: state.sort,
  ...(state.filter && { filter: state.filter }),
  ...(state.query.trim() && { search: state.query }),
})
