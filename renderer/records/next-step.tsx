import { Button } from '@mantine/core'
import type { RecordRow } from '../../core/contract/records.ts'
import { Mark } from '../components/mark.tsx'
import { useDates } from '../lib/instants.ts'
import { useWords } from '../lib/words.ts'
import { useFinish } from './finish.ts'
import { useRecordActions } from './record-actions.tsx'
import { useTimeline } from './timeline.tsx'
import './page.css'

/** The open tasks of a record, by their due time. */
export function useOpenTasks(entity: string, id: string): RecordRow[] | undefined {
  return useTimeline(entity, id).data?.pages[0]?.open
}

/** What comes next with a record, and the verbs for it; or plainly that nothing does. */
export function NextStep({ entity, row }: { entity: string; row: RecordRow }) {
  const { t } = useWords()
  const dates = useDates()
  const { log } = useRecordActions()
  const { finish, snooze } = useFinish()
  const open = useOpenTasks(entity, row.id)
  if (!open) return <div className="sp-next" aria-hidden style={{ minHeight: '6rem' }} />
  const about = { entity, id: row.id, title: row.title }
  const [next] = open
  if (!next) {
    return (
      <section className="sp-next" data-none>
        <h2>{t('page.no_next_step')}</h2>
        {log && (
          <>
            <p className="sp-t2 sp-small">{t('page.no_next_step_hint')}</p>
            <Button variant="default" onClick={() => log({ about, type: 'note' })}>
              {t('page.plan_next')}
            </Button>
          </>
        )}
      </section>
    )
  }
  const due = typeof next.dueAt === 'string' ? next.dueAt : undefined
  const late = due ? -dates.daysUntil(dates.dayOf(due)) : 0
  return (
    <section className="sp-next">
      <div className="sp-row">
        <h2 className="sp-grow">{t('page.next_step')}</h2>
        {late > 0 ? (
          <Mark tone="bad">{t('page.late', { days: late })}</Mark>
        ) : (
          <span className="sp-table-text sp-strong">{due ? dates.when(due, true) : t('page.no_due')}</span>
        )}
      </div>
      <p>{next.title}</p>
      <div className="sp-row sp-no-print">
        {log && (
          <Button onClick={() => log({ about, completes: next, type: next.type === 'task' ? 'call' : String(next.type) })}>
            {t('home.log')}
          </Button>
        )}
        {next.may?.edit && (
          <>
            <Button variant="default" onClick={() => void finish(next)}>
              {t('action.done')}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => void snooze(next)}>
              {t('page.snooze')}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}
