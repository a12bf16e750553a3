import { useEffect, useRef } from 'react'
import { DoneRing, NoRing } from '../../components/done-ring.tsx'
import { useDates } from '../../lib/instants.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KindIcon } from '../../records/activity-kinds.tsx'
import { type CalendarItem, isOn } from './calendar-items.ts'
import { holidayName } from './day-head.tsx'
import { aboutOf, StateSign, useItemWords, useTimeText } from './item-face.tsx'
import { LiftBar } from './lift-bar.tsx'
import type { GridProps } from './time-grid.tsx'
import { useItemKeys } from './use-item-keys.ts'

/** Day by day as a list. Days with nothing are left out, but for today and holidays. */
export function Agenda(props: GridProps & { touch: boolean }) {
  const { days, items, onOpen, onFinish, onPlace, onPutBack, touch } = props
  const words = useWords()
  const { t } = words
  const dates = useDates()
  const frame = useRef<HTMLDivElement>(null)
  const toFirst = (event: React.KeyboardEvent) => {
    if (event.code !== 'ArrowDown') return
    event.preventDefault()
    frame.current?.querySelector<HTMLElement>('[data-item]')?.focus()
  }
  const keys = useItemKeys({ items, frame, byDay: true, onFinish, onPlace, onPutBack, onFrame: toFirst })
  useEffect(() => frame.current?.focus({ preventScroll: true }), [])
  const shown = days.filter((day) => items.some((item) => isOn(item, day)) || day === dates.today || holidayName(words, day))
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element says that its parts are moved through with the arrows.
    <div
      ref={frame}
      role="group"
      className="sp-cal-frame sp-cal-agenda"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move through its lines.
      tabIndex={0}
      aria-label={t('calendar.title')}
      aria-describedby="cal-help"
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      onBlur={keys.onBlur}
    >
      {items.length === 0 && (
        <div className="sp-cal-empty">
          <h2>{t('calendar.nothing')}</h2>
          <p className="sp-t2">{t(touch ? 'calendar.nothing_touch' : 'calendar.nothing_text')}</p>
        </div>
      )}
      {items.length > 0 &&
        shown.map((day) => (
          <section key={day}>
            <h2 className="sp-cal-agenda-day" data-today={day === dates.today || undefined}>
              {dates.heading(day)}
              {holidayName(words, day) && <span className="sp-t2 sp-cal-holiday">{holidayName(words, day)}</span>}
            </h2>
            {items
              .filter((item) => isOn(item, day))
              .map((item) => (
                <AgendaLine
                  key={item.key}
                  item={item}
                  day={day}
                  onOpen={onOpen}
                  onFinish={onFinish}
                  lifted={keys.lifted?.key === item.key}
                />
              ))}
            {!items.some((item) => isOn(item, day)) && (
              <p className="sp-t2 sp-table-text sp-cal-agenda-none">{t('calendar.nothing_day')}</p>
            )}
          </section>
        ))}
      <LiftBar items={items} lifted={keys.lifted} />
    </div>
  )
}

type LineProps = { item: CalendarItem; day: string; lifted: boolean } & Pick<GridProps, 'onOpen' | 'onFinish'>

function AgendaLine({ item, day, lifted, onOpen, onFinish }: LineProps) {
  const { t } = useWords()
  const office = useOffice()
  const itemWords = useItemWords()
  const timeText = useTimeText()
  const { row } = item
  const owner = row.owner === office.me.id ? '' : office.userLabel(row.owner as string | undefined)
  const mayFinish = (row.may?.edit ?? false) && item.state !== 'coming' && row.type !== 'note'
  return (
    <div className="sp-cal-agenda-line" data-state={item.state} data-held={lifted || undefined}>
      {mayFinish ? (
        <DoneRing done={item.state === 'done'} label={t('page.finish', { subject: row.title })} onPress={() => onFinish(item)} />
      ) : (
        <NoRing />
      )}
      <button
        type="button"
        id={day === item.day ? `cal-${item.key}` : undefined}
        className="sp-cal-agenda-open"
        data-item={item.key}
        data-page-keys
        data-day={day}
        data-at={item.at}
        onClick={(event) => onOpen(item, event.currentTarget)}
      >
        <span className="sp-cal-agenda-time">{timeText(item)}</span>
        <KindIcon type={row.type} />
        <StateSign item={item} />
        <span className="cut sp-cal-subject">{row.title}</span>
        <span className="cut sp-t2">{[aboutOf(item)?.title, owner].filter(Boolean).join(' · ')}</span>
        {item.state !== 'open' && item.state !== 'done' && (
          <span className={`sp-cal-agenda-state sp-small ${item.state === 'late' ? 'sp-bad' : 'sp-t2'}`}>
            {item.state === 'late' ? t('calendar.late') : ''}
          </span>
        )}
        <span className="sp-visually-hidden">{itemWords(item)}</span>
      </button>
    </div>
  )
}
