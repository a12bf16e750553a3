import type { DayItem } from '../../../core/contract/home.ts'
import type { RecordLink } from '../../../core/fields/values.ts'
import { addDays } from '../../../core/thai/date.ts'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { useFinish } from '../../records/finish.ts'
import { useUndoLog } from '../../records/undo-log.ts'

/** Outcomes after which one has to call again. */
const AGAIN = ['noAnswer', 'callBack']
const MORNING = '09:00'

/** The three outcomes that a line most often has; keys 1 2 3. */
export const outcomesOf = (item: DayItem): string[] =>
  item.kind === 'lead' || item.row.type === 'call'
    ? ['answered', 'noAnswer', 'callBack']
    : item.kind === 'activity'
      ? ['done', 'interested', 'notInterested']
      : []

/**
 * What is done with a line without leaving the list; each act says what it did and can be undone. Who did not answer, or asked to be called
 * back, is called again tomorrow: no promise gets lost between two keys.
 */
export function useDayActs() {
  const { t } = useWords()
  const toast = useToast()
  const dates = useDates()
  const office = useOffice()
  const { finish, reopen, snooze, reschedule } = useFinish()
  const { run: log } = useCommand('logActivity')
  const { run: create } = useCommand('createRecord')
  const { run: remove } = useCommand('deleteRecords')
  const undoLog = useUndoLog()
  const tomorrow = () => dates.instant(addDays(dates.today, 1), MORNING)
  const drop = (ids: string[]) => remove({ params: { entity: 'activity' }, body: { ids } })

  const called = async (item: DayItem, outcome: string) => {
    const { kind, row } = item
    const activity = kind === 'activity'
    const subject = activity ? row.title : t('home.call_who', { who: row.title })
    const about = activity ? ((row.about as RecordLink[] | undefined) ?? []) : [{ entity: kind, id: row.id }]
    const next = AGAIN.includes(outcome) ? { subject, type: 'call', dueAt: tomorrow() } : undefined
    try {
      const written = await log({
        body: {
          activity: { subject, type: 'call', about, outcome },
          ...(activity && { completes: { id: row.id, version: row.version } }),
          ...(next && { next }),
        },
      })
      const what = office.choiceLabel('outcome', outcome)
      toast.show({
        text: next ? t('home.logged_again', { what, when: dates.when(next.dueAt) }) : t('home.logged', { what, subject }),
        undo: () => undoLog(written, activity ? row : undefined),
      })
    } catch (error) {
      toast.problem(error)
    }
  }

  /** Puts a lead or deal off: something is planned with it for then, so it asks again at its time. */
  const planLater = async ({ kind, row }: DayItem, dueAt: string) => {
    const subject = t(kind === 'lead' ? 'home.call_who' : 'home.follow_deal', { who: row.title })
    const values = { subject, type: kind === 'lead' ? 'call' : 'task', dueAt, about: [{ entity: kind, id: row.id }] }
    try {
      const made = await create({ params: { entity: 'activity' }, body: { values } })
      toast.show({ text: t('home.planned', { subject, when: dates.when(dueAt, true) }), undo: () => drop([made.id]) })
    } catch (error) {
      toast.problem(error)
    }
  }

  return {
    outcome: (item: DayItem, outcome: string) =>
      item.kind === 'lead' || AGAIN.includes(outcome) ? called(item, outcome) : finish(item.row, outcome),
    finish,
    reopen,
    snooze: (item: DayItem) => (item.kind === 'activity' ? snooze(item.row) : planLater(item, tomorrow())),
    reschedule: (item: DayItem, dueAt: string) =>
      item.kind === 'activity' ? reschedule(item.row, dueAt) : planLater(item, dueAt),
  }
}
