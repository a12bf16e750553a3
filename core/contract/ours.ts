import { z } from 'zod'
import { CONFIGURABLE } from '../configuration/areas.ts'
import { FieldRule, Layout, Numbering, Ours } from '../configuration/ours.ts'
import { Done } from './office.ts'
import { EntityParam } from './records.ts'
import { defineRoutes } from './route.ts'

/** Parts of `Ours` as a window changes them: what is not named stays, null takes a part away. */
export const OursBody = z.strictObject({
  name: Ours.shape.name.unwrap().nullable().optional(),
  fieldNames: Ours.shape.fieldNames.unwrap().nullable().optional(),
  layout: z.strictObject({ role: z.string().max(40), layout: Layout.nullable() }).optional(),
  rules: z.array(FieldRule).max(50).optional(),
  numbering: Numbering.nullable().optional(),
})
export type OursBody = z.infer<typeof OursBody>

export const RoleInfo = z.object({
  key: z.string(),
  nameTh: z.string(),
  nameEn: z.string(),
  admin: z.boolean(),
  configures: z.array(z.enum(CONFIGURABLE)),
})
export type RoleInfo = z.infer<typeof RoleInfo>

export const ConfigurationChange = z.object({
  seq: z.int(),
  at: z.string(),
  userId: z.string(),
  /** Which part of the settings it stands in, and what of it: a list’s key, an entity’s key, an id. */
  area: z.string(),
  item: z.string(),
  /** What the item is called, in the language it was written in; empty where the area says it all. */
  name: z.string(),
  /** What was added, changed, or taken away, as `field: before → after` pairs of plain text. */
  differences: z.array(z.object({ what: z.string(), before: z.string(), after: z.string() })),
  /** False once something later stands on it, or it was rolled back itself. */
  mayRollBack: z.boolean(),
  rolledBackBy: z.int().optional(),
})
export type ConfigurationChange = z.infer<typeof ConfigurationChange>

/** What an office makes its own without code, who may, and how it all came about. */
export const oursRoutes = defineRoutes({
  getOurs: {
    method: 'GET',
    path: '/api/ours/:entity',
    permission: 'configure:forms',
    params: EntityParam,
    reply: z.object({ ours: Ours, nextCode: z.string().optional() }),
  },
  saveOurs: {
    method: 'PUT',
    path: '/api/ours/:entity',
    permission: 'configure:forms',
    params: EntityParam,
    body: OursBody,
    reply: Done,
  },
  listRoles: { method: 'GET', path: '/api/roles', permission: 'signed-in', reply: z.object({ roles: z.array(RoleInfo) }) },
  saveRights: {
    method: 'PUT',
    path: '/api/roles/:key/configures',
    permission: 'admin',
    params: z.strictObject({ key: z.string().max(40) }),
    body: z.strictObject({ configures: z.array(z.enum(CONFIGURABLE)).max(CONFIGURABLE.length) }),
    reply: Done,
  },
  configurationHistory: {
    method: 'GET',
    path: '/api/configuration/history',
    permission: 'admin',
    query: z.strictObject({ before: z.coerce.number().int().min(1).optional() }),
    reply: z.object({ changes: z.array(ConfigurationChange), next: z.int().optional() }),
  },
  /** Puts an item back to what it was before this change. Throws `configuration.changed` when something later changed it again. */
  rollBackConfiguration: {
    method: 'POST',
    path: '/api/configuration/history/:seq/roll-back',
    permission: 'admin',
    params: z.strictObject({ seq: z.coerce.number().int().min(1) }),
    body: z.strictObject({}),
    reply: Done,
  },
})
