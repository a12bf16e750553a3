import { columnOf, type EntityDef, findField } from '../../core/entities/entity.ts'
import { indexValues, titleWords } from '../../core/fields/facets.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { coreName } from '../../core/thai/company-name.ts'
import { fold } from '../../core/thai/text.ts'
import type { Database, SqlValue } from '../db/database.ts'
import { entityOf, fieldNumber } from './catalog.ts'
import type { Context } from './context.ts'
import { present, whereOf } from './list.ts'
import { type DbRow, type RecordRow, selectColumns, type Values } from './row.ts'
import { authorise, marks, visibleFields } from './scope.ts'

export type Duplicate = { row: RecordRow; fields: string[] }

const MOST = 5

/**
 * Records in the reader's reach that hold the same tax id and branch, phone, LINE id, code or name as the given values.
 * Exact after normalising: shown while typing, and used by an import to find what is already there.
 */
export async function findDuplicates(
  ctx: Context,
  db: Database,
  entityKey: string,
  values: Values,
  exceptId?: string,
): Promise<Duplicate[]> {
  const entity = entityOf(ctx.catalog, entityKey)
  authorise(ctx, entity, 'view')
  const visible = new Set(visibleFields(ctx, entity).map((field) => field.key))
  const found = new Map<number, string[]>()
  for (const key of entity.matchFields ?? []) {
    const field = findField(entity, key)
    if (!field || !visible.has(key) || values[key] === undefined || values[key] === null) continue
    for (const rid of await ridsWith(ctx, db, entity, field, values[key])) found.set(rid, [...(found.get(rid) ?? []), key])
  }
  if (found.size === 0) return []
  const rids = [...found.keys()].slice(0, 50)
  const where = whereOf(ctx, entity, undefined)
  const fields = visibleFields(ctx, entity)
  const rows = await db.all<DbRow>(
    `select ${selectColumns(fields)} from ${entity.table} t where t.rid in (${marks(rids.length)}) and t.id <> ? and ${where.text} limit ?`,
    [...rids, exceptId ?? '', ...where.params, MOST],
  )
  const shown = await present(ctx, db, entity, fields, rows)
  return rows
    .map((row, at) => ({ row: shown[at] as RecordRow, fields: found.get(row.rid) ?? [] }))
    .sort((a, b) => b.fields.length - a.fields.length)
}

/** The row numbers of living records whose field holds this value; access is the caller's concern. */
export async function ridsWith(
  ctx: Context,
  db: Database,
  entity: EntityDef,
  field: FieldDef,
  value: unknown,
): Promise<number[]> {
  const rids = async (text: string, params: SqlValue[]) => (await db.all<{ rid: number }>(text, params)).map((row) => row.rid)
  const living = `from ${entity.table} t where t.deleted_at is null and`
  if (field.key === entity.title) {
    const folded = fold(titleWords(field, value))
    const core = coreName(titleWords(field, value))
    const both = [...new Set([folded, core])].filter((text) => text.length > 1)
    return both.length === 0 ? [] : rids(`select t.rid ${living} t.title_fold in (${marks(both.length)}) limit 20`, both)
  }
  const keys = indexValues(field, value)
  if (keys.length > 0) {
    const number = fieldNumber(ctx.catalog, entity, field)
    return rids(
      `select t.rid from value_index v join ${entity.table} t on t.rid = v.rid where t.deleted_at is null and v.field_no = ? and v.value in (${marks(keys.length)}) limit 20`,
      [number, ...keys],
    )
  }
  if (typeof value !== 'string') return []
  return rids(`select t.rid ${living} t.${columnOf(field.key)} = ? limit 20`, [value])
}
