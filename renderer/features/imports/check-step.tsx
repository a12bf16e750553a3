import { Button, Checkbox } from '@mantine/core'
import { IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { ImportRun } from '../../../core/contract/imports.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import { call, download } from '../../lib/api.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { useWords } from '../../lib/words.ts'
import { CheckTiles, type RowAction } from './check-tiles.tsx'
import { ImportFoot } from './import-foot.tsx'
import type { ImportUrl } from './import-screen.tsx'
import { PlannedRows } from './planned-rows.tsx'
import { WorkUnderWay } from './work-under-way.tsx'

/** The third step: what will happen to each row, before anything is saved. */
export function CheckStep({ run, onRun }: { run: ImportRun; onRun: (run: ImportRun) => void }) {
  const { t } = useWords()
  const toast = useToast()
  const stop = async () => {
    try {
      onRun(await call('cancelImport', { params: { id: run.id }, body: {} }))
    } catch (error) {
      toast.problem(error)
    }
  }
  if (run.state === 'checking')
    return <WorkUnderWay run={run} text={t('import.checking')} stop={t('import.stop_check')} onStop={() => void stop()} />
  return <Checked run={run} onRun={onRun} />
}

function Checked({ run, onRun }: { run: ImportRun; onRun: (run: ImportRun) => void }) {
  const { t } = useWords()
  const toast = useToast()
  const [{ show }, change] = useUrlState<ImportUrl>()
  const [skips, setSkips] = useState(run.definition.skipBadRows)
  const [busy, setBusy] = useState(false)
  const counts = run.counts ?? { rows: 0, add: 0, update: 0, skip: 0, warn: 0, bad: 0 }
  const goes = counts.add + counts.warn + counts.update
  const blocked = goes === 0 || (counts.bad > 0 && !skips)
  const back = () => change({ step: 'map', show: undefined })
  const apply = async () => {
    if (blocked || busy) return
    setBusy(true)
    try {
      onRun(await call('applyImport', { params: { id: run.id }, body: { skipBadRows: skips } }))
      change({ show: undefined })
    } catch (error) {
      toast.problem(error)
    } finally {
      setBusy(false)
    }
  }
  useActions({ save: () => void apply() }, { always: true })
  return (
    <>
      <div className="sp-import-main">
        <p className="sp-import-said">
          <IconCircleCheck size={18} className="sp-ok" aria-hidden /> {t('import.nothing_saved')}
        </p>
        <CheckTiles
          counts={counts}
          overwrites={run.definition.onMatch === 'update'}
          chosen={show as RowAction | undefined}
          onChoose={(next) => change({ show: next })}
        />
        <PlannedRows
          run={run}
          action={show as RowAction | undefined}
          onFix={(column) => change({ step: 'map', show: undefined, column })}
        />
      </div>
      {counts.bad > 0 && (
        <div className="sp-import-skip">
          <Checkbox
            size="sm"
            checked={skips}
            onChange={(event) => setSkips(event.currentTarget.checked)}
            label={t('import.skip_bad', { count: counts.bad })}
          />
          <span className="sp-grow" />
          <button
            type="button"
            className="sp-link sp-row sp-table-text"
            onClick={() => void download('importErrors', { params: { id: run.id } }).catch(toast.problem)}
          >
            <IconDownload size={16} aria-hidden /> {t('import.errors_file')}
          </button>
        </div>
      )}
      <ImportFoot
        note={
          goes === 0 ? (
            t('import.nothing_to_do')
          ) : blocked ? (
            <span className="sp-bad">{t('import.bad_stop', { count: counts.bad })}</span>
          ) : (
            t('import.undo_hint')
          )
        }
      >
        <Button variant="default" onClick={back}>
          {t('import.back_to_map')}
        </Button>
        <ApplyButton run={run} count={goes} busy={busy} disabled={blocked} onClick={() => void apply()} />
      </ImportFoot>
    </>
  )
}

type ApplyProps = { run: ImportRun; count: number; busy: boolean; disabled: boolean; onClick: () => void }

/** The verb with its number: `นำเข้า 939 ราย`. */
function ApplyButton({ run, count, busy, disabled, onClick }: ApplyProps) {
  const { t, find } = useWords()
  return (
    <Button onClick={onClick} loading={busy} disabled={disabled} rightSection={<ActionKey id="save" onFill />}>
      {t('import.go', { count, unit: find(`${run.entity}.unit`) ?? '' })}
    </Button>
  )
}
