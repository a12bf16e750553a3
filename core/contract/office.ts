import { z } from 'zod'
import { EntityGrant } from '../access/policy.ts'
import { CONFIGURABLE } from '../configuration/areas.ts'
import { FieldRule, Layout, Ours } from '../configuration/ours.ts'
import { FIELD_KINDS } from '../fields/field.ts'
import { Filter } from '../query/filter.ts'
import { READ_ONLY_REASONS } from '../read-only.ts'
import { EntityParam, Sort } from './records.ts'
import { defineRoutes } from './route.ts'

/** The key of a pick list's entry or of a preference. */
export const Key = z.string().regex(/^[\w.-]{1,60}$/)
export const Label = z.string().trim().min(1).max(120)

export const Choice = z.object({
  list: z.string(),
  key: z.string(),
  labelTh: z.string(),
  labelEn: z.string(),
  colour: z.string().nullable(),
  position: z.int(),
  archived: z.boolean(),
})
export type Choice = z.infer<typeof Choice>

export const STAGE_KINDS = ['open', 'won', 'lost'] as const
export const Stage = z.object({
  id: z.string(),
  pipelineId: z.string(),
  nameTh: z.string(),
  nameEn: z.string(),
  kind: z.enum(STAGE_KINDS),
  probability: z.int(),
  /** Days in the stage after which a deal counts as stuck. */
  staleDays: z.int().nullable(),
  /** More deals than these are shown as too many; nothing is refused. */
  maxDeals: z.int().nullable(),
  colour: z.string().nullable(),
  required: z.array(z.string()),
  position: z.int(),
  archived: z.boolean(),
})
export type Stage = z.infer<typeof Stage>
export const Pipeline = z.object({
  id: z.string(),
  nameTh: z.string(),
  nameEn: z.string(),
  position: z.int(),
  archived: z.boolean(),
  stages: z.array(Stage),
})
export type Pipeline = z.infer<typeof Pipeline>

export const FieldInfo = z.object({
  key: z.string(),
  kind: z.enum(FIELD_KINDS),
  required: z.boolean().optional(),
  searchable: z.boolean().optional(),
  sortable: z.boolean().optional(),
  list: z.string().optional(),
  to: z.string().optional(),
  extras: z.array(z.enum(['position', 'from', 'until', 'note'])).optional(),
  derived: z.boolean().optional(),
  max: z.number().optional(),
  min: z.number().optional(),
  most: z.number().optional(),
  purpose: z.enum(['document', 'birth', 'due']).optional(),
  readonly: z.boolean().optional(),
  unique: z.boolean().optional(),
  custom: z
    .object({
      id: z.string(),
      labelTh: z.string(),
      labelEn: z.string(),
      filterable: z.boolean(),
      position: z.number(),
      archived: z.boolean(),
    })
    .optional(),
})
export type FieldInfo = z.infer<typeof FieldInfo>

export const EntityInfo = z.object({
  key: z.string(),
  title: z.string(),
  columns: z.array(z.string()),
  defaultSort: z.object({ field: z.string(), desc: z.boolean().optional() }),
  fields: z.array(FieldInfo),
  /** Fields of which a mask is shown wherever others are read; nothing searches, filters, sorts, sums or writes them. */
  masked: z.array(z.object({ field: FieldInfo, reveals: z.boolean() })).optional(),
  owner: z.string(),
  board: z.object({ column: z.literal('stage'), sum: z.string() }).optional(),
  /** True where records that look like one are found and merged. */
  duplicates: z.boolean(),
  grant: EntityGrant,
  /** What the office made of it for this reader: its fields in their order, and when they are asked or shown. */
  layout: Layout.optional(),
  rules: z.array(FieldRule).optional(),
})
export type EntityInfo = z.infer<typeof EntityInfo>

export const Company = z.strictObject({
  name: Label,
  nameEn: z.string().trim().max(200).optional(),
  taxId: z.string().trim().max(20).optional(),
  branch: z.string().trim().max(5).optional(),
  phone: z.string().trim().max(60).optional(),
  address: z.string().trim().max(500).optional(),
})
export type Company = z.infer<typeof Company>

export const UserInfo = z.object({
  id: z.string(),
  name: z.string(),
  nick: z.string(),
  role: z.string(),
  active: z.boolean(),
  hasPassword: z.boolean(),
})
export type UserInfo = z.infer<typeof UserInfo>

/** Everything a window needs before it can draw its first screen. */
export const Session = z.object({
  state: z.enum(['setup', 'sign-in', 'ready']),
  /** In `setup`: it takes the host's token to become the owner from here. */
  claim: z.boolean().optional(),
  /** This is a copy of then, to be looked at only. */
  copyOf: z.string().optional(),
  version: z.string(),
  today: z.string(),
  timeZone: z.string(),
  /** How far the feed was when this was said: whoever hears another place from the stream has missed something. */
  place: z.string().optional(),
  /** Why nothing can be saved at the moment; the stream tells when that changes. */
  readOnly: z.enum(READ_ONLY_REASONS).optional(),
  syncedBy: z.string().optional(), // For who runs the office: the cloud service in whose folder the data lie.
  user: UserInfo.optional(),
  admin: z.boolean().optional(),
  /** The office asks of the reader what he has not set up yet; until then he may do nothing else. */
  codeNeeded: z.boolean().optional(),
  /** The areas of the configuration that the reader may change. */
  configures: z.array(z.enum(CONFIGURABLE)).optional(),
  /** What the office calls things, by entity. */
  renames: z.record(z.string(), Ours.pick({ name: true, fieldNames: true })).optional(),
  company: Company.optional(),
  language: z.enum(['th', 'en']),
  users: z.array(UserInfo),
  entities: z.array(EntityInfo),
  choices: z.array(Choice),
  pipelines: z.array(Pipeline),
  provinces: z.array(z.object({ key: z.string(), labelTh: z.string(), labelEn: z.string() })),
})
export type Session = z.infer<typeof Session>

/** Colours what fulfils a condition: the whole row, or one cell of it. */
export const ColourRule = z.strictObject({
  filter: Filter,
  tone: z.enum(['bad', 'warn', 'ok', 'here']),
  field: z.string().max(80).optional(),
})
export type ColourRule = z.infer<typeof ColourRule>

export const SavedView = z.object({
  id: z.string(),
  entity: z.string(),
  name: z.string(),
  shared: z.boolean(),
  mine: z.boolean(),
  /** The list opens with this view for the reader's role. */
  first: z.boolean(),
  /** The roles for which it does; told to who runs the office. */
  firstFor: z.array(z.string()),
  version: z.int(),
  definition: z.strictObject({
    filter: Filter.optional(),
    sort: Sort.optional(),
    columns: z.array(z.string().max(80)).max(100).optional(),
    /** Widths that somebody drew, in rem, and the columns that stay at the left. */
    widths: z.record(z.string().max(80), z.number().min(1).max(100)).optional(),
    pinned: z.array(z.string().max(80)).max(20).optional(),
    /** The field by which the list is grouped. */
    group: z.string().max(80).optional(),
    colours: z.array(ColourRule).max(6).optional(),
    layout: z.enum(['list', 'board']).optional(),
  }),
})
export type SavedView = z.infer<typeof SavedView>
const ViewBody = z.strictObject({ name: Label, shared: z.boolean(), definition: SavedView.shape.definition })

export const Id = z.strictObject({ id: z.uuid() })
export const Done = z.object({ ok: z.literal(true) })
export const Made = z.object({ id: z.string() })

export const officeRoutes = defineRoutes({
  getSession: { method: 'GET', path: '/api/session', permission: 'anyone', keys: 'read', reply: Session },
  setUp: {
    method: 'POST',
    path: '/api/setup',
    permission: 'anyone',
    body: z.strictObject({
      company: Company,
      language: z.enum(['th', 'en']),
      ownerName: Label,
      ownerNick: z.string().trim().max(60).optional(),
      /** Over the network: the token that the host shows, and the owner's password. */
      token: z.string().max(100).optional(),
      password: z.string().min(8).max(200).optional(),
    }),
    reply: Done,
  },
  setPreference: {
    method: 'PUT',
    path: '/api/preferences/:key',
    permission: 'signed-in',
    params: z.strictObject({ key: Key }),
    body: z.strictObject({ value: z.unknown() }),
    reply: Done,
  },
  getPreferences: {
    method: 'GET',
    path: '/api/preferences',
    permission: 'signed-in',
    reply: z.object({ values: z.record(z.string(), z.unknown()) }),
  },
  listViews: {
    method: 'GET',
    path: '/api/views/:entity',
    permission: 'signed-in',
    params: EntityParam,
    reply: z.object({ views: z.array(SavedView) }),
  },
  createView: {
    method: 'POST',
    path: '/api/views/:entity',
    permission: 'signed-in',
    params: EntityParam,
    body: ViewBody,
    reply: Made,
    idempotent: true,
  },
  updateView: {
    method: 'PUT',
    path: '/api/views/:entity/:id',
    permission: 'signed-in',
    params: EntityParam.extend({ id: z.uuid() }),
    body: ViewBody.extend({ version: z.int() }),
    reply: Done,
  },
  /** Makes a shared view the first of the given roles, and of no others. */
  setFirstView: {
    method: 'PUT',
    path: '/api/views/:entity/:id/first',
    permission: 'admin',
    params: EntityParam.extend({ id: z.uuid() }),
    body: z.strictObject({ roles: z.array(z.string().max(40)).max(50) }),
    reply: Done,
  },
  deleteView: {
    method: 'DELETE',
    path: '/api/views/:entity/:id',
    permission: 'signed-in',
    params: EntityParam.extend({ id: z.uuid() }),
    reply: Done,
  },
  searchPlaces: {
    method: 'GET',
    path: '/api/places',
    permission: 'signed-in',
    keys: 'read',
    query: z.strictObject({ text: z.string().max(120) }),
    reply: z.object({
      places: z.array(
        z.object({
          code: z.string(),
          subdistrict: z.string(),
          district: z.string(),
          province: z.string(),
          provinceCode: z.string(),
          postcode: z.string(),
        }),
      ),
    }),
  },
  uploadFile: {
    method: 'POST',
    path: '/api/files',
    permission: 'signed-in',
    keys: 'write',
    reply: z.object({ id: z.string(), sha256: z.string(), name: z.string(), size: z.int(), type: z.string() }),
  },
  downloadFile: {
    method: 'GET',
    path: '/api/records/:entity/:id/files/:sha256',
    permission: 'signed-in',
    keys: 'read',
    params: EntityParam.extend({ id: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    reply: 'raw',
  },
  stream: { method: 'GET', path: '/api/stream', permission: 'signed-in', keys: 'read', reply: 'raw' },
})
