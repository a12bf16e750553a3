import { IconCircleCheck, IconCircleX, IconClock, IconLock } from '@tabler/icons-react'
import { useDates } from '../../lib/instants.ts'
import { sizeWords } from '../../lib/sizes.ts'
import { useWords } from '../../lib/words.ts'
import type { BackupFile } from './backup-settings.tsx'

type FilesProps = {
  files: BackupFile[]
  places: boolean
  onRestore: (file: BackupFile) => void
  onLook: (file: BackupFile) => void
  onCarry: (file: BackupFile) => void
}

/** The backups that there are, each with what its trial restore came to. */
export function BackupFiles({ files, places, onRestore, onLook, onCarry }: FilesProps) {
  const { t, find } = useWords()
  const dates = useDates()
  return (
    <table className="sp-set-table sp-stacks">
      <thead>
        <tr>
          <th>{t('settings.backup.when')}</th>
          <th>{t('settings.backup.why')}</th>
          {places && <th>{t('settings.backup.where')}</th>}
          <th>{t('settings.backup.size')}</th>
          <th>{t('settings.backup.drill')}</th>
          <th aria-hidden />
        </tr>
      </thead>
      <tbody>
        {files.map((file) => {
          const when = dates.when(file.at, true)
          return (
            <tr key={`${file.folder}/${file.name}`}>
              <td title={file.name}>{when}</td>
              <td className="sp-t2">{find(`settings.backup.kind.${file.kind}`) ?? file.kind}</td>
              {places && <td className="sp-t2 sp-place-name">{file.folder}</td>}
              <td className="sp-t2">
                {sizeWords(file.bytes)}{' '}
                {file.encrypted && <IconLock size={14} role="img" aria-label={t('settings.backup.encrypted')} />}
              </td>
              <td>
                <Trial drill={file.drill} />
              </td>
              <td className="sp-set-acts sp-stacks-end">
                {file.newer ? (
                  <span className="sp-t2">{t('settings.backup.newer')}</span>
                ) : (
                  <>
                    <button
                      type="button"
                      className="sp-link"
                      aria-label={`${t('settings.backup.look')} ${when}`}
                      onClick={() => onLook(file)}
                    >
                      {t('settings.backup.look')}
                    </button>{' '}
                    <button
                      type="button"
                      className="sp-link"
                      aria-label={`${t('settings.backup.carry')} ${when}`}
                      onClick={() => onCarry(file)}
                    >
                      {t('settings.backup.carry')}
                    </button>{' '}
                    <button
                      type="button"
                      className="sp-link"
                      aria-label={`${t('settings.backup.restore')} ${when}`}
                      onClick={() => onRestore(file)}
                    >
                      {t('settings.backup.restore')}
                    </button>
                  </>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** What a trial restore came to, in a word; the counts are told to whoever points at it. */
export function Trial({ drill }: { drill: BackupFile['drill'] }) {
  const { t, find, number } = useWords()
  if (!drill)
    return (
      <span className="sp-trial sp-t2">
        <IconClock size={14} aria-hidden /> {t('settings.backup.drill_none')}
      </span>
    )
  if (!drill.ok)
    return (
      <span className="sp-trial sp-bad" title={find(`error.${drill.problem ?? ''}`, drill.params)}>
        <IconCircleX size={14} aria-hidden /> {t('settings.backup.drill_bad_short')}
      </span>
    )
  const counts = { rows: number(drill.rows ?? 0), tables: drill.tables, files: number(drill.files ?? 0) }
  return (
    <span
      className="sp-trial sp-ok"
      title={t('settings.backup.drill_good', { ...counts, seconds: (drill.ms / 1000).toFixed(1) })}
    >
      <IconCircleCheck size={14} aria-hidden /> {t('settings.backup.drill_short')}
    </span>
  )
}
