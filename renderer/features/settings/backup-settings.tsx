import { Button } from '@mantine/core'
import { IconAlertTriangle, IconDatabaseExport, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import { BackupFolder } from './backup-folder.tsx'
import { RestoreDialog } from './restore-dialog.tsx'
import { SectionHead } from './section-head.tsx'

type Status = CallReply<'backupStatus'>
type File = Status['files'][number]
/** A night may be missed by some hours before somebody has to look. */
const OLD_MS = 26 * 3_600_000

/** `412 MB`, in the unit that gives the shortest number. */
export function sizeWords(bytes: number): string {
  const [value, unit] =
    bytes >= 1024 ** 3 ? [bytes / 1024 ** 3, 'GB'] : bytes >= 1024 ** 2 ? [bytes / 1024 ** 2, 'MB'] : [bytes / 1024, 'KB']
  return `${value >= 10 ? Math.round(value) : value.toFixed(1)} ${unit}`
}

/** Backups: is all well and what would be lost now; where they go; one at once; and back from one. */
export function BackupSettings() {
  const { t } = useWords()
  const toast = useToast()
  const { data, error, refetch } = useRead('backupStatus', {})
  const failure = failureOf({ data, error })
  const backup = useCommand('runBackup')
  const [restoring, setRestoring] = useState<File>()
  const now = async () => {
    try {
      const run = await backup.run({ body: {} })
      toast.show({ text: t('settings.backup.done', { size: sizeWords(run.bytes ?? 0) }) })
    } catch (problem) {
      toast.problem(problem)
    }
  }
  return (
    <>
      <SectionHead title={t('settings.tab.backup')}>
        <Button leftSection={<IconDatabaseExport size={16} aria-hidden />} loading={backup.busy} onClick={() => void now()}>
          {backup.busy ? t('settings.backup.running') : t('settings.backup.now')}
        </Button>
      </SectionHead>
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows count={5} />
      ) : (
        <BackupState status={data} onRestore={setRestoring} />
      )}
      {restoring && <RestoreDialog name={restoring.name} at={restoring.at} onClose={() => setRestoring(undefined)} />}
    </>
  )
}

function BackupState({ status, onRestore }: { status: Status; onRestore: (file: File) => void }) {
  const { t } = useWords()
  return (
    <>
      <Verdict status={status} />
      <dl className="sp-settings-facts">
        <dt>{t('settings.backup.folder')}</dt>
        <dd>
          <BackupFolder folder={status.folder} defaultFolder={status.defaultFolder} />
        </dd>
        <dt>{t('settings.backup.nightly')}</dt>
        <dd>{t('settings.backup.nightly_text', { time: status.nightlyAt })}</dd>
      </dl>
      <h3 className="sp-set-h3">{t('settings.backup.files')}</h3>
      {status.files.length === 0 ? (
        <p className="sp-t2 sp-table-text">{t('settings.backup.files_none')}</p>
      ) : (
        <Files files={status.files} onRestore={onRestore} />
      )}
    </>
  )
}

/** The first sentence: is all well, and what would be lost if this PC died now. */
function Verdict({ status }: { status: Status }) {
  const { t } = useWords()
  const dates = useDates()
  const { lastGood, runs } = status
  const failed = runs[0]?.state === 'failed' ? runs[0] : undefined
  const old = lastGood !== undefined && Date.now() - Date.parse(lastGood.at) > OLD_MS
  const fine = lastGood !== undefined && !failed && !old
  const when = lastGood ? dates.when(lastGood.at, true) : ''
  const title = !lastGood
    ? t('settings.backup.none')
    : failed
      ? t('settings.backup.failed')
      : old
        ? t('settings.backup.old', { when })
        : t('settings.backup.good', { when })
  const text = !lastGood
    ? t('settings.backup.none_text')
    : failed
      ? `${failed.error ?? ''} · ${t('settings.backup.good', { when })}`
      : t('settings.backup.good_text')
  return (
    <div className="sp-verdict" data-tone={fine ? 'ok' : 'warn'} role="status">
      {fine ? <IconShieldCheck size={24} aria-hidden /> : <IconAlertTriangle size={24} aria-hidden />}
      <div>
        <strong>{title}</strong>
        <p>{text}</p>
      </div>
    </div>
  )
}

function Files({ files, onRestore }: { files: File[]; onRestore: (file: File) => void }) {
  const { t, find } = useWords()
  const dates = useDates()
  return (
    <table className="sp-set-table sp-stacks">
      <thead>
        <tr>
          <th>{t('settings.backup.when')}</th>
          <th>{t('settings.backup.why')}</th>
          <th>{t('settings.backup.size')}</th>
          <th aria-hidden />
        </tr>
      </thead>
      <tbody>
        {files.map((file) => {
          const when = dates.when(file.at, true)
          const kind = file.name.split('-')[3] ?? ''
          return (
            <tr key={file.name}>
              <td title={file.name}>{when}</td>
              <td className="sp-t2">{find(`settings.backup.kind.${kind}`) ?? kind}</td>
              <td className="sp-t2">{sizeWords(file.bytes)}</td>
              <td className="sp-set-acts sp-stacks-end">
                <button
                  type="button"
                  className="sp-link"
                  aria-label={`${t('settings.backup.restore')} ${when}`}
                  onClick={() => onRestore(file)}
                >
                  {t('settings.backup.restore')}
                </button>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
