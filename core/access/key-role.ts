import { z } from 'zod'
import { allOf } from '../query/filter.ts'
import {
  type EntityGrant,
  FIELD_EFFECTS,
  type FieldEffect,
  NOTHING,
  type Only,
  REACHES,
  type Reach,
  type Role,
} from './policy.ts'

/** What an API key may do with the records of a kind; kinds that are not named do not exist for it. */
export const KeyScope = z.record(z.string().max(40), z.enum(['read', 'write']))
export type KeyScope = z.infer<typeof KeyScope>

const lesser = (a: Reach, b: Reach): Reach => (REACHES.indexOf(a) < REACHES.indexOf(b) ? a : b)
const stricter = (a: FieldEffect | undefined, b: FieldEffect): FieldEffect =>
  a !== undefined && FIELD_EFFECTS.indexOf(a) > FIELD_EFFECTS.indexOf(b) ? a : b

/** What both narrow: a record has to fulfil either's filter. */
const both = (a: Only = {}, b: Only = {}): Only => ({
  view: allOf(a.view, b.view),
  edit: allOf(a.edit, b.edit),
  delete: allOf(a.delete, b.delete),
})

const grantOf = (role: Role, entity: string): EntityGrant => role.grants[entity] ?? role.grants['*'] ?? NOTHING

/**
 * The role by which a key acts: what its role, its maker's role as it is today and its scope all allow. It never runs the office and
 * configures nothing, whoever made it.
 */
export function keyRole(role: Role, maker: Role, scope: KeyScope): Role {
  const grants: Record<string, EntityGrant> = { '*': NOTHING }
  for (const [entity, level] of Object.entries(scope)) {
    const own = grantOf(role, entity)
    const makers = grantOf(maker, entity)
    const writes = level === 'write'
    grants[entity] = {
      view: lesser(own.view, makers.view),
      create: writes && own.create && makers.create,
      edit: writes ? lesser(own.edit, makers.edit) : 'none',
      delete: writes ? lesser(own.delete, makers.delete) : 'none',
      export: own.export && makers.export,
      import: writes && own.import && makers.import,
      assign: writes && own.assign && makers.assign,
      ...((own.only || makers.only) && { only: both(own.only, makers.only) }),
    }
  }
  const fields: Record<string, FieldEffect> = { ...role.fields }
  for (const [path, effect] of Object.entries(maker.fields)) fields[path] = stricter(fields[path], effect)
  return { key: role.key, admin: false, grants, fields, configures: [] }
}
