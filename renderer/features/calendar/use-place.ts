import { useCallback, useState } from 'react'
import type { WordKey } from '../../../core/words/th.ts'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useWords, type WordParams } from '../../lib/words.ts'
import { useSaveRecord, type Values } from '../../records/save-record.tsx'
import { type CalendarItem, DAY_MINUTES, type Place, timeAt } from './calendar-items.ts'

type Moved = ReadonlyMap<string, { dueAt: string; minutes: number }>

/** A length in words: `45 นาที`, `1.5 ชม.`, `2 วัน`. */
export function lengthText(t: (key: WordKey, params?: WordParams) => string, minutes: number): string {
  if (minutes >= DAY_MINUTES && minutes % DAY_MINUTES === 0) return t('calendar.days', { count: minutes / DAY_MINUTES })
  return minutes >= 60 && minutes % 30 === 0
    ? t('calendar.hours', { count: minutes / 60 })
    : t('calendar.minutes', { count: minutes })
}

/**
 * Moves and stretches items: they stand in their new place at once, the reminder goes along, and it can be undone. What the server
 * refuses goes back and is told.
 */
export function usePlace() {
  const { t } = useWords()
  const toast = useToast()
  const dates = useDates()
  const save = useSaveRecord()
  const [moved, setMoved] = useState<Moved>(new Map())

  const put = useCallback((id: string, place: { dueAt: string; minutes: number } | undefined) => {
    setMoved((old) => {
      const next = new Map(old)
      if (place) next.set(id, place)
      else next.delete(id)
      return next
    })
  }, [])

  const place = useCallback(
    async (item: CalendarItem, to: Place) => {
      const { row } = item
      const dueAt = dates.instant(to.day, timeAt(to.at))
      const shifts = dueAt !== row.dueAt
      const stretches = to.minutes !== item.minutes
      if (!shifts && !stretches) return
      const shift = Date.parse(dueAt) - Date.parse(String(row.dueAt))
      const values: Values = {
        ...(shifts && { dueAt }),
        ...(stretches && { minutes: to.minutes }),
        ...(shifts && typeof row.remindAt === 'string' && { remindAt: new Date(Date.parse(row.remindAt) + shift).toISOString() }),
      }
      const before = Object.fromEntries(Object.keys(values).map((key) => [key, row[key] ?? null]))
      put(row.id, { dueAt, minutes: to.minutes })
      try {
        const written = await save('activity', row, values)
        const when = item.allDay ? dates.date(to.day, 'weekday') : `${dates.date(to.day, 'weekday')} ${timeAt(to.at)}`
        if (written)
          toast.show({
            text: shifts
              ? t('calendar.moved', { title: row.title, when })
              : t('calendar.stretched', { title: row.title, length: lengthText(t, to.minutes) }),
            undo: () => save('activity', { ...row, ...values, version: written.version }, before),
          })
      } catch (error) {
        toast.problem(error)
      }
      put(row.id, undefined)
    },
    [dates, put, save, t, toast],
  )
  return { moved, place }
}
