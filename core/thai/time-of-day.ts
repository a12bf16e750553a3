import { toArabicDigits } from './digits.ts'
import { norm } from './text.ts'

export type TimeResult = { ok: true; time: string } | { ok: false; reason: 'empty' | 'not_a_time' }

const NUMBER_WORDS: readonly (readonly [string, string])[] = [
  ['สิบเอ็ด', '11'],
  ['สิบสอง', '12'],
  ['สิบ', '10'],
  ['หนึ่ง', '1'],
  ['สอง', '2'],
  ['สาม', '3'],
  ['สี่', '4'],
  ['ห้า', '5'],
  ['หก', '6'],
  ['เจ็ด', '7'],
  ['แปด', '8'],
  ['เก้า', '9'],
]
const CLOCK = /^(\d{1,2})(?:[:.](\d{2})(?:[:.]\d{2})?|(\d{2}))?\s*(?:น\.?|นาฬิกา)?$/
const ENGLISH = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\.?$/

/** Spoken Thai hours: a pattern with the hour in group 1, and what the day has added by then. */
const SPOKEN: readonly [RegExp, (hour: number) => number | undefined][] = [
  [/^เที่ยงคืน$/, () => 0],
  [/^เที่ยง(?:วัน)?$/, () => 12],
  [/^ตี(\d{1,2})$/, (hour) => (hour >= 1 && hour <= 5 ? hour : undefined)],
  [/^(\d{1,2})?โมงเช้า$/, (hour) => (hour >= 6 && hour <= 11 ? hour : hour >= 1 && hour <= 5 ? hour + 6 : undefined)],
  [/^บ่าย(?:โมง)?$/, () => 13],
  [/^บ่าย(\d)(?:โมง)?$/, (hour) => (hour >= 1 && hour <= 5 ? hour + 12 : undefined)],
  [/^(\d)โมงเย็น$/, (hour) => (hour >= 3 && hour <= 7 ? hour + 12 : undefined)],
  [/^(\d)ทุ่ม$/, (hour) => (hour >= 1 && hour <= 5 ? hour + 18 : undefined)],
  [/^(\d{1,2})โมง$/, (hour) => (hour >= 6 && hour <= 11 ? hour : hour >= 1 && hour <= 5 ? hour + 12 : undefined)],
]

function clock(hour: number, minute: number): TimeResult {
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)) return { ok: false, reason: 'not_a_time' }
  return { ok: true, time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` }
}

/** Reads `14:30`, `14.30 น.`, `1430`, `9`, `2pm`, `บ่ายสองครึ่ง`, `3 ทุ่ม`, `เที่ยง` as `HH:MM`. */
export function parseTime(text: string): TimeResult {
  const plain = toArabicDigits(norm(text)).toLowerCase()
  if (plain === '') return { ok: false, reason: 'empty' }
  const digits = CLOCK.exec(plain)
  if (digits) return clock(Number(digits[1]), Number(digits[2] ?? digits[3] ?? 0))
  const english = ENGLISH.exec(plain)
  if (english) {
    const hour = Number(english[1])
    if (hour < 1 || hour > 12) return { ok: false, reason: 'not_a_time' }
    return clock((hour % 12) + (english[3] === 'p' ? 12 : 0), Number(english[2] ?? 0))
  }
  let spoken = plain.replace(/\s/g, '')
  for (const [word, digit] of NUMBER_WORDS) spoken = spoken.replaceAll(word, digit)
  const minutes = /^(.*?)(?:(ครึ่ง)|(\d{1,2})นาที)?$/.exec(spoken)
  for (const [pattern, hourOf] of SPOKEN) {
    const match = pattern.exec(minutes?.[1] ?? '')
    const hour = match && hourOf(Number(match[1] ?? Number.NaN))
    if (typeof hour === 'number') return clock(hour, minutes?.[2] ? 30 : Number(minutes?.[3] ?? 0))
  }
  return { ok: false, reason: 'not_a_time' }
}
