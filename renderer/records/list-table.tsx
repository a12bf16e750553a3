import { Checkbox } from '@mantine/core'
import { useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { ColourRule, EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import type { ColumnLayout } from '../../core/query/column-layout.ts'
import { Highlighted } from '../components/highlighted.tsx'
import { remPx, useRemWidth } from '../lib/room.ts'
import { useWords } from '../lib/words.ts'
import { type Block, blockOf, type Cursor, edgesOf, extended } from './cell-block.ts'
import { CellEditor } from './cell-editor.tsx'
import { isTyped } from './cell-text.ts'
import { RuleSign, ruleFor } from './colour-rules.tsx'
import { CellValue } from './field-value.tsx'
import { GroupHead } from './group-head.tsx'
import { InlineEditor, type Leave } from './inline-editor.tsx'
import { type Column, gridTemplate, isFigure, placeOf, widthOfAll } from './list-columns.ts'
import type { Editing } from './list-hand.ts'
import { ListHead } from './list-head.tsx'
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
  onNearEnd: () => void
  onFold: (key: string, fold: boolean) => void
  onMore: (key: string) => void
  because?: string | undefined
  foot?: ReactNode
  onRoom: (rem: number) => void
}

/** A table of any length: only the rows in sight are drawn. The cursor is one row; keys are the screen's. */
export function ListTable(props: TableProps) {
  const { entity, columns, lines, cursor, onNearEnd, onRoom } = props
  const { lang } = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const [sizer, width] = useRemWidth()
  const rowPx = 2.25 * remPx()
  const headPx = 2 * remPx()
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (lines[at]?.kind === 'group' ? 2 * remPx() : rowPx),
    overscan: 12,
    // The rows begin below the head, and what is scrolled to must not end up behind it.
    scrollMargin: headPx,
    scrollPaddingStart: headPx,
  })
  const items = virtual.getVirtualItems()
  const last = items[items.length - 1]?.index ?? 0
  useLayoutEffect(() => {
    if (width !== undefined) onRoom(width)
  }, [width, onRoom])
  useEffect(() => {
    if (lines.length > 0 && last >= lines.length - 20) onNearEnd()
  }, [last, lines.length, onNearEnd])
  // Of the groups whose rows are not there yet, the topmost in sight is filled first: what is below it will move.
  const missing = items.map((item) => lines[item.index]).find((line) => line?.kind === 'more')
  const missingKey = missing?.kind === 'more' ? missing.key : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when its rows came and there are more.
  useEffect(() => {
    if (missingKey !== undefined) props.onMore(missingKey)
  }, [missingKey, lines.length])
  useEffect(() => {
    if (cursor.at >= 0 && cursor.at < lines.length) virtual.scrollToIndex(cursor.at, { align: 'auto' })
  }, [cursor.at, lines.length, virtual])
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
            const style = { gridTemplateColumns: template, height: item.size, transform: `translateY(${item.start - headPx}px)` }
            const place = { height: item.size, transform: style.transform }
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
              <Row key={line.row.id} {...props} line={line} at={item.index} style={style} block={block} />
            )
          })}
        </div>
        {props.foot}
      </div>
    </div>
  )
}

type RowProps = TableProps & {
  block: Block | undefined
  line: Extract<Line, { kind: 'row' }>
  at: number
  style: React.CSSProperties
}

function Row(props: RowProps) {
  const { columns, at, style, cursor, onCursor, selected, every, onToggle, query, because, pending } = props
  const { t } = useWords()
  const row = pending[props.line.row.id] ? { ...props.line.row, ...pending[props.line.row.id] } : props.line.row
  const line = { ...props.line, row }
  const isHere = cursor.at === at
  const rule = ruleFor(props.rules, row)
  const isSelected = every || selected.has(row.id)
  // The pane that opens beside the table may move it under a press: the click then falls on the row, though a cell was meant.
  const onCell = useRef(false)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid above has the keyboard; a click only moves its cursor.
    <div
      id={`row-${row.id}`}
      role="row"
      tabIndex={-1}
      className="sp-line"
      style={style}
      aria-selected={isSelected}
      data-selected={isSelected || undefined}
      data-tone={rule?.tone}
      data-cur={isHere || undefined}
      onPointerDownCapture={(event) => {
        onCell.current = (event.target as Element).closest('[data-cell]') !== null
      }}
      // A cell's editor is drawn elsewhere on the page, yet React hands its clicks on to this row.
      onClick={(event) => {
        if (onCell.current || !event.currentTarget.contains(event.target as Node)) return
        onCursor({ at, column: undefined })
      }}
    >
      <span role="gridcell" className="sp-tick" data-stays>
        <Checkbox
          aria-label={t('list.select', { title: row.title })}
          checked={isSelected}
          onChange={(event) => onToggle(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
          tabIndex={-1}
        />
      </span>
      {columns.map((column, index) => (
        <Cell key={column.field.key} {...props} line={line} column={column} index={index} />
      ))}
      {because && (
        <span role="gridcell" className="sp-cell sp-t2 cut">
          <Highlighted text={line.because ?? ''} query={query} />
        </span>
      )}
    </div>
  )
}

/** One cell: its value, or its editor. The name is the row's; every other cell is a place of its own for the cursor. */
function Cell({ column, index, ...props }: RowProps & { column: Column; index: number }) {
  const { entity, line, at, cursor, onCursor, block, editing, onOpen, onEdit, onLeave, onTyped, held, query } = props
  const { row } = line
  const { field, left } = column
  const isCursor = cursor.at === at && cursor.column === index
  const edges = block && edgesOf(block, at, index)
  const edited = isCursor ? editing : undefined
  const isCell = index > 0
  // The name bears the sign of what is said of the whole row.
  const rule = ruleFor(props.rules, row, isCell ? field.key : undefined)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: as for the row.
    <span
      id={`cell-${row.id}-${field.key}`}
      role="gridcell"
      className={`sp-cell${isFigure(field.kind) ? ' sp-num' : ''}`}
      aria-selected={edges !== undefined}
      data-cell={isCell || undefined}
      data-ring={isCursor || undefined}
      data-block={edges}
      data-tone={isCell ? rule?.tone : undefined}
      data-stays={left !== undefined || undefined}
      style={placeOf(left)}
      onClick={(event) => {
        if (!isCell || edited || !event.currentTarget.contains(event.target as Node)) return
        if (event.shiftKey && cursor.column !== undefined) onCursor(extended(cursor, at, index))
        else if (!cursor.anchor || !edges) onCursor({ at, column: index })
      }}
      onPointerDown={(event) => {
        // While a cell is edited the press first takes the focus from it, which saves it; the click then moves on.
        if (isCell && !editing && !event.shiftKey && event.button === 0) onCursor({ at, column: index })
      }}
      onPointerEnter={(event) => {
        // A cell that moves under a resting pointer was not dragged to.
        const isDrag = event.buttons === 1 && (event.movementX !== 0 || event.movementY !== 0)
        if (isCell && isDrag && cursor.column !== undefined && !editing) onCursor(extended(cursor, at, index))
      }}
      onDoubleClick={() => (isCell ? onEdit({ at, column: index }) : onOpen(row))}
    >
      {edited && isTyped(field) ? (
        <InlineEditor
          entity={entity.key}
          field={field}
          row={row}
          typed={edited.typed}
          held={held}
          onDone={(value, to) => onTyped(row, field, value, to)}
          onCancel={() => onLeave('stay')}
        />
      ) : edited ? (
        <CellEditor entity={entity.key} field={field} row={row} typed={edited.typed} onClose={onLeave} />
      ) : (
        <>
          <CellValue entity={entity.key} field={field} row={row} query={query} />
          {rule && <RuleSign entity={entity.key} rule={rule} />}
        </>
      )}
    </span>
  )
}
