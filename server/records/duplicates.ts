import { profileOf } from '../../core/duplicates/profile.ts'
import { BARS, type Strength, strengthOf, TYPING_BAR } from '../../core/duplicates/rules.ts'
import { scorePair } from '../../core/duplicates/score.ts'
import { columnOf, type EntityDef, findField } from '../../core/entities/entity.ts'
import { indexValues, titleWords } from '../../core/fields/facets.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { coreName } from '../../core/thai/company-name.ts'
import { fold } from '../../core/thai/text.ts'
import type { Database, SqlValue } from '../db/database.ts'
import { ridsAlike, scorerFor, weighables, weighedFields } from './alike.ts'
import { entityOf, fieldNumber } from './catalog.ts'
import type { Context } from './context.ts'
import { present, whereOf } from './list.ts'
import { type ToldReason, told } from './pairs.ts'
import { type DbRow, type RecordRow, selectColumns, type Values, valuesOf } from './row.ts'
import { authorise, marks, visibleFields } from './scope.ts'

/** `fields` are those that hold the very same; `reasons` say of every field how it compares, `strength` how likely they are one. */
export type Duplicate = { row: RecordRow; fields: string[]; reasons: ToldReason[]; strength?: Strength }

const MOST = 5
const MOST_WEIGHED = 100

/**
 * Records in the reader's reach that look like one with the given values: those that hold the same tax id and branch, phone,
 * LINE id, code or name, and those that sound alike or lie at the same address strongly enough. Strongest first.
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
  const asked = Object.fromEntries(Object.entries(values).filter(([key, value]) => visible.has(key) && value !== null))
  const found = new Map<number, string[]>()
  for (const key of entity.matchFields ?? []) {
    const field = findField(entity, key)
    if (!field || asked[key] === undefined) continue
    for (const rid of await ridsWith(ctx, db, entity, field, asked[key])) found.set(rid, [...(found.get(rid) ?? []), key])
  }
  const alike = await ridsAlike(ctx, db, entity, asked)
  const rids = [...new Set([...found.keys(), ...alike])].slice(0, MOST_WEIGHED)
  if (rids.length === 0) return []
  const where = whereOf(ctx, entity, undefined)
  const fields = visibleFields(ctx, entity)
  const rows = await db.all<DbRow>(
    `select ${selectColumns(fields)} from ${entity.table} t where t.rid in (${marks(rids.length)}) and t.id <> ? and ${where.text}`,
    [...rids, exceptId ?? '', ...where.params],
  )
  const shown = { ...entity, fields }
  const weigh = scorerFor(entity, weighedFields(ctx, entity), asked)
  const weighed = rows
    .map((row) => ({ row, fields: found.get(row.rid) ?? [], score: weigh(valuesOf(shown, row)) }))
    .filter(({ fields: same, score }) => same.length > 0 || score.bits >= TYPING_BAR)
    .sort((a, b) => b.fields.length - a.fields.length || b.score.bits - a.score.bits)
    .slice(0, MOST)
  const presented = await present(
    ctx,
    db,
    entity,
    fields,
    weighed.map(({ row }) => row),
  )
  return weighed.map(({ fields: same, score }, at) => {
    const strength = strengthOf(score.bits)
    return { row: presented[at] as RecordRow, fields: same, reasons: told(score.reasons), ...(strength && { strength }) }
  })
}

/**
 * Finds, for some sets of values at a time, of each the title of the record in the reader's reach that most likely is the one with them,
 * though nothing in it is exactly the same that one would match by; undefined when none is likely. Cheap where nothing sounds alike: an
 * import asks it of every row.
 */
export function likeFinder(
  ctx: Context,
  db: Database,
  entity: EntityDef,
): (records: readonly Values[]) => Promise<(string | undefined)[]> {
  const fields = weighedFields(ctx, entity)
  const where = whereOf(ctx, entity, undefined)
  const common = new Set<string>()
  return async (records) => {
    const alike: number[][] = []
    for (const values of records) alike.push((await ridsAlike(ctx, db, entity, values, common)).slice(0, MOST))
    const others = await weighables(db, entity, { fields, where, rids: [...new Set(alike.flat())] })
    return records.map((values, at) => {
      const { duplicates } = entity
      if (!duplicates || alike[at]?.length === 0) return undefined
      const own = profileOf(fields, values)
      let best: { title: string; bits: number } | undefined
      for (const rid of alike[at] ?? []) {
        const other = others.get(rid)
        if (!other) continue
        const { bits } = scorePair(duplicates, own, other.profile)
        if (bits >= BARS.maybe && bits > (best?.bits ?? 0)) best = { title: other.title, bits }
      }
      return best?.title
    })
  }
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
  if (field.key === 'lineId' && entity.duplicates) {
    // No column index has it; its key among the like ones does.
    const alike = await ridsAlike(ctx, db, entity, { lineId: value })
    return alike.length === 0
      ? []
      : rids(`select t.rid ${living} t.rid in (${marks(alike.length)}) and lower(t.line_id) = lower(?)`, [...alike, value])
  }
  return rids(`select t.rid ${living} t.${columnOf(field.key)} = ? limit 20`, [value])
}
