import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { LinkItem, RecordLink } from '../../core/fields/values.ts'
import type { Database } from '../db/database.ts'
import { type Catalog, entityOf, fieldNumber } from './catalog.ts'
import type { Context } from './context.ts'
import type { DbRow } from './row.ts'
import type { Write } from './rules.ts'
import { and, type Sql, scopeSql, sql } from './scope.ts'

/** A field of some entity that can point at records of another one. */
export type Pointer = { entity: EntityDef; field: FieldDef }

/** Every field of the office that can point at records of this entity, declared and custom; rows before what is derived from them. */
export function pointersTo(catalog: Catalog, entityKey: string): Pointer[] {
  const pointers: Pointer[] = []
  for (const entity of catalog.registry.values())
    for (const field of entity.fields) {
      const points =
        field.kind === 'records' || ((field.kind === 'reference' || field.kind === 'links') && field.to === entityKey)
      if (points) pointers.push({ entity, field })
    }
  // Activities come last: they follow the deals and people that they hang on.
  const rank = ({ entity, field }: Pointer) => (field.derived ? 2 : entity.key === 'activity' ? 1 : 0)
  return pointers.sort((a, b) => rank(a) - rank(b))
}

/** From where, and under which condition, the rows `t` come that point at the record; each search walks an index. */
function pointing(
  catalog: Catalog,
  { entity, field }: Pointer,
  target: { entity: string; id: string },
): { from: string; where: Sql } {
  const inColumn = field.kind === 'reference' && !field.custom
  if (inColumn) return { from: `${entity.table} t`, where: sql(`t.${columnOf(field.key)} = ?`, [target.id]) }
  const value = field.kind === 'records' ? `${target.entity}:${target.id}` : target.id
  return {
    from: `value_index v join ${entity.table} t on t.rid = v.rid`,
    where: sql('v.field_no = ? and v.value = ?', [fieldNumber(catalog, entity, field), value]),
  }
}

/** Some of the rows that point at the record, in the bin too: what comes back must point right. */
export async function rowsPointingAt(
  db: Database,
  catalog: Catalog,
  pointer: Pointer,
  target: { entity: string; id: string },
  limit: number,
): Promise<DbRow[]> {
  const { from, where } = pointing(catalog, pointer, target)
  const found: DbRow[] = []
  // Two searches, because the living and the bin have indexes of their own.
  for (const state of ['t.deleted_at is null', 't.deleted_at is not null and t.merged_into is null'])
    if (found.length < limit)
      found.push(
        ...(await db.all<DbRow>(`select t.* from ${from} where ${where.text} and ${state} limit ?`, [
          ...where.params,
          limit - found.length,
        ])),
      )
  return found
}

/** How many living records in the reader's reach point at the record, by pointer; fields hidden from him are left out. */
export async function countPointing(
  ctx: Context,
  db: Database,
  target: { entity: string; id: string },
): Promise<{ entity: string; field: string; count: number }[]> {
  const counts: { entity: string; field: string; count: number }[] = []
  for (const pointer of pointersTo(ctx.catalog, target.entity)) {
    const { entity, field } = pointer
    if (field.derived || ctx.policy.isHidden(entity.key, field.key) || ctx.policy.grant(entity.key).view === 'none') continue
    const { from, where } = pointing(ctx.catalog, pointer, target)
    const all = and(where, sql('t.deleted_at is null'), scopeSql(ctx, entity, 'view'))
    const found = await db.get<{ n: number }>(`select count(*) n from ${from} where ${all.text}`, all.params)
    if (found?.n) counts.push({ entity: entity.key, field: field.key, count: found.n })
  }
  return counts
}

/** A value with one target put in another's place; what then stands twice stands once, and nothing points at its own record. */
export function pointedAt(field: FieldDef, value: unknown, from: string, to: string, ownId: string): unknown {
  if (field.kind === 'reference') return value !== from ? value : to === ownId ? null : to
  if (field.kind === 'links') {
    const links = (value as LinkItem[]).map((link) => (link.to === from ? { ...link, to } : link))
    const merged: LinkItem[] = []
    for (const link of links) {
      // Who left a firm and came back has two links to it on purpose.
      const known = link.to === to ? merged.findIndex((other) => other.to === to && other.until === link.until) : -1
      if (link.to === ownId) continue
      if (known < 0) merged.push(link)
      else merged[known] = { ...link, ...(merged[known] as LinkItem) }
    }
    return merged.length > 0 ? merged : null
  }
  const links = (value as RecordLink[]).map((link) => (link.id === from ? { ...link, id: to } : link))
  const once = new Map(links.map((link) => [`${link.entity}:${link.id}`, link]))
  return [...once.values()]
}

/** The record that an id stands for now: where it was merged into, however often. */
async function survivorOf(db: Database, entity: EntityDef, id: string): Promise<string> {
  const row = await db.get<{ merged_into: string | null }>(`select merged_into from ${entity.table} where id = ?`, [id])
  return row?.merged_into ? survivorOf(db, entity, row.merged_into) : id
}

/**
 * Late arrivals follow: what a write points at anew, and was merged into another record meanwhile, becomes that record. Whoever
 * had the old one on his screen loses nothing.
 */
export async function followMerged(ctx: Context, db: Database, write: Write): Promise<void> {
  for (const field of write.entity.fields) {
    const value = write.after[field.key]
    if (value === undefined || value === write.before[field.key]) continue
    const targets: [entity: string, id: string][] =
      field.kind === 'reference'
        ? [[field.to ?? '', value as string]]
        : field.kind === 'links'
          ? (value as LinkItem[]).map((link) => [field.to ?? '', link.to])
          : field.kind === 'records'
            ? (value as RecordLink[]).map((link) => [link.entity, link.id])
            : []
    for (const [key, id] of targets) {
      if (!ctx.catalog.registry.has(key)) continue
      const now = await survivorOf(db, entityOf(ctx.catalog, key), id)
      if (now === id) continue
      const followed = pointedAt(field, write.after[field.key], id, now, write.id)
      if (followed === null) delete write.after[field.key]
      else write.after[field.key] = followed
    }
  }
}
