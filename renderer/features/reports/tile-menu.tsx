import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp, IconDots } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Dashboard, SavedReport } from '../../../core/contract/reports.ts'
import { useToast } from '../../components/toast.tsx'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import { placeOf } from './page-of-reports.ts'

const PageDialog = lazy(() => import('./page-dialog.tsx').then((file) => ({ default: file.PageDialog })))

type Props = {
  report: SavedReport
  page: Dashboard | undefined
  /** Where on its page it can go by a press. */
  steps: readonly { way: keyof typeof SIGNS; go: (() => void) | undefined }[]
}
const SIGNS = { up: IconArrowUp, down: IconArrowDown, left: IconArrowLeft, right: IconArrowRight }

/** Moves a report on its page, and takes it to another one: along, or as well. The latter is undone as it was. */
export function TileMenu({ report, page, steps }: Props) {
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
      const back = {
        report: report.id,
        ...(to && { from: to.id }),
        ...(from && { to: from.id, ...placeOf(from.columns, report.id) }),
      }
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
          {steps.map(({ way, go }) => {
            const Sign = SIGNS[way]
            return (
              <Menu.Item key={way} leftSection={<Sign size={16} aria-hidden />} disabled={!go} onClick={go}>
                {t(`report.step.${way}`)}
              </Menu.Item>
            )
          })}
          {steps.length > 0 && <Menu.Divider />}
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
