import { IconAlertTriangle, IconCheck, IconRepeat } from '@tabler/icons-react'
import type { RecordLink } from '../../../core/fields/values.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KindIcon } from '../../records/activity-kinds.tsx'
import { type CalendarItem, timeAt } from './calendar-items.ts'

/** With whom an activity is: its customer where there is one. */
export function aboutOf({ row }: CalendarItem): { entity: string; id: string; title: string } | undefined {
  const links = ((row.about as RecordLink[] | undefined) ?? []).filter((link) => row.titles?.[link.id] !== undefined)
  const customer = typeof row.anchorCustomer === 'string' ? [{ entity: 'customer', id: row.anchorCustomer }] : []
  const link = [...links.filter((one) => one.entity === 'customer'), ...customer, ...links].find((one) => row.titles?.[one.id])
  return link ? { entity: link.entity, id: link.id, title: row.titles?.[link.id] ?? '' } : undefined
}

/** `10:00–11:30`, or that it takes the whole day. */
export function useTimeText(): (item: CalendarItem) => string {
  const { t } = useWords()
  return (item) => (item.allDay ? t('calendar.all_day') : `${timeAt(item.at)}–${timeAt(item.at + item.minutes)}`)
}

/** What an item's look says besides its name, in words: for who does not see it, and in a tooltip. */
export function useItemWords(): (item: CalendarItem) => string {
  const { t } = useWords()
  const office = useOffice()
  const timeText = useTimeText()
  return (item) => {
    const state = item.state === 'open' ? undefined : t(`calendar.${item.state}`)
    const owner = item.row.owner === office.me.id ? undefined : office.userLabel(item.row.owner as string | undefined)
    const kind = office.choiceLabel('activityType', String(item.row.type))
    return [timeText(item), kind, aboutOf(item)?.title, owner, state].filter(Boolean).join(', ')
  }
}

/** The sign of the state, beside the kind's icon; an open item needs none. */
export function StateSign({ item }: { item: CalendarItem }) {
  switch (item.state) {
    case 'late':
      return <IconAlertTriangle size={13} aria-hidden className="sp-bad" />
    case 'done':
      return <IconCheck size={13} aria-hidden className="sp-ok" />
    case 'coming':
      return <IconRepeat size={13} aria-hidden />
    case 'open':
      return null
  }
}

type FaceProps = { item: CalendarItem; held: boolean; lines: number; withTime: boolean; wide: boolean }

/** An item in one line (a month's cell, the row of whole days) or, with room for it, in several. One that is held says from when until when. */
export function ItemFace({ item, held, lines, withTime, wide }: FaceProps) {
  const office = useOffice()
  const timeText = useTimeText()
  const about = aboutOf(item)
  const owner = item.row.owner === office.me.id ? '' : office.userLabel(item.row.owner as string | undefined)
  const beside = [owner, about?.title].filter(Boolean).join(' · ')
  // The name has the first line to itself where the second is free for the hours; the hours are in the item's words for who does not see them.
  const below = lines > 1 && !item.allDay && (held || !beside)
  return (
    <>
      <span className="sp-cal-line">
        <KindIcon type={item.row.type} size={13} />
        <StateSign item={item} />
        {(withTime || held) && !below && !item.allDay && (
          <span className="sp-cal-time" aria-hidden>
            {held ? timeText(item) : timeAt(item.at)}
          </span>
        )}
        <span className="cut sp-cal-subject">{item.row.title}</span>
        {wide && lines === 1 && <span className="cut sp-cal-about">{beside}</span>}
      </span>
      {below ? (
        <span className="cut sp-cal-about" aria-hidden>
          {timeText(item)}
        </span>
      ) : (
        lines > 1 && <span className="cut sp-cal-about">{beside}</span>
      )}
    </>
  )
}
