import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { SqlValue, Transaction } from '../db/database.ts'
import type { Catalog } from './catalog.ts'
import { type FieldChange, logChange } from './change-log.ts'
import type { Context } from './context.ts'
import { customerOwnerOf, keepCustomerOwner } from './customer-owner.ts'
import { checkOne, type Difference, indexEntries, versionOff } from './record-check.ts'
import { valuesOf } from './row.ts'
import { addToSearch, removeFromSearch, searchEntry } from './search-index.ts'
import { titleColumns, updateRow } from './store-row.ts'
import { replaceValues } from './value-index.ts'
import { rowById } from './write.ts'

/** Works out anew what stands beside a record’s own values: its title, its search text, its entries in the value index. */
export async function rebuildDerived(tx: Transaction, catalog: Catalog, entity: EntityDef, id: string): Promise<void> {
  const row = await rowById(tx, entity, id)
  if (!row) return
  const values = valuesOf(entity, row)
  const [text, sort, folded] = titleColumns(entity, values)
  const sets: Record<string, SqlValue> = { title_text: text, title_sort: sort, title_fold: folded }
  const version = await versionOff(tx, row)
  if (version !== undefined) sets.version = version
  if (entity.scope.throughCustomer) sets.customer_owner = await customerOwnerOf(tx, entity, values)
  await setColumns(tx, entity, row.rid, sets)
  await removeFromSearch(tx, entity, row)
  const place = { rid: row.rid, title_sort: sort }
  if (!row.deleted_at) await addToSearch(tx, entity, [{ place, entry: searchEntry(catalog, entity, values) }])
  await replaceValues(tx, row.rid, [], indexEntries(catalog, entity, values))
}

/**
 * Puts back into a damaged record what the log says was written there last, as a change of the person’s who asked for it. Returns the
 * fields. Throws `request.not_found` when nothing of the record differs from the log.
 */
export async function putBackLogged(ctx: Context, tx: Transaction, entity: EntityDef, id: string): Promise<string[]> {
  const found = await checkOne(tx, ctx.catalog, entity, id)
  const row = await rowById(tx, entity, id)
  if (!row || !found || found.differences.length === 0) throw new AppError('request.not_found')
  const before = valuesOf(entity, row)
  const own = found.differences.filter(({ field }) => entity.fields.some((each) => each.key === field))
  const after = { ...before, ...Object.fromEntries(own.map(({ field, logged }) => [field, logged ?? undefined])) }
  await setColumns(tx, entity, row.rid, recordColumns(found.differences, own))
  if (own.length > 0) {
    const changed = own.map(({ field }) => field)
    await updateRow(ctx, tx, { entity, action: 'update', id, before, after }, row, changed)
    const fields = own.map(({ field, logged }): [string, FieldChange] => [field, [before[field] ?? null, logged]])
    const version = row.version + 1
    await logChange(ctx, tx, { entity: entity.key, id, action: 'update', version, fields: Object.fromEntries(fields) })
  }
  if (entity.key === 'customer') await keepCustomerOwner(ctx, tx, id)
  await removeFromSearch(tx, entity, row)
  await rebuildDerived(tx, ctx.catalog, entity, id)
  return found.differences.map(({ field }) => field)
}

const recordColumns = (all: readonly Difference[], own: readonly Difference[]): Record<string, SqlValue> =>
  Object.fromEntries(all.filter((each) => !own.includes(each)).map(({ field, logged }) => [columnOf(field), logged as SqlValue]))

async function setColumns(tx: Transaction, entity: EntityDef, rid: number, sets: Record<string, SqlValue>): Promise<void> {
  const columns = Object.keys(sets)
  if (columns.length === 0) return
  await tx.run(`update ${entity.table} set ${columns.map((column) => `${column} = ?`).join(', ')} where rid = ?`, [
    ...Object.values(sets),
    rid,
  ])
}
