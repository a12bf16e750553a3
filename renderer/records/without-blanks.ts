import type { Values } from './save-record.tsx'

/** Items without their value are lines that were left empty. */
export function withoutBlanks(values: Values): Values {
  const blank = (item: unknown): boolean => {
    if (item === null || typeof item !== 'object') return false
    const { id: _, type: __, ...rest } = item as Record<string, unknown>
    return Object.values(rest).every((value) => value === undefined || value === '')
  }
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const kept = Array.isArray(value) ? value.filter((item) => !blank(item)) : value
      return kept === undefined || (Array.isArray(kept) && kept.length === 0) ? [] : [[key, kept]]
    }),
  )
}
