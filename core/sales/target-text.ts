import { formatBaht, parseBaht } from '../money.ts'
import { toArabicDigits } from '../thai/digits.ts'

const MILLION = 1_000_000
/** A bare number below this is meant in millions: nobody has a month's target of 999 baht. */
const MEANT_IN_MILLIONS = 1_000

/** What stands in a cell of the grid: millions of baht without needless zeros; empty for no target. */
export function targetText(satang: number | null): string {
  if (satang === null) return ''
  const digits = String(Math.abs(satang)).padStart(9, '0')
  return `${formatBaht(Number(digits.slice(0, -8)) * 100, { decimals: 0 })}.${digits.slice(-8)}`.replace(/\.?0+$/, '')
}

/**
 * A target as people type it: `2.5` is 2.5 million, `2,500,000`, `2.5 ล้าน`, `๒.๕`. Null for an empty cell, undefined for what is no amount.
 */
export function readTarget(text: string): number | null | undefined {
  const plain = toArabicDigits(text).trim()
  if (plain === '' || plain === '-' || plain === '–') return null
  const bare = /^[\d,]*\.?\d*$/.test(plain) && Number(plain.replaceAll(',', '')) < MEANT_IN_MILLIONS
  const read = parseBaht(bare ? `${plain} ล้าน` : plain, { extraDecimals: 'round' })
  return read.ok && read.satang >= 0 && read.satang <= MILLION * MILLION * 100 ? read.satang : undefined
}
