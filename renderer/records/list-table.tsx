import { useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { ColourRule, EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import type { ColumnLayout } from '../../core/query/column-layout.ts'
import { remPx, useRemWidth } from '../lib/room.ts'
import { useWords } from '../lib/words.ts'
import { blockOf, type Cursor } from './cell-block.ts'
import { GroupHead } from './group-head.tsx'
import type { Leave } from './inline-editor.tsx'
import { type Column, gridTemplate, widthOfAll } from './list-columns.ts'
import type { Editing } from './list-hand.ts'
import { ListHead } from './list-head.tsx'
import { Row } from './list-row.tsx'
import type { Sort } from './list-state.ts'
import './list.css'

/** One line of a table: a record (with why it was found, in a search), or the head of a group; one that is `folded` or not can be folded. */
export type Line =
  | { kind: 'row'; row: RecordRow; because?: string }
  | { kind: 'group'; key: string; title: string; note: string; folded?: boolean; sums?: string[] }
  /** The foot of a group of which more rows are to be loaded. */
  | { kind: 'more'; key: string }

export type TableProps = {
  entity: EntityInfo
  columns: readonly Column[]
  layout: ColumnLayout
  onLayout: (layout: ColumnLayout) => void
  rules: readonly ColourRule[]
  /** The column whose menu is open. */
  menu: string | undefined
  onMenu: (key: string | undefined) => void
  lines: readonly Line[]
  sort: Sort | undefined
  onSort?: (sort: Sort) => void
  query?: string | undefined
  cursor: Cursor
  onCursor: (cursor: Cursor) => void
  selected: ReadonlySet<string>
  /** All that match are selected. */
  every: boolean
  onToggle: (id: string, all?: boolean) => void
  onToggleAll: () => void
  onOpen: (row: RecordRow) => void
  editing: Editing | undefined
  onEdit: (cursor: Cursor) => void
  /** A cell's editor is left for another cell, or none. */
  onLeave: (to: Leave) => void
  /** A cell was typed; undefined when nothing changed. */
  onTyped: (row: RecordRow, field: FieldInfo, value: unknown, to: Leave) => void
  held: RefObject<boolean>
  /** Values on their way to the server, by record and field. */
  pending: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** The loaded rows come to an end, which is their upper one where `above` is given: so many were put above the others. */
  onNearEnd: () => void
  above: number | undefined
  onFold: (key: string, fold: boolean) => void
  onMore: (key: string) => void
  because?: string | undefined
  foot?: ReactNode
  onRoom: (rem: number) => void
}

/** A table of any length: only the rows in sight are drawn. The cursor is one row; keys are the screen's. */
export function ListTable(props: TableProps) {
  const { entity, columns, lines, cursor, onNearEnd, onRoom, above } = props
  const { lang } = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const [sizer, width] = useRemWidth()
  const rowPx = 2.25 * remPx()
  const headPx = 2 * remPx()
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (lines[at]?.kind === 'group' ? 2 * remPx() : rowPx),
    overscan: 6,
    // The rows begin below the head, and what is scrolled to must not end up behind it.
    scrollMargin: headPx,
    scrollPaddingStart: headPx,
  })
  const items = virtual.getVirtualItems()
  const last = items[items.length - 1]?.index ?? 0
  useLayoutEffect(() => {
    if (width !== undefined) onRoom(width)
  }, [width, onRoom])
  const first = items[0]?.index ?? 0
  const isNearEnd = above === undefined ? last >= lines.length - 20 : first <= 20
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when one scrolls on, or its rows came and there are more.
  useEffect(() => {
    if (lines.length > 0 && isNearEnd) onNearEnd()
  }, [isNearEnd, last, first, lines.length, onNearEnd])
  // What one looks at stays where it is while rows are put above it.
  const wasAbove = useRef(above ?? 0)
  useLayoutEffect(() => {
    const more = (above ?? 0) - wasAbove.current
    wasAbove.current = above ?? 0
    if (scroller.current && above !== undefined && more > 0) scroller.current.scrollTop += more * rowPx
  }, [above, rowPx])
  // Of the groups whose rows are not there yet, the topmost in sight is filled first: what is below it will move.
  const missing = items.map((item) => lines[item.index]).find((line) => line?.kind === 'more')
  const missingKey = missing?.kind === 'more' ? missing.key : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when its rows came and there are more.
  useEffect(() => {
    if (missingKey !== undefined) props.onMore(missingKey)
  }, [missingKey, lines.length])
  useEffect(() => {
    if (cursor.at < 0 || cursor.at >= lines.length) return
    // To scroll lays out the whole page at once; what is in sight needs none.
    const row = virtual.measurementsCache[cursor.at]
    const from = virtual.scrollOffset ?? 0
    const isInSight = row && virtual.scrollRect && row.start - headPx >= from && row.end <= from + virtual.scrollRect.height
    if (!isInSight) virtual.scrollToIndex(cursor.at, { align: 'auto' })
  }, [cursor.at, lines.length, virtual, headPx])
  // Where more columns are chosen than fit, the cell that the arrow keys are on comes into sight, and with it its editor.
  useEffect(() => {
    if (cursor.column !== undefined)
      scroller.current?.querySelector('[data-ring]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [cursor.column])
  // Sizes are rem: another text size or language moves every row.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when these change.
  useEffect(() => virtual.measure(), [rowPx, lang, lines])
  const template = gridTemplate(columns, props.because ? 'minmax(12rem, 1fr)' : undefined)
  const widest = widthOfAll(columns) + (props.because ? 12 : 0)
  const current = lines[cursor.at]
  const block = blockOf(cursor)
  const rules = useSame(props.rules)
  // What rows do when something happens on them they read here, so that a row is drawn anew only when it looks different.
  const table = useRef(props)
  table.current = props
  const currentField = columns[cursor.column ?? -1]?.field.key
  return (
    <div
      ref={useMergedRef(scroller, sizer)}
      className="sp-table"
      role="grid"
      aria-rowcount={lines.length}
      aria-label={entity.key}
      tabIndex={0}
      aria-multiselectable
      aria-activedescendant={
        current?.kind === 'row' ? (currentField ? `cell-${current.row.id}-${currentField}` : `row-${current.row.id}`) : undefined
      }
      data-list
      // Where all columns fit nothing has to stay in sight.
      data-sideways={(width !== undefined && widest > width) || undefined}
    >
      <div style={{ minWidth: `${widest}rem` }} role="presentation">
        <ListHead {...props} template={template} />
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const line = lines[item.index]
            if (!line) return null
            const place = { height: item.size, transform: `translateY(${item.start - headPx}px)` }
            if (line.kind === 'more')
              return <div key={item.key} className="sp-group-more sp-skeleton" style={place} aria-hidden />
            return line.kind === 'group' ? (
              <GroupHead
                key={item.key}
                line={line}
                isHere={cursor.at === item.index}
                style={place}
                onPress={() => {
                  props.onCursor({ at: item.index, column: undefined })
                  props.onFold(line.key, !line.folded)
                }}
              />
            ) : (
              <Row
                key={line.row.id}
                table={table}
                entity={entity}
                columns={columns}
                rules={rules}
                line={line}
                at={item.index}
                height={item.size}
                top={item.start - headPx}
                template={template}
                isHere={cursor.at === item.index}
                cursorColumn={cursor.at === item.index ? cursor.column : undefined}
                block={block && item.index >= block.top && item.index <= block.bottom ? block : undefined}
                isSelected={props.every || props.selected.has(line.row.id)}
                editing={cursor.at === item.index ? props.editing : undefined}
                pending={props.pending[line.row.id]}
                query={props.query}
                isFound={props.because !== undefined}
              />
            )
          })}
        </div>
        {props.foot}
      </div>
    </div>
  )
}

/** The same list as before as long as it says the same. */
function useSame<T>(now: readonly T[]): readonly T[] {
  const kept = useRef(now)
  if (JSON.stringify(kept.current) !== JSON.stringify(now)) kept.current = now
  return kept.current
}
