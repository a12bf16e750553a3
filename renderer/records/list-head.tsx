import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react'
import { type PointerEvent, useRef, useState } from 'react'
import type { FieldInfo } from '../../core/contract/office.ts'
import { isMulti } from '../../core/fields/field.ts'
import { moved, withShown, withWidth } from '../../core/query/column-layout.ts'
import { remPx } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { type Column, isFigure, placeOf } from './list-columns.ts'
import { ColumnMenu } from './list-parts.ts'
import type { Sort } from './list-state.ts'
import type { TableProps } from './list-table.tsx'

/** Pixels that the pointer moves before a press on a column's name becomes a drag. */
const DRAG_FROM = 6

type HeadProps = TableProps & { template: string }

/** The heads of the columns: each sorts, has a menu, is dragged to another place and drawn to another width at its edge. */
export function ListHead(props: HeadProps) {
  const { columns, selected, every, lines, onToggleAll, because, template } = props
  const { t } = useWords()
  const rows = lines.filter((line) => line.kind === 'row').length
  const drag = useColumnDrag(props)
  return (
    <div className="sp-head" role="row" style={{ gridTemplateColumns: template }}>
      <span role="columnheader" className="sp-tick" data-stays>
        <input
          type="checkbox"
          className="sp-check"
          aria-label={t('list.select_all')}
          checked={rows > 0 && (every || selected.size >= rows)}
          ref={(box) => {
            // There is no attribute for it.
            if (box) box.indeterminate = !every && selected.size > 0 && selected.size < rows
          }}
          onChange={onToggleAll}
        />
      </span>
      {columns.map((column, at) => (
        <ColumnHead key={column.field.key} {...props} column={column} at={at} drag={drag} />
      ))}
      {because && <span role="columnheader">{because}</span>}
    </div>
  )
}

/** Dragging a head to another place: where it would be dropped, and the drop. Esc and a press without a move change nothing. */
function useColumnDrag({ entity, columns, layout, onLayout }: HeadProps) {
  const [dragged, setDragged] = useState<{ key: string; to: number } | undefined>()
  const start = (event: PointerEvent<HTMLElement>, key: string) => {
    const from = columns.findIndex((column) => column.field.key === key)
    const head = event.currentTarget.closest('.sp-head')
    if (event.button !== 0 || from <= 0 || !head) return
    const startX = event.clientX
    let to: number | undefined
    const move = (now: globalThis.PointerEvent) => {
      if (to === undefined && Math.abs(now.clientX - startX) < DRAG_FROM) return
      const heads = [...head.querySelectorAll<HTMLElement>('[data-column]')]
      const behind = heads.filter((each) => {
        const box = each.getBoundingClientRect()
        return box.left + box.width / 2 < now.clientX
      }).length
      to = Math.max(1, behind)
      setDragged({ key, to })
    }
    const end = (drop: boolean) => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', release)
      window.removeEventListener('keydown', cancel, true)
      setDragged(undefined)
      if (to === undefined) return
      // The press that ends a drag is no wish to sort.
      const swallow = (click: MouseEvent) => click.stopPropagation()
      window.addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }))
      const by = to > from ? to - from - 1 : to - from
      if (!drop || by === 0) return
      const keys = columns.slice(1).map((column) => column.field.key)
      onLayout(withShown(layout, entity.columns, [entity.title, ...keys], moved(keys, key, by)))
    }
    const release = () => end(true)
    const cancel = (pressed: KeyboardEvent) => {
      if (pressed.code !== 'Escape') return
      pressed.stopPropagation()
      end(false)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', release)
    window.addEventListener('keydown', cancel, true)
  }
  return { dragged, start }
}

type ColumnHeadProps = HeadProps & { column: Column; at: number; drag: ReturnType<typeof useColumnDrag> }

function ColumnHead({ column, at, drag, ...props }: ColumnHeadProps) {
  const { t } = useWords()
  const { entity, sort, onSort, columns } = props
  const office = useOffice()
  const { field, left } = column
  const label = office.fieldLabel(entity.key, field.key)
  const here = sort?.field === field.key ? sort : undefined
  const sorts = onSort && isSortable(field) ? onSort : undefined
  const { dragged } = drag
  const dropsBefore = dragged?.to === at
  const dropsAfter = at === columns.length - 1 && dragged !== undefined && dragged.to > at
  const open = props.menu === field.key
  // A menu for each head would be drawn with every change of the list; there is one, where it is open.
  const button = (
    <button
      type="button"
      id={`${field.key}-column-menu`}
      className="sp-colhead-menu"
      aria-label={t('column.menu', { label })}
      aria-haspopup="menu"
      aria-expanded={open}
      data-open={open || undefined}
      onPointerDown={(event) => event.stopPropagation()}
      {...(!open && { onClick: () => props.onMenu(field.key) })}
    >
      <IconChevronDown size={14} aria-hidden />
    </button>
  )
  return (
    <span
      role="columnheader"
      className={`sp-colhead${isFigure(field.kind) ? ' sp-num' : ''}`}
      aria-sort={here ? (here.desc ? 'descending' : 'ascending') : undefined}
      data-column={field.key}
      data-stays={left !== undefined || undefined}
      data-dragged={dragged?.key === field.key || undefined}
      data-drop={dropsBefore ? 'before' : dropsAfter ? 'after' : undefined}
      style={placeOf(left)}
      onPointerDown={(event) => drag.start(event, field.key)}
    >
      {sorts ? (
        <button type="button" className="sp-sort cut" onClick={() => sorts(nextSort(field, here))}>
          {here && (here.desc ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />)}
          <span className="cut">{label}</span>
        </button>
      ) : (
        <span className="cut">{label}</span>
      )}
      {open ? (
        <ColumnMenu {...props} column={column} at={at} onSort={sorts}>
          {button}
        </ColumnMenu>
      ) : (
        button
      )}
      <Edge {...props} column={column} />
    </span>
  )
}

/** What an index or the value index can sort by; of several values none is the first. */
const isSortable = (field: FieldInfo): boolean => field.sortable ?? (field.custom?.filterable === true && !isMulti(field))

/** Times and amounts are first wanted with the newest and largest on top. */
const nextSort = (field: FieldInfo, here: Sort | undefined): Sort => ({
  field: field.key,
  desc: here ? !here.desc : field.kind === 'dateTime' || field.kind === 'money',
})

/** The right edge of a head: drawn it makes the column wider or narrower, twice pressed as wide as usual. The menu does the same by keyboard. */
function Edge({ column, columns, layout, onLayout }: HeadProps & { column: Column }) {
  const grid = useRef<HTMLElement | null>(null)
  const { key } = column.field
  const start = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation()
    if (event.button !== 0) return
    const head = event.currentTarget.parentElement
    grid.current = event.currentTarget.closest('.sp-table')
    const startX = event.clientX
    const startWidth = (head?.offsetWidth ?? 0) / remPx()
    const at = columns.findIndex((each) => each.field.key === key) + 1
    let width: number | undefined
    const move = (now: globalThis.PointerEvent) => {
      width = Math.max(3, startWidth + (now.clientX - startX) / remPx())
      // While the hand moves only the heads follow it; the rows are drawn once it lets go.
      const tracks = head?.parentElement?.style.gridTemplateColumns.split(/ (?![^(]*\))/) ?? []
      tracks[at] = `${width}rem`
      if (head?.parentElement) head.parentElement.style.gridTemplateColumns = tracks.join(' ')
    }
    const release = () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', release)
      if (width !== undefined) onLayout(withWidth(layout, key, width))
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', release)
  }
  return (
    <span
      className="sp-edge"
      aria-hidden
      onPointerDown={start}
      onDoubleClick={() => onLayout(withWidth(layout, key, undefined))}
      onClick={(event) => event.stopPropagation()}
    />
  )
}
