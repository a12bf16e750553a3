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

/** Ticks a task off (and takes that back), or puts it off until another time; each can be undone. */
export function useFinish() {
  const { t } = useWords()
  const toast = useToast()
  const dates = useDates()
  const { run } = useCommand('finishActivity')
  const { run: remove } = useCommand('deleteRecords')
  const save = useSaveRecord()
  const finish = useCallback(
    async (row: RecordRow, outcome?: string) => {
      try {
        const written = await run({
          params: { id: row.id },
          body: { version: row.version, done: true, ...(outcome && { outcome }) },
        })
        const { repeatId, version } = written
        const done = { ...row, doneAt: row.doneAt ?? null, outcome: outcome ?? row.outcome ?? null, version }
        toast.show({
          text: t('page.finished', { subject: row.title }),
          undo: async () => {
            await save('activity', done, { doneAt: null, outcome: row.outcome ?? null })
            // What repeats had planned its next time.
            if (repeatId) await remove({ params: { entity: 'activity' }, body: { ids: [repeatId] } })
          },
        })
      } catch (error) {
        toast.problem(error)
      }
    },
    [run, remove, save, toast, t],
  )
  const reopen = useCallback(
    (row: RecordRow) =>
      run({ params: { id: row.id }, body: { version: row.version, done: false } }).then(() => undefined, toast.problem),
    [run, toast],
  )
  const reschedule = useCallback(
    async (row: RecordRow, dueAt: string) => {
      // A reminder keeps its distance from what it reminds of; something for a whole day gets a time.
      const moved =
        typeof row.remindAt === 'string' && typeof row.dueAt === 'string'
          ? { remindAt: new Date(Date.parse(dueAt) - Date.parse(row.dueAt) + Date.parse(row.remindAt)).toISOString() }
          : {}
      const timed = row.allDay === true ? { allDay: false } : {}
      const now = { dueAt, ...moved, ...timed }
      const old = Object.fromEntries(Object.keys(now).map((key) => [key, row[key] ?? null]))
      try {
        const written = await save('activity', row, now)
        if (written)
          toast.show({
            text: t('page.snoozed', { when: dates.when(dueAt, true) }),
            undo: () => save('activity', { ...row, ...now, version: written.version }, old),
          })
      } catch (error) {
        toast.problem(error)
      }
    },
    [save, toast, t, dates],
  )
  const snooze = useCallback(
    (row: RecordRow) => reschedule(row, dates.instant(addDays(dates.today, 1), SNOOZE_TIME)),
    [reschedule, dates],
  )
  return { finish, reopen, snooze, reschedule }
}
