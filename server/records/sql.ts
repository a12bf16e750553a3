import type { SqlValue } from '../db/database.ts'

/** A piece of SQL with its parameters in order. */
export type Sql = { text: string; params: SqlValue[] }

export const sql = (text: string, params: SqlValue[] = []): Sql => ({ text, params })
export const TRUE: Sql = sql('true')
export const FALSE: Sql = sql('false')

/** Joins with AND, leaving out what is always true. */
export function and(...parts: Sql[]): Sql {
  const kept = parts.filter((part) => part.text !== TRUE.text)
  if (kept.length === 0) return TRUE
  return sql(
    kept.map((part) => `(${part.text})`).join(' and '),
    kept.flatMap((part) => part.params),
  )
}

export const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ')
