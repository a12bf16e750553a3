import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { RecordRow } from '../../../core/contract/records.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { KeyCap } from '../../components/key-cap.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { useKeys } from '../../lib/keys.ts'
import { recordPath, useGo, useUrlState } from '../../lib/navigation.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useWords } from '../../lib/words.ts'
import { useFinish } from '../../records/finish.ts'
import { useRecordActions } from '../../records/record-actions.tsx'
import { Appointments } from './appointments.tsx'
import { DayTask, outcomesOf, StepLessDeal } from './day-lines.tsx'
import { useLogTask } from './log-task.ts'
import './home.css'

type Home = CallReply<'home'>
/** One line of the day: a task to do or done, a deal that nobody works on, or the head of a part. */
export type DayLine =
  | { kind: 'task'; row: RecordRow; late: boolean }
  | { kind: 'done'; row: RecordRow }
  | { kind: 'deal'; deal: DealCard }
  | { kind: 'head'; key: string; count: string }

/** My day: one list in one order, most pressing first; the order is the product's judgement and each row says its reason. */
export function HomeScreen() {
  const { t } = useWords()
  const dates = useDates()
  const room = useRoom()
  const { create } = useRecordActions()
  const [url, change] = useUrlState<{ owner?: 'team' }>()
  const { data, error, refetch } = useRead('home', { query: url.owner ? { owner: url.owner } : {} })
  const failure = failureOf({ data, error })
  const left = data
    ? data.sections.filter((section) => section.key !== 'week').reduce((sum, section) => sum + section.count, 0)
    : 0
  const note = `${dates.date(dates.today, 'weekdayLong')}${data ? ` · ${left > 0 ? t('home.left', { count: left }) : t('home.all_done')}` : ''}`
  return (
    <div className="sp-home">
      <PageHeader
        title={t('home.title')}
        note={note}
        actions={
          <>
            <SegmentedControl
              size="xs"
              aria-label={t('home.title')}
              value={url.owner ?? 'mine'}
              onChange={(value) => change({ owner: value === 'team' ? 'team' : undefined })}
              data={[
                { value: 'mine', label: t('home.mine') },
                { value: 'team', label: t('home.team') },
              ]}
            />
            {room !== 'phone' && (
              <Button
                onClick={() => create({ entity: 'activity', onSaved: () => undefined })}
                rightSection={<KeyCap onFill>Ctrl N</KeyCap>}
              >
                {t('home.add_task')}
              </Button>
            )}
          </>
        }
      />
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : data ? (
        <SplitPane
          label={t('home.appointments')}
          main={<Day home={data} />}
          side={room !== 'phone' && room !== 'narrow' && <Appointments home={data} />}
        />
      ) : (
        <SkeletonRows height="2.75rem" />
      )}
    </div>
  )
}

const counted = (section: { count: number; capped: boolean }): string => `${section.count}${section.capped ? '+' : ''}`

/** All lines of the day in their order: what is late, what is for today (done ones stay, struck), the week, and deals that nobody works on. */
function linesOf(home: Home): DayLine[] {
  return [
    ...home.sections.flatMap((section): DayLine[] => {
      const done: DayLine[] = section.key === 'today' ? home.doneToday.map((row) => ({ kind: 'done', row })) : []
      if (section.rows.length === 0 && done.length === 0) return []
      return [
        { kind: 'head', key: section.key, count: counted(section) },
        ...section.rows.map((row): DayLine => ({ kind: 'task', row, late: section.key === 'overdue' })),
        ...done,
      ]
    }),
    ...(home.withoutNextStep.rows.length > 0
      ? [
          { kind: 'head', key: 'without_step', count: counted(home.withoutNextStep) } satisfies DayLine,
          ...home.withoutNextStep.rows.map((deal): DayLine => ({ kind: 'deal', deal })),
        ]
      : []),
  ]
}

const idOf = (line: DayLine | undefined): string | undefined =>
  line?.kind === 'deal' ? line.deal.row.id : line?.kind === 'head' ? undefined : line?.row.id

function Day({ home }: { home: Home }) {
  const { t } = useWords()
  const go = useGo()
  const { create } = useRecordActions()
  const { finish, reopen, snooze } = useFinish()
  const logTask = useLogTask()
  const lines = linesOf(home)
  const targets = lines.filter((line) => line.kind !== 'head')
  const [chosen, setChosen] = useState<string | undefined>()
  const at = Math.max(
    0,
    targets.findIndex((line) => idOf(line) === chosen),
  )
  const here = targets[at]
  const hereId = idOf(here)
  const task = here?.kind === 'task' ? here.row : undefined
  const move = (by: number) => () => {
    const next = targets[Math.min(targets.length - 1, Math.max(0, at + by))]
    setChosen(idOf(next))
    document.getElementById(`day-${idOf(next)}`)?.scrollIntoView({ block: 'nearest' })
  }
  const outcome = (number: number) => () => {
    const key = outcomesOf(task)[number]
    if (task && key) void finish(task, key)
  }
  useKeys({
    ArrowDown: move(1),
    ArrowUp: move(-1),
    KeyJ: move(1),
    KeyK: move(-1),
    Enter: () =>
      here && (here.kind === 'deal' ? go(recordPath('deal', here.deal.row.id)) : go(recordPath('activity', here.row.id))),
    Space: () => (task ? void finish(task) : here?.kind === 'done' && void reopen(here.row)),
    KeyS: () => task && void snooze(task),
    KeyL: () => task && logTask(task),
    KeyC: () => task && logTask(task, 'call'),
    Digit1: outcome(0),
    Digit2: outcome(1),
    Digit3: outcome(2),
  })
  if (targets.length === 0) {
    return (
      <EmptyState title={t('home.empty')} text={t('home.empty_text')}>
        <p style={{ marginTop: '1rem' }}>
          <Button onClick={() => create({ entity: 'activity', onSaved: () => undefined })}>{t('home.add_task')}</Button>
        </p>
      </EmptyState>
    )
  }
  return (
    <div className="sp-day-list">
      {lines.map((line) => {
        if (line.kind === 'head')
          return (
            <h2 key={line.key} className="sp-day-head">
              {t(`home.${line.key}` as 'home.today')} <span>{line.count}</span>
            </h2>
          )
        const id = idOf(line)
        const props = { here: id === hereId, onHere: () => setChosen(id) }
        return line.kind === 'deal' ? (
          <StepLessDeal key={id} deal={line.deal} {...props} />
        ) : (
          <DayTask key={id} row={line.row} late={line.kind === 'task' && line.late} done={line.kind === 'done'} {...props} />
        )
      })}
      <p className="sp-day-keys sp-t2 sp-small">
        <KeyCap>↑</KeyCap> <KeyCap>↓</KeyCap> {t('home.select')} <KeyCap>Space</KeyCap> {t('home.finish')} <KeyCap>L</KeyCap>{' '}
        {t('home.log')} <KeyCap>S</KeyCap> {t('page.snooze')} <KeyCap>?</KeyCap> {t('keys.help')}
      </p>
    </div>
  )
}
