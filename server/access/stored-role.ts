import { BUILT_IN_ROLES, type Role } from '../../core/access/policy.ts'
import { StoredRole } from '../../core/configuration/stored.ts'
import { storedJson } from '../db/stored-json.ts'

/**
 * A role as its row says. One that cannot be read any more grants nothing until somebody puts it back, since nobody knows what it hid.
 * Those that run the office are the same in every office: they stay what they are, or nobody could put anything back.
 */
export function storedRole(key: string, definition: string): Role {
  const fixed = BUILT_IN_ROLES.find((role) => role.key === key && role.admin)
  return storedJson<Role>(definition, StoredRole) ?? fixed ?? { key, admin: false, grants: {}, fields: {} }
}
