import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Dashboard, SavedReport } from '../../../core/contract/reports.ts'
import { useToast } from '../../components/toast.tsx'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'

const PageDialog = lazy(() => import('./page-dialog.tsx').then((file) => ({ default: file.PageDialog })))

/** Takes a report to another page: along, or as well. Each is undone as it was. */
export function TileMenu({ report, page }: { report: SavedReport; page: Dashboard | undefined }) {
  const { t } = useWords()
  const toast = useToast()
  const [making, setMaking] = useState(false)
  const place = useCommand('placeReport')
  const { data } = useRead('listDashboards', {}, { staleTime: 60_000 })
  const others = (data?.dashboards ?? []).filter(
    (other) => other.mayChange && other.id !== page?.id && !other.columns.flat().includes(report.id),
  )
  const name = report.name
  const run = async (to: Dashboard | undefined, isMoved: boolean) => {
    const from = isMoved ? page : undefined
    try {
      await place.run({ body: { report: report.id, ...(from && { from: from.id }), ...(to && { to: to.id }) } })
      const text = !to
        ? t('dashboard.taken_off', { name })
        : t(isMoved ? 'dashboard.moved' : 'dashboard.copied', { name, page: to.name })
      const back = { report: report.id, ...(to && { from: to.id }), ...(from && { to: from.id, ...placeOf(from, report.id) }) }
      toast.show({ text, undo: () => place.run({ body: back }) })
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon className="sp-no-print" aria-label={t('dashboard.tile_menu', { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown className="sp-tile-menu">
          {page?.mayChange && (
            <>
              {others.length > 0 && <Menu.Label>{t('dashboard.move_to')}</Menu.Label>}
              {others.map((other) => (
                <Menu.Item key={other.id} onClick={() => void run(other, true)}>
                  {other.name}
                </Menu.Item>
              ))}
            </>
          )}
          <Menu.Label>{t('dashboard.copy_to')}</Menu.Label>
          {others.map((other) => (
            <Menu.Item key={other.id} onClick={() => void run(other, false)}>
              {other.name}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setMaking(true)}>{t('dashboard.new')}</Menu.Item>
          {page?.mayChange && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => void run(undefined, true)}>{t('dashboard.take_off')}</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>{making && <PageDialog report={report.id} onClose={() => setMaking(false)} />}</Suspense>
    </>
  )
}

/** Where a report stands on a page: its column, and the one below it. */
function placeOf(page: Dashboard, report: string): { column?: number; before?: string } {
  const column = page.columns.findIndex((ids) => ids.includes(report))
  const ids = page.columns[column]
  const before = ids?.[ids.indexOf(report) + 1]
  return column < 0 ? {} : { column, ...(before && { before }) }
}
