/** The Thai numbering plan: what a bare string of digits is, and how it is written. */

export type PhoneKind = 'mobile' | 'landline' | 'tollfree' | 'short' | 'foreign' | 'unknown'

/** `national` has its leading 0; `e164` has +66 except for numbers that exist only inside Thailand (1800…, 191, 1577). */
export type PlannedNumber = { kind: Exclude<PhoneKind, 'unknown'>; e164: string; zeroAdded?: boolean }

const MOBILE = /^0[689]\d{8}$/
const LANDLINE = /^0[2-57]\d{7}$/
const TOLL_FREE = /^1[89]00\d{6}$/
const SHORT = /^1\d{2,3}$/
const FOREIGN = /^[1-9]\d{7,14}$/
const MOBILE_WITHOUT_ZERO = /^[689]\d{8}$/
const LANDLINE_WITHOUT_ZERO = /^[2-57]\d{7}$/

function national(digits: string): PlannedNumber | undefined {
  if (MOBILE.test(digits)) return { kind: 'mobile', e164: `+66${digits.slice(1)}` }
  if (LANDLINE.test(digits)) return { kind: 'landline', e164: `+66${digits.slice(1)}` }
  return undefined
}

/**
 * What a number is, from its digits and whether a + stood before them. Undefined if no such number exists. A number that lost its
 * first 0, as Excel takes it, is repaired and says so.
 */
export function planNumber(digits: string, plus: boolean): PlannedNumber | undefined {
  const international = plus ? digits : /^00(?!0)\d{9,}/.test(digits) ? digits.slice(2) : undefined
  if (international !== undefined) {
    if (international.startsWith('66')) return national(`0${international.slice(2).replace(/^0/, '')}`)
    return FOREIGN.test(international) ? { kind: 'foreign', e164: `+${international}` } : undefined
  }
  const asWritten = national(digits)
  if (asWritten) return asWritten
  if (TOLL_FREE.test(digits)) return { kind: 'tollfree', e164: digits }
  if (SHORT.test(digits)) return { kind: 'short', e164: digits }
  if (/^66\d{8,10}$/.test(digits)) {
    const withCode = national(`0${digits.slice(2).replace(/^0/, '')}`)
    if (withCode) return withCode
  }
  if (MOBILE_WITHOUT_ZERO.test(digits) || LANDLINE_WITHOUT_ZERO.test(digits)) {
    const repaired = national(`0${digits}`)
    return repaired && { ...repaired, zeroAdded: true }
  }
  return undefined
}

/** How many digits the national number that begins so must have: 10 for mobiles, 9 for land lines. */
export function expectedLength(digits: string): number {
  return /^0[689]/.test(digits) ? 10 : 9
}

/**
 * The way a stored number is written in Thailand: `081-234-5678`, `02-123-4567`, `038-123-456`, `1800-123-456`. Foreign and
 * unknown numbers come back as they are.
 */
export function formatPhone(e164: string): string {
  if (/^1[89]00\d{6}$/.test(e164)) return `${e164.slice(0, 4)}-${e164.slice(4, 7)}-${e164.slice(7)}`
  if (!e164.startsWith('+66')) return e164
  const digits = `0${e164.slice(3)}`
  if (MOBILE.test(digits)) return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`
  if (!LANDLINE.test(digits)) return e164
  return digits.startsWith('02')
    ? `${digits.slice(0, 2)}-${digits.slice(2, 5)}-${digits.slice(5)}`
    : `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`
}

/** The last `n` digits, by which people look numbers up (“ลงท้าย 5678”). */
export function phoneTail(e164: string, n: number): string {
  return e164.replace(/\D/g, '').slice(-n)
}
