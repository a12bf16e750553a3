/** Days named by words: today, next Friday, the end of the month. */
import { addDays, addMonths, dateParts, endOfMonth, isoDate, weekdayOf } from './calendar.ts'

const FIXED: Readonly<Record<string, number>> = {
  วันนี้: 0,
  today: 0,
  now: 0,
  พรุ่งนี้: 1,
  พรุ่ง: 1,
  tomorrow: 1,
  tmr: 1,
  มะรืน: 2,
  มะรืนนี้: 2,
  'day after tomorrow': 2,
  เมื่อวาน: -1,
  เมื่อวานนี้: -1,
  yesterday: -1,
  เมื่อวานซืน: -2,
  เมื่อวานซืนนี้: -2,
  สัปดาห์หน้า: 7,
  อาทิตย์หน้า: 7,
  'next week': 7,
  สัปดาห์ที่แล้ว: -7,
  อาทิตย์ที่แล้ว: -7,
  'last week': -7,
}

const WEEKDAYS: readonly RegExp[] = [
  /^(?:อาทิตย์|sun(?:day)?)$/,
  /^(?:จันทร์|mon(?:day)?)$/,
  /^(?:อังคาร|tue(?:s|sday)?)$/,
  /^(?:พุธ|wed(?:nesday)?)$/,
  /^(?:พฤหัสบดี|พฤหัส|thu(?:rs|rsday)?)$/,
  /^(?:ศุกร์|fri(?:day)?)$/,
  /^(?:เสาร์|sat(?:urday)?)$/,
]

function monthWord(text: string, today: string): string | undefined {
  const { year, month } = dateParts(today)
  switch (text) {
    case 'สิ้นเดือน':
    case 'สิ้นเดือนนี้':
    case 'end of month':
    case 'month end':
      return endOfMonth(today)
    case 'สิ้นเดือนหน้า':
    case 'end of next month':
      return endOfMonth(addMonths(isoDate(year, month, 1) ?? today, 1))
    case 'สิ้นเดือนที่แล้ว':
      return endOfMonth(addMonths(isoDate(year, month, 1) ?? today, -1))
    case 'ต้นเดือนหน้า':
      return addMonths(isoDate(year, month, 1) ?? today, 1)
    case 'ต้นเดือน':
    case 'ต้นเดือนนี้':
      return isoDate(year, month, 1)
    case 'เดือนหน้า':
    case 'next month':
      return addMonths(today, 1)
    case 'เดือนที่แล้ว':
    case 'last month':
      return addMonths(today, -1)
    case 'สิ้นปี':
    case 'สิ้นปีนี้':
    case 'end of year':
      return isoDate(year, 12, 31)
    default:
      return undefined
  }
}

function weekdayWord(text: string, today: string): string | undefined {
  const thai = /^(วัน)?([\u0e01-\u0e4e]+?)\s*(นี้|หน้า|ที่แล้ว|ก่อน)?$/.exec(text)
  const english = /^(?:(this|next|last)\s+)?([a-z]+)$/.exec(text)
  const name = thai?.[2] ?? english?.[2] ?? ''
  const weekday = WEEKDAYS.findIndex((pattern) => pattern.test(name))
  if (weekday < 0) return undefined
  const which = thai?.[3] ?? english?.[1]
  const ahead = (weekday - weekdayOf(today) + 7) % 7
  if (which === 'ที่แล้ว' || which === 'ก่อน' || which === 'last') return addDays(today, ahead - 7)
  if (which !== 'หน้า' && which !== 'next') return addDays(today, ahead)
  // ศุกร์หน้า is the Friday of next week, weeks counted from Monday as people speak of them.
  const monday = addDays(today, -((weekdayOf(today) + 6) % 7))
  return addDays(monday, 7 + ((weekday + 6) % 7))
}

/**
 * The local date that words name on the day `today`, or undefined: `พรุ่งนี้`, `มะรืน`, `ศุกร์นี้` (the coming Friday), `ศุกร์หน้า` (Friday of
 * next week), `สิ้นเดือน`, `next monday`. The text is in lower case.
 */
export function relativeDate(text: string, today: string): string | undefined {
  const squeezed = text.replace(/\s+/g, ' ').replace(/(?<=[\u0e01-\u0e4e]) (?=[\u0e01-\u0e4e])/g, '')
  const offset = Object.hasOwn(FIXED, squeezed) ? FIXED[squeezed] : undefined
  if (offset !== undefined) return addDays(today, offset)
  return monthWord(squeezed, today) ?? weekdayWord(squeezed, today)
}
