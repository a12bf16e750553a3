import { IconCalendarOff } from '@tabler/icons-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { ActionKey } from '../../components/action-key.tsx'
import { KeyCap } from '../../components/key-cap.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import { download } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { usePreference } from '../../lib/preferences.ts'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { useFinish } from '../../records/finish.ts'
import { useRecordActions } from '../../records/record-actions.tsx'
import { Agenda } from './agenda.tsx'
import { CalendarHead } from './calendar-head.tsx'
import { type CalendarItem, itemsOf, timeAt } from './calendar-items.ts'
import { daysOfView, stepped, titleOf, VIEWS, type View, yearWithoutHolidays } from './calendar-span.ts'
import { ItemPopover, type Opened } from './item-popover.tsx'
import { MonthGrid } from './month-grid.tsx'
import { MonthPhone } from './month-phone.tsx'
import { type GridProps, type Slot, TimeGrid } from './time-grid.tsx'
import { focusItem } from './use-item-keys.ts'
import { usePlace } from './use-place.ts'
import './calendar.css'

const FeedsDialog = lazy(() => import('./feeds-dialog.tsx').then((file) => ({ default: file.FeedsDialog })))
const FileDialog = lazy(() => import('./file-dialog.tsx').then((file) => ({ default: file.FileDialog })))

type CalendarUrl = { date?: string; view?: View; whose?: string; done?: 'no'; logged?: 'yes' }
const PHONE_VIEWS: readonly View[] = ['day', 'month', 'agenda']
const ISO = /^\d{4}-\d{2}-\d{2}$/
const USUAL_MINUTES = 60
const WIDEST_ANCHOR = 420

/** The address, made sense of: an odd date is today, an odd view the usual one. */
function useCalendarUrl(touch: boolean) {
  const dates = useDates()
  const [url, change] = useUrlState<CalendarUrl>()
  const views = touch ? PHONE_VIEWS : VIEWS
  const usual: View = touch ? 'agenda' : 'week'
  const view = views.find((one) => one === url.view) ?? usual
  const given = String(url.date ?? '')
  const day = ISO.test(given) && !Number.isNaN(Date.parse(given)) && given > '1900' ? given : dates.today
  return {
    view,
    views,
    usual,
    day,
    whose: url.whose ?? 'mine',
    showDone: url.done !== 'no',
    showLogged: url.logged === 'yes',
    change,
  }
}

/** Meetings, calls, visits and tasks on their days, of oneself or the team: by day, week, month or as a list. The address holds all of it. */
export function CalendarScreen() {
  const { t, lang } = useWords()
  const touch = useRoom() === 'phone'
  const dates = useDates()
  const toast = useToast()
  const { view, views, usual, day, whose, showDone, showLogged, change } = useCalendarUrl(touch)
  const [mondayFirst, setMondayFirst] = usePreference('calendar.monday-first', false)
  const [dialog, setDialog] = useState<'feeds' | 'file' | undefined>()
  const days = useMemo(() => daysOfView(view, day, mondayFirst), [view, day, mondayFirst])
  const span = { from: days[0] ?? day, until: days[days.length - 1] ?? day, whose, ...(showLogged && { logged: 'yes' as const }) }
  const go = (to: string) => change({ date: to === dates.today ? undefined : to })
  const setView = (next: View) => change({ view: next === usual ? undefined : next })
  const step = (by: 1 | -1) => go(stepped(view, day, by))
  const create = useCreate()
  const [slot, setSlot] = useState<Slot | undefined>()
  const add = () => create(slot && days.includes(slot.day) ? slot : { day, at: 9 * 60 })
  useActions({
    calendarSpan: [
      { title: t('calendar.previous'), run: () => step(-1) },
      { title: t('calendar.next'), run: () => step(1) },
    ],
    calendarToday: () => go(dates.today),
    calendarAdd: add,
    calendarViews: VIEWS.filter((one) => views.includes(one)).map((one) => ({
      title: t('keys.calendar_as', { title: t(`calendar.view.${one}`) }),
      run: () => setView(one),
    })),
  })
  const title = titleOf(view, days, day, lang)
  const missing = yearWithoutHolidays(days, lang)
  return (
    <div className="sp-calendar">
      <CalendarHead
        {...{ title, view, views, whose, showDone, showLogged, mondayFirst }}
        note={missing ? t('calendar.no_holidays', { year: String(missing) }) : undefined}
        onView={setView}
        onStep={step}
        onToday={() => go(dates.today)}
        onWhose={(next) => change({ whose: next === 'mine' ? undefined : next })}
        onShowDone={(show) => change({ done: show ? undefined : 'no' })}
        onShowLogged={(show) => change({ logged: show ? 'yes' : undefined })}
        onMondayFirst={setMondayFirst}
        onAdd={add}
        onDownload={() => void download('exportCalendar', { query: span }).catch(toast.problem)}
        onImport={() => setDialog('file')}
        onSubscribe={() => setDialog('feeds')}
      />
      <CalendarBody
        {...{ view, days, day, span, showDone, slot, touch, create, step }}
        onSlot={setSlot}
        onDay={(to) => change({ date: to === dates.today ? undefined : to, view: 'day' })}
        onChoose={go}
      />
      <Suspense fallback={null}>
        {dialog === 'feeds' && <FeedsDialog onClose={() => setDialog(undefined)} />}
        {dialog === 'file' && <FileDialog onClose={() => setDialog(undefined)} />}
      </Suspense>
    </div>
  )
}

/** Opens the form of a new appointment at a time; what was added can be taken back. */
function useCreate() {
  const { t } = useWords()
  const dates = useDates()
  const toast = useToast()
  const office = useOffice()
  const { create } = useRecordActions()
  const { run } = useCommand('deleteRecords')
  return ({ day, at }: Slot, minutes = USUAL_MINUTES) => {
    if (!office.entity('activity')?.grant.create) return
    create({
      entity: 'activity',
      values: { type: 'meeting', dueAt: dates.instant(day, timeAt(at)), minutes },
      onSaved: ({ id, title }) =>
        toast.show({
          text: t('calendar.added', { title }),
          undo: () => run({ params: { entity: 'activity' }, body: { ids: [id] } }),
        }),
    })
  }
}

type BodyProps = {
  view: View
  days: readonly string[]
  day: string
  span: { from: string; until: string; whose: string; logged?: 'yes' }
  showDone: boolean
  slot: Slot | undefined
  touch: boolean
  create: GridProps['onCreate']
  onSlot: (slot: Slot | undefined) => void
  onDay: (day: string) => void
  onChoose: (day: string) => void
}

function CalendarBody({ view, days, day, span, showDone, slot, touch, create, onSlot, onDay, onChoose }: BodyProps) {
  const { t, number } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { moved, place } = usePlace()
  const { finish, reopen } = useFinish()
  const [opened, setOpened] = useState<Opened | undefined>()
  const { data, error, refetch } = useRead('calendar', { query: span }, { keep: true })
  const failure = failureOf({ data, error })
  const items = useMemo(
    () => (data ? itemsOf(data, office, { now: new Date().toISOString(), done: showDone, moved }) : []),
    [data, office, showDone, moved],
  )
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows height="4rem" count={8} />
  const open = (item: CalendarItem, element: HTMLElement) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    // A line as wide as the page has its popover near its words.
    setOpened({ item, rect: { left, top, width: Math.min(width, WIDEST_ANCHOR), height } })
  }
  const props: GridProps = {
    days,
    items,
    slot,
    onSlot,
    onOpen: open,
    onFinish: (item) => {
      if (!(item.row.may?.edit ?? false) || item.state === 'coming') return
      void (item.state === 'done' ? reopen(item.row) : finish(item.row))
    },
    onPlace: (item, to) => void place(item, to),
    onPutBack: (item) => toast.show({ text: t('calendar.put_back', { title: item.row.title }) }),
    onCreate: create,
    onDay,
  }
  const close = () => {
    if (opened) focusItem(opened.item.key)
    setOpened(undefined)
  }
  return (
    <>
      {data.capped && <p className="sp-cal-note sp-warn">{t('calendar.capped', { count: number(data.rows.length) })}</p>}
      <p id="cal-help" className="sp-visually-hidden">
        {t('calendar.help')}
      </p>
      {view === 'agenda' ? (
        <Agenda key={span.whose} {...props} touch={touch} />
      ) : view === 'month' ? (
        touch ? (
          <MonthPhone {...props} chosen={day} month={day.slice(0, 7)} onChoose={onChoose} />
        ) : (
          <MonthGrid {...props} month={day.slice(0, 7)} />
        )
      ) : (
        <TimeGrid key={view} {...props} />
      )}
      {!touch && <KeyLine />}
      {opened && <ItemPopover key={opened.item.key} opened={opened} items={items} onClose={close} onPlace={props.onPlace} />}
    </>
  )
}

/** What the keys do here, and where the holidays come from. */
function KeyLine() {
  const { t } = useWords()
  return (
    <p className="sp-cal-keys sp-t2 sp-small" data-foot>
      <span>
        <KeyCap>↑</KeyCap> <KeyCap>↓</KeyCap> <KeyCap>←</KeyCap> <KeyCap>→</KeyCap> {t('calendar.select')} <KeyCap>Tab</KeyCap>{' '}
        <ActionKey id="calendarOpen" /> {t('calendar.open_here')} <ActionKey id="calendarFinish" /> {t('calendar.finish')}{' '}
        <ActionKey id="calendarMove" /> {t('calendar.move')} <ActionKey id="calendarAdd" /> {t('calendar.add_here')}
      </span>
      <span className="sp-grow" />
      <span className="cut sp-cal-source" title={t('calendar.holiday_source')}>
        <IconCalendarOff size={13} aria-hidden /> {t('calendar.holiday_source')}
      </span>
    </p>
  )
}
