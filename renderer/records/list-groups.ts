import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { formatBaht } from '../../core/money.ts'
import { allOf, type Filter } from '../../core/query/filter.ts'
import { filterOfGroup, type GroupKey, isGroupable, isSummed } from '../../core/query/groups.ts'
import { formatDate } from '../../core/thai/date.ts'
import { type CallReply, call } from '../lib/api.ts'
import { failureOf, useRead } from '../lib/queries.ts'
import { type OfficeInfo, useOffice } from '../lib/session.tsx'
import { useWords, type Words } from '../lib/words.ts'
import type { Column } from './list-columns.ts'
import type { Sort } from './list-state.ts'
import type { Line } from './list-table.tsx'

const PAGE = 100

type Group = CallReply<'groupRecords'>['groups'][number]
type Page = { rows: RecordRow[]; next?: string | undefined }
type Request = {
  entity: EntityInfo
  filter: Filter | undefined
  sort: Sort
  /** The field to group by; undefined while the list is not grouped. */
  by: string | undefined
  columns: readonly Column[]
  /** Fields to ask for with each row. */
  wanted: string[]
  marks: Filter[]
}

const nameOf = (key: GroupKey): string => JSON.stringify(key)

/** The fields that a list can be grouped by. */
export const groupFields = (entity: EntityInfo): FieldInfo[] =>
  entity.fields.filter((field) => isGroupable(field) && !field.custom?.archived)

/**
 * A list in groups: their heads with count and sums, and the rows of those that are unfolded, a page at a time as one comes to them. The sums are
 * asked for on their own, so that the heads need not wait for them.
 */
export function useGroups({ entity, filter, sort, by, columns, wanted, marks }: Request) {
  const words = useWords()
  const office = useOffice()
  const client = useQueryClient()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [pages, setPages] = useState<Readonly<Record<string, number>>>({})
  const field = by === undefined ? undefined : entity.fields.find((candidate) => candidate.key === by && isGroupable(candidate))
  const enabled = field !== undefined
  const params = { entity: entity.key }
  const body = { ...(filter && { filter }), by: by ?? '' }
  const heads = useRead('groupRecords', { params, body }, { enabled, keep: true })
  const summed = columns.map((column) => column.field).filter((each) => isSummed(each))
  const sums = useRead(
    'groupRecords',
    { params, body: { ...body, sums: summed.map((each) => each.key) } },
    { enabled: enabled && summed.length > 0 },
  )
  const groups = useMemo(
    () => (field ? ordered(heads.data?.groups ?? [], field, office, words) : []),
    [field, heads.data, office, words],
  )
  const open = field ? groups.filter((group) => !folded.has(nameOf(group.key)) && (pages[nameOf(group.key)] ?? 0) > 0) : []
  const rowsOf = useQueries({
    queries: open.map((group) => {
      const count = pages[nameOf(group.key)] ?? 1
      const within = field && allOf(filter, filterOfGroup(field, group.key))
      const request = {
        ...(within && { filter: within }),
        sort,
        columns: wanted,
        limit: PAGE,
        ...(marks.length > 0 && { marks }),
      }
      const queryKey = (upTo: number) => ['listRecords', 'group', entity.key, request, upTo]
      return {
        queryKey: queryKey(count),
        queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Page> => {
          const known = client.getQueryState<Page>(queryKey(count - 1))
          // What was loaded before is gone on from, unless something changed since.
          let page: Page = known?.data && !known.isInvalidated ? known.data : { rows: [] }
          for (let at = page.rows.length === 0 ? 0 : count - 1; at < count; at++) {
            if (at > 0 && page.next === undefined) break
            const after = at > 0 ? page.next : undefined
            const reply = await call('listRecords', { params, body: { ...request, ...(after && { after }) } }, { signal })
            page = { rows: [...page.rows, ...reply.rows], next: reply.next }
          }
          return page
        },
        placeholderData: (): Page | undefined => client.getQueryData<Page>(queryKey(count - 1)),
      }
    }),
  })
  const loaded = new Map(open.map((group, at) => [nameOf(group.key), rowsOf[at]?.data]))
  const sumsBy = new Map(sums.data?.groups.map((group) => [nameOf(group.key), group.sums]))
  const foldAll = useCallback(
    (fold: boolean) => setFolded(new Set(fold ? groups.map((group) => nameOf(group.key)) : [])),
    [groups],
  )
  const unit = words.find(`${entity.key}.unit`) ?? ''
  const lines = groups.flatMap((group): Line[] => {
    const name = nameOf(group.key)
    const isFolded = folded.has(name)
    const page = loaded.get(name)
    const head: Line = {
      kind: 'group',
      key: name,
      title: field ? titleOfGroup(words, office, field, group) : '',
      note: words.t('list.count_all', { all: group.count, unit }),
      folded: isFolded,
      sums: summed.map((each) => sumWords(words, office, entity.key, each, sumsBy.get(name)?.[each.key])).filter(Boolean),
    }
    if (isFolded) return [head]
    const rows = (page?.rows ?? []).map((row): Line => ({ kind: 'row', row }))
    return [head, ...rows, ...(!page || page.next !== undefined ? [{ kind: 'more', key: name } as const] : [])]
  })
  return {
    field,
    lines,
    more: heads.data?.more ?? false,
    isLoading: enabled && heads.isPending,
    failure: enabled ? failureOf(heads) : null,
    retry: () => void heads.refetch(),
    /** The foot of an unfolded group came into sight: its next rows are asked for. */
    load: (name: string) => {
      const at = open.findIndex((group) => nameOf(group.key) === name)
      if (at >= 0 && rowsOf[at]?.isFetching) return
      setPages((old) => ({ ...old, [name]: (old[name] ?? 0) + 1 }))
    },
    fold: (name: string, fold: boolean) =>
      setFolded((old) => new Set(fold ? [...old, name] : [...old].filter((other) => other !== name))),
    foldAll,
  }
}

/** Groups as people expect them: entries of a pick list in the list's order, months from the newest, people and records by size. */
function ordered(groups: readonly Group[], field: FieldInfo, office: OfficeInfo, words: Words): Group[] {
  const place = (group: Group): number => {
    if (group.key === null) return Number.POSITIVE_INFINITY
    if (field.kind !== 'choice') return 0
    const at = office.options(field.list ?? '', [String(group.key)]).findIndex((option) => option.value === group.key)
    return at < 0 ? Number.MAX_SAFE_INTEGER : at
  }
  const isMonth = field.kind === 'date' || field.kind === 'dateTime'
  return [...groups].sort(
    (a, b) =>
      place(a) - place(b) ||
      (isMonth
        ? String(b.key).localeCompare(String(a.key))
        : b.count - a.count || titleOfGroup(words, office, field, a).localeCompare(titleOfGroup(words, office, field, b))) ||
      0,
  )
}

function titleOfGroup(words: Words, office: OfficeInfo, field: FieldInfo, group: Group): string {
  const { key } = group
  if (field.kind === 'yesNo') return words.t(key === 1 ? 'field.yes' : 'field.no')
  if (key === null) return words.t('list.unknown')
  if (field.kind === 'choice') return office.choiceLabel(field.list ?? '', String(key))
  if (field.kind === 'user') return office.userLabel(String(key)) || words.t('list.unknown')
  if (field.kind === 'reference') return group.title || words.t('list.unknown')
  return formatDate(`${key}-01`, { lang: words.lang, style: 'long' }).split(' ').slice(1).join(' ')
}

function sumWords(words: Words, office: OfficeInfo, entity: string, field: FieldInfo, sum: number | undefined): string {
  if (sum === undefined || sum === 0) return ''
  return words.t('group.sum', {
    label: office.fieldLabel(entity, field.key).replace(/ \(.*\)$/, ''),
    sum: formatBaht(sum, { decimals: 'auto' }),
  })
}
