import { z } from 'zod'
import { FIELD_KINDS } from '../fields/field.ts'
import { Company, Done, Id, Key, Label, Made, STAGE_KINDS } from './office.ts'
import { EntityParam } from './records.ts'
import { defineRoutes } from './route.ts'

const Colour = z.enum(['gray', 'kram', 'green', 'amber', 'red'])

const StageBody = z.strictObject({
  id: z.uuid().optional(),
  nameTh: Label,
  nameEn: Label,
  kind: z.enum(STAGE_KINDS),
  probability: z.int().min(0).max(100),
  staleDays: z.int().min(1).max(3650).nullable(),
  maxDeals: z.int().min(1).max(10_000).nullable(),
  colour: Colour.nullable(),
  required: z.array(z.string().max(80)).max(20),
})

export const CustomFieldBody = z.strictObject({
  labelTh: Label,
  labelEn: Label,
  kind: z.enum(FIELD_KINDS),
  required: z.boolean().optional(),
  filterable: z.boolean(),
  choices: z
    .array(z.strictObject({ key: Key.optional(), labelTh: Label, labelEn: Label, colour: Colour.nullable().optional() }))
    .max(200)
    .optional(),
  to: z.string().max(40).optional(),
})

/** What an admin sets up without code, and the care of the data. */
export const configurationRoutes = defineRoutes({
  saveCompany: { method: 'PUT', path: '/api/company', permission: 'configure:company', body: Company, reply: Done },
  saveChoice: {
    method: 'PUT',
    path: '/api/choices/:list',
    permission: 'configure:lists',
    params: z.strictObject({ list: Key }),
    body: z.strictObject({
      key: Key.optional(),
      labelTh: Label,
      labelEn: Label,
      colour: Colour.nullable().optional(),
      archived: z.boolean().optional(),
    }),
    reply: z.object({ key: z.string() }),
  },
  orderChoices: {
    method: 'POST',
    path: '/api/choices/:list/order',
    permission: 'configure:lists',
    params: z.strictObject({ list: Key }),
    body: z.strictObject({ keys: z.array(Key).max(500) }),
    reply: Done,
  },
  savePipeline: {
    method: 'PUT',
    path: '/api/pipelines',
    permission: 'configure:pipelines',
    body: z.strictObject({ id: z.uuid().optional(), nameTh: Label, nameEn: Label, stages: z.array(StageBody).min(1).max(30) }),
    reply: Made,
  },
  archivePipeline: {
    method: 'POST',
    path: '/api/pipelines/:id/archive',
    permission: 'configure:pipelines',
    params: Id,
    body: z.strictObject({ archived: z.boolean() }),
    reply: Done,
  },
  saveCustomField: {
    method: 'PUT',
    path: '/api/fields/:entity',
    permission: 'configure:fields',
    params: EntityParam,
    body: CustomFieldBody.extend({ id: z.uuid().optional() }),
    reply: z.object({ id: z.string(), key: z.string() }),
  },
  archiveCustomField: {
    method: 'POST',
    path: '/api/fields/:entity/:id/archive',
    permission: 'configure:fields',
    params: EntityParam.extend({ id: z.uuid() }),
    body: z.strictObject({ archived: z.boolean() }),
    reply: Done,
  },
  exportOffice: {
    method: 'POST',
    path: '/api/export/office',
    permission: 'admin',
    body: z.strictObject({}),
    reply: 'raw',
    urgent: true,
  },
})
