import type { EntityDef } from '../../core/entities/entity.ts'
import { isWorded } from '../../core/fields/facets.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { logAccess } from '../access/access-log.ts'
import type { Database, Transaction } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import { type Catalog, fieldNumber, sortNumber } from './catalog.ts'
import type { Context } from './context.ts'
import type { DbRow } from './row.ts'
import { standsInIndex } from './search-index.ts'
import { cellOf } from './store-row.ts'

export type Damaged = { entity: string; id: string }

const KEY = 'records_damaged'
const MOST_KEPT = 50
/** So much is kept of a text that nobody can read. */
const MOST_TEXT = 20_000

/** The records of which it was found that they do not hold what was saved in them. */
export async function damagedRecords(db: Pick<Database, 'get'>): Promise<Damaged[]> {
  const row = await db.get<{ value: string }>('select value from setting where key = ?', [KEY])
  const known = row && storedJson<unknown>(row.value)
  return Array.isArray(known) ? (known as Damaged[]) : []
}

/** Adds a record to those that are told of. Returns false where it was among them. */
export async function noteDamaged(tx: Transaction, { entity, id }: Damaged): Promise<boolean> {
  const known = await damagedRecords(tx)
  if (known.some((each) => each.id === id)) return false
  await put(tx, [...known, { entity, id }].slice(-MOST_KEPT))
  return true
}

export const forgetDamaged = async (tx: Transaction, id: string): Promise<void> =>
  put(
    tx,
    (await damagedRecords(tx)).filter((each) => each.id !== id),
  )

async function put(tx: Transaction, damaged: readonly Damaged[]): Promise<void> {
  await tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
    KEY,
    JSON.stringify(damaged),
  ])
}

/** A save that changes some fields of a record, of which some others are `unreadable`. */
type Overwritten = { entity: EntityDef; row: DbRow; unreadable: readonly FieldDef[]; changed: readonly string[] }

/**
 * Before a save writes over a cell that cannot be read, what stands there goes into the log of access, and the record is told of: a cell may
 * hold more than the field that is being saved.
 */
export async function keepUnreadable(
  ctx: Context,
  tx: Transaction,
  { entity, row, unreadable, changed }: Overwritten,
): Promise<void> {
  const written = new Set(entity.fields.filter(({ key }) => changed.includes(key)).map(cellOf))
  const lost = unreadable.filter((field) => written.has(cellOf(field)))
  for (const [cell, [field]] of Map.groupBy(lost, cellOf))
    await logAccess(tx, ctx.now, {
      userId: null,
      action: 'record_damaged',
      entity: entity.key,
      detail: { record: row.id, field: field?.key, text: String(row[cell]).slice(0, MOST_TEXT) },
    })
  await dropIndexed(tx, ctx.catalog, entity, lost, row.rid)
  if (lost.length > 0) await noteDamaged(tx, { entity: entity.key, id: row.id })
}

/**
 * Takes away what stands in the value index of a record’s fields that nobody can read. It is found by the field’s number alone, which for a
 * damaged record now and then is soon enough.
 */
export async function dropIndexed(
  tx: Transaction,
  catalog: Catalog,
  entity: EntityDef,
  fields: readonly FieldDef[],
  rid: number,
): Promise<void> {
  for (const field of fields.filter(standsInIndex)) {
    const numbers = [fieldNumber(catalog, entity, field), ...(isWorded(field) ? [sortNumber(catalog, entity, field)] : [])]
    for (const number of numbers) await tx.run('delete from value_index where field_no = ? and rid = ?', [number, rid])
  }
}
