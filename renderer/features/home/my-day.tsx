import { lazy, Suspense, useRef, useState } from 'react'
import type { DayItem } from '../../../core/contract/home.ts'
import type { RecordRow } from '../../../core/contract/records.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { recordPath, useGo } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { useCall } from '../../records/phone-call.tsx'
import { DayLine, DoneLine } from './day-lines.tsx'
import { useCalled, Verbs } from './day-verbs.tsx'
import { EmptyDay } from './empty-day.tsx'
import { aboutOf, useLogItem } from './log-task.ts'
import { MoreLines } from './more-lines.tsx'
import { outcomesOf, useDayActs } from './use-day-acts.ts'

const RescheduleDialog = lazy(() => import('./reschedule-dialog.tsx').then((file) => ({ default: file.RescheduleDialog })))

type Home = CallReply<'home'>
/** What the cursor can stand on: something to do, something of the coming days, or something done. */
type Stop = { id: string; item?: DayItem; done?: RecordRow }

/** A birthday comes on its day: there is nothing to put off. */
const mayWait = (item: DayItem): boolean => item.reason !== 'birthday'

/** Something planned for a later day, as a line of the list. */
const comingItem = (row: RecordRow): DayItem => ({
  kind: 'activity',
  reason: 'today',
  row,
  promise: row.type === 'task' && aboutOf(row) !== undefined,
  days: 0,
  deal: null,
})

/** What to do now in one list; the line under the cursor shows what can be done with it, and every key works there. */
export function MyDay({ home }: { home: Home }) {
  const { t } = useWords()
  const go = useGo()
  const office = useOffice()
  const toast = useToast()
  const acts = useDayActs()
  const logItem = useLogItem()
  const call = useCall()
  const [moving, setMoving] = useState<DayItem | undefined>()
  const coming = home.upcoming.map(comingItem)
  const stops: Stop[] = [
    ...home.items.map((item) => ({ id: item.row.id, item })),
    ...home.done.map((row) => ({ id: row.id, done: row })),
    ...coming.map((item) => ({ id: item.row.id, item })),
  ]
  const { here, choose, move, leave } = useCursor(stops)
  const called = useCalled(here?.item)
  const item = here?.item
  /** Acts on the line and lets the cursor go on to the next one. */
  const act = (run: (on: DayItem) => unknown) => () => {
    if (!item) return
    leave()
    void run(item)
  }
  const callNow = () => {
    if (item && called.row) call(called.entity, called.row, item.kind === 'activity' ? item.row : undefined)
    else if (item) logItem?.(item, 'call')
  }
  const lineId = item && item.reason === 'birthday' && typeof item.row.lineId === 'string' ? item.row.lineId : undefined
  /** The LINE id goes to the clipboard, as a number does that is dialled by hand; what was written is logged. */
  const writeLine =
    item && lineId
      ? () => {
          void navigator.clipboard?.writeText(lineId).catch(() => undefined)
          toast.show({ text: t('page.copy_phone', { number: lineId }) })
          logItem?.(item, 'line')
        }
      : undefined
  const { done } = here ?? {}
  useActions(
    {
      dayWalk: (key) => move(key % 2 === 0 ? -1 : 1)(),
      ...(here && { dayOpen: () => go(recordPath(item?.kind ?? 'activity', here.id)) }),
      ...(done && { dayFinish: () => void acts.reopen(done) }),
      ...(item?.kind === 'activity' && { dayFinish: act((on) => acts.finish(on.row)) }),
      ...(item && {
        dayOutcome: outcomesOf(item).map((key) => ({
          title: t('keys.outcome_of', { title: office.choiceLabel('outcome', key) }),
          run: act((on) => acts.outcome(on, key)),
        })),
        ...(mayWait(item) && { daySnooze: act(acts.snooze), dayMove: () => setMoving(item) }),
        ...(writeLine && { dayLine: () => writeLine() }),
        ...(logItem && { dayLog: () => logItem(item, item.kind === 'deal' ? 'note' : undefined) }),
        dayCall: callNow,
      }),
    },
    { about: (item?.row ?? done)?.title },
  )
  const line = (each: DayItem) => (
    <DayLine
      key={each.row.id}
      item={each}
      coming={coming.includes(each)}
      here={each.row.id === here?.id}
      onHere={() => choose(each.row.id)}
      onFinish={() => void acts.finish(each.row)}
    >
      {each.row.id === here?.id && (
        <Verbs
          item={each}
          onCall={callNow}
          onLog={logItem && (() => logItem(each, each.kind === 'deal' ? 'note' : undefined))}
          onOutcome={(key) => act((on) => acts.outcome(on, key))()}
          onSnooze={act(acts.snooze)}
          onReschedule={() => setMoving(each)}
          onLine={writeLine}
          mayWait={mayWait(each)}
        />
      )}
    </DayLine>
  )
  if (stops.length === 0) return <EmptyDay mayAdd={logItem !== undefined} />
  return (
    <div className="sp-day-list">
      <ul aria-label={t('home.title')}>{home.items.map(line)}</ul>
      <MoreLines more={home.more} />
      {home.done.length > 0 && (
        <>
          <h2 className="sp-day-head">
            {t('home.done_today')} <span>{home.done.length}</span>
          </h2>
          <ul aria-label={t('home.done_today')}>
            {home.done.map((row) => (
              <DoneLine
                key={row.id}
                row={row}
                here={row.id === here?.id}
                onHere={() => choose(row.id)}
                onReopen={() => void acts.reopen(row)}
              />
            ))}
          </ul>
        </>
      )}
      <ComingDays items={coming} line={line} />
      <DayKeys />
      <Suspense fallback={null}>
        {moving && (
          <RescheduleDialog
            title={moving.row.title}
            onClose={() => setMoving(undefined)}
            onChoose={(dueAt) => {
              setMoving(undefined)
              leave()
              void acts.reschedule(moving, dueAt)
            }}
          />
        )}
      </Suspense>
    </div>
  )
}

/** The cursor of the list: it stays on its record, and where that is gone on the line that took its place. */
function useCursor(stops: readonly Stop[]) {
  const [chosen, setChosen] = useState<string | undefined>()
  const last = useRef(0)
  const found = stops.findIndex((stop) => stop.id === chosen)
  const at = found >= 0 ? found : Math.min(last.current, Math.max(0, stops.length - 1))
  last.current = at
  const choose = (id: string | undefined) => {
    setChosen(id)
    document.getElementById(`day-${id}`)?.scrollIntoView({ block: 'nearest' })
  }
  return {
    here: stops[at],
    choose,
    move: (by: number) => () => choose(stops[Math.min(stops.length - 1, Math.max(0, at + by))]?.id),
    leave: () => setChosen((stops[at + 1] ?? stops[at - 1])?.id),
  }
}

function ComingDays({ items, line }: { items: readonly DayItem[]; line: (item: DayItem) => React.ReactNode }) {
  const { t } = useWords()
  const dates = useDates()
  const days = new Map<string, DayItem[]>()
  for (const item of items) {
    const day = dates.dayOf(String(item.row.dueAt))
    days.set(day, [...(days.get(day) ?? []), item])
  }
  return [...days].map(([day, list]) => (
    <section key={day}>
      <h2 className="sp-day-head">
        {dates.heading(day)} <span>{t('home.things', { count: list.length })}</span>
      </h2>
      <ul aria-label={dates.heading(day)}>{list.map(line)}</ul>
    </section>
  ))
}

function DayKeys() {
  const { t } = useWords()
  return (
    <p className="sp-day-keys sp-t2 sp-small">
      <ActionKey id="dayWalk" /> <ActionKey id="dayWalk" at={1} /> {t('home.select')} <ActionKey id="dayFinish" />{' '}
      {t('home.finish')} <ActionKey id="dayLog" /> {t('home.log')} <ActionKey id="daySnooze" /> {t('home.snooze_hint')}{' '}
      <ActionKey id="dayMove" /> {t('home.reschedule')} <ActionKey id="undo" /> {t('action.undo')} <ActionKey id="help" />{' '}
      {t('keys.help')}
    </p>
  )
}
