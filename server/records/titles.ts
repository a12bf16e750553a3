import type { FieldDef } from '../../core/fields/field.ts'
import { pointsAt } from '../../core/fields/points-at.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import type { RecordRow } from './row.ts'
import { marks, scopeSql } from './scope.ts'

/** Adds the titles of the records that the rows point at: one query per entity pointed at, never one per row. */
export async function addTitles(ctx: Context, db: Database, fields: readonly FieldDef[], rows: RecordRow[]): Promise<void> {
  const pointing = fields.filter((field) => field.kind === 'reference' || field.kind === 'links' || field.kind === 'records')
  if (pointing.length === 0 || rows.length === 0) return
  const wanted = new Map<string, Set<string>>()
  for (const row of rows)
    for (const field of pointing) for (const [entity, id] of pointsAt(field, row[field.key])) add(wanted, entity, id)
  const titles = new Map<string, string>()
  for (const [entity, ids] of wanted)
    for (const found of await titlesOf(ctx, db, entity, [...ids])) titles.set(found.id, found.title)
  for (const row of rows) {
    const own: Record<string, string> = {}
    for (const field of pointing) {
      for (const [, id] of pointsAt(field, row[field.key])) {
        const title = titles.get(id)
        if (title !== undefined) own[id] = title
      }
    }
    row.titles = own
  }
}

function add(map: Map<string, Set<string>>, entity: string, id: string): void {
  const ids = map.get(entity)
  if (ids) ids.add(id)
  else map.set(entity, new Set([id]))
}

/** The titles of records by id, of those in the reader's reach. Records in the bin keep their titles in what points at them. */
export async function titlesOf(
  ctx: Context,
  db: Database,
  entityKey: string,
  ids: readonly string[],
): Promise<{ id: string; title: string }[]> {
  const entity = ctx.catalog.registry.get(entityKey) && entityOf(ctx.catalog, entityKey)
  if (!entity || ctx.policy.isHidden(entity.key, entity.title)) return []
  const scope = scopeSql(ctx, entity, 'view')
  const found: { id: string; title: string }[] = []
  for (let from = 0; from < ids.length; from += 500) {
    const some = ids.slice(from, from + 500)
    found.push(
      ...(await db.all<{ id: string; title: string }>(
        `select t.id, t.title_text as title from ${entity.table} t where t.id in (${marks(some.length)}) and (${scope.text})`,
        [...some, ...scope.params],
      )),
    )
  }
  return found
}
