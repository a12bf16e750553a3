import { z } from 'zod'
import { ColumnMapping, ImportDefinition } from '../../../core/contract/imports.ts'

/** A mapping as it is kept for the next file like it. */
export type Remembered = { headers: string[]; definition: ImportDefinition }

/** The forms in which a mapping is stored, also by a version that knows more of it. */
export const StoredMapping = z.looseObject(ColumnMapping.shape)
export const StoredDefinition = z.looseObject({ ...ImportDefinition.shape, columns: z.array(StoredMapping) })
export const StoredMemory = z.looseObject({ headers: z.array(z.string()), definition: StoredDefinition })

/** A remembered mapping for a file with the same headers, perhaps in another order. */
export function remap(remembered: Remembered, headers: readonly string[]): ImportDefinition {
  const columns = remembered.definition.columns.flatMap((column) => {
    const at = headers.indexOf(remembered.headers[column.column] ?? '')
    return at < 0 ? [] : [{ ...column, column: at }]
  })
  return { ...remembered.definition, columns }
}
