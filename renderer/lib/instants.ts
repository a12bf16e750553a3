import { addDays, type DateStyle, daysBetween, formatDate, instantToLocal } from '../../core/thai/date.ts'
import { type OfficeInfo, useOffice } from './session.tsx'
import { useWords, type Words } from './words.ts'

/** What the disk made no time of any more is shown as such, and fails no screen. */
export type Dates = {
  today: string
  /** A local date in words: พ.ศ. in Thai. */
  date: (iso: string, style?: DateStyle) => string
  /** An instant near now as `วันนี้ 09:12`, `เมื่อวาน 16:40`, `พรุ่งนี้ 10:00`; else its date, with the time where `withTime`. */
  when: (instant: string, withTime?: boolean) => string
  /** The local date of an instant; empty where that is none. */
  dayOf: (instant: string) => string
  timeOf: (instant: string) => string
  /** The heading of a day in a list: `วันนี้ จันทร์ 23 พ.ย. 69`. */
  heading: (iso: string) => string
  /** Days from today, negative for the past. */
  daysUntil: (iso: string) => number
  /** The instant of a wall-clock time in the office. */
  instant: (date: string, time: string) => string
}

/** The instant (ISO, UTC) at which the office's clock shows this date and time. */
export function instantOf(date: string, time: string, timeZone: string): string {
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  // One step corrects by the zone's offset; zones with a jump that very hour settle in the second.
  let guess = asUtc
  for (let step = 0; step < 2; step++) {
    const local = instantToLocal(new Date(guess).toISOString(), timeZone)
    guess += asUtc - Date.parse(`${local.date}T${local.time}:00Z`)
  }
  return new Date(guess).toISOString()
}

/** Every cell of a list asks for these: they are made once for an office as it is read. */
const datesOf = new WeakMap<OfficeInfo, Dates>()

/** Dates and times as the office reads them. */
export function useDates(): Dates {
  const words = useWords()
  const office = useOffice()
  let dates = datesOf.get(office)
  if (!dates) {
    dates = madeOf(words, office)
    datesOf.set(office, dates)
  }
  return dates
}

const isDay = (iso: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso))
const NO_TIME = { date: '', time: '' }

function madeOf({ t, lang }: Words, { timeZone, today }: OfficeInfo): Dates {
  const date = (iso: string, style: DateStyle = 'short') =>
    isDay(iso) ? formatDate(iso, { lang, style }) : t('field.unreadable_short')
  const localOf = (instant: string) => (Number.isNaN(Date.parse(instant)) ? NO_TIME : instantToLocal(instant, timeZone))
  const near: Record<string, string> = {
    [today]: t('date.today'),
    [addDays(today, -1)]: t('date.yesterday'),
    [addDays(today, 1)]: t('date.tomorrow'),
  }
  return {
    today,
    date,
    when: (instant, withTime = false) => {
      const local = localOf(instant)
      const name = near[local.date]
      // What is due on a day as a whole is due at its midnight.
      const time = local.time === '00:00' || local === NO_TIME ? '' : ` ${local.time}`
      if (name) return name + time
      return date(local.date) + (withTime ? time : '')
    },
    dayOf: (instant) => localOf(instant).date,
    timeOf: (instant) => localOf(instant).time,
    heading: (iso) => (near[iso] ? `${near[iso]}${lang === 'en' ? ',' : ''} ${date(iso, 'weekday')}` : date(iso, 'weekday')),
    daysUntil: (iso) => (isDay(iso) ? daysBetween(today, iso) : 0),
    instant: (day, time) => instantOf(day, time, timeZone),
  }
}
