import { IconAlertTriangle, IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useDates } from '../../lib/instants.ts'
import { useWords } from '../../lib/words.ts'
import type { BackupStatus } from './backup-settings.tsx'

/** The first sentence: is all well, what came of the trial, and what would be lost if this PC died now. */
export function BackupVerdict({ status }: { status: BackupStatus }) {
  const { t, find, number } = useWords()
  const dates = useDates()
  const { lastGood, late, work, targets } = status
  const when = lastGood ? dates.when(lastGood.at, true) : ''
  const failed = targets.map(({ last }) => last).find((run) => run?.state === 'failed')
  const bad = targets.map(({ last }) => last).find((run) => run?.state === 'bad')
  const tone = bad || failed || (late && lastGood) ? 'bad' : lastGood ? 'ok' : 'warn'
  const title = bad
    ? t('settings.backup.bad')
    : failed
      ? t('settings.backup.failed')
      : !lastGood
        ? t('settings.backup.none')
        : late
          ? t('settings.backup.old', { when })
          : t('settings.backup.good', { when })
  const reason = failed && (find(`error.${failed.error ?? ''}`, { folder: failed.folder, ...failed.params }) ?? failed.error)
  const lines = bad
    ? [t('settings.backup.bad_text')]
    : failed
      ? [reason ?? '', ...(failed.error === 'backup.target_missing' ? [] : [t('settings.backup.again')])]
      : !lastGood
        ? [t('settings.backup.none_text')]
        : late
          ? [t('settings.backup.old_text')]
          : [t('settings.backup.good_text')]
  const fallback = lastGood ? t('settings.backup.last_good', { when }) : t('settings.backup.no_good')
  const drill = lastGood?.drill
  const shown = { rows: number(drill?.rows ?? 0), tables: drill?.tables, files: number(drill?.files ?? 0) }
  return (
    <div className="sp-verdict" data-tone={tone} role="status">
      {tone === 'ok' ? (
        <IconShieldCheck size={24} aria-hidden />
      ) : tone === 'bad' ? (
        <IconShieldX size={24} aria-hidden />
      ) : (
        <IconAlertTriangle size={24} aria-hidden />
      )}
      <div>
        <strong>{title}</strong>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {(bad || failed) && <p>{fallback}</p>}
        {work ? (
          <p>
            {t(`settings.backup.work.${work.what}`, {
              percent: Math.round((100 * work.done) / Math.max(work.total, 1)),
            })}
          </p>
        ) : (
          tone === 'ok' &&
          drill?.ok && <p>{t('settings.backup.drill_good', { ...shown, seconds: (drill.ms / 1000).toFixed(1) })}</p>
        )}
        {lastGood?.missing !== undefined && <p>{t('settings.backup.missing', { count: lastGood.missing })}</p>}
      </div>
    </div>
  )
}
