const THAI_DIGIT = /[\u0e50-\u0e59]/
const THAI_DIGITS = /[\u0e50-\u0e59]/g
const ARABIC_DIGITS = /[0-9]/g
const SHIFT = 0x0e50 - 0x30

/** ๐–๙ become 0–9; everything else stays. */
export function toArabicDigits(s: string): string {
  if (!THAI_DIGIT.test(s)) return s
  return s.replace(THAI_DIGITS, (digit) => String.fromCharCode(digit.charCodeAt(0) - SHIFT))
}

/** 0–9 become ๐–๙, as government buyers want their papers printed. */
export function toThaiDigits(s: string): string {
  return s.replace(ARABIC_DIGITS, (digit) => String.fromCharCode(digit.charCodeAt(0) + SHIFT))
}

/** A number as people type it: Thai digits, thousands, a percent sign; undefined for anything else. */
export const readNumber = (text: string): number | undefined => {
  const plain = toArabicDigits(text).replace(/[,\s%]/g, '')
  return /^[-−]?\d+(\.\d+)?$/.test(plain) ? Number(plain.replace('−', '-')) : undefined
}
