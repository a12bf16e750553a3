import { randomInt } from 'node:crypto'
import { BUILT_IN_ROLES, type EntityGrant, type FieldEffect, type Role } from '../../core/access/policy.ts'
import type { RoleBody, RoleDetail } from '../../core/contract/roles.ts'
import { findField } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import { sortKey } from '../../core/thai/sort-key.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Catalog } from '../records/catalog.ts'
import { storedRole } from './stored-role.ts'

/** What of a role is changed in the editor; what it may configure is changed elsewhere. */
export type RoleState = {
  nameTh: string
  nameEn: string
  grants: Record<string, EntityGrant>
  fields: Record<string, FieldEffect>
}
type RoleRow = { key: string; name_th: string; name_en: string; definition: string }

const isBuiltIn = (key: string): boolean => BUILT_IN_ROLES.some((role) => role.key === key)
/** Roles as people look for them: the product's own first, then the office's by name. */
export const inOrder = <T extends { key: string; name_th: string }>(rows: readonly T[]): T[] => {
  const rank = (key: string) => [...BUILT_IN_ROLES.map((role) => role.key), key].indexOf(key)
  return rows.toSorted((a, b) => rank(a.key) - rank(b.key) || (sortKey(a.name_th) < sortKey(b.name_th) ? -1 : 1))
}
const stateOf = (row: RoleRow): RoleState => {
  const { grants, fields } = storedRole(row.key, row.definition)
  return { nameTh: row.name_th, nameEn: row.name_en, grants, fields }
}

/** The roles: what people may do, kept as rows, so that an office makes its own. */
export const roles = {
  async list(db: Database): Promise<Omit<RoleDetail, 'faults'>[]> {
    const rows = await db.all<RoleRow & { people: number }>(
      'select r.*, (select count(*) from "user" u where u.role = r.key) as people from role r',
    )
    return inOrder(rows).map((row) => ({
      ...stateOf(row),
      key: row.key,
      admin: storedRole(row.key, row.definition).admin,
      builtIn: isBuiltIn(row.key),
      people: row.people,
    }))
  },

  async state(db: Database, key: string): Promise<RoleState | null> {
    const row = await db.get<RoleRow>('select * from role where key = ?', [key])
    return row ? stateOf(row) : null
  },

  /** Writes what the role may do; a role that is not there is made. Throws `role.fixed` for those that run the office. */
  async put(tx: Transaction, key: string, state: RoleState): Promise<void> {
    const row = await tx.get<RoleRow>('select * from role where key = ?', [key])
    const before = row && storedRole(key, row.definition)
    if (before?.admin) throw new AppError('role.fixed')
    const role: Role = { key, admin: false, configures: [], ...before, grants: state.grants, fields: state.fields }
    await tx.run(
      `insert into role (key, name_th, name_en, definition) values (?, ?, ?, ?)
       on conflict (key) do update set name_th = excluded.name_th, name_en = excluded.name_en, definition = excluded.definition`,
      [key, state.nameTh, state.nameEn, JSON.stringify(role)],
    )
  },

  /** Makes a role that may do what another may; who runs the office cannot be copied. Returns its key. */
  async copy(tx: Transaction, from: string, names: { nameTh: string; nameEn: string }): Promise<string> {
    const row = await tx.get<RoleRow>('select * from role where key = ?', [from])
    if (!row) throw new AppError('request.not_found')
    if (storedRole(from, row.definition).admin) throw new AppError('role.fixed')
    const key = `role-${Array.from({ length: 8 }, () => String.fromCharCode(97 + randomInt(26))).join('')}`
    await roles.put(tx, key, { ...stateOf(row), ...names })
    return key
  },

  /** Throws `role.in_use` while anybody has it, also of those who left, and `role.fixed` for the product's own. */
  async remove(tx: Transaction, key: string): Promise<void> {
    if (isBuiltIn(key)) throw new AppError('role.fixed')
    const used = await tx.get<{ n: number }>('select count(*) n from "user" where role = ?', [key])
    if (used && used.n > 0) throw new AppError('role.in_use', { count: used.n })
    const byKeys = await tx.get<{ n: number }>('select count(*) n from api_key where role = ? and revoked_at is null', [key])
    if (byKeys && byKeys.n > 0) throw new AppError('role.in_use_by_keys', { count: byKeys.n })
    const { changes } = await tx.run('delete from role where key = ?', [key])
    if (changes === 0) throw new AppError('request.not_found')
  },
}

/** Throws `request.invalid` for kinds of records and fields that are none, and for keeping an owner from seeing who owns. */
export function refuseUnknownRights(catalog: Catalog, body: RoleBody): void {
  const refuse = (field: string) => {
    throw new AppError('request.invalid', { field })
  }
  for (const [key, grant] of Object.entries(body.grants)) {
    if (key !== '*' && !catalog.registry.has(key)) refuse(key)
    // A filter speaks of the fields of one kind.
    if (key === '*' && grant.only) refuse(key)
  }
  for (const path of Object.keys(body.fields)) {
    const [entityKey = '', key = '', ...more] = path.split('.')
    const entity = catalog.registry.get(entityKey)
    if (!entity || more.length > 0 || !findField(entity, key)) refuse(path)
    // Without its title a record is a line with nothing on it, and without its owner nobody knows whose it is.
    if (entity && (key === entity.title || key === entity.scope.owner)) refuse(path)
  }
}
