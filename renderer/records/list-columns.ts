import type { EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import { type ColumnLayout, inOrder } from '../../core/query/column-layout.ts'
import type { OfficeInfo } from '../lib/session.tsx'

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
const OWN_WIDTHS: Record<string, number> = { openDeals: 7.2, expectedClose: 7.4 }
/** People are at an office's extension more often than a customer is; there is room for it beside them. */
const WITH_EXTENSION = 9.8
const OTHER_WIDTH = 10
/** A day and its hour: `31 ธ.ค. 69 09:30`. */
const WITH_HOUR = 9
/** Beside the reading pane and a scroll bar on a screen of 1366 pixels a customer's open deals still fit. */
const FIRST_WIDTH = 14
const TICK_WIDTH = 3
const REASON_WIDTH = 24
/** The part of the table's width that pinned columns may take. */
const MOST_PINNED = 0.7

/** A column as it is drawn; `left` is where a pinned one stays when the table is moved sideways. Widths are rem. */
export type Column = { field: FieldInfo; width: number; drawn?: boolean; left?: number }

const widthOf = (entity: EntityInfo, field: FieldInfo): number =>
  (field.list && NARROW_LISTS[field.list]) ||
  OWN_WIDTHS[field.key] ||
  (field.kind === 'dateTime' && field.custom && WITH_HOUR) ||
  (field.kind === 'phones' && entity.key !== 'customer' && WITH_EXTENSION) ||
  WIDTHS[field.kind] ||
  OTHER_WIDTH

/** Figures stand at the right, so that their digits lie under one another. */
export const isFigure = (kind: FieldInfo['kind']): boolean => kind === 'money' || kind === 'number' || kind === 'percent'

/** Sums that the server works out for a list's rows. They are no fields: they stand in no form, and no list is sorted by them. */
const COMPUTED: Record<string, FieldInfo[]> = { customer: [{ key: 'openDeals', kind: 'money', derived: true }] }

function computedFields(office: OfficeInfo, entity: EntityInfo): FieldInfo[] {
  const deal = office.entity('deal')
  const seesAmounts = deal?.grant.view !== 'none' && deal?.fields.some((field) => field.key === 'amount')
  return seesAmounts ? (COMPUTED[entity.key] ?? []) : []
}

/** The fields of which the reader is shown the value or a mask. */
export const shownFields = (entity: EntityInfo): FieldInfo[] => [
  ...entity.fields,
  ...(entity.masked ?? []).map(({ field }) => field),
]

/** The fields that a list may show as columns. */
export const columnFields = (office: OfficeInfo, entity: EntityInfo): FieldInfo[] => [
  ...shownFields(entity).filter((field) => !field.custom?.archived && field.kind !== 'files' && field.key !== entity.title),
  ...computedFields(office, entity),
]

/** Of the room, what a column that was drawn wider than usual takes no more of: it moves the others aside, and none of them out. */
const taken = (layout: ColumnLayout, key: string, usual: number): number => Math.min(layout.widths?.[key] ?? usual, usual)

/**
 * The columns that are shown: chosen ones, or the usual ones as far as there is room. A column leaves before a figure is cut.
 * `room` is the table's width in rem; a search gives part of it to the reason why a record was found.
 */
export function columnsFor(
  office: OfficeInfo,
  entity: EntityInfo,
  layout: ColumnLayout,
  room: number,
  searching = false,
): Column[] {
  // A search does not work out sums.
  const computed = searching ? [] : computedFields(office, entity)
  const byKey = new Map([...shownFields(entity), ...computed].map((field) => [field.key, field]))
  const { columns: chosen } = layout
  // Whoever only reorders or hides the usual columns still has those that there is room for; whoever adds some wants to see them all.
  const adds = chosen?.some((key) => !entity.columns.includes(key)) ?? false
  const keys = inOrder(
    (chosen ?? entity.columns).filter((key) => key !== entity.title),
    layout.pinned,
  )
  const columns: Column[] = []
  let left = room - TICK_WIDTH - taken(layout, entity.title, FIRST_WIDTH) - (searching ? REASON_WIDTH : 0)
  for (const key of [entity.title, ...keys]) {
    const field = byKey.get(key)
    if (!field || field.custom?.archived) continue
    const drawn = layout.widths?.[key]
    const width = drawn ?? (key === entity.title ? FIRST_WIDTH : widthOf(entity, field))
    if (key !== entity.title) {
      const needs = taken(layout, key, widthOf(entity, field))
      if ((!adds || searching) && left < needs) break
      left -= needs
    }
    columns.push({ field, width, ...(drawn && { drawn: true }) })
  }
  return withPlaces(columns, layout.pinned ?? [], room)
}

/** Name and pinned columns stay in sight while the table is moved sideways, as long as they leave room for the others. */
function withPlaces(columns: Column[], pinned: readonly string[], room: number): Column[] {
  let left = TICK_WIDTH
  return columns.map((column, at) => {
    const stays = at === 0 || pinned.includes(column.field.key)
    if (!stays || left + column.width > room * MOST_PINNED) return column
    const placed = { ...column, left }
    left += column.width
    return placed
  })
}

/** Tells the style sheet where a column stays. */
export const placeOf = (left: number | undefined): Record<string, string> | undefined =>
  left === undefined ? undefined : { '--sp-stays': `${left}rem` }

/** How wide all columns are together, in rem. */
export const widthOfAll = (columns: readonly Column[]): number => columns.reduce((sum, column) => sum + column.width, TICK_WIDTH)

/** Whose texts are of any length. Of the room that is left over they take a share, most of it the name. */
const GROWING: readonly FieldInfo['kind'][] = ['reference', 'links', 'text', 'personName', 'tags', 'choices']

/** The grid of a table's row. What nobody drew otherwise takes up the room that is left. */
export const gridTemplate = (columns: readonly Column[], last?: string): string =>
  [
    `${TICK_WIDTH}rem`,
    ...columns.map((column, at) => {
      const share = column.drawn ? 0 : at === 0 ? 1 : GROWING.includes(column.field.kind) ? 0.3 : 0
      return share > 0 ? `minmax(${column.width}rem, ${share}fr)` : `${column.width}rem`
    }),
    ...(last ? [last] : []),
  ].join(' ')
