import type { EntityDef } from '../../core/entities/entity.ts'
import { isWorded } from '../../core/fields/facets.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Database, SqlValue, Transaction } from '../db/database.ts'
import { type Catalog, fieldNumber, sortNumber } from './catalog.ts'
import { type DbRow, valuesOf } from './row.ts'
import { entriesOfField, standsInIndex } from './search-index.ts'
import { cellOf } from './store-row.ts'

/** An entry of the value index that its record does not make: whoever filters by it is shown the wrong records. */
export type StrayEntry = { number: number; value: SqlValue; rid: number }
/** Where a look at the entries is; without a value it is before the first of the field. */
export type EntryPlace = { number: number; value?: SqlValue; rid?: number }

type EntryRow = { value: SqlValue; rid: number; living: number | null; stored: unknown }

/** Under which numbers an entity’s values stand in the index. */
const numbersOf = (catalog: Catalog, entity: EntityDef): Map<number, FieldDef> =>
  new Map(
    entity.fields.filter(standsInIndex).flatMap((field) => {
      const number: [number, FieldDef] = [fieldNumber(catalog, entity, field), field]
      return isWorded(field) ? [number, [sortNumber(catalog, entity, field), field] as [number, FieldDef]] : [number]
    }),
  )

/** Looks at some entries of an entity’s values. `next` is undefined when all were looked at. */
export async function strayEntries(
  db: Database,
  catalog: Catalog,
  entity: EntityDef,
  { after, limit }: { after: EntryPlace | undefined; limit: number },
): Promise<{ stray: StrayEntry[]; next: EntryPlace | undefined }> {
  const numbers = numbersOf(catalog, entity)
  const order = [...numbers.keys()]
  const at = after && numbers.has(after.number) ? after : order[0] === undefined ? undefined : { number: order[0] }
  const field = at && numbers.get(at.number)
  if (!at || !field) return { stray: [], next: undefined }
  const begun = at.value !== undefined && at.rid !== undefined
  const rows = await db.all<EntryRow>(
    `${entriesWith(entity, field)} where v.field_no = ? ${begun ? 'and (v.value, v.rid) > (?, ?)' : ''} order by v.value, v.rid limit ?`,
    [at.number, ...(begun ? [at.value as SqlValue, at.rid as number] : []), limit],
  )
  const last = rows.at(-1)
  const number = order[order.indexOf(at.number) + 1]
  return {
    stray: rows
      .filter((row) => isStray(catalog, entity, field, at.number, row))
      .map(({ value, rid }) => ({ number: at.number, value, rid })),
    next: last ? { number: at.number, value: last.value, rid: last.rid } : number === undefined ? undefined : { number },
  }
}

/** Takes an entry away, when its record still does not make it. Returns whether it did. */
export async function dropStray(tx: Transaction, catalog: Catalog, entity: EntityDef, entry: StrayEntry): Promise<boolean> {
  const field = numbersOf(catalog, entity).get(entry.number)
  if (!field) return false
  const key = [entry.number, entry.value, entry.rid]
  const row = await tx.get<EntryRow>(`${entriesWith(entity, field)} where v.field_no = ? and v.value = ? and v.rid = ?`, key)
  if (!row || !isStray(catalog, entity, field, entry.number, row)) return false
  await tx.run('delete from value_index where field_no = ? and value = ? and rid = ?', key)
  return true
}

const entriesWith = (entity: EntityDef, field: FieldDef): string =>
  `select v.value, v.rid, t.rid as living, t.${cellOf(field)} as stored
    from value_index v left join ${entity.table} t on t.rid = v.rid`

function isStray(catalog: Catalog, entity: EntityDef, field: FieldDef, number: number, row: EntryRow): boolean {
  if (row.living === null) return true
  const unreadable: FieldDef[] = []
  const held = { custom: '{}', [cellOf(field)]: row.stored } as DbRow
  const value = valuesOf({ ...entity, fields: [field] }, held, unreadable)[field.key]
  // What nobody can read says nothing of its entries.
  if (unreadable.length > 0) return false
  return !entriesOfField(catalog, entity, field, value).some((entry) => entry[0] === number && entry[1] === row.value)
}
