/**
 * The 13-digit number of people and juristic persons, and the branch number that goes with it on tax papers.
 * Check digit: (11 − Σ dᵢ·(14−i) mod 11) mod 10. Its third digit has weight 11, so a mistake there is never detected;
 * the province and the kind of company inside juristic numbers are checked besides.
 */
import type { CompanyForm } from './company-name.ts'
import { toArabicDigits } from './digits.ts'

export type TaxIdResult =
  | { ok: true; digits: string; note?: 'zero_added' }
  | { ok: false; reason: 'empty' | 'not_a_number' | 'length' | 'rounded' }

export type TaxIdProblem = 'length' | 'checksum' | 'province' | 'type'

/** What a number says about its owner; `yearBE` is the Buddhist year of registration. Only ever a hint. */
export type TaxIdHint = { kind: 'person' | 'juristic'; provinceCode?: number; form?: CompanyForm; yearBE?: number }

const FORM_BY_DIGIT: Readonly<Record<string, CompanyForm>> = {
  '2': 'ordinary-partnership',
  '3': 'limited-partnership',
  '5': 'limited',
  '7': 'public',
}

/** The DOPA codes of the 77 provinces: 10–19, 20–27, 30–39 … 90–96. */
const LAST_OF_TEN: Readonly<Record<string, number>> = { '1': 9, '2': 7, '3': 9, '4': 9, '5': 8, '6': 7, '7': 7, '8': 6, '9': 6 }

function isProvince(code: string): boolean {
  return Number(code[1]) <= (LAST_OF_TEN[code[0] ?? ''] ?? -1)
}

function checkDigit(twelve: string): number {
  let sum = 0
  for (let i = 0; i < 12; i++) sum += Number(twelve[i]) * (13 - i)
  return (11 - (sum % 11)) % 10
}

/**
 * The digits of a typed number: 13, or 10 for the numbers before 2012. A first 0 that Excel took is put back when the check digit then
 * fits. `rounded` means Excel wrote it as 1.07544E+11: its last digits are gone and must be typed again.
 */
export function parseTaxId(text: string): TaxIdResult {
  const plain = toArabicDigits(text).trim()
  if (plain === '') return { ok: false, reason: 'empty' }
  if (/^\d(?:[.,]\d+)?E\+?1[0-2]$/i.test(plain)) return { ok: false, reason: 'rounded' }
  const digits = plain.replace(/[\s\-–—.]/g, '')
  if (!/^\d+$/.test(digits)) return { ok: false, reason: 'not_a_number' }
  if (digits.length === 13 || digits.length === 10) return { ok: true, digits }
  const repaired = `0${digits}`
  if (digits.length === 12 && taxIdProblem(repaired) === undefined) return { ok: true, digits: repaired, note: 'zero_added' }
  return { ok: false, reason: 'length' }
}

/** Why a number looks wrong, as a warning only: buyers abroad and numbers of the old kind exist. */
export function taxIdProblem(digits: string): TaxIdProblem | undefined {
  if (!/^\d{13}$/.test(digits)) return 'length'
  if (checkDigit(digits) !== Number(digits[12])) return 'checksum'
  if (!digits.startsWith('0')) return digits.startsWith('9') ? 'type' : undefined
  if (digits.startsWith('099')) return undefined
  if (!isProvince(digits.slice(1, 3))) return 'province'
  return FORM_BY_DIGIT[digits[3] ?? ''] === undefined ? 'type' : undefined
}

/** `0107544000108` → `0-1075-44000-10-8`; other lengths stay as they are. */
export function formatTaxId(digits: string): string {
  if (!/^\d{13}$/.test(digits)) return digits
  return [digits.slice(0, 1), digits.slice(1, 5), digits.slice(5, 10), digits.slice(10, 12), digits.slice(12)].join('-')
}

/** What a sound number tells: person or juristic, and for companies the province, legal form and year of registration. */
export function taxIdHint(digits: string): TaxIdHint | undefined {
  if (taxIdProblem(digits) !== undefined) return undefined
  if (!digits.startsWith('0')) return { kind: 'person' }
  if (digits.startsWith('099')) return { kind: 'juristic' }
  const hint: TaxIdHint = { kind: 'juristic', provinceCode: Number(digits.slice(1, 3)) }
  const form = FORM_BY_DIGIT[digits[3] ?? '']
  if (form !== undefined) hint.form = form
  const year = 2000 + Number(digits.slice(4, 7))
  if (year >= 2440 && year <= 2643) hint.yearBE = year
  return hint
}

const HEAD_OFFICE = /^\(?\s*(?:สำนักงานใหญ่|สนง\.?\s*ใหญ่|ส\.?น\.?ญ\.?|head\s*-?\s*office|h\.?\s*o\.?|hq|main)\s*\)?$/i
const BRANCH = /^\(?\s*(?:(?:สาขา(?:ที่|เลขที่)?|branch(?:\s*no\.?)?|br\.?)\s*:?\s*)?(\d{1,5})\s*\)?$/i

/** The branch number for tax papers, 5 digits: `2`, `สาขา 2`, `สาขาที่ 00002` → `00002`; `สนญ.`, `HO` → `00000`. */
export function parseBranch(text: string): string | undefined {
  const plain = toArabicDigits(text).trim()
  if (HEAD_OFFICE.test(plain)) return '00000'
  return BRANCH.exec(plain)?.[1]?.padStart(5, '0')
}

/** The words the tax paper must show (Director-General's notice on VAT no. 199). */
export function formatBranch(branch: string, lang: 'th' | 'en'): string {
  if (branch === '00000') return lang === 'th' ? 'สำนักงานใหญ่' : 'Head Office'
  return lang === 'th' ? `สาขาที่ ${branch}` : `Branch ${branch}`
}
