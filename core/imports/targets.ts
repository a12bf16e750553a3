import type { EntityDef } from '../entities/entity.ts'
import type { FieldDef } from '../fields/field.ts'

/** What a column can fill: a whole field, or a part of one. */
export type Target = { key: string; field: FieldDef; part?: string }

/** The parts of kinds that spreadsheets spread over several columns. */
const PARTS: Partial<Record<FieldDef['kind'], readonly string[]>> = {
  personName: ['title', 'first', 'last', 'nick', 'firstEn', 'lastEn'],
  partyName: ['form', 'title', 'first', 'last', 'nick'],
  addresses: ['line', 'subdistrict', 'district', 'province', 'postcode'],
  taxId: ['branch'],
  phones: ['office', 'fax'],
}

/** Links to a customer take the title to find it by, and the person's position there. */
const LINK_PARTS = ['position', 'role']

/** Kinds that no cell can hold. */
const NOT_IMPORTED: ReadonlySet<FieldDef['kind']> = new Set(['files', 'records'])

/** Everything a column can be mapped to, in the order of the entity's fields. */
export function importTargets(entity: EntityDef, mayWrite: (field: FieldDef) => boolean): Target[] {
  return entity.fields.flatMap((field) => {
    if (field.derived || field.custom?.archived || NOT_IMPORTED.has(field.kind) || !mayWrite(field)) return []
    const parts = field.kind === 'links' ? LINK_PARTS : (PARTS[field.kind] ?? [])
    return [{ key: field.key, field }, ...parts.map((part) => ({ key: `${field.key}.${part}`, field, part }))]
  })
}

/** What stands above the column of a part: with the name of its field where that is the office's own, or it would pass for the product's “branch”. */
export const partHeader = (field: FieldDef, label: string, part: string): string => (field.custom ? `${label}: ${part}` : part)
