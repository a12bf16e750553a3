import { type EntityDef, findField } from '../entities/entity.ts'
import type { FieldDef } from '../fields/field.ts'
import { LONGEST_EMAIL } from '../fields/values.ts'
import { looksLikeCompany } from '../thai/company-name.ts'
import { detectDateColumn } from '../thai/date-column.ts'
import { parsePhone } from '../thai/phone.ts'
import { parseTaxId } from '../thai/tax-id.ts'
import { fold } from '../thai/text.ts'
import { HEADER_WORDS } from './header-words.ts'
import type { Target } from './targets.ts'

export type ColumnSample = { header: string; values: readonly string[] }
export type Guess = { target?: string; from: 'header' | 'values' | 'none' }

type Labels = (target: Target) => readonly string[]

/** Targets that several columns may fill: their items are joined, and notes written below each other. */
export const SHARED_TARGETS: ReadonlySet<string> = new Set(['phones', 'emails', 'addresses.line', 'tags', 'notes'])
/** What reading a file adds to a header that stands there twice. */
const REPEATED = / \(\d+\)$/

/**
 * Guesses which field each column holds: by its header (our labels first, then the words people use, the more telling word before
 * the more general one), then by its values. No target is given twice, save lists such as telephone numbers.
 */
export function guessMapping(
  entity: EntityDef,
  targets: readonly Target[],
  columns: readonly ColumnSample[],
  labels: Labels,
): Guess[] {
  const words = wordTable(entity, targets, labels)
  const taken = new Set<string>()
  const guesses = columns.map((): Guess => ({ from: 'none' }))
  const wishes = columns
    .flatMap((column, at) => (words.get(fold(column.header.replace(REPEATED, ''))) ?? []).map((wish) => ({ at, ...wish })))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
  for (const { at, target } of wishes) {
    if (guesses[at]?.target || (taken.has(target) && !SHARED_TARGETS.has(target))) continue
    taken.add(target)
    guesses[at] = { target, from: 'header' }
  }
  return guesses.map((guess, at) => {
    const column = columns[at]
    if (guess.target || !column) return guess
    const target = byValues(entity, targets, column.values)
    if (!target || (taken.has(target) && !SHARED_TARGETS.has(target))) return guess
    taken.add(target)
    return { target, from: 'values' }
  })
}

type Wish = { target: string; rank: number }

/** By word, the targets it may stand for, each with its place among the target's own words. */
function wordTable(entity: EntityDef, targets: readonly Target[], labels: Labels): Map<string, Wish[]> {
  const table = new Map<string, Wish[]>()
  const add = (word: string, target: string, rank: number) => {
    const key = fold(word)
    const known = table.get(key) ?? []
    if (key && !known.some((wish) => wish.target === target)) table.set(key, [...known, { target, rank }])
  }
  // The first two words of a list are more telling than our own label, which may be as plain as “name”.
  for (const target of targets) for (const label of labels(target)) add(label, target.key, 2.5)
  for (const target of targets) {
    const own = HEADER_WORDS[`${entity.key}:${target.key}`] ?? []
    for (const [at, word] of own.entries()) add(word, target.key, 1 + at)
    for (const [at, word] of (HEADER_WORDS[target.key] ?? []).entries()) add(word, target.key, 100 + at)
  }
  return table
}

const most = (values: readonly string[], test: (value: string) => boolean): boolean =>
  values.length >= 2 && values.filter(test).length >= values.length * 0.7

/** What the values themselves say. Only shapes that hardly anything else has. */
function byValues(entity: EntityDef, targets: readonly Target[], all: readonly string[]): string | undefined {
  const values = all.filter((value) => value.trim() !== '').slice(0, 100)
  const offers = (key: string) => (targets.some((target) => target.key === key) ? key : undefined)
  if (most(values, (value) => value.length <= LONGEST_EMAIL && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))) return offers('emails')
  if (most(values, (value) => parseTaxId(value).ok && value.replace(/\D/g, '').length === 13)) return offers('taxId')
  if (most(values, (value) => isThaiPhone(value))) return offers('phones')
  if (most(values, (value) => /^https?:\/\//.test(value))) return offers('website')
  const title = findField(entity, entity.title)
  if (title?.kind === 'partyName' && most(values, looksLikeCompany)) return offers(entity.title)
  return undefined
}

function isThaiPhone(value: string): boolean {
  // A workbook gives its dates and sums as such: eight digits with signs between them are no number to call.
  if (/^\d{4}-\d{2}-\d{2}|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|[.,]\d{1,2}$/.test(value)) return false
  const parsed = parsePhone(value)
  return parsed.ok && (parsed.phone.kind === 'mobile' || parsed.phone.kind === 'landline')
}

/** How the dates of a column can be read, most rows first; undefined for fields that hold no date. */
export function dateReadings(
  field: FieldDef,
  values: readonly string[],
): { order: 'DMY' | 'MDY' | 'YMD'; era: 'BE' | 'CE'; readable: number }[] | undefined {
  if (field.kind !== 'date' && field.kind !== 'dateTime') return undefined
  const detected = detectDateColumn(values)
  const all = Object.entries(detected.readable).map(([candidate, readable]) => {
    const [order, era] = candidate.split('-') as ['DMY' | 'MDY' | 'YMD', 'BE' | 'CE']
    return { order, era, readable, chosen: order === detected.order && era === detected.era }
  })
  return all
    .filter((reading) => reading.readable > 0 || reading.chosen)
    .sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.readable - a.readable)
    .map(({ order, era, readable }) => ({ order, era, readable }))
}
