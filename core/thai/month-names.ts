/** Names of months and weekdays, as printed and as typed. */

export const THAI_MONTHS = [
  'มกราคม',
  'กุมภาพันธ์',
  'มีนาคม',
  'เมษายน',
  'พฤษภาคม',
  'มิถุนายน',
  'กรกฎาคม',
  'สิงหาคม',
  'กันยายน',
  'ตุลาคม',
  'พฤศจิกายน',
  'ธันวาคม',
] as const
export const THAI_MONTHS_SHORT = [
  'ม.ค.',
  'ก.พ.',
  'มี.ค.',
  'เม.ย.',
  'พ.ค.',
  'มิ.ย.',
  'ก.ค.',
  'ส.ค.',
  'ก.ย.',
  'ต.ค.',
  'พ.ย.',
  'ธ.ค.',
] as const
export const ENGLISH_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
export const THAI_WEEKDAYS = ['อาทิตย์', 'จันทร์', 'อังคาร', 'พุธ', 'พฤหัสบดี', 'ศุกร์', 'เสาร์'] as const
export const THAI_WEEKDAYS_SHORT = ['อา.', 'จ.', 'อ.', 'พ.', 'พฤ.', 'ศ.', 'ส.'] as const
export const ENGLISH_WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

const MONTH_NUMBERS: ReadonlyMap<string, number> = monthNumbers()

function monthNumbers(): Map<string, number> {
  const numbers = new Map<string, number>([
    ['กรกฏาคม', 7],
    ['กรกฏา', 7],
    ['กุมภาพัน', 2],
    ['sept', 9],
  ])
  for (let i = 0; i < 12; i++) {
    const thai = THAI_MONTHS[i] ?? ''
    const english = (ENGLISH_MONTHS[i] ?? '').toLowerCase()
    numbers.set(thai, i + 1)
    numbers.set(thai.replace(/(?:คม|ยน|พันธ์)$/, ''), i + 1)
    numbers.set((THAI_MONTHS_SHORT[i] ?? '').replaceAll('.', ''), i + 1)
    numbers.set(english, i + 1)
    numbers.set(english.slice(0, 3), i + 1)
  }
  return numbers
}

/** 1–12 for a month's name in Thai or English, in full, clipped or abbreviated, with or without dots. */
export function monthNumber(name: string): number | undefined {
  return MONTH_NUMBERS.get(name.replace(/[.\s]/g, '').toLowerCase())
}
