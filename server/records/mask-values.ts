import { maskOf } from '../../core/access/mask.ts'
import type { EntityDef } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Context } from './context.ts'
import { type DbRow, valueOfField } from './row.ts'

/** What the reader is shown of a record's masked fields, by field; undefined where he has none of them. */
export function masksOf(row: DbRow, masked: readonly FieldDef[]): Record<string, string> | undefined {
  const masks = masked.flatMap((field): [string, string][] => {
    const value = valueOfField(field, row)
    return value === undefined ? [] : [[field.key, maskOf(field.kind, value)]]
  })
  return masks.length > 0 ? Object.fromEntries(masks) : undefined
}

/** A value as the reader is shown it in a record's history: what is masked for him by its mask. */
export const maskedChange = (field: FieldDef, value: unknown): unknown =>
  value === null || value === undefined ? null : maskOf(field.kind, value)

/** The fields of an entity of which the reader is shown a mask. */
export function maskedFields(ctx: Context, entity: EntityDef): FieldDef[] {
  const masks = ctx.policy.maskedFields(entity.key)
  return masks.size === 0 ? [] : entity.fields.filter((field) => masks.has(field.key) && !field.custom?.archived)
}
