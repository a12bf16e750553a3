import { Button, PasswordInput } from '@mantine/core'
import { IconAlertTriangle, IconLock, IconLockOpen, IconPrinter } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { passphraseLength, passphraseStrength, SHORTEST_PASSPHRASE } from '../../../core/access/passphrase.ts'
import { Dialog } from '../../components/dialog.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { Logo } from '../../components/logo.tsx'
import { Paper } from '../../components/paper.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { problemWords } from '../../lib/problem.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import type { BackupStatus } from './backup-settings.tsx'

/** Who can read the backups: whoever has the disk, or who knows the passphrase. */
export function BackupEncryption({ status }: { status: BackupStatus }) {
  const { t } = useWords()
  const [asking, setAsking] = useState<'set' | 'end'>()
  const close = () => setAsking(undefined)
  return (
    <>
      <div className="sp-row sp-wrap">
        {status.encrypted ? <IconLock size={16} aria-hidden /> : <IconLockOpen size={16} aria-hidden />}
        <span className="sp-strong">{status.encrypted ? t('settings.backup.encrypted') : t('settings.backup.plain')}</span>
        <button type="button" className="sp-link" onClick={() => setAsking('set')}>
          {status.encrypted ? t('settings.backup.encrypt_again') : t('settings.backup.encrypt')}
        </button>
        {status.encrypted && (
          <button type="button" className="sp-link" onClick={() => setAsking('end')}>
            {t('settings.backup.encrypt_end')}
          </button>
        )}
      </div>
      {!status.encrypted && <p className="sp-t2">{t('settings.backup.plain_text')}</p>}
      {asking === 'set' && <SetDialog folders={status.targets.map(({ folder }) => folder)} onClose={close} />}
      {asking === 'end' && <EndDialog onClose={close} />}
    </>
  )
}

function SetDialog({ folders, onClose }: { folders: string[]; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const { session } = useOffice()
  const { run, busy, error } = useCommand('setBackupPassphrase')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [set, setSet] = useState(false)
  const strength = passphraseStrength(passphrase, [session.company?.name ?? ''])
  const differs = again !== '' && again !== passphrase
  const ready = (strength === 'fair' || strength === 'good') && again === passphrase
  const go = () =>
    run({ body: { passphrase } }).then(
      () => setSet(true),
      () => undefined,
    )
  if (set) return <SheetDialog passphrase={passphrase} folders={folders} onClose={onClose} />
  return (
    <FormDialog
      title={t('settings.backup.encrypt_title')}
      verb={t('settings.backup.encrypt')}
      busy={busy}
      ready={ready}
      onSubmit={() => void go()}
      onClose={onClose}
    >
      <p>{t('settings.backup.encrypt_text')}</p>
      <Warning>{t('settings.backup.encrypt_lost')}</Warning>
      <PasswordInput
        label={t('settings.backup.passphrase')}
        description={
          passphrase === ''
            ? t('settings.backup.passphrase_hint')
            : t(`settings.backup.strength.${strength}`, { count: SHORTEST_PASSPHRASE - passphraseLength(passphrase) })
        }
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={error ? problemWords(words, error).text : null}
        autoComplete="new-password"
        data-autofocus
      />
      <PasswordInput
        label={t('settings.backup.passphrase_again')}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        error={differs && again.length >= passphrase.length ? t('settings.backup.passphrase_differs') : null}
        autoComplete="new-password"
      />
    </FormDialog>
  )
}

const Warning = ({ children }: { children: ReactNode }) => (
  <p className="sp-backup-warning">
    <IconAlertTriangle size={18} aria-hidden />
    <span>{children}</span>
  </p>
)

type SheetProps = { passphrase: string; folders: string[]; onClose: () => void }

/** The one moment at which the passphrase can be put on paper. */
function SheetDialog({ passphrase, folders, onClose }: SheetProps) {
  const { t } = useWords()
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('settings.backup.encrypted_now')}
      size={480}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('settings.backup.sheet_done')}
          </Button>
          <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()} data-autofocus>
            {t('settings.backup.sheet_print')}
          </Button>
        </>
      }
    >
      <Warning>{t('settings.backup.encrypt_lost')}</Warning>
      <div className="sp-sheet-preview">
        <Sheet passphrase={passphrase} folders={folders} />
      </div>
      <Paper>
        <Sheet passphrase={passphrase} folders={folders} />
      </Paper>
    </Dialog>
  )
}

function Sheet({ passphrase, folders }: Omit<SheetProps, 'onClose'>) {
  const { t } = useWords()
  const { session, today } = useOffice()
  const dates = useDates()
  return (
    <div className="sp-sheet">
      <div className="sp-row">
        <Logo size={24} />
        <strong>{t('settings.backup.sheet_title')}</strong>
      </div>
      <dl>
        <dt>{t('settings.backup.sheet_office')}</dt>
        <dd>{session.company?.name}</dd>
        <dt>{t('settings.backup.sheet_date')}</dt>
        <dd>{dates.date(today, 'long')}</dd>
        <dt>{t('settings.backup.sheet_where')}</dt>
        <dd>{folders.join(', ')}</dd>
        <dt>{t('settings.backup.passphrase')}</dt>
        <dd className="sp-sheet-phrase">{passphrase.trim()}</dd>
      </dl>
      <p>{t('settings.backup.sheet_steps')}</p>
      <p>{t('settings.backup.sheet_keep')}</p>
    </div>
  )
}

function EndDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('setBackupPassphrase')
  const end = () =>
    run({ body: { passphrase: null } }).then(
      () => {
        toast.show({ text: t('settings.backup.plain_now') })
        onClose()
      },
      (error: unknown) => toast.problem(error),
    )
  return (
    <FormDialog
      title={t('settings.backup.plain_title')}
      size={440}
      verb={t('settings.backup.encrypt_end')}
      busy={busy}
      ready
      onSubmit={() => void end()}
      onClose={onClose}
      hold
    >
      <p>{t('settings.backup.plain_warn')}</p>
    </FormDialog>
  )
}
