import type { FieldDef } from './field.ts'
import type { LinkItem, RecordLink } from './values.ts'

export type Pointed = [entity: string, id: string]

/** The records that a field's value points at, each by its kind and id. */
export function pointsAt(field: Pick<FieldDef, 'kind' | 'to'>, value: unknown): Pointed[] {
  if (value === undefined || value === null) return []
  switch (field.kind) {
    case 'reference':
      return [[field.to ?? '', value as string]]
    case 'links':
      return (value as LinkItem[]).map((item) => [field.to ?? '', item.to])
    case 'records':
      return (value as RecordLink[]).map((item) => [item.entity, item.id])
    default:
      return []
  }
}
