import type { EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import { usePreference } from '../lib/preferences.ts'
import type { OfficeInfo } from '../lib/session.tsx'
import type { ListState } from './list-state.ts'

/** Widths in rem; only the first column stretches. Figures are never cut, so their columns are as wide as the longest one. */
const WIDTHS: Partial<Record<FieldInfo['kind'], number>> = {
  phones: 8.2,
  money: 8.2,
  date: 6.6,
  dateTime: 7.4,
  number: 6,
  percent: 5,
  yesNo: 6,
  taxId: 11.5,
  user: 6.2,
  choice: 8.2,
  lineId: 9,
  reference: 8.8,
  links: 11,
  tags: 10,
  choices: 10,
}
const NARROW_LISTS: Record<string, number> = { grade: 3.4 }
const NARROW_FIELDS: Record<string, number> = { openDeals: 7.2 }
const OTHER_WIDTH = 10
/** Beside the reading pane on a screen of 1366 pixels a customer's open deals still fit. */
const FIRST_WIDTH = 14.7
export const TICK_WIDTH = 3
const REASON_WIDTH = 24

export type Column = { field: FieldInfo; width: number }

export const widthOf = (field: FieldInfo): number =>
  (field.list && NARROW_LISTS[field.list]) || NARROW_FIELDS[field.key] || WIDTHS[field.kind] || OTHER_WIDTH

/** Sums that the server works out for a list's rows. They are no fields: they stand in no form, and no list is sorted by them. */
const COMPUTED: Record<string, FieldInfo[]> = { customer: [{ key: 'openDeals', kind: 'money', derived: true }] }

function computedFields(office: OfficeInfo, entity: EntityInfo): FieldInfo[] {
  const deal = office.entity('deal')
  const seesAmounts = deal?.grant.view !== 'none' && deal?.fields.some((field) => field.key === 'amount')
  return seesAmounts ? (COMPUTED[entity.key] ?? []) : []
}

/** The fields that a list may show as columns. */
export const columnFields = (office: OfficeInfo, entity: EntityInfo): FieldInfo[] => [
  ...entity.fields.filter((field) => !field.custom?.archived && field.kind !== 'files' && field.key !== entity.title),
  ...computedFields(office, entity),
]

/**
 * The columns that are shown: chosen ones, or the usual ones as far as there is room. A column leaves before a figure is cut.
 * `room` is the table's width in rem; a search gives part of it to the reason why a record was found.
 */
export function columnsFor(
  office: OfficeInfo,
  entity: EntityInfo,
  chosen: readonly string[] | undefined,
  room: number,
  searching = false,
): Column[] {
  // A search does not work out sums.
  const computed = searching ? [] : computedFields(office, entity)
  const byKey = new Map([...entity.fields, ...computed].map((field) => [field.key, field]))
  const keys = [entity.title, ...(chosen ?? entity.columns).filter((key) => key !== entity.title)]
  const columns: Column[] = []
  let left = room - TICK_WIDTH - FIRST_WIDTH - (searching ? REASON_WIDTH : 0)
  for (const key of keys) {
    const field = byKey.get(key)
    if (!field) continue
    if (key === entity.title) {
      columns.push({ field, width: FIRST_WIDTH })
      continue
    }
    const width = widthOf(field)
    if ((!chosen || searching) && left < width) break
    left -= width
    columns.push({ field, width })
  }
  return columns
}

/** The grid of a table's row. */
export const gridTemplate = (columns: readonly Column[], last?: string): string =>
  [
    `${TICK_WIDTH}rem`,
    ...columns.map((column, at) => (at === 0 ? `minmax(${FIRST_WIDTH}rem, 1fr)` : `${column.width}rem`)),
    ...(last ? [last] : []),
  ].join(' ')

/** The columns that a person chose for an entity's list, here (in the address, from a view) or once for all. */
export function useChosenColumns(
  entityKey: string,
  state: ListState,
): [chosen: string[] | undefined, choose: (keys: string[] | undefined) => void] {
  const [kept, keep] = usePreference<string[] | null>(`list.${entityKey}.columns`, null)
  const choose = (keys: string[] | undefined) => {
    keep(keys ?? null)
    if (state.columns) state.setColumns(keys)
  }
  return [state.columns ?? kept ?? undefined, choose]
}
