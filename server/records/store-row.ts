import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import { titleText, titleWords } from '../../core/fields/facets.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { sortKey } from '../../core/thai/sort-key.ts'
import { fold } from '../../core/thai/text.ts'
import type { SqlValue, Transaction } from '../db/database.ts'
import type { Context } from './context.ts'
import { customerOwnerOf } from './customer-owner.ts'
import { type DbRow, encode, type Values } from './row.ts'
import type { Write } from './rules.ts'

/** What a record's title comes to: as it is shown, sorted and searched. */
export function titleColumns(entity: EntityDef, values: Values): [text: string, sort: string, fold: string] {
  const field = entity.fields.find((candidate) => candidate.key === entity.title)
  if (!field) throw new Error(`${entity.key} has no title field`)
  const words = titleWords(field, values[entity.title])
  return [titleText(field, values[entity.title]), sortKey(words), fold(words)]
}

/** The column that holds a field: those of an office's own lie in one cell together. */
export const cellOf = (field: FieldDef): string => (field.custom ? 'custom' : columnOf(field.key))

const customOf = (entity: EntityDef, values: Values): string =>
  JSON.stringify(
    Object.fromEntries(
      entity.fields
        .filter((field) => field.custom && encode(field, values[field.key]) !== null)
        .map((field) => [field.key, values[field.key]]),
    ),
  )

const insertTexts = new WeakMap<EntityDef, string>()

/** Writes a new record's row. Returns its row number and the sort key of its title. */
export async function insertRow(ctx: Context, tx: Transaction, write: Write): Promise<{ rid: number; title_sort: string }> {
  const { entity, after } = write
  const own = entity.fields.filter((field) => !field.custom)
  let text = insertTexts.get(entity)
  if (!text) {
    const columns = [
      'id',
      'title_text',
      'title_sort',
      'title_fold',
      'created_at',
      'created_by',
      'updated_at',
      'updated_by',
      'custom',
      ...own.map((field) => columnOf(field.key)),
      ...(entity.scope.throughCustomer ? ['customer_owner'] : []),
    ]
    text = `insert into ${entity.table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
    insertTexts.set(entity, text)
  }
  const title = titleColumns(entity, after)
  const common: SqlValue[] = [write.id, ...title, ctx.now, ctx.userId, ctx.now, ctx.userId, customOf(entity, after)]
  const values = [...common, ...own.map((field) => encode(field, after[field.key]))]
  if (entity.scope.throughCustomer) values.push(await customerOwnerOf(tx, entity, after))
  const result = await tx.run(text, values)
  return { rid: result.lastId, title_sort: title[1] }
}

/** Writes the changed fields over a row; throws `record.stale` when it is not at the version that was read. */
export async function updateRow(ctx: Context, tx: Transaction, write: Write, row: DbRow, changed: string[]): Promise<void> {
  const { entity, after } = write
  const fields = entity.fields.filter((field) => changed.includes(field.key))
  const sets: string[] = ['version = version + 1', 'updated_at = ?', 'updated_by = ?']
  const params: SqlValue[] = [ctx.now, ctx.userId]
  for (const field of fields) {
    if (field.custom) continue
    sets.push(`${columnOf(field.key)} = ?`)
    params.push(encode(field, after[field.key]))
  }
  if (fields.some((field) => field.custom)) {
    sets.push('custom = ?')
    params.push(customOf(entity, after))
  }
  if (changed.includes(entity.scope.throughCustomer ?? '')) {
    sets.push('customer_owner = ?')
    params.push(await customerOwnerOf(tx, entity, after))
  }
  if (changed.includes(entity.title)) {
    sets.push('title_text = ?', 'title_sort = ?', 'title_fold = ?')
    params.push(...titleColumns(entity, after))
  }
  const result = await tx.run(`update ${entity.table} set ${sets.join(', ')} where rid = ? and version = ?`, [
    ...params,
    row.rid,
    row.version,
  ])
  if (result.changes !== 1) throw new AppError('record.stale', { version: row.version })
}
