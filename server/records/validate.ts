import type { z } from 'zod'
import { type EntityDef, findField } from '../../core/entities/entity.ts'
import { AppError, type FieldProblem } from '../../core/errors.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { valueSchema } from '../../core/fields/values.ts'
import { matches } from '../../core/query/matches.ts'
import { norm } from '../../core/thai/text.ts'
import type { Context } from './context.ts'
import type { Values } from './row.ts'

const schemas = new WeakMap<FieldDef, z.ZodType>()

function schemaOf(field: FieldDef): z.ZodType {
  let schema = schemas.get(field)
  if (!schema) {
    schema = valueSchema(field)
    schemas.set(field, schema)
  }
  return schema
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Every text of a value in the one canonical spelling of Thai (`norm`), so that what is stored can be found and compared. */
function normalised(value: unknown): unknown {
  if (typeof value === 'string') return norm(value)
  if (Array.isArray(value)) return value.map(normalised)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normalised(inner)]))
  return value
}

/**
 * Checks the given values of a record against its declaration: unknown, derived, hidden and read-only fields are refused,
 * each wrong value is named. Returns them in canonical form, null for “emptied”. Throws `record.invalid` with all problems.
 */
export function validate(ctx: Context, entity: EntityDef, given: Values): Values {
  const { values, problems } = check(ctx, entity, given)
  if (problems.length > 0) throw new AppError('record.invalid', { entity: entity.key }, { problems })
  return values
}

/** Like `validate`, but returns the problems instead of throwing: an import has a row of them. */
export function check(ctx: Context, entity: EntityDef, given: Values): { values: Values; problems: FieldProblem[] } {
  const values: Values = {}
  const problems: FieldProblem[] = []
  for (const [key, value] of Object.entries(given)) {
    const field = findField(entity, key)
    if (!field || field.derived || field.custom?.archived || ctx.policy.isHidden(entity.key, key)) {
      problems.push({ field: key, code: 'unknown_field' })
      continue
    }
    if (ctx.policy.isReadonly(entity.key, key)) {
      problems.push({ field: key, code: 'readonly' })
      continue
    }
    if (isEmpty(value)) {
      values[key] = null
      continue
    }
    const parsed = schemaOf(field).safeParse(normalised(value))
    if (parsed.success) values[key] = parsed.data
    else problems.push(problemOf(key, parsed.error))
  }
  return { values, problems }
}

/** Custom messages of the schemas are codes in lower case; the library's own sentences are not for users. */
function problemOf(field: string, error: z.ZodError): FieldProblem {
  const [issue] = error.issues
  if (!issue) return { field, code: 'invalid' }
  const item = typeof issue.path[0] === 'number' ? issue.path[0] : undefined
  const params: Record<string, number> = {}
  if ('maximum' in issue) params.max = Number(issue.maximum)
  if ('minimum' in issue) params.min = Number(issue.minimum)
  const code = /^[a-z_]+$/.test(issue.message) ? issue.message : issue.code
  return { field, code, params, ...(item !== undefined && { item }) }
}

/** The fields that a record leaves empty though they are required: by declaration, or by a rule of the office that holds now. */
export function missingRequired(entity: EntityDef, values: Values): FieldProblem[] {
  const asked = new Set(
    (entity.rules ?? []).filter((rule) => rule.effect === 'required' && matches(rule.when, values)).map((rule) => rule.field),
  )
  return entity.fields
    .filter((field) => (field.required || asked.has(field.key)) && !field.derived && !field.custom?.archived)
    .filter((field) => isEmpty(values[field.key]) && isAsked(entity, field.key, values))
    .map((field) => ({ field: field.key, code: 'required' }))
}

/** False while a rule keeps the field out of sight: what nobody is asked cannot be missing. */
function isAsked(entity: EntityDef, key: string, values: Values): boolean {
  return (entity.rules ?? []).every((rule) => rule.effect !== 'shown' || rule.field !== key || matches(rule.when, values))
}
