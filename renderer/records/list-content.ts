import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useMemo, useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import { failureOf } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { useColourRules } from './colour-rules.tsx'
import { type Column, columnsFor } from './list-columns.ts'
import { useCount, useHits, useRows } from './list-data.ts'
import { useGroups } from './list-groups.ts'
import { linesOfHits } from './list-lines.ts'
import type { ListState } from './list-state.ts'
import type { Line } from './list-table.tsx'
import { useColumnLayout } from './use-column-layout.ts'

/** Fields that the reading pane and the verbs need, whichever columns are shown. */
const ROW_EXTRAS = ['phones', 'taxId', 'grade']

/** What a list shows now: its columns, and its rows or, while one searches, the hits by rank. */
export function useListContent(entity: EntityInfo, state: ListState) {
  const words = useWords()
  const office = useOffice()
  const [layout, setLayout] = useColumnLayout(entity.key, state)
  const [room, setRoom] = useState(60)
  const [typed, setTyped] = useState(state.query)
  const [text] = useDebouncedValue(typed, 120)
  const [rules, setRules] = useColourRules(entity.key, state)
  const marks = rules.map((rule) => rule.filter)
  const searching = text.trim() !== ''
  const columns: Column[] = useMemo(
    () => columnsFor(office, entity, layout, room, searching),
    [office, entity, layout, room, searching],
  )
  const keys = useMemo(() => columns.map((column) => column.field.key), [columns])
  // All of the view's columns are asked for, whether there is room for them now or not: opening the pane beside the list asks nothing again.
  const ofView = columnsFor(office, entity, layout, Number.POSITIVE_INFINITY, searching).map((column) => column.field.key)
  const wanted = [...new Set([...ofView, ...ROW_EXTRAS.filter((key) => entity.fields.some((field) => field.key === key))])]
  const searched = entity.fields.flatMap((field) => (field.searchable ? [field.key] : []))
  const { fromEnd, ...ends } = useEnds(entity, state)
  const { rows, isEnd, above, query } = useRows({
    entity: entity.key,
    filter: state.filter,
    sort: state.sort,
    columns: wanted,
    enabled: !searching && !state.group,
    marks,
    fromEnd,
  })
  const groups = useGroups({
    entity,
    filter: state.filter,
    sort: state.sort,
    by: searching ? undefined : state.group,
    columns,
    wanted,
    marks,
  })
  const found = useHits(entity.key, text, state.filter, [...new Set([...wanted, ...searched])])
  const unit = words.find(`${entity.key}.unit`) ?? ''
  const { groups: ranks, otherText } = found
  const ungrouped: Line[] = useMemo(
    () => (searching ? linesOfHits(ranks, otherText, words, office, unit, text) : rows.map((row) => ({ kind: 'row', row }))),
    [searching, ranks, otherText, words, office, unit, rows, text],
  )
  const lines = groups.field ? groups.lines : ungrouped
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const grouped = groups.field !== undefined
  const more = useCallback(() => {
    if (!searching && !grouped && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [searching, grouped, hasNextPage, isFetchingNextPage, fetchNextPage])
  /** Loads until there are so many lines, or all there are. */
  const loadTo = async (count: number) => {
    let loaded = lines.length
    // Below the end there is nothing.
    while (!searching && !grouped && !isEnd && loaded < count) {
      const { data, hasNextPage: further } = await fetchNextPage()
      loaded = data?.pages.reduce((sum, page) => sum + page.rows.length, 0) ?? 0
      if (!further) break
    }
  }
  const type = (next: string) => {
    setTyped(next)
    state.setQuery(next)
  }
  return {
    lines,
    columns,
    keys,
    layout,
    setLayout,
    rules,
    setRules,
    setRoom,
    typed,
    type,
    text,
    searching,
    more,
    /** Whether all that is beyond the loaded rows lies above them, and how many of those above were loaded since. */
    isEnd,
    above,
    ends: { ...ends, isFar: !searching && !grouped && hasNextPage && !isEnd, isAtTop: !isEnd || !hasNextPage },
    loadTo,
    failure: groups.failure ?? failureOf(query) ?? failureOf(found.query),
    isLoading: grouped ? groups.isLoading : query.isPending && !searching,
    retry: () => void (grouped ? groups.retry() : query.refetch()),
    groups,
    foundNote: `${lines.filter((line) => line.kind === 'row').length}${found.more ? '+' : ''}`,
  }
}

/**
 * Which end of the list is shown. Another condition or order begins at the beginning again. From its end a list can be read by what an index has
 * in order; the records that have no value of a field of the office's own lie in none.
 */
function useEnds(entity: EntityInfo, state: ListState) {
  const [endOf, setEndOf] = useState<string | undefined>()
  const of = JSON.stringify([state.filter, state.sort])
  return {
    fromEnd: endOf === of,
    canRead: !entity.fields.find((field) => field.key === state.sort.field)?.custom,
    toEnd: () => setEndOf(of),
    toStart: () => setEndOf(undefined),
  }
}

export type ListContent = ReturnType<typeof useListContent>

/** The line beside the list's name: how many are shown of how many, or how many were found. */
export function useListNote(entity: EntityInfo, state: ListState, content: ListContent) {
  const { t, number, find } = useWords()
  const counted = useCount(entity.key, state.filter)
  const whole = useCount(entity.key, undefined)
  const unit = find(`${entity.key}.unit`) ?? ''
  const inWords = (value: typeof counted) =>
    value ? (value.capped ? t('list.capped', { count: value.count }) : number(value.count)) : '…'
  const note = content.searching
    ? t('list.count_found', { found: content.foundNote, unit })
    : state.filter
      ? t('list.count', { shown: inWords(counted), all: inWords(whole), unit })
      : t('list.count_all', { all: inWords(whole), unit })
  return { note, shown: inWords(counted), count: counted, isEmpty: whole?.count === 0 }
}
