import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { BackupFile } from '../../core/contract/backup.ts'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import { formatDate, instantToLocal } from '../../core/thai/date.ts'
import { Logo } from '../components/logo.tsx'
import { RestoreProgress } from '../components/restore-progress.tsx'
import { problemWords } from '../lib/problem.ts'
import { useCommand } from '../lib/queries.ts'
import { sizeWords } from '../lib/sizes.ts'
import { useWords } from '../lib/words.ts'
import './welcome.css'

type RestoreScreenProps = {
  /** The host is another machine: its token is asked for, and the folder is one of its own. */
  claim: boolean
  timeZone: string
  onBack: () => void
}

/** An office from a backup, on a PC that has none: the folder, the generation, the passphrase where it takes one, and what comes along. */
export function RestoreScreen({ claim, timeZone, onBack }: RestoreScreenProps) {
  const { t } = useWords()
  const [token, setToken] = useState('')
  const [files, setFiles] = useState<BackupFile[]>()
  const [chosen, setChosen] = useState<BackupFile>()
  const [begun, setBegun] = useState(false)
  return (
    <main className="sp-welcome">
      <div className="sp-welcome-card sp-join">
        <Logo size={40} />
        <h1>{t('restore.title')}</h1>
        {begun ? (
          <RestoreProgress onBack={() => setBegun(false)} />
        ) : chosen ? (
          <Confirm
            file={chosen}
            timeZone={timeZone}
            token={claim ? token : undefined}
            onBegun={() => setBegun(true)}
            onBack={() => setChosen(undefined)}
          />
        ) : files ? (
          <Choose files={files} timeZone={timeZone} onChoose={setChosen} onBack={() => setFiles(undefined)} />
        ) : (
          <Find claim={claim} token={token} onToken={setToken} onFound={setFiles} onBack={onBack} />
        )}
      </div>
    </main>
  )
}

type FindProps = {
  claim: boolean
  token: string
  onToken: (token: string) => void
  onFound: (files: BackupFile[]) => void
  onBack: () => void
}

function Find({ claim, token, onToken, onFound, onBack }: FindProps) {
  const words = useWords()
  const { t } = words
  const { run, busy, error } = useCommand('findBackups')
  const [folder, setFolder] = useState('')
  const bridge = claim ? undefined : desktopBridge()
  const find = (where: string) =>
    void run({ body: { folder: where, ...(claim && { token }) } }).then(
      (found) => onFound(found.files),
      () => undefined,
    )
  const choose = async () => {
    const picked = await bridge?.chooseFolder({ title: t('restore.folder') })
    if (!picked) return
    setFolder(picked)
    find(picked)
  }
  return (
    <form
      className="sp-restore"
      onSubmit={(event) => {
        event.preventDefault()
        if (folder.trim() !== '') find(folder.trim())
      }}
    >
      <p className="sp-t2">{claim ? t('restore.folder_text_far') : t('restore.folder_text')}</p>
      {claim && (
        <TextInput
          label={t('setup.token')}
          description={t('setup.token_hint')}
          value={token}
          onChange={(event) => onToken(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
        />
      )}
      <TextInput
        label={t('restore.folder')}
        placeholder={t('settings.backup.folder_type')}
        value={folder}
        onChange={(event) => setFolder(event.currentTarget.value)}
        autoFocus={!claim}
      />
      {bridge && (
        <Button variant="default" onClick={() => void choose()}>
          {t('settings.backup.folder_choose')}
        </Button>
      )}
      {error && (
        <p className="sp-bad" role="alert">
          {problemWords(words, error).text}
        </p>
      )}
      <Button type="submit" loading={busy} disabled={folder.trim() === '' || (claim && token.trim() === '')}>
        {t('restore.find')}
      </Button>
      <button type="button" className="sp-link" onClick={onBack}>
        {t('action.back')}
      </button>
    </form>
  )
}

type ChooseProps = { files: BackupFile[]; timeZone: string; onChoose: (file: BackupFile) => void; onBack: () => void }

function Choose({ files, timeZone, onChoose, onBack }: ChooseProps) {
  const { t } = useWords()
  return (
    <>
      <p className="sp-t2">{t('restore.choose')}</p>
      <ul className="sp-restore-files">
        {files.map((file) => (
          <li key={`${file.folder}/${file.name}`}>
            <button type="button" disabled={file.newer} onClick={() => onChoose(file)}>
              <Told file={file} timeZone={timeZone} />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="sp-link" onClick={onBack}>
        {t('restore.other_folder')}
      </button>
    </>
  )
}

/** A generation: when, how much, whether it was seen to come back. */
function Told({ file, timeZone }: { file: BackupFile; timeZone: string }) {
  const { t, find, lang, number } = useWords()
  const { date, time } = instantToLocal(file.at, timeZone)
  const count = (key: string) => number(file.counts[key] ?? 0)
  const marks = [
    find(`settings.backup.kind.${file.kind}`) ?? file.kind,
    sizeWords(file.bytes),
    ...(file.asks ? [t('restore.locked')] : []),
    ...(file.newer ? [t('settings.backup.newer')] : []),
  ]
  const trial = file.drill ? (file.drill.ok ? 'drill_short' : 'drill_bad_short') : 'drill_none'
  return (
    <>
      <span className="sp-strong">
        {formatDate(date, { lang, style: 'long' })} {time}
      </span>
      <span>{t('settings.backup.counts', { customer: count('customer'), contact: count('contact'), deal: count('deal') })}</span>
      <span className="sp-t2">
        {marks.join(' · ')} ·{' '}
        <b className={file.drill ? (file.drill.ok ? 'sp-ok' : 'sp-bad') : undefined}>{t(`settings.backup.${trial}`)}</b>
      </span>
    </>
  )
}

type ConfirmProps = {
  file: BackupFile
  timeZone: string
  token: string | undefined
  onBegun: () => void
  onBack: () => void
}

function Confirm({ file, timeZone, token, onBegun, onBack }: ConfirmProps) {
  const words = useWords()
  const { t } = words
  const { run, busy, error } = useCommand('restoreFirst')
  const [passphrase, setPassphrase] = useState('')
  const { folder, name } = file
  const ready = !file.asks || passphrase.trim() !== ''
  const restore = () =>
    void run({ body: { folder, name, ...(file.asks && { passphrase }), ...(token !== undefined && { token }) } }).then(
      onBegun,
      () => undefined,
    )
  return (
    <form
      className="sp-restore"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) restore()
      }}
    >
      <div className="sp-restore-chosen">
        <Told file={file} timeZone={timeZone} />
      </div>
      {file.asks && (
        <PasswordInput
          label={t('settings.backup.passphrase')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="off"
          autoFocus
        />
      )}
      <p className="sp-table-text">{t('restore.along')}</p>
      <p className="sp-t2 sp-table-text">{t('restore.anew')}</p>
      {file.drill?.ok === false && <p className="sp-bad">{t('settings.backup.restore_unproved')}</p>}
      {error && (
        <p className="sp-bad" role="alert">
          {problemWords(words, error).text}
        </p>
      )}
      <Button type="submit" size="md" loading={busy} disabled={!ready} autoFocus={!file.asks}>
        {t('restore.go')}
      </Button>
      <button type="button" className="sp-link" onClick={onBack}>
        {t('restore.other_file')}
      </button>
    </form>
  )
}
