import { SSF } from '@e965/xlsx'
import type { Cell } from './sheet.ts'

/** Number formats that only show leading zeros and dashes, as offices use for telephones and tax ids: `0000000000`, `0-0000-00000-00-0`. */
const PADDED_FORMAT = /^0(?:[0#]|\\?[- ]|"[- ]")+$/

/**
 * A stored number as the user means it by its format: a date becomes ISO text, a number shown with leading zeros becomes the text
 * shown (812345678 as 0812345678), any other stays a number.
 */
export function formattedNumber(value: number, format: string | number | undefined, date1904: boolean): Cell {
  if (format === undefined || format === 'General' || format === 0) return value
  if (typeof format === 'string' && PADDED_FORMAT.test(format)) {
    return Number.isSafeInteger(value) && value >= 0 ? padDigits(String(value), format.replace(/[\\"]/g, '')) : value
  }
  return SSF.is_date(typeof format === 'number' ? (SSF.get_table()[format] ?? 'General') : format)
    ? serialDateText(value, date1904)
    : value
}

/** Writes the digits into the places of a format from the right; digits that do not fit stay in front. */
function padDigits(digits: string, format: string): string {
  let left = digits
  let shown = ''
  for (let at = format.length - 1; at >= 0; at--) {
    const sign = format[at] ?? ''
    if (sign !== '0' && sign !== '#') shown = sign + shown
    else if (left !== '') {
      shown = left.slice(-1) + shown
      left = left.slice(0, -1)
    } else if (sign === '0') shown = `0${shown}`
  }
  return left + shown
}

/** Excel counts days from 1900 (or 1904) and has no time zone. A fraction alone is a time of day. */
function serialDateText(serial: number, date1904: boolean): Cell {
  const code = SSF.parse_date_code(serial, { date1904 })
  if (!code) return serial
  const two = (number: number) => String(number).padStart(2, '0')
  const time = `${two(code.H)}:${two(code.M)}`
  if (serial < 1 && !date1904) return time
  const day = `${String(code.y).padStart(4, '0')}-${two(code.m)}-${two(code.d)}`
  return code.H === 0 && code.M === 0 && code.S === 0 ? day : `${day}T${time}`
}
