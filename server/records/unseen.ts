import type { EntityDef } from '../../core/entities/entity.ts'
import { AppError, type FieldProblem } from '../../core/errors.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { LinkItem, RecordLink } from '../../core/fields/values.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import type { Values } from './row.ts'
import { scopeSql } from './scope.ts'

/**
 * Refuses a write that newly points at a record which the writer does not see, or which is none, alike: `record.invalid` with
 * `unknown_record`. Else one could hang things on strangers' customers, and learn by trying which ids there are. What a record points at
 * already stays.
 */
export async function refuseUnseen(ctx: Context, db: Database, entity: EntityDef, before: Values, given: Values): Promise<void> {
  const problems: FieldProblem[] = []
  for (const [key, value] of Object.entries(given)) {
    const field = entity.fields.find((each) => each.key === key)
    if (!field || value === null || value === undefined) continue
    const had = new Set(targetsOf(field, before[key]).map(nameOf))
    for (const target of targetsOf(field, value))
      if (!had.has(nameOf(target)) && !(await isSeen(ctx, db, target))) problems.push({ field: key, code: 'unknown_record' })
  }
  if (problems.length > 0) throw new AppError('record.invalid', { entity: entity.key }, { problems })
}

const nameOf = ({ entity, id }: RecordLink): string => `${entity}:${id}`

function targetsOf(field: FieldDef, value: unknown): RecordLink[] {
  if (value === undefined || value === null) return []
  switch (field.kind) {
    case 'reference':
      return [{ entity: field.to ?? '', id: value as string }]
    case 'links':
      return (value as LinkItem[]).map((link) => ({ entity: field.to ?? '', id: link.to }))
    case 'records':
      return value as RecordLink[]
    default:
      return []
  }
}

/** A merged record is seen where the one is that it was merged into. */
async function isSeen(ctx: Context, db: Database, { entity: key, id }: RecordLink): Promise<boolean> {
  if (!ctx.catalog.registry.has(key)) return false
  const entity = entityOf(ctx.catalog, key)
  const scope = scopeSql(ctx, entity, 'view')
  const row = await db.get<{ merged_into: string | null; seen: number }>(
    `select t.merged_into, t.deleted_at is null and (${scope.text}) as seen from ${entity.table} t where t.id = ?`,
    [...scope.params, id],
  )
  return row?.merged_into ? isSeen(ctx, db, { entity: key, id: row.merged_into }) : row?.seen === 1
}
