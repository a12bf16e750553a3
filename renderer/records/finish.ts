import { useCallback } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import { addDays } from '../../core/thai/date.ts'
import { useToast } from '../components/toast.tsx'
import { useDates } from '../lib/instants.ts'
import { useCommand } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'
import { useSaveRecord } from './save-record.tsx'

/** Where a snoozed task goes: tomorrow at nine. */
const SNOOZE_TIME = '09:00'

/** Ticks a task off (and takes that back), or puts it off until tomorrow; both can be undone. */
export function useFinish() {
  const { t } = useWords()
  const toast = useToast()
  const dates = useDates()
  const { run } = useCommand('finishActivity')
  const save = useSaveRecord()
  const finish = useCallback(
    async (row: RecordRow, outcome?: string) => {
      try {
        const written = await run({
          params: { id: row.id },
          body: { version: row.version, done: true, ...(outcome && { outcome }) },
        })
        toast.show({
          text: t('page.finished', { subject: row.title }),
          undo: () => run({ params: { id: row.id }, body: { version: written.version, done: false } }),
        })
      } catch (error) {
        toast.problem(error)
      }
    },
    [run, toast, t],
  )
  const reopen = useCallback(
    (row: RecordRow) =>
      run({ params: { id: row.id }, body: { version: row.version, done: false } }).then(() => undefined, toast.problem),
    [run, toast],
  )
  const snooze = useCallback(
    async (row: RecordRow) => {
      const dueAt = dates.instant(addDays(dates.today, 1), SNOOZE_TIME)
      const old = { dueAt: row.dueAt ?? null }
      try {
        const written = await save('activity', row, { dueAt })
        if (written)
          toast.show({
            text: t('page.snoozed', { when: dates.when(dueAt) }),
            undo: () => save('activity', { ...row, dueAt, version: written.version }, old),
          })
      } catch (error) {
        toast.problem(error)
      }
    },
    [save, toast, t, dates],
  )
  return { finish, reopen, snooze }
}
