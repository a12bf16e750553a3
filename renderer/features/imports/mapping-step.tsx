import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ImportDefinition, ImportRun } from '../../../core/contract/imports.ts'
import { AppError, type ErrorCode } from '../../../core/errors.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { Mark } from '../../components/mark.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import { call } from '../../lib/api.ts'
import { useDraft } from '../../lib/drafts.ts'
import { useGo, useUrlState } from '../../lib/navigation.ts'
import { problemWords } from '../../lib/problem.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { ColumnPane } from './column-pane.tsx'
import { isMapped, leftOut } from './definition.ts'
import { ImportFoot } from './import-foot.tsx'
import type { ImportUrl } from './import-screen.tsx'
import { MappingRules } from './mapping-rules.tsx'
import { MappingTable } from './mapping-table.tsx'

/** The second step: which column goes where, what its words mean, and what happens to what is already there. */
export function MappingStep({ run, onRun }: { run: ImportRun; onRun: (run: ImportRun) => void }) {
  const { t } = useWords()
  const go = useGo()
  const toast = useToast()
  const [{ column }, change] = useUrlState<ImportUrl>()
  const { draft, setDraft } = useDraft<ImportDefinition>(`import.${run.id}.${run.sheetName ?? ''}.${run.encoding ?? ''}`)
  const [busy, setBusy] = useState(false)
  const definition = draft ?? run.definition
  const at = run.columns.find((candidate) => candidate.index === column) ?? run.columns[0]
  const problem = useTitleProblem(run, definition)
  const check = async () => {
    if (busy || problem) return
    setBusy(true)
    try {
      onRun(await call('checkImport', { params: { id: run.id }, body: { ...definition, skipBadRows: false } }))
      change({ step: undefined, show: undefined })
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  useActions({ save: () => void check() }, { always: true })
  return (
    <>
      <Told run={run} />
      <div className="sp-import-body">
        <div className="sp-import-main">
          <MappingTable
            run={run}
            definition={definition}
            at={at?.index}
            onAt={(index) => change({ column: index })}
            onChange={setDraft}
          />
          <MappingRules run={run} definition={definition} onChange={setDraft} />
        </div>
        {at && <ColumnPane run={run} definition={definition} column={at} onChange={setDraft} />}
      </div>
      <ImportFoot note={problem ? <span className="sp-bad">{problem}</span> : <Mapped run={run} definition={definition} />}>
        <Button variant="default" onClick={() => go('/import', { search: { entity: run.entity } })}>
          {t('import.back')}
        </Button>
        <Button
          onClick={() => void check()}
          loading={busy}
          disabled={problem !== undefined}
          rightSection={<ActionKey id="save" onFill />}
        >
          {t('import.check')}
        </Button>
      </ImportFoot>
    </>
  )
}

/** What a record cannot be without and no column gives. */
function useTitleProblem(run: ImportRun, definition: ImportDefinition): string | undefined {
  const { t } = useWords()
  const office = useOffice()
  const title = office.entity(run.entity)?.title ?? 'name'
  return isMapped(definition, title) ? undefined : t('import.title_missing', { label: office.fieldLabel(run.entity, title) })
}

function Mapped({ run, definition }: { run: ImportRun; definition: ImportDefinition }) {
  const { t } = useWords()
  const left = leftOut(definition, run.columns)
  const done = run.columns.length - run.columns.filter((column) => column.filled === 0).length - left.length
  const what =
    left.length === 0
      ? ''
      : left.length === 1
        ? ` · ${t('import.left_out', { header: left[0]?.header })}`
        : ` · ${t('import.left_out_many', { count: left.length })}`
  return <>{t('import.mapped', { done, of: run.columns.length }) + what}</>
}

/** What became of an earlier try with this file. */
function Told({ run }: { run: ImportRun }) {
  const words = useWords()
  if (run.state !== 'cancelled' && run.state !== 'failed' && !run.error) return null
  const text = run.state === 'cancelled' ? words.t('import.cancelled') : run.state === 'failed' ? words.t('import.failed') : ''
  const line = run.error?.params.line
  const why =
    run.error && problemWords(words, new AppError(run.error.code as ErrorCode, run.error.params as Record<string, string>)).text
  return (
    <div className="sp-import-told" role="status">
      <Mark tone={run.state === 'cancelled' ? 'plain' : 'bad'}>
        {words.t(`import.state.${run.state === 'mapping' ? 'failed' : run.state}`)}
      </Mark>
      <span>
        {[text, why, line !== undefined && words.t('import.failed_line', { line: Number(line) })].filter(Boolean).join(' · ')}
      </span>
    </div>
  )
}
