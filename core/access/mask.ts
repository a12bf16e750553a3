import type { FieldKind } from '../fields/field.ts'

const DOTS = '••••'
/** Of shorter texts the last four would be too much of the whole. */
const SHORTEST = 8

/** What a masked value shows: the last four of numbers that people check by their ends, and nothing of anything else. */
export function maskOf(kind: FieldKind, value: unknown): string {
  switch (kind) {
    case 'phones':
      return (value as { e164: string }[]).map(({ e164 }) => ending(e164)).join(', ')
    case 'taxId':
      return ending((value as { number: string }).number)
    case 'text':
      return ending(String(value))
    default:
      return DOTS
  }
}

const ending = (text: string): string => {
  const letters = [...text.replace(/\s+/g, '')]
  return letters.length >= SHORTEST ? `${DOTS} ${letters.slice(-4).join('')}` : DOTS
}
