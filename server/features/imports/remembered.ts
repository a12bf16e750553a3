import type { ImportDefinition } from '../../../core/contract/imports.ts'

/** A mapping as it is kept for the next file like it. */
export type Remembered = { headers: string[]; definition: ImportDefinition }

/** A remembered mapping for a file with the same headers, perhaps in another order. */
export function remap(remembered: Remembered, headers: readonly string[]): ImportDefinition {
  const columns = remembered.definition.columns.flatMap((column) => {
    const at = headers.indexOf(remembered.headers[column.column] ?? '')
    return at < 0 ? [] : [{ ...column, column: at }]
  })
  return { ...remembered.definition, columns }
}
