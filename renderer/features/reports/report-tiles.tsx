import {
  DragDropContext,
  Draggable,
  type DragStart,
  type DragUpdate,
  Droppable,
  type DropResult,
  type ResponderProvided,
} from '@hello-pangea/dnd'
import { IconGripVertical, IconPencil, IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ComponentProps, useEffect, useRef, useState } from 'react'
import type { Dashboard, SavedReport } from '../../../core/contract/reports.ts'
import { useWords } from '../../lib/words.ts'
import { ReportView } from './report-view.tsx'
import { TileMenu } from './tile-menu.tsx'

type Props = {
  reports: ReadonlyMap<string, SavedReport>
  columns: readonly (readonly string[])[]
  /** The page on which they stand; without one it is the reader's own. */
  page?: Dashboard
  /** Called with where a report was put; without it they stay where they are. */
  onMove?: ((id: string, column: number, place: number) => void) | undefined
}

/** Reports side by side, moved by hand, by keyboard or, where two hands are one too many, from the menu of each. */
export function ReportTiles({ reports, columns, page, onMove }: Props) {
  const { t } = useWords()
  const nameOf = (id: string) => reports.get(id)?.name ?? ''
  const start = ({ draggableId }: DragStart, { announce }: ResponderProvided) =>
    announce(t('report.say_lifted', { name: nameOf(draggableId) }))
  const update = ({ destination }: DragUpdate, { announce }: ResponderProvided) => {
    if (destination)
      announce(t('report.say_place', { column: Number(destination.droppableId) + 1, place: destination.index + 1 }))
  }
  const end = ({ draggableId, destination }: DropResult, { announce }: ResponderProvided) => {
    announce(t('report.say_dropped', { name: nameOf(draggableId) }))
    if (destination) onMove?.(draggableId, Number(destination.droppableId), destination.index)
  }
  const [stepped, setStepped] = useState<{ id: string; place: number } | undefined>()
  const step = (id: string, column: number, place: number) => {
    setStepped({ id, place })
    following.current = id
    onMove?.(id, column, place)
  }
  const following = useRef<string>(undefined)
  const tiles = useRef<HTMLDivElement>(null)
  // The menu's button was taken out of the page and put back with its tile, without the focus that it had.
  const order = columns.map((ids) => ids.join(' ')).join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what moves the tiles.
  useEffect(() => {
    const tile = tiles.current?.querySelector(`[data-report="${following.current}"]`)
    following.current = undefined
    tile?.scrollIntoView({ block: 'nearest' })
    tile?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus({ preventScroll: true })
  }, [order])
  return (
    <DragDropContext
      dragHandleUsageInstructions={t('report.move_help')}
      onDragStart={start}
      onDragUpdate={update}
      onDragEnd={end}
    >
      <div className="sp-own" ref={tiles}>
        <p role="status" className="sp-visually-hidden">
          {stepped && t('report.say_stepped', { name: nameOf(stepped.id), place: stepped.place + 1 })}
        </p>
        {columns.map((ids, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
          <Droppable key={column} droppableId={String(column)}>
            {(provided) => (
              <div ref={provided.innerRef} {...provided.droppableProps} className="sp-own-column">
                {ids.map((id, index) => {
                  const report = reports.get(id)
                  const steps = onMove ? stepsOf(columns, column, index, (...to) => step(id, ...to)) : undefined
                  return report ? <Tile key={id} report={report} index={index} page={page} steps={steps} /> : null
                })}
                {provided.placeholder}
              </div>
            )}
          </Droppable>
        ))}
      </div>
    </DragDropContext>
  )
}

type Steps = ComponentProps<typeof TileMenu>['steps']

/** The ways a tile can go from its place; at an end one leads nowhere. */
function stepsOf(columns: Props['columns'], column: number, place: number, go: (column: number, place: number) => void): Steps {
  const last = (columns[column]?.length ?? 0) - 1
  const beside = (to: number) => columns[to] && (() => go(to, Math.min(place, columns[to]?.length ?? 0)))
  return [
    { way: 'up', go: place > 0 ? () => go(column, place - 1) : undefined },
    { way: 'down', go: place < last ? () => go(column, place + 1) : undefined },
    ...(columns.length > 1
      ? ([
          { way: 'left', go: beside(column - 1) },
          { way: 'right', go: beside(column + 1) },
        ] as const)
      : []),
  ]
}

type TileProps = {
  report: SavedReport
  index: number
  page: Dashboard | undefined
  /** Undefined where it stays where it is. */
  steps: Steps | undefined
}

function Tile({ report, index, page, steps }: TileProps) {
  const { t } = useWords()
  const isFixed = steps === undefined
  return (
    <Draggable draggableId={report.id} index={index} disableInteractiveElementBlocking isDragDisabled={isFixed}>
      {(provided, snapshot) => (
        <section
          ref={provided.innerRef}
          {...provided.draggableProps}
          className="sp-report-tile"
          aria-label={report.name}
          data-report={report.id}
          data-dragging={snapshot.isDragging || undefined}
        >
          <div className="sp-row sp-report-tile-head">
            {!isFixed && (
              <button
                type="button"
                className="sp-plain sp-no-print"
                {...provided.dragHandleProps}
                aria-label={t('report.move', { name: report.name })}
              >
                <IconGripVertical size={16} aria-hidden />
              </button>
            )}
            <h2 className="cut">{report.name}</h2>
            {report.shared && <IconUsersGroup size={15} aria-label={t('report.shared_mark')} />}
            <span className="sp-grow" />
            <Link
              className="sp-link sp-small sp-row sp-no-print"
              to={`/reports/${report.id}`}
              search={(page ? { page: page.id } : {}) as never}
            >
              <IconPencil size={14} aria-hidden /> {t('report.edit')}
            </Link>
            <TileMenu report={report} page={page} steps={steps ?? []} />
          </div>
          <ReportView definition={report.definition} name={report.name} />
        </section>
      )}
    </Draggable>
  )
}
