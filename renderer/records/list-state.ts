import { useCallback } from 'react'
import type { SavedView } from '../../core/contract/office.ts'
import { type Filter, ME } from '../../core/query/filter.ts'
import { type Search, useUrlState } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'

export type Sort = { field: string; desc?: boolean }

/** What the address of a list says: its view, filter, sort and search. Every list is a link. */
export type ListUrl = Search & { view?: string; f?: Filter; s?: Sort; q?: string; c?: string }

export type ViewKey = 'all' | 'mine' | string

/** The filter of the view “mine”: what the reader owns. */
export const mineFilter = (owner: string): Filter => ({ all: [{ field: owner, op: 'anyOf', value: [ME] }] })

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** A list's state, read from the address, and how to change it. */
export function useListState(entityKey: string) {
  const [url, change] = useUrlState<ListUrl>()
  const { entity } = useOffice()
  const info = entity(entityKey)
  const view: ViewKey = url.view ?? 'all'
  const sort: Sort = url.s ?? info?.defaultSort ?? { field: 'createdAt', desc: true }
  const openView = useCallback(
    (key: ViewKey, saved?: SavedView) => {
      const filter = key === 'mine' ? mineFilter(info?.owner ?? 'owner') : saved?.definition.filter
      change(
        {
          view: key === 'all' ? undefined : key,
          f: filter,
          s: saved?.definition.sort,
          c: saved?.definition.columns?.join(','),
          q: undefined,
        },
        { push: true },
      )
    },
    [change, info?.owner],
  )
  return {
    view,
    filter: url.f,
    sort,
    query: url.q ?? '',
    columns: url.c ? url.c.split(',') : undefined,
    openView,
    setFilter: (filter: Filter | undefined) => change({ f: filter }),
    setSort: (next: Sort) => change({ s: next }),
    setQuery: (text: string) => change({ q: text || undefined }),
    setColumns: (keys: string[] | undefined) => change({ c: keys?.join(',') }),
    /** True when what is shown differs from the saved view it came from. */
    differsFrom: (saved: SavedView) =>
      !same(url.f, saved.definition.filter) ||
      !same(url.s, saved.definition.sort) ||
      (url.c !== undefined && !same(url.c.split(','), saved.definition.columns)),
  }
}

export type ListState = ReturnType<typeof useListState>
