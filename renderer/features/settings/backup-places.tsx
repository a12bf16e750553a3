import { Button, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconFolder, IconFolderPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { desktopBridge } from '../../../core/desktop-bridge.ts'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { BackupStatus } from './backup-settings.tsx'

/** Where backups go, each place with its state; another is chosen in the desktop app's dialog, or typed where there is none. */
export function BackupPlaces({ status }: { status: BackupStatus }) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('saveBackupPlan')
  const [typing, setTyping] = useState(false)
  const bridge = desktopBridge()
  const { plan, targets, defaultFolder } = status
  const save = async (folders: string[], said: string) => {
    const { time, keep } = plan
    try {
      await run({ body: { time, keep, targets: folders } })
      setTyping(false)
      toast.show({ text: said })
    } catch (error) {
      toast.problem(error)
    }
  }
  // Where backups went so far they go on to go: the office's own folder is named in the plan from then on, and can be left, too.
  const add = (folder: string) =>
    save([...targets.map((target) => target.folder), folder], t('settings.backup.folder_saved', { folder }))
  const remove = (folder: string) =>
    save(
      plan.targets.filter((each) => each !== folder),
      t('settings.backup.folder_removed', { folder }),
    )
  const choose = async () => {
    const chosen = await bridge?.chooseFolder({ title: t('settings.backup.folder_choose') })
    if (chosen) await add(chosen)
  }
  return (
    <>
      <ul className="sp-backup-places">
        {targets.map((target) => (
          <Place
            key={target.folder}
            target={target}
            onRemove={targets.length > 1 || target.folder !== defaultFolder ? () => void remove(target.folder) : undefined}
          />
        ))}
      </ul>
      {typing ? (
        <TypeFolder busy={busy} onAdd={(folder) => void add(folder)} onClose={() => setTyping(false)} />
      ) : (
        targets.length < 5 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconFolderPlus size={14} aria-hidden />}
            loading={busy}
            onClick={() => (bridge ? void choose() : setTyping(true))}
          >
            {t('settings.backup.folder_add')}
          </Button>
        )
      )}
    </>
  )
}

type PlaceProps = { target: BackupStatus['targets'][number]; onRemove: (() => void) | undefined }

function Place({ target: { folder, last, there, sameDisk }, onRemove }: PlaceProps) {
  const { t, find } = useWords()
  const dates = useDates()
  const good = last?.state === 'good' && there
  const state = !there
    ? t('settings.backup.folder_gone')
    : !last
      ? t('settings.backup.folder_new')
      : last.state === 'failed'
        ? (find(`error.${last.error ?? ''}`, { folder, ...last.params }) ?? last.error)
        : last.state === 'bad'
          ? t('settings.backup.drill_bad_short')
          : t('settings.backup.folder_fine', { when: dates.when(last.at, true) })
  return (
    <li>
      <div className="sp-row sp-wrap">
        <IconFolder size={16} aria-hidden />
        <span className="sp-strong sp-place-name">{folder}</span>
        {onRemove && (
          <button
            type="button"
            className="sp-link sp-small"
            onClick={onRemove}
            aria-label={`${t('settings.backup.folder_remove')} ${folder}`}
          >
            {t('settings.backup.folder_remove')}
          </button>
        )}
      </div>
      <p className={good || (there && !last) ? 'sp-t2' : 'sp-bad'}>
        {!(good || (there && !last)) && <IconAlertTriangle size={14} aria-hidden />} {state}
      </p>
      {sameDisk && there && (
        <p className="sp-warn">
          <IconAlertTriangle size={14} aria-hidden /> {t('settings.backup.same_disk')}
        </p>
      )}
    </li>
  )
}

type TypeFolderProps = { busy: boolean; onAdd: (folder: string) => void; onClose: () => void }

function TypeFolder({ busy, onAdd, onClose }: TypeFolderProps) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  return (
    <form
      className="sp-row sp-wrap"
      onSubmit={(event) => {
        event.preventDefault()
        onAdd(typed.trim())
      }}
    >
      <TextInput
        className="sp-grow"
        aria-label={t('settings.backup.folder_type')}
        placeholder={t('settings.backup.folder_type')}
        value={typed}
        autoFocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy} disabled={typed.trim() === ''}>
        {t('settings.backup.folder_save')}
      </Button>
      <Button variant="default" onClick={onClose}>
        {t('action.discard')}
      </Button>
    </form>
  )
}
