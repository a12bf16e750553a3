import { z } from 'zod'
import { EntityGrant, FieldEffect } from '../access/policy.ts'
import { Done, Label } from './office.ts'
import { defineRoutes } from './route.ts'

const RoleKey = z.strictObject({ key: z.string().max(40) })

/** What an admin changes of a role: a grant for each kind of record, and the fields that it does not see or change. */
export const RoleBody = z.strictObject({
  nameTh: Label,
  nameEn: Label,
  grants: z.record(z.string().max(40), EntityGrant),
  fields: z.record(z.string().max(120), FieldEffect),
})
export type RoleBody = z.infer<typeof RoleBody>

/** A role whole, as the editor shows it. */
export const RoleDetail = RoleBody.extend({
  key: z.string(),
  /** It runs the office and may do everything: nothing about it can be changed. */
  admin: z.boolean(),
  /** One of the product’s own: it has a name in either language and stays. */
  builtIn: z.boolean(),
  /** How many people have it, those who left among them. */
  people: z.int(),
  /** What its filters name that is gone or that it may not see: by such a filter it reaches nothing. */
  faults: z.array(
    z.object({ entity: z.string(), action: z.enum(['view', 'edit', 'delete']), field: z.string(), value: z.string().optional() }),
  ),
})
export type RoleDetail = z.infer<typeof RoleDetail>

export const roleRoutes = defineRoutes({
  getRoles: {
    method: 'GET',
    path: '/api/roles/details',
    permission: 'admin',
    reply: z.object({ roles: z.array(RoleDetail) }),
  },
  /** Makes a role that may do what another may. */
  copyRole: {
    method: 'POST',
    path: '/api/roles',
    permission: 'admin',
    body: z.strictObject({ from: z.string().max(40), nameTh: Label, nameEn: Label }),
    reply: z.object({ key: z.string() }),
  },
  saveRole: { method: 'PUT', path: '/api/roles/:key', permission: 'admin', params: RoleKey, body: RoleBody, reply: Done },
  deleteRole: { method: 'DELETE', path: '/api/roles/:key', permission: 'admin', params: RoleKey, reply: Done },
})
