import { memo, type RefObject, useRef } from 'react'
import { Highlighted } from '../components/highlighted.tsx'
import { useWords } from '../lib/words.ts'
import { type Block, edgesOf, extended } from './cell-block.ts'
import { isTyped } from './cell-text.ts'
import { RuleSign, ruleFor } from './colour-rules.tsx'
import { CellValue } from './field-value.tsx'
import { InlineEditor } from './inline-editor.tsx'
import { type Column, isFigure, placeOf } from './list-columns.ts'
import { CellEditor } from './list-parts.ts'
import type { Line, TableProps } from './list-table.tsx'

type RowProps = Pick<TableProps, 'entity' | 'columns' | 'rules' | 'editing' | 'query'> & {
  /** The table as it is when something happens on the row. */
  table: RefObject<TableProps>
  line: Extract<Line, { kind: 'row' }>
  at: number
  height: number
  top: number
  template: string
  isHere: boolean
  /** The column of the cursor where it is on this row. */
  cursorColumn: number | undefined
  /** The chosen cells where some are on this row. */
  block: Block | undefined
  isSelected: boolean
  pending: Readonly<Record<string, unknown>> | undefined
  isFound: boolean
}

/** A record's row. It is drawn anew only when it looks different: a list is scrolled and walked through all day. */
export const Row = memo(RowView)

function RowView(props: RowProps) {
  const { table, columns, at, isHere, isSelected, query, pending } = props
  const { t } = useWords()
  const row = pending ? { ...props.line.row, ...pending } : props.line.row
  const line = { ...props.line, row }
  const rule = ruleFor(props.rules, row)
  // The pane that opens beside the table may move it under a press: the click then falls on the row, though a cell was meant.
  const onCell = useRef(false)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid above has the keyboard; a click only moves its cursor.
    <div
      id={`row-${row.id}`}
      role="row"
      tabIndex={-1}
      className="sp-line"
      style={{ gridTemplateColumns: props.template, height: props.height, transform: `translateY(${props.top}px)` }}
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
        table.current.onCursor({ at, column: undefined })
      }}
    >
      <span role="gridcell" className="sp-tick" data-stays>
        <input
          type="checkbox"
          className="sp-check"
          aria-label={t('list.select', { title: row.title })}
          checked={isSelected}
          onChange={(event) => table.current.onToggle(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
          tabIndex={-1}
        />
      </span>
      {columns.map((column, index) => (
        <Cell key={column.field.key} {...props} line={line} column={column} index={index} />
      ))}
      {props.isFound && (
        <span role="gridcell" className="sp-cell sp-t2 cut">
          <Highlighted text={line.because ?? ''} query={query} />
        </span>
      )}
    </div>
  )
}

/** One cell: its value, or its editor. The name is the row's; every other cell is a place of its own for the cursor. */
function Cell({ column, index, ...props }: RowProps & { column: Column; index: number }) {
  const { table, entity, line, at, isHere, cursorColumn, block, editing, query } = props
  const { row } = line
  const { field, left } = column
  const isCursor = isHere && cursorColumn === index
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
        const { cursor, onCursor } = table.current
        if (!isCell || edited || !event.currentTarget.contains(event.target as Node)) return
        if (event.shiftKey && cursor.column !== undefined) onCursor(extended(cursor, at, index))
        else if (!cursor.anchor || !edges) onCursor({ at, column: index })
      }}
      onPointerDown={(event) => {
        // While a cell is edited the press first takes the focus from it, which saves it; the click then moves on.
        const busy = table.current.editing !== undefined
        if (isCell && !busy && !event.shiftKey && event.button === 0) table.current.onCursor({ at, column: index })
      }}
      onPointerEnter={(event) => {
        // A cell that moves under a resting pointer was not dragged to.
        const isDrag = event.buttons === 1 && (event.movementX !== 0 || event.movementY !== 0)
        const { cursor, editing: busy, onCursor } = table.current
        if (isCell && isDrag && cursor.column !== undefined && !busy) onCursor(extended(cursor, at, index))
      }}
      onDoubleClick={() => (isCell ? table.current.onEdit({ at, column: index }) : table.current.onOpen(row))}
    >
      {edited && isTyped(field) ? (
        <InlineEditor
          entity={entity.key}
          field={field}
          row={row}
          typed={edited.typed}
          held={table.current.held}
          onDone={(value, to) => table.current.onTyped(row, field, value, to)}
          onCancel={() => table.current.onLeave('stay')}
        />
      ) : edited ? (
        <CellEditor
          entity={entity.key}
          field={field}
          row={row}
          typed={edited.typed}
          onClose={(to) => table.current.onLeave(to)}
        />
      ) : (
        <>
          <CellValue entity={entity.key} field={field} row={row} query={query} />
          {rule && <RuleSign entity={entity.key} rule={rule} />}
        </>
      )}
    </span>
  )
}
