import { Button } from '@mantine/core'
import { IconAlertTriangle, IconDatabaseExport } from '@tabler/icons-react'
import { useState } from 'react'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { sizeWords } from '../../lib/sizes.ts'
import { useWords } from '../../lib/words.ts'
import { BackupEncryption } from './backup-encryption.tsx'
import { BackupFiles } from './backup-files.tsx'
import { BackupPlaces } from './backup-places.tsx'
import { BackupKeep, BackupTime } from './backup-plan.tsx'
import { BackupVerdict } from './backup-verdict.tsx'
import { CarryDialog } from './carry-dialog.tsx'
import { LookDialog } from './look-dialog.tsx'
import { RestoreDialog } from './restore-dialog.tsx'
import { SectionHead } from './section-head.tsx'
import './backup.css'

export type BackupStatus = CallReply<'backupStatus'>
export type BackupFile = BackupStatus['files'][number]
/** While something is being made or tried, how far it is. */
const WORK_LOOK_MS = 1000

/** Backups: is all well and what would be lost now; where they go, who can read them; one at once; and back from one. */
export function BackupSettings() {
  const { t } = useWords()
  const toast = useToast()
  const [working, setWorking] = useState(false)
  const { data, error, refetch } = useRead('backupStatus', {}, working ? { refetchInterval: WORK_LOOK_MS } : {})
  const failure = failureOf({ data, error })
  const backup = useCommand('runBackup')
  const [restoring, setRestoring] = useState<BackupFile>()
  const [looking, setLooking] = useState<BackupFile>()
  const [carrying, setCarrying] = useState<BackupFile>()
  const busy = backup.busy || data?.work?.what === 'make'
  if (working !== (busy || data?.work !== undefined)) setWorking(!working)
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
        <Button leftSection={<IconDatabaseExport size={16} aria-hidden />} loading={busy} onClick={() => void now()}>
          {busy ? t('settings.backup.running') : t('settings.backup.now')}
        </Button>
      </SectionHead>
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows count={5} />
      ) : (
        <>
          <BackupVerdict status={data} />
          {data.unchecked && <Unchecked />}
          <dl className="sp-settings-facts">
            <dt>{t('settings.backup.folder')}</dt>
            <dd>
              <BackupPlaces status={data} />
            </dd>
            <dt>{t('settings.backup.encryption')}</dt>
            <dd>
              <BackupEncryption status={data} />
            </dd>
            <dt>{t('settings.backup.nightly')}</dt>
            <dd>
              <BackupTime plan={data.plan} />
            </dd>
            <dt>{t('settings.backup.keep')}</dt>
            <dd>
              <BackupKeep plan={data.plan} />
            </dd>
          </dl>
          <h3 className="sp-set-h3">{t('settings.backup.files')}</h3>
          {data.files.length === 0 ? (
            <p className="sp-t2 sp-table-text">{t('settings.backup.files_none')}</p>
          ) : (
            <BackupFiles
              files={data.files}
              places={data.targets.length > 1}
              onRestore={setRestoring}
              onLook={setLooking}
              onCarry={setCarrying}
            />
          )}
        </>
      )}
      {carrying && <CarryDialog file={carrying} onClose={() => setCarrying(undefined)} />}
      {looking && <LookDialog file={looking} onClose={() => setLooking(undefined)} />}
      {restoring && <RestoreDialog file={restoring} onClose={() => setRestoring(undefined)} />}
    </>
  )
}

/** PostgreSQL takes whatever its disk gives back: whoever looks after it can have it checked. */
function Unchecked() {
  const { t } = useWords()
  return (
    <div className="sp-verdict" data-tone="warn" role="status">
      <IconAlertTriangle size={24} aria-hidden />
      <div>
        <strong>{t('settings.backup.unchecked')}</strong>
        <p>{t('settings.backup.unchecked_text')}</p>
        <p>
          <code>pg_checksums --enable</code>
        </p>
      </div>
    </div>
  )
}
