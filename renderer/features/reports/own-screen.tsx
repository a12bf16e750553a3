import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Dashboard, SavedReport } from '../../../core/contract/reports.ts'
import { columnsOf, moveInOrder, moveTile } from '../../../core/reports/own-layout.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useGo, useUrlState } from '../../lib/navigation.ts'
import { usePreference } from '../../lib/preferences.ts'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useWords } from '../../lib/words.ts'
import { PageMenu } from './page-menu.tsx'
import { OWN_PAGE, pageMeant, placeOf } from './page-of-reports.ts'
import { ReportTabs } from './report-tabs.tsx'
import { ReportTiles } from './report-tiles.tsx'
import './reports.css'

const NONE: string[][] = []

/** A page of reports: one's own, with all that he made and that others share, or one that somebody put together. */
export function OwnReportsScreen() {
  const { t } = useWords()
  const go = useGo()
  const [url, change] = useUrlState<{ page?: string }>()
  const reports = useRead('listReports', {})
  const boards = useRead('listDashboards', {})
  const failure = failureOf(reports) ?? failureOf(boards)
  const id = boards.data && pageMeant(boards.data.dashboards, url.page)
  const page = boards.data?.dashboards.find((each) => each.id === id)
  const isKnown = boards.data !== undefined
  // The address names the page that is open, so that its tab is the one that is marked.
  useEffect(() => {
    if (isKnown && url.page === undefined) change({ page: page?.id ?? OWN_PAGE })
  }, [isKnown, page, url.page, change])
  const own = (reports.data?.reports ?? []).filter((report) => report.mine || report.shared)
  const shown = page ? page.columns.flat().length : own.length
  const mayAdd = page ? page.mayChange : id === undefined
  const add = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => go('/reports/new', page ? { search: { page: page.id } } : {})}
    >
      {t('report.new')}
    </Button>
  )
  const known = new Map((reports.data?.reports ?? []).map((report) => [report.id, report]))
  return (
    <div className="sp-reports">
      <PageHeader
        title={page?.name ?? t('report.title')}
        actions={
          <>
            {page?.mayChange && <PageMenu page={page} />}
            {shown > 0 && mayAdd && add}
          </>
        }
      >
        <ReportTabs />
      </PageHeader>
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void Promise.all([reports.refetch(), boards.refetch()])} />
      ) : !reports.data || !boards.data ? (
        <SkeletonRows height="7rem" count={3} />
      ) : id !== undefined && !page ? (
        <EmptyState title={t('dashboard.missing')} />
      ) : page ? (
        shown > 0 ? (
          <PageTiles key={page.id} page={page} reports={known} />
        ) : page.mayChange ? (
          <EmptyState title={t('dashboard.empty')} text={t('dashboard.empty_text')}>
            {add}
          </EmptyState>
        ) : (
          <EmptyState title={t('dashboard.empty_theirs')} />
        )
      ) : own.length === 0 ? (
        <EmptyState title={t('report.own_empty')} text={t('report.own_empty_text')}>
          {add}
        </EmptyState>
      ) : (
        <OwnTiles reports={own} />
      )}
    </div>
  )
}

function OwnTiles({ reports }: { reports: SavedReport[] }) {
  const [stored, setStored] = usePreference<string[][]>('reports.layout', NONE)
  const known = new Map(reports.map((report) => [report.id, report]))
  const { shown, moved } = useColumns(columnsOf(stored, [...known.keys()], 2))
  return <ReportTiles reports={known} columns={shown} onMove={(...to) => setStored(moved(...to))} />
}

/** Two columns as there is room for them, and how they become when a tile is moved: on a phone one stands below the other. */
function useColumns(columns: string[][]) {
  const phone = useRoom() === 'phone'
  return {
    shown: phone ? [columns.flat()] : columns,
    moved: (id: string, column: number, place: number) =>
      phone ? moveInOrder(columns, id, place) : moveTile(columns, id, column, place),
  }
}

/** A page's reports in the order that whoever may change it gave them. */
function PageTiles({ page, reports }: { page: Dashboard; reports: ReadonlyMap<string, SavedReport> }) {
  const toast = useToast()
  const place = useCommand('placeReport')
  // What was just moved stays there while the server writes it.
  const [moved, setMoved] = useState<{ version: number; columns: string[][] } | undefined>()
  const stored = moved?.version === page.version ? moved.columns : page.columns
  const known = stored.flat().filter((id) => reports.has(id))
  const columns = useColumns(columnsOf(stored, known, 2))
  const move = async (...[id, ...to]: [id: string, column: number, place: number]) => {
    const next = columns.moved(id, ...to)
    setMoved({ version: page.version, columns: next })
    try {
      await place.run({ body: { report: id, to: page.id, ...placeOf(next, id) } })
    } catch (error) {
      setMoved(undefined)
      toast.problem(error)
    }
  }
  return (
    <ReportTiles
      reports={reports}
      columns={columns.shown}
      page={page}
      onMove={page.mayChange ? (...to) => void move(...to) : undefined}
    />
  )
}
