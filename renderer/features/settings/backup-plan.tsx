import { Button, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { BackupPlan, Keeping } from '../../../core/contract/backup.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'

const TIME = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/

function useSavePlan(plan: BackupPlan) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('saveBackupPlan')
  const { encrypted: _, ...rest } = plan
  const save = async (change: Partial<typeof rest>): Promise<boolean> => {
    try {
      await run({ body: { ...rest, ...change } })
    } catch (error) {
      toast.problem(error)
      return false
    }
    toast.show({ text: t('settings.backup.saved') })
    return true
  }
  return { save, busy }
}

/** When backups are made. */
export function BackupTime({ plan }: { plan: BackupPlan }) {
  const { t } = useWords()
  const { save, busy } = useSavePlan(plan)
  const [typed, setTyped] = useState<string>()
  const [, hours = '', minutes = ''] = TIME.exec(typed?.trim() ?? '') ?? []
  const time = minutes && `${hours.padStart(2, '0')}:${minutes}`
  if (typed === undefined)
    return (
      <div className="sp-row sp-wrap">
        <span>{t('settings.backup.time_text', { time: plan.time })}</span>
        <button type="button" className="sp-link" onClick={() => setTyped(plan.time)}>
          {t('settings.backup.time_change')}
        </button>
      </div>
    )
  return (
    <form
      className="sp-row"
      onSubmit={(event) => {
        event.preventDefault()
        if (time) void save({ time }).then((saved) => saved && setTyped(undefined))
      }}
    >
      <TextInput
        className="sp-backup-time"
        aria-label={t('settings.backup.time')}
        value={typed}
        autoFocus
        inputMode="numeric"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy} disabled={!time}>
        {t('action.save')}
      </Button>
      <Button variant="default" onClick={() => setTyped(undefined)}>
        {t('action.discard')}
      </Button>
    </form>
  )
}

const KEPT = ['allDays', 'daily', 'weekly', 'monthly'] as const
const MOST: Record<keyof Keeping, number> = { allDays: 31, daily: 366, weekly: 260, monthly: 120 }

/** For how long backups are kept. */
export function BackupKeep({ plan }: { plan: BackupPlan }) {
  const { t } = useWords()
  const { save, busy } = useSavePlan(plan)
  const [keep, setKeep] = useState<Keeping>()
  const fits =
    keep && KEPT.every((key) => Number.isInteger(keep[key]) && keep[key] >= (key === 'allDays' ? 1 : 0) && keep[key] <= MOST[key])
  const go = async () => {
    if (keep && (await save({ keep }))) setKeep(undefined)
  }
  return (
    <>
      <div className="sp-row sp-wrap">
        <span>{t('settings.backup.keep_text', plan.keep)}</span>
        <button type="button" className="sp-link" onClick={() => setKeep(plan.keep)}>
          {t('settings.backup.change')}
        </button>
      </div>
      {keep && (
        <FormDialog
          title={t('settings.backup.keep_title')}
          size={440}
          verb={t('action.save')}
          busy={busy}
          ready={fits === true}
          onSubmit={() => void go()}
          onClose={() => setKeep(undefined)}
        >
          <p className="sp-t2 sp-table-text">{t('settings.backup.keep_hint')}</p>
          {KEPT.map((key) => (
            <NumberInput
              key={key}
              label={t(`settings.backup.keep_${key}`)}
              value={keep[key]}
              min={key === 'allDays' ? 1 : 0}
              max={MOST[key]}
              allowDecimal={false}
              onChange={(value) => setKeep({ ...keep, [key]: Number(value) })}
              {...(key === 'allDays' && { 'data-autofocus': true })}
            />
          ))}
        </FormDialog>
      )}
    </>
  )
}
