import {
  DragDropContext,
  Draggable,
  type DragStart,
  type DragUpdate,
  Droppable,
  type DropResult,
  type ResponderProvided,
} from '@hello-pangea/dnd'
import { Button } from '@mantine/core'
import { IconGripVertical, IconPencil, IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { SavedReport } from '../../../core/contract/reports.ts'
import { columnsOf, moveTile } from '../../../core/reports/own-layout.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useGo } from '../../lib/navigation.ts'
import { usePreference } from '../../lib/preferences.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useWords } from '../../lib/words.ts'
import { ReportTabs } from './report-tabs.tsx'
import { ReportView } from './report-view.tsx'
import './reports.css'

const NONE: string[][] = []

/** One's own page of reports, his and those that others share, laid out in two columns by hand or by keyboard. */
export function OwnReportsScreen() {
  const { t } = useWords()
  const go = useGo()
  const { data, error, refetch } = useRead('listReports', {})
  const failure = failureOf({ data, error })
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => go('/reports/new')}>
      {t('report.new')}
    </Button>
  )
  return (
    <div className="sp-reports">
      <PageHeader title={t('report.title')} actions={data && data.reports.length > 0 ? add : undefined}>
        <ReportTabs />
      </PageHeader>
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows height="7rem" count={3} />
      ) : data.reports.length === 0 ? (
        <EmptyState title={t('report.own_empty')} text={t('report.own_empty_text')}>
          {add}
        </EmptyState>
      ) : (
        <Tiles reports={data.reports} />
      )}
    </div>
  )
}

function Tiles({ reports }: { reports: SavedReport[] }) {
  const { t } = useWords()
  const room = useRoom()
  const [stored, setStored] = usePreference<string[][]>('reports.layout', NONE)
  const known = new Map(reports.map((report) => [report.id, report]))
  const columns = columnsOf(stored, [...known.keys()], room === 'phone' ? 1 : 2)
  const nameOf = (id: string) => known.get(id)?.name ?? ''
  const start = ({ draggableId }: DragStart, { announce }: ResponderProvided) =>
    announce(t('report.say_lifted', { name: nameOf(draggableId) }))
  const update = ({ destination }: DragUpdate, { announce }: ResponderProvided) => {
    if (destination)
      announce(t('report.say_place', { column: Number(destination.droppableId) + 1, place: destination.index + 1 }))
  }
  const end = ({ draggableId, destination }: DropResult, { announce }: ResponderProvided) => {
    announce(t('report.say_dropped', { name: nameOf(draggableId) }))
    if (destination) setStored(moveTile(columns, draggableId, Number(destination.droppableId), destination.index))
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
                  const report = known.get(id)
                  return report ? <Tile key={id} report={report} index={index} /> : null
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

function Tile({ report, index }: { report: SavedReport; index: number }) {
  const { t } = useWords()
  return (
    <Draggable draggableId={report.id} index={index} disableInteractiveElementBlocking>
      {(provided, snapshot) => (
        <section
          ref={provided.innerRef}
          {...provided.draggableProps}
          className="sp-report-tile"
          aria-label={report.name}
          data-dragging={snapshot.isDragging || undefined}
        >
          <div className="sp-row sp-report-tile-head">
            <button
              type="button"
              className="sp-plain sp-no-print"
              {...provided.dragHandleProps}
              aria-label={t('report.move', { name: report.name })}
            >
              <IconGripVertical size={16} aria-hidden />
            </button>
            <h2 className="cut">{report.name}</h2>
            {report.shared && <IconUsersGroup size={15} aria-label={t('report.shared_mark')} />}
            <span className="sp-grow" />
            <Link className="sp-link sp-small sp-row sp-no-print" to={`/reports/${report.id}`}>
              <IconPencil size={14} aria-hidden /> {t('report.edit')}
            </Link>
          </div>
          <ReportView definition={report.definition} name={report.name} />
        </section>
      )}
    </Draggable>
  )
}
