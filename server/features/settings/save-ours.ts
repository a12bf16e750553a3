import type { FieldRule, Ours } from '../../../core/configuration/ours.ts'
import type { OursBody } from '../../../core/contract/ours.ts'
import { allFields, type EntityDef, findField } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import { conditionsIn, filterDepth, MAX_FILTER_DEPTH, operatorsFor } from '../../../core/query/filter.ts'
import { isDecidable } from '../../../core/query/matches.ts'
import type { Transaction } from '../../db/database.ts'
import { settings } from './settings.ts'

/** Joins the named parts into what the office made of an entity. Throws `request.invalid` for fields and conditions that are none. */
export async function saveOurs(tx: Transaction, entity: EntityDef, body: OursBody): Promise<void> {
  const before: Ours = (await settings.ours(tx, entity.key)) ?? {}
  const layouts = { ...before.layouts }
  if (body.layout?.layout) layouts[body.layout.role] = body.layout.layout
  else if (body.layout) delete layouts[body.layout.role]
  const joined = {
    name: chosen(body.name, before.name),
    fieldNames: chosen(body.fieldNames, before.fieldNames),
    layouts: Object.keys(layouts).length > 0 ? layouts : undefined,
    rules: body.rules ?? before.rules,
    numbering: chosen(body.numbering, before.numbering),
  }
  const ours = Object.fromEntries(Object.entries(joined).filter(([, value]) => value !== undefined)) as Ours
  refuseUnknown(entity, ours)
  await settings.setOurs(tx, entity.key, ours)
}

const chosen = <T>(given: T | null | undefined, before: T | undefined): T | undefined =>
  given === null ? undefined : (given ?? before)

function refuseUnknown(entity: EntityDef, ours: Ours): void {
  const known = new Set(allFields(entity).map((field) => field.key))
  const refuse = (field: string) => {
    throw new AppError('request.invalid', { field })
  }
  const named = [
    ...Object.keys(ours.fieldNames ?? {}),
    ...Object.values(ours.layouts ?? {}).flatMap((layout) => [...layout.form, ...layout.page]),
  ]
  for (const key of named) if (!known.has(key)) refuse(key)
  for (const rule of ours.rules ?? []) refuseRule(entity, rule)
  if (ours.numbering && !entity.codePrefix) refuse('numbering')
}

/** A rule speaks of fields that people fill, and its condition must be decidable on the record alone. */
function refuseRule(entity: EntityDef, rule: FieldRule): void {
  const field = findField(entity, rule.field)
  if (!field || field.derived || rule.field === entity.title) throw new AppError('request.invalid', { field: rule.field })
  if (!isDecidable(rule.when) || filterDepth(rule.when) > MAX_FILTER_DEPTH)
    throw new AppError('query.invalid', { field: rule.field })
  for (const condition of conditionsIn(rule.when)) {
    const asked = findField(entity, condition.field)
    // A field that waits for itself would never be shown.
    if (!asked || condition.field === rule.field || !operatorsFor(asked).includes(condition.op))
      throw new AppError('query.invalid', { field: condition.field })
  }
}
