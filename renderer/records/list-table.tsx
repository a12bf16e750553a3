import { Checkbox } from '@mantine/core'
import { useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import type { ColumnLayout } from '../../core/query/column-layout.ts'
import { Highlighted } from '../components/highlighted.tsx'
import { remPx, useRemWidth } from '../lib/room.ts'
import { useWords } from '../lib/words.ts'
import { CellEditor } from './cell-editor.tsx'
import { CellValue } from './field-value.tsx'
import { type Column, gridTemplate, isFigure, placeOf, widthOfAll } from './list-columns.ts'
import { ListHead } from './list-head.tsx'
import type { Sort } from './list-state.ts'
import './list.css'

/** One line of a table: a record (with why it was found, in a search) or the head of a group. */
export type Line = { kind: 'row'; row: RecordRow; because?: string } | { kind: 'group'; key: string; title: string; note: string }

export type Cursor = { at: number; column: number | undefined }

export type TableProps = {
  entity: EntityInfo
  columns: readonly Column[]
  layout: ColumnLayout
  onLayout: (layout: ColumnLayout) => void
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
  onToggle: (id: string, all?: boolean) => void
  onToggleAll: () => void
  onOpen: (row: RecordRow) => void
  editing: boolean
  onEdit: (cursor: Cursor) => void
  onEdited: () => void
  onNearEnd: () => void
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
  return (
    <div
      ref={useMergedRef(scroller, sizer)}
      className="sp-table"
      role="grid"
      aria-rowcount={lines.length}
      aria-label={entity.key}
      tabIndex={0}
      aria-activedescendant={current?.kind === 'row' ? `row-${current.row.id}` : undefined}
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
            return line.kind === 'group' ? (
              <div key={item.key} role="row" className="sp-group" style={{ height: item.size, transform: style.transform }}>
                <span role="gridcell">
                  <strong>{line.title}</strong> <span className="sp-t2">{line.note}</span>
                </span>
              </div>
            ) : (
              <Row key={line.row.id} {...props} line={line} at={item.index} style={style} />
            )
          })}
        </div>
        {props.foot}
      </div>
    </div>
  )
}

type RowProps = TableProps & { line: Extract<Line, { kind: 'row' }>; at: number; style: React.CSSProperties }

function Row({
  entity,
  columns,
  line,
  at,
  style,
  cursor,
  onCursor,
  selected,
  onToggle,
  onOpen,
  editing,
  onEdit,
  onEdited,
  query,
  because,
}: RowProps) {
  const { t } = useWords()
  const { row } = line
  const isHere = cursor.at === at
  const isSelected = selected.has(row.id)
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
      data-cur={isHere || undefined}
      // A cell's editor is drawn elsewhere on the page, yet React hands its clicks on to this row.
      onClick={(event) => event.currentTarget.contains(event.target as Node) && onCursor({ at, column: undefined })}
    >
      <span role="gridcell" className="sp-tick" data-stays>
        <Checkbox
          aria-label={t('list.select', { title: row.title })}
          checked={isSelected}
          onChange={(event) => onToggle(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
          tabIndex={-1}
        />
      </span>
      {columns.map(({ field, left }, index) => {
        const ringed = isHere && cursor.column === index
        return (
          <span
            key={field.key}
            role="gridcell"
            className={`sp-cell${isFigure(field.kind) ? ' sp-num' : ''}`}
            data-ring={ringed || undefined}
            data-stays={left !== undefined || undefined}
            style={placeOf(left)}
            onDoubleClick={() => (index === 0 ? onOpen(row) : onEdit({ at, column: index }))}
          >
            {ringed && editing ? (
              <CellEditor entity={entity.key} field={field} row={row} onClose={onEdited} />
            ) : (
              <CellValue entity={entity.key} field={field} row={row} query={query} />
            )}
          </span>
        )
      })}
      {because && (
        <span role="gridcell" className="sp-cell sp-t2 cut">
          <Highlighted text={line.because ?? ''} query={query} />
        </span>
      )}
    </div>
  )
}
