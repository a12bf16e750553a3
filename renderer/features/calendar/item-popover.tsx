import { Button, Popover } from '@mantine/core'
import { IconClock, IconMapPin, IconPencilPlus, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ActionKey } from '../../components/action-key.tsx'
import { DateField } from '../../components/date-field.tsx'
import { DateTimeField } from '../../components/date-time-field.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Mark } from '../../components/mark.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { useActions } from '../../lib/actions.ts'
import { useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KindIcon } from '../../records/activity-kinds.tsx'
import { useFinish } from '../../records/finish.ts'
import { useRecordActions } from '../../records/record-actions.tsx'
import { type CalendarItem, DAY_MINUTES, minutesOf, type Place } from './calendar-items.ts'
import { aboutOf, StateSign, useTimeText } from './item-face.tsx'
import { lengthText } from './use-place.ts'

export type Opened = { item: CalendarItem; rect: { left: number; top: number; width: number; height: number } }
type Props = {
  opened: Opened
  items: readonly CalendarItem[]
  onClose: () => void
  onPlace: (item: CalendarItem, to: Place) => void
}

/** An item opened where it stands (on a phone, over the page): what it is, and what can be done with it. */
export function ItemPopover({ opened, items, onClose, onPlace }: Props) {
  const { rect } = opened
  // The item as it is now: what is done with it must build on what others did meanwhile.
  const item = items.find((one) => one.key === opened.item.key) ?? opened.item
  const room = useRoom()
  const content = <Content item={item} onClose={onClose} onPlace={onPlace} />
  if (room === 'phone') {
    return (
      <Dialog opened onClose={onClose} title={item.row.title}>
        {content}
      </Dialog>
    )
  }
  return (
    <Popover opened onChange={(open) => !open && onClose()} position="right-start" width={360} trapFocus shadow="lg" withinPortal>
      <Popover.Target>
        <span className="sp-cal-anchor" style={{ left: rect.left, top: rect.top, width: rect.width, height: rect.height }} />
      </Popover.Target>
      <Popover.Dropdown className="sp-cal-pop" aria-label={item.row.title}>
        {content}
      </Popover.Dropdown>
    </Popover>
  )
}

function Content({ item, onClose, onPlace }: Omit<Props, 'opened' | 'items'> & { item: CalendarItem }) {
  const { t } = useWords()
  const office = useOffice()
  const { row } = item
  const [timing, setTiming] = useState(false)
  const about = aboutOf(item)
  const named = useRoom() === 'phone'
  const owner = office.userLabel(row.owner as string | undefined)
  const mayEdit = row.may?.edit ?? false
  return (
    <>
      <div className="sp-cal-pop-head">
        <KindIcon type={row.type} size={18} />
        <div className="sp-grow">
          {!named && <h2>{row.title}</h2>}
          {about && (
            <Link to={recordPath(about.entity, about.id)} className="sp-link sp-table-text">
              {about.title}
            </Link>
          )}
        </div>
      </div>
      <Facts item={item} />
      {typeof row.body === 'string' && <p className="sp-cal-pop-body sp-table-text">{row.body}</p>}
      {item.state === 'coming' && <p className="sp-t2 sp-small">{t('calendar.coming_text')}</p>}
      {!mayEdit && <p className="sp-t2 sp-small">{t('calendar.not_yours', { owner })}</p>}
      {timing ? (
        <TimeForm
          item={item}
          onCancel={() => setTiming(false)}
          onPlace={(to) => {
            onPlace(item, to)
            onClose()
          }}
        />
      ) : (
        <Verbs item={item} onClose={onClose} onTime={() => setTiming(true)} />
      )}
    </>
  )
}

function Facts({ item }: { item: CalendarItem }) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const timeText = useTimeText()
  const { row } = item
  const outcome = typeof row.outcome === 'string' ? office.choiceLabel('outcome', row.outcome) : ''
  return (
    <div className="sp-cal-pop-facts sp-table-text">
      <p>
        <IconClock size={16} aria-hidden />
        <span>
          {dates.heading(item.day)} · {timeText(item)}
          {item.lastDay !== item.day && ` – ${dates.date(item.lastDay, 'weekday')}`}{' '}
          <span className="sp-t2">({lengthText(t, item.minutes)})</span>
        </span>
      </p>
      {typeof row.place === 'string' && (
        <p>
          <IconMapPin size={16} aria-hidden />
          <span>{row.place}</span>
        </p>
      )}
      {row.owner !== office.me.id && office.userLabel(row.owner as string | undefined) && (
        <p>
          <IconUser size={16} aria-hidden />
          <span>{office.userLabel(row.owner as string | undefined)}</span>
        </p>
      )}
      {item.state !== 'open' && (
        <Mark tone={item.state === 'late' ? 'bad' : item.state === 'done' ? 'ok' : 'plain'}>
          <span className="sp-cal-line">
            <StateSign item={item} /> {[t(`calendar.${item.state}`), outcome].filter(Boolean).join(' · ')}
          </span>
        </Mark>
      )}
    </div>
  )
}

function Verbs({ item, onClose, onTime }: { item: CalendarItem; onClose: () => void; onTime: () => void }) {
  const { t } = useWords()
  const { finish, reopen } = useFinish()
  const { log } = useRecordActions()
  const { row } = item
  const mayFinish = (row.may?.edit ?? false) && item.state !== 'coming' && row.type !== 'note'
  const open = mayFinish && item.state !== 'done'
  const done = () => {
    onClose()
    void (item.state === 'done' ? reopen(row) : finish(row))
  }
  const logIt = () => {
    onClose()
    log?.({
      about: aboutOf(item) ?? { entity: 'activity', id: row.id, title: row.title },
      completes: row,
      type: row.type === 'task' ? 'call' : String(row.type),
    })
  }
  useActions({ log: logIt }, { enabled: open && log !== undefined, onTop: true, about: row.title })
  return (
    <div className="sp-row sp-wrap sp-cal-pop-verbs">
      {open && (
        <Button onClick={done} data-autofocus>
          {t('action.done')}
        </Button>
      )}
      {open && log && (
        <Button
          variant="default"
          leftSection={<IconPencilPlus size={16} />}
          rightSection={<ActionKey id="log" />}
          onClick={logIt}
        >
          {t('home.log')}
        </Button>
      )}
      {item.movable && (
        <Button variant="default" onClick={onTime}>
          {t('calendar.change_time')}
        </Button>
      )}
      {mayFinish && item.state === 'done' && (
        <Button variant="default" onClick={done}>
          {t('page.reopen')}
        </Button>
      )}
      <Link to={recordPath('activity', row.id)} className="sp-link sp-table-text">
        {t('calendar.open')}
      </Link>
    </div>
  )
}

/** The way to move and stretch without dragging. */
function TimeForm({ item, onPlace, onCancel }: { item: CalendarItem; onPlace: (to: Place) => void; onCancel: () => void }) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const [start, setStart] = useState<string | undefined>(item.start)
  const unit = item.allDay ? DAY_MINUTES : 1
  const [length, setLength] = useState<number | undefined>(item.minutes / unit)
  const save = () => {
    if (!start) return
    const at = item.allDay ? 0 : minutesOf(dates.timeOf(start))
    onPlace({ day: dates.dayOf(start), at, minutes: Math.max(1, Math.round(length ?? item.minutes / unit)) * unit })
  }
  return (
    <form
      className="sp-cal-pop-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {item.allDay ? (
        <DateField
          label={t('calendar.start')}
          value={start ? dates.dayOf(start) : undefined}
          today={dates.today}
          purpose="due"
          onChange={(day) => setStart(day && dates.instant(day, '00:00'))}
          autoFocus
        />
      ) : (
        <DateTimeField
          label={t('calendar.start')}
          value={start}
          today={dates.today}
          timeZone={office.timeZone}
          onChange={setStart}
          autoFocus
        />
      )}
      <NumberField label={t(item.allDay ? 'calendar.length_days' : 'calendar.length')} value={length} onChange={setLength} />
      <div className="sp-row">
        <Button type="submit" disabled={!start}>
          {t('action.save')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.back')}
        </Button>
      </div>
    </form>
  )
}
