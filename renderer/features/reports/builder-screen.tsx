import { Button, Checkbox, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { SavedReport } from '../../../core/contract/reports.ts'
import { ReportDefinition } from '../../../core/reports/report.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import { useGo, useUrlState } from '../../lib/navigation.ts'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { firstDefinition } from './builder-choices.ts'
import { BuilderForm } from './builder-form.tsx'
import { OWN_PAGE } from './page-of-reports.ts'
import { ReportFile } from './report-file.tsx'
import { ReportView } from './report-view.tsx'
import './reports.css'

/** What is being built stands in the address: a report that nobody saved is a link, too. */
type BuilderUrl = { d?: unknown /** The page on which the new report is put. */; page?: string }
const NEW = 'new'

/** Builds a report: over what, put together by what, what is counted, how it is drawn. The answer is shown while building. */
export function BuilderScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const reports = useRead('listReports', {})
  const { data } = reports
  const saved = data?.reports.find((report) => report.id === id)
  const failure = failureOf(reports)
  if (id !== NEW && failure) return <ProblemPanel error={failure} onRetry={() => void reports.refetch()} />
  if (id !== NEW && !data) return <SkeletonRows height="2.25rem" count={6} />
  if (id !== NEW && !saved) return <MissingReport />
  return <Builder key={`${id} ${saved?.version}`} saved={saved} />
}

/** The address names a report that was deleted, or is somebody else's own. */
function MissingReport() {
  const { t } = useWords()
  const go = useGo()
  return (
    <EmptyState title={t('report.missing')} text={t('report.missing_text')}>
      <Button onClick={() => go('/reports')}>{t('report.to_all')}</Button>
    </EmptyState>
  )
}

function Builder({ saved }: { saved: SavedReport | undefined }) {
  const { t } = useWords()
  const office = useOffice()
  const go = useGo()
  const toast = useToast()
  const [url, change] = useUrlState<BuilderUrl>()
  const read = ReportDefinition.safeParse(url.d)
  const seen = office.entities.filter((entity) => entity.grant.view !== 'none')
  const first = seen.find((entity) => entity.key === 'deal') ?? seen[0]
  const definition = read.success ? read.data : (saved?.definition ?? firstDefinition(office, first?.key ?? ''))
  const [name, setName] = useState(saved?.name ?? '')
  const [shared, setShared] = useState(saved?.shared ?? false)
  const [tried, setTried] = useState(false)
  const create = useCommand('createReport')
  const update = useCommand('updateReport')
  const remove = useCommand('deleteReport')
  const place = useCommand('placeReport')
  const mayChange = saved !== undefined && (saved.mine || office.admin)
  const save = async () => {
    setTried(true)
    if (name.trim() === '' || create.busy || update.busy) return
    const body = { name: name.trim(), shared, definition }
    try {
      if (mayChange) await update.run({ params: { id: saved.id }, body: { ...body, version: saved.version } })
      else {
        const { id } = await create.run({ body })
        if (url.page) await place.run({ body: { report: id, to: url.page } })
      }
      toast.show({ text: t('report.saved', { name: body.name }) })
      // Where the role begins with another page, the new report would not be seen there.
      go('/reports', { search: { page: url.page ?? OWN_PAGE } })
    } catch (error) {
      toast.problem(error)
    }
  }
  const drop = async () => {
    if (!saved) return
    try {
      await remove.run({ params: { id: saved.id } })
      const again = { name: saved.name, shared: saved.shared, definition: saved.definition }
      toast.show({ text: t('report.deleted', { name: saved.name }), undo: () => create.run({ body: again }) })
      go('/reports', { search: { page: url.page ?? OWN_PAGE } })
    } catch (error) {
      toast.problem(error)
    }
  }
  useActions({ save: () => void save() }, { always: true })
  const title = saved ? saved.name : t('report.new')
  return (
    <div className="sp-reports">
      <PageHeader
        title={title}
        actions={
          <>
            {mayChange && (
              <Button variant="default" onClick={() => void drop()}>
                {t('report.delete')}
              </Button>
            )}
            <ReportFile definition={definition} name={name.trim() || title} />
            <Button
              onClick={() => void save()}
              loading={create.busy || update.busy}
              rightSection={<ActionKey id="save" onFill />}
            >
              {t('report.save')}
            </Button>
          </>
        }
      />
      <div className="sp-builder">
        <form className="sp-builder-form sp-no-print" onSubmit={(event) => event.preventDefault()}>
          <TextInput
            label={t('report.name')}
            value={name}
            maxLength={120}
            error={tried && name.trim() === '' ? t('field_error.required') : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox label={t('report.shared')} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
          <BuilderForm definition={definition} onChange={(next) => change({ d: next })} />
        </form>
        <section className="sp-builder-answer" aria-label={title}>
          <ReportView definition={definition} name={name.trim() || title} />
        </section>
      </div>
    </div>
  )
}
