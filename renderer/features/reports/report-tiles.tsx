import {
  DragDropContext,
  Draggable,
  type DragStart,
  type DragUpdate,
  Droppable,
  type DropResult,
  type ResponderProvided,
  useMouseSensor,
  useTouchSensor,
} from '@hello-pangea/dnd'
import { IconGripVertical, IconPencil, IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ComponentProps, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Dashboard, SavedReport } from '../../../core/contract/reports.ts'
import { useWords } from '../../lib/words.ts'
import { ReportView } from './report-view.tsx'
import { TileMenu } from './tile-menu.tsx'
import { useCarriedTile } from './use-carried-tile.ts'

/** The keyboard is our own: `useCarriedTile`. */
const SENSORS = [useMouseSensor, useTouchSensor]

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
  const [said, setSaid] = useState('')
  /** The tile that moves, and which of its buttons had the keyboard. */
  const following = useRef<{ id: string; button: string }>(undefined)
  const step = (id: string, column: number, place: number) => {
    setSaid(t('report.say_stepped', { name: nameOf(id), place: place + 1 }))
    following.current = { id, button: '[aria-haspopup="menu"]' }
    onMove?.(id, column, place)
  }
  const carry = useCarriedTile(columns, onMove, {
    lifted: (id) => setSaid(t('report.say_lifted', { name: nameOf(id) })),
    at: (column, place) => setSaid(t('report.say_place', { column: column + 1, place: place + 1 })),
    dropped: (id) => setSaid(t('report.say_dropped', { name: nameOf(id) })),
  })
  const tiles = useRef<HTMLDivElement>(null)
  const order = carry.columns.map((ids) => ids.join(' ')).join('|')
  // The button was taken out of the page and put back with its tile, without the focus that it had.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what moves the tiles.
  useEffect(() => {
    if (!following.current) return
    const { id, button } = following.current
    following.current = undefined
    const tile = tiles.current?.querySelector(`[data-report="${id}"]`)
    tile?.scrollIntoView({ block: 'nearest' })
    // Of a tile that is higher than the window its head is what one looks for.
    tile?.firstElementChild?.scrollIntoView({ block: 'nearest' })
    tile?.querySelector<HTMLElement>(button)?.focus({ preventScroll: true })
  }, [order])
  return (
    <DragDropContext
      dragHandleUsageInstructions={t('report.move_help')}
      onDragStart={start}
      onDragUpdate={update}
      onDragEnd={end}
      enableDefaultSensors={false}
      sensors={SENSORS}
    >
      <div className="sp-own" ref={tiles}>
        <p role="status" className="sp-visually-hidden">
          {said}
        </p>
        {carry.columns.map((ids, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
          <Droppable key={column} droppableId={String(column)}>
            {(provided) => (
              <div ref={provided.innerRef} {...provided.droppableProps} className="sp-own-column">
                {ids.map((id, index) => {
                  const report = reports.get(id)
                  const steps = onMove ? stepsOf(columns, column, index, (...to) => step(id, ...to)) : undefined
                  return report ? (
                    <Tile
                      key={id}
                      report={report}
                      index={index}
                      page={page}
                      steps={steps}
                      isCarried={carry.carried === id}
                      onKeyDown={(event) => {
                        following.current = { id, button: '[data-grip]' }
                        carry.onKeyDown(id)(event)
                      }}
                    />
                  ) : null
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
  isCarried: boolean
  onKeyDown: (event: KeyboardEvent) => void
}

function Tile({ report, index, page, steps, isCarried, onKeyDown }: TileProps) {
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
          data-dragging={snapshot.isDragging || isCarried || undefined}
        >
          <div className="sp-row sp-report-tile-head">
            {!isFixed && (
              <button
                type="button"
                className="sp-plain sp-no-print"
                {...provided.dragHandleProps}
                data-grip
                aria-pressed={isCarried}
                onKeyDown={onKeyDown}
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
