import { compilePolicy, type Policy } from '../../../core/access/policy.ts'
import type { RoleBody, RoleDetail } from '../../../core/contract/roles.ts'
import { findField } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import { conditionsIn, type Filter, ME } from '../../../core/query/filter.ts'
import { people } from '../../access/people.ts'
import type { Database } from '../../db/database.ts'
import { type Catalog, entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { faultOfRule } from '../../records/role-rules.ts'
import { compileRule } from '../../records/scope.ts'
import { titlesOf } from '../../records/titles.ts'
import { fieldLabel } from '../../words.ts'

type Rights = Pick<RoleBody, 'grants' | 'fields'>
type Rule = { entity: string; action: RoleDetail['faults'][number]['action']; filter: Filter }
const NARROWED = ['view', 'edit', 'delete'] as const

const rulesOf = ({ grants }: Rights): Rule[] =>
  Object.entries(grants).flatMap(([entity, { only }]) =>
    NARROWED.flatMap((action) => {
      const filter = only?.[action]
      return filter ? [{ entity, action, filter }] : []
    }),
  )

const policyOf = ({ grants, fields }: Rights): Policy => compilePolicy({ key: 'role', admin: false, grants, fields }, '', [])

/** What the role's filters name that is gone or hidden from it. */
export function faultsOf(catalog: Catalog, rights: Rights): RoleDetail['faults'] {
  const policy = policyOf(rights)
  return rulesOf(rights).flatMap(({ entity, action, filter }) => {
    const fault = faultOfRule({ catalog, policy }, entityOf(catalog, entity), filter)
    return fault ? [{ entity, action, ...fault }] : []
  })
}

/**
 * Throws `role.filter_field` for a filter that asks what cannot be asked, or that names a field which the role does not see;
 * `role.filter_value` for one that names a choice, a person or a record that is not there.
 */
export async function refuseRules(ctx: Context, db: Database, rights: Rights): Promise<void> {
  const policy = policyOf(rights)
  for (const { entity, filter } of rulesOf(rights)) {
    const kind = entityOf(ctx.catalog, entity)
    const refuse = (code: 'role.filter_field' | 'role.filter_value', path: string) => {
      throw new AppError(code, { entity, field: labelOf(ctx, entity, path) })
    }
    const fault = faultOfRule({ catalog: ctx.catalog, policy }, kind, filter)
    if (fault) refuse(fault.value === undefined ? 'role.filter_field' : 'role.filter_value', fault.field)
    try {
      compileRule(ctx, kind, filter)
    } catch (error) {
      if (error instanceof AppError && error.code === 'query.invalid')
        refuse('role.filter_field', String(error.params.field ?? ''))
      throw error
    }
    const missing = await missingIn(ctx, db, entity, filter)
    if (missing) refuse('role.filter_value', missing)
  }
}

/** The first condition that points at a person or record that is not there. */
async function missingIn(ctx: Context, db: Database, entity: string, filter: Filter): Promise<string | undefined> {
  const everybody = new Set((await people.list(db)).map((person) => person.id))
  for (const { path, field, values } of valuesIn(ctx.catalog, entity, filter)) {
    const found = field.to ? new Set((await titlesOf(ctx, db, field.to, values)).map(({ id }) => id)) : everybody
    if ((field.to || field.kind === 'user') && values.some((value) => value !== ME && !found.has(value))) return path
  }
  return undefined
}

function valuesIn(catalog: Catalog, entity: string, filter: Filter): { path: string; field: FieldDef; values: string[] }[] {
  return conditionsIn(filter).flatMap(({ field: path, value }) => {
    const field = lastField(catalog, entity, path)
    return field ? [{ path, field, values: [value ?? []].flat().map(String) }] : []
  })
}

function lastField(catalog: Catalog, entity: string, path: string): FieldDef | undefined {
  const [head = '', tail] = path.split('.')
  const of = catalog.registry.get(entity)
  const field = of && findField(of, head)
  const target = tail !== undefined && field?.to !== undefined ? catalog.registry.get(field.to) : undefined
  return tail === undefined ? field : target && findField(target, tail)
}

function labelOf(ctx: Context, entity: string, path: string): string {
  const [head = '', tail] = path.split('.')
  const field = lastField(ctx.catalog, entity, path)
  const through = lastField(ctx.catalog, entity, head)
  if (!field) return path
  return tail === undefined
    ? fieldLabel(ctx, entity, field)
    : `${through ? fieldLabel(ctx, entity, through) : head}: ${fieldLabel(ctx, through?.to ?? '', field)}`
}
