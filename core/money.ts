/**
 * Money as whole satang. All arithmetic is on integers; results are rounded half-up away from zero, as the Revenue Department's order
 * ป.86/2542 asks. Floats never touch an amount: 1.005 × 100 is not 100.5.
 */
import { toArabicDigits } from './thai/digits.ts'

export type BahtProblem = 'empty' | 'not_a_number' | 'too_many_decimals' | 'too_large'
export type BahtResult = { ok: true; satang: number } | { ok: false; reason: BahtProblem }

/** The minus people read, U+2212; a hyphen is too short beside digits and breaks lines. */
const MINUS = '−'
const NUMBER = /^(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?$/
const UNITS: Readonly<Record<string, number>> = { ล้าน: 6, แสน: 5, หมื่น: 4, พัน: 3, m: 6, k: 3 }
const WITH_UNIT = /^(.*?)\s*(ล้าน|แสน|หมื่น|พัน|m|k)$/

function roundQuotient(numerator: bigint, denominator: bigint): number {
  if (denominator === 0n) throw new RangeError('division by zero')
  const negative = numerator < 0n !== denominator < 0n
  const size = numerator < 0n ? -numerator : numerator
  const by = denominator < 0n ? -denominator : denominator
  const rounded = Number((size * 2n + by) / (by * 2n))
  return negative && rounded !== 0 ? -rounded : rounded
}

/** `numerator / denominator`, rounded half-up away from zero; exact for all safe integers. Throws RangeError on a zero denominator. */
export function roundDiv(numerator: number, denominator: number): number {
  return roundQuotient(BigInt(numerator), BigInt(denominator))
}

/** `amount × numerator / denominator` in one rounding, for shares and rates: 7/107 of a price. Throws RangeError on a zero denominator. */
export function mulDiv(amount: number, numerator: number, denominator: number): number {
  return roundQuotient(BigInt(amount) * BigInt(numerator), BigInt(denominator))
}

function decimalSatang(text: string, shift: number, extraDecimals: 'refuse' | 'round'): BahtResult {
  const match = NUMBER.exec(text)
  if (!match || (match[1] === undefined && !match[2])) return { ok: false, reason: 'not_a_number' }
  const whole = (match[1] ?? '').replaceAll(',', '')
  const decimals = (match[2] ?? '').replace(/0+$/, '').padEnd(shift + 2, '0')
  const rest = decimals.slice(shift + 2)
  if (rest !== '' && extraDecimals === 'refuse') return { ok: false, reason: 'too_many_decimals' }
  const satang = Number(whole + decimals.slice(0, shift + 2)) + (rest !== '' && rest >= '5' ? 1 : 0)
  return Number.isSafeInteger(satang) ? { ok: true, satang } : { ok: false, reason: 'too_large' }
}

/**
 * Reads an amount in baht: `1,234.50`, `฿1,234`, `1,234.50 บาท`, `๑,๒๓๔`, `(500.00)`, `−500`, `500-`, `1.5 ล้าน`. More than two decimals are refused, or rounded
 * half-up where `extraDecimals` says so (imports from spreadsheets).
 */
export function parseBaht(text: string, options: { extraDecimals?: 'refuse' | 'round' } = {}): BahtResult {
  let plain = toArabicDigits(text)
    .toLowerCase()
    .replace(/฿|บาท(?:ถ้วน)?|thb|baht|\.-$|[\s\u00a0]/g, '')
  if (plain === '') return { ok: false, reason: 'empty' }
  let negative = false
  const signed = /^(?:\((.+)\)|[-−–](.+)|(.+)[-−])$/.exec(plain)
  if (signed) {
    negative = true
    plain = signed[1] ?? signed[2] ?? signed[3] ?? ''
  } else if (plain.startsWith('+')) plain = plain.slice(1)
  const unit = WITH_UNIT.exec(plain)
  const shift = UNITS[unit?.[2] ?? ''] ?? 0
  const result = decimalSatang(unit?.[1] ?? plain, shift, options.extraDecimals ?? 'refuse')
  return result.ok && negative && result.satang !== 0 ? { ok: true, satang: -result.satang } : result
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `123456750` → `1,234,567.50`, with `−` before negative amounts. `decimals: 0` rounds to whole baht, `'auto'` leaves .00 out. */
export function formatBaht(satang: number, options: { decimals?: 0 | 2 | 'auto' } = {}): string {
  const decimals = options.decimals ?? 2
  const whole = decimals === 0 || (decimals === 'auto' && satang % 100 === 0)
  const size = Math.abs(satang)
  const baht = whole ? roundDiv(size, 100) : Math.floor(size / 100)
  const text = grouped(String(baht)) + (whole ? '' : `.${String(size % 100).padStart(2, '0')}`)
  return satang < 0 && /[1-9]/.test(text) ? MINUS + text : text
}

/**
 * An amount for tiles: `12.35 ล้านบาท` from one million on, the exact amount below (`999,999.99 บาท`). English: `12.35 million baht`. The exact amount
 * belongs into the tooltip.
 */
export function formatCompactBaht(satang: number, lang: 'th' | 'en'): string {
  const unit = lang === 'th' ? 'บาท' : 'baht'
  const size = Math.abs(satang)
  if (size < 100_000_000) return `${formatBaht(satang, { decimals: 'auto' })} ${unit}`
  const hundredths = roundDiv(size, 1_000_000)
  const text =
    grouped(String(Math.floor(hundredths / 100))) + `.${String(hundredths % 100).padStart(2, '0')}`.replace(/\.?0+$/, '')
  return `${satang < 0 ? MINUS : ''}${text} ${lang === 'th' ? 'ล้าน' : 'million '}${unit}`
}
