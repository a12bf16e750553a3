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

/** Reports side by side, moved by hand or by keyboard. */
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
  return (
    <DragDropContext
      dragHandleUsageInstructions={t('report.move_help')}
      onDragStart={start}
      onDragUpdate={update}
      onDragEnd={end}
    >
      <div className="sp-own">
        {columns.map((ids, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
          <Droppable key={column} droppableId={String(column)}>
            {(provided) => (
              <div ref={provided.innerRef} {...provided.droppableProps} className="sp-own-column">
                {ids.map((id, index) => {
                  const report = reports.get(id)
                  return report ? <Tile key={id} report={report} index={index} page={page} isFixed={!onMove} /> : null
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

type TileProps = { report: SavedReport; index: number; page: Dashboard | undefined; isFixed: boolean }

function Tile({ report, index, page, isFixed }: TileProps) {
  const { t } = useWords()
  return (
    <Draggable draggableId={report.id} index={index} disableInteractiveElementBlocking isDragDisabled={isFixed}>
      {(provided, snapshot) => (
        <section
          ref={provided.innerRef}
          {...provided.draggableProps}
          className="sp-report-tile"
          aria-label={report.name}
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
            <TileMenu report={report} page={page} />
          </div>
          <ReportView definition={report.definition} name={report.name} />
        </section>
      )}
    </Draggable>
  )
}
