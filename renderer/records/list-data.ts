import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { SearchHit } from '../../core/contract/records.ts'
import type { Filter } from '../../core/query/filter.ts'
import { call } from '../lib/api.ts'
import { useRead } from '../lib/queries.ts'
import type { Sort } from './list-state.ts'

const PAGE = 100
const MOST_HITS = 100

export type RowsRequest = {
  entity: string
  filter?: Filter | undefined
  sort: Sort
  columns: string[]
  enabled?: boolean
  bin?: boolean
  marks?: Filter[]
  /** The last rows instead of the first; what lies above them comes as one scrolls up. */
  fromEnd?: boolean
}

/** The rows of a list, a page at a time as one scrolls; the cost of a page does not grow with its depth. */
export function useRows({ entity, filter, sort, columns, enabled = true, bin, marks, fromEnd }: RowsRequest) {
  const body = {
    ...(filter && { filter }),
    sort,
    columns,
    limit: PAGE,
    ...(bin && { bin }),
    ...(marks?.length && { marks }),
    ...(fromEnd && { fromEnd }),
  }
  const query = useInfiniteQuery({
    queryKey: ['listRecords', entity, body],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call('listRecords', { params: { entity }, body: { ...body, ...(pageParam && { after: pageParam }) } }, { signal }),
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous,
  })
  // Until the rows of the end are there, those of the beginning stand.
  const isEnd = fromEnd === true && query.data !== undefined && !query.isPlaceholderData
  const rows = useMemo(() => {
    const pages = query.data?.pages ?? []
    return (isEnd ? pages.toReversed() : pages).flatMap((page) => page.rows)
  }, [query.data, isEnd])
  return { rows, isEnd, above: isEnd ? rows.length - (query.data?.pages[0]?.rows.length ?? 0) : 0, query }
}

export type HitGroup = { rank: SearchHit['rank']; hits: SearchHit[] }

/** What a search in a list found, by how well it fits. */
export function useHits(entity: string, text: string, filter: Filter | undefined, columns: string[]) {
  const query = useRead(
    'searchRecords',
    { body: { text, entities: [entity], limit: MOST_HITS, columns, ...(filter && { filter }) } },
    { enabled: text.trim() !== '', keep: true },
  )
  const hits = query.data?.hits
  const groups = useMemo(() => {
    const byRank: HitGroup[] = []
    for (const hit of hits ?? []) {
      const group = byRank.find((candidate) => candidate.rank === hit.rank)
      if (group) group.hits.push(hit)
      else byRank.push({ rank: hit.rank, hits: [hit] })
    }
    return byRank
  }, [hits])
  return { groups, otherText: query.data?.otherText, more: query.data?.more ?? false, query }
}

/** How many records fit, counted up to 10,000. */
export function useCount(entity: string, filter: Filter | undefined, enabled = true) {
  return useRead(
    'countRecords',
    { params: { entity }, body: { ...(filter && { filter }) } },
    { enabled, staleTime: 60_000, keep: true },
  ).data
}
