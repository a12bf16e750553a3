import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ImportRun } from '../../../core/contract/imports.ts'
import { useToast } from '../../components/toast.tsx'
import { type CallReply, download } from '../../lib/api.ts'
import { listPath, recordPath, useGo } from '../../lib/navigation.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** What an import did, or that it was undone, with the way back and the way on. */
export function EndStep({ run }: { run: ImportRun }) {
  const { t, find } = useWords()
  const office = useOffice()
  const go = useGo()
  const toast = useToast()
  const undo = useCommand('undoBatch')
  const [undone, setUndone] = useState<CallReply<'undoBatch'>>()
  const counts = run.counts ?? { rows: 0, add: 0, update: 0, skip: 0, warn: 0, bad: 0 }
  const takeBack = async () => {
    try {
      setUndone(await undo.run({ params: { batchId: run.batchId ?? '' }, body: {} }))
    } catch (error) {
      toast.problem(error)
    }
  }
  const isUndone = run.state === 'undone' || undone !== undefined
  return (
    <div className="sp-import-scroll">
      <div className="sp-import-end" role="status">
        {isUndone ? <IconArrowBackUp size={28} aria-hidden /> : <IconCircleCheck size={28} className="sp-ok" aria-hidden />}
        <div>
          <h2>
            {isUndone
              ? t('import.undone')
              : t('import.done', { count: counts.add + counts.warn + counts.update, unit: find(`${run.entity}.unit`) ?? '' })}
          </h2>
          {undone && <p className="sp-t2">{t('import.undone_text', { count: undone.undone })}</p>}
          {!isUndone && <p className="sp-t2">{t('import.done_text', { ...counts, add: counts.add + counts.warn })}</p>}
          {undone && undone.kept.length > 0 && <KeptList kept={undone.kept} />}
          <div className="sp-row sp-wrap">
            <Button onClick={() => go(listPath(run.entity))}>
              {t('import.see_list', { entity: office.entityLabel(run.entity) })}
            </Button>
            <Button variant="default" onClick={() => go('/import', { search: { entity: run.entity } })}>
              {t('import.another')}
            </Button>
            {!isUndone && run.batchId && (
              <Button
                variant="default"
                leftSection={<IconArrowBackUp size={16} aria-hidden />}
                loading={undo.busy}
                onClick={() => void takeBack()}
              >
                {undo.busy ? t('import.undoing') : t('import.undo')}
              </Button>
            )}
          </div>
          {counts.bad > 0 && (
            <button
              type="button"
              className="sp-link sp-row sp-table-text"
              onClick={() => void download('importErrors', { params: { id: run.id } }).catch(toast.problem)}
            >
              <IconDownload size={16} aria-hidden /> {t('import.errors_file')}
            </button>
          )}
          {!isUndone && <p className="sp-t3 sp-small">{t('import.undo_hint')}</p>}
        </div>
      </div>
    </div>
  )
}

/** The records that an undo left as somebody changed them. */
export function KeptList({ kept }: { kept: CallReply<'undoBatch'>['kept'] }) {
  const { t } = useWords()
  const office = useOffice()
  return (
    <div className="sp-kept">
      <p>{t('import.kept', { count: kept.length })}</p>
      <ul>
        {kept.slice(0, 50).map((record) => (
          <li key={record.id}>
            <Link to={recordPath(record.entity, record.id)} className="sp-link">
              {record.title || t('import.no_title')}
            </Link>{' '}
            <span className="sp-t3 sp-small">
              {record.fields.map((field) => office.fieldLabel(record.entity, field)).join(t('list.separator'))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
