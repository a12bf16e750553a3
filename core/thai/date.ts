/** Dates as the office reads and types them. Stored dates are `YYYY-MM-DD` of the common era; Thai text shows พ.ศ. */
import { BUDDHIST_OFFSET, dateParts, weekdayOf } from './calendar.ts'
import {
  ENGLISH_MONTHS,
  ENGLISH_WEEKDAYS,
  THAI_MONTHS,
  THAI_MONTHS_SHORT,
  THAI_WEEKDAYS,
  THAI_WEEKDAYS_SHORT,
} from './month-names.ts'

export { addDays, addMonths, daysBetween, instantToLocal, todayIn } from './calendar.ts'

export type DateStyle = 'short' | 'medium' | 'long' | 'weekday' | 'weekdayLong' | 'monthDay'

function formatThai(iso: string, style: DateStyle): string {
  const { year, month, day } = dateParts(iso)
  const era = year + BUDDHIST_OFFSET
  const short = `${day} ${THAI_MONTHS_SHORT[month - 1]}`
  const long = `${day} ${THAI_MONTHS[month - 1]} ${era}`
  switch (style) {
    case 'monthDay':
      return short
    case 'short':
      return `${short} ${String(era % 100).padStart(2, '0')}`
    case 'medium':
      return `${short} ${era}`
    case 'long':
      return long
    case 'weekday':
      return `${THAI_WEEKDAYS_SHORT[weekdayOf(iso)]} ${short} ${String(era % 100).padStart(2, '0')}`
    case 'weekdayLong':
      return `วัน${THAI_WEEKDAYS[weekdayOf(iso)]}ที่ ${long}`
  }
}

function formatEnglish(iso: string, style: DateStyle): string {
  const { year, month, day } = dateParts(iso)
  const name = ENGLISH_MONTHS[month - 1] ?? ''
  const weekday = ENGLISH_WEEKDAYS[weekdayOf(iso)] ?? ''
  const short = `${day} ${name.slice(0, 3)}`
  switch (style) {
    case 'monthDay':
      return short
    case 'short':
    case 'medium':
      return `${short} ${year}`
    case 'long':
      return `${day} ${name} ${year}`
    case 'weekday':
      return `${weekday.slice(0, 3)} ${short} ${year}`
    case 'weekdayLong':
      return `${weekday}, ${day} ${name} ${year}`
  }
}

/**
 * A stored date in words. Thai shows the Buddhist year: `short` 22 พ.ย. 69, `medium` 22 พ.ย. 2569, `long` 22 พฤศจิกายน 2569, `weekday` อา. 22 พ.ย. 69,
 * `weekdayLong` วันอาทิตย์ที่ 22 พฤศจิกายน 2569, `monthDay` 22 พ.ย.; English shows the common era. Throws RangeError on a text that is no local date.
 */
export function formatDate(iso: string, options: { lang: 'th' | 'en'; style: DateStyle }): string {
  return options.lang === 'th' ? formatThai(iso, options.style) : formatEnglish(iso, options.style)
}
