import { z } from 'zod'
import { HOWS, STRENGTHS } from '../duplicates/rules.ts'
import { Filter } from '../query/filter.ts'
import { defineRoutes } from './route.ts'

export const EntityParam = z.strictObject({ entity: z.string().regex(/^[a-z][a-zA-Z]{1,30}$/) })
export const RecordParam = EntityParam.extend({ id: z.uuid() })
export const Sort = z.strictObject({ field: z.string().max(80), desc: z.boolean().optional() })
export const Values = z.record(z.string().max(80), z.unknown())

/** A record as it is read: its visible fields lie flat beside these. */
export const RecordRow = z.looseObject({
  id: z.string(),
  version: z.int(),
  title: z.string(),
  deletedAt: z.string().optional(),
  /** What is shown of masked fields, by field: `•••• 5678`. */
  masks: z.record(z.string(), z.string()).optional(),
  /** The fields of which nobody can read what is stored; they are absent here. */
  unreadable: z.array(z.string()).optional(),
  titles: z.record(z.string(), z.string()).optional(),
  marks: z.array(z.int()).optional(),
  may: z.object({ edit: z.boolean(), delete: z.boolean() }).optional(),
})
export type RecordRow = z.infer<typeof RecordRow>

/** A record that somebody changed after a batch, and the fields whose later values an undo leaves. */
export const Kept = z.object({ entity: z.string(), id: z.string(), title: z.string(), fields: z.array(z.string()) })

const Written = z.object({ id: z.string(), version: z.int() })
const Ids = z.array(z.uuid()).min(1).max(5000)
const BatchReply = z.object({ batchId: z.string(), count: z.int(), refused: z.int() })

/** Why a record was found: the field, the words that matched, and how well. */
export const HIT_RANKS = ['exact', 'prefix', 'ending', 'inside', 'otherKeyboard', 'soundsLike'] as const
export const SearchHit = z.object({
  entity: z.string(),
  row: RecordRow,
  rank: z.enum(HIT_RANKS),
  field: z.string(),
  text: z.string(),
})
export type SearchHit = z.infer<typeof SearchHit>

export const HistoryEntry = z.object({
  seq: z.int(),
  at: z.string(),
  userId: z.string().nullable(),
  /** The name of the API key by which a program made the change in that person's stead. */
  via: z.string().optional(),
  action: z.string(),
  batchId: z.string().nullable(),
  fields: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** How one field of two records compares. */
export const DuplicateReason = z.object({ field: z.string(), how: z.enum(HOWS) })
export type DuplicateReason = z.infer<typeof DuplicateReason>

export const DuplicateHit = z.object({
  row: RecordRow,
  fields: z.array(z.string()),
  reasons: z.array(DuplicateReason),
  strength: z.enum(STRENGTHS).optional(),
})
export type DuplicateHit = z.infer<typeof DuplicateHit>

export const recordRoutes = defineRoutes({
  listRecords: {
    method: 'POST',
    path: '/api/records/:entity/list',
    permission: 'signed-in',
    keys: 'read',
    params: EntityParam,
    body: z.strictObject({
      filter: Filter.optional(),
      sort: Sort.optional(),
      after: z.string().max(2000).optional(),
      /** The last rows instead of the first, in the list's order; "after" then leads to those above. */
      fromEnd: z.boolean().optional(),
      limit: z.int().min(1).max(200).default(50),
      columns: z.array(z.string().max(80)).max(100).optional(),
      bin: z.boolean().optional(),
      /** Each row says which of these it fulfils. */
      marks: z.array(Filter).max(6).optional(),
    }),
    reply: z.object({ rows: z.array(RecordRow), next: z.string().optional() }),
  },
  countRecords: {
    method: 'POST',
    path: '/api/records/:entity/count',
    permission: 'signed-in',
    keys: 'read',
    params: EntityParam,
    body: z.strictObject({ filter: Filter.optional(), bin: z.boolean().optional() }),
    reply: z.object({ count: z.int(), capped: z.boolean() }),
  },
  aggregateRecords: {
    method: 'POST',
    path: '/api/records/:entity/aggregate',
    permission: 'signed-in',
    keys: 'read',
    params: EntityParam,
    body: z.strictObject({ filter: Filter.optional(), groupBy: z.string().max(80), sum: z.string().max(80).optional() }),
    reply: z.object({
      groups: z.array(
        z.object({ key: z.union([z.string(), z.number()]).nullable(), count: z.int(), sum: z.number().optional() }),
      ),
    }),
  },
  groupRecords: {
    method: 'POST',
    path: '/api/records/:entity/groups',
    permission: 'signed-in',
    keys: 'read',
    params: EntityParam,
    body: z.strictObject({
      filter: Filter.optional(),
      /** Only these records of those that match. */
      ids: z.array(z.uuid()).min(1).max(5000).optional(),
      by: z.string().max(80),
      sums: z.array(z.string().max(80)).max(6).optional(),
    }),
    /** The largest groups first, at most 200. A reference's group bears its title, empty where the reader may not see it. */
    reply: z.object({
      groups: z.array(
        z.object({
          key: z.union([z.string(), z.number()]).nullable(),
          title: z.string().optional(),
          count: z.int(),
          sums: z.record(z.string(), z.number()),
        }),
      ),
      more: z.boolean(),
    }),
  },
  searchRecords: {
    method: 'POST',
    path: '/api/search',
    permission: 'signed-in',
    keys: 'read',
    body: z.strictObject({
      text: z.string().max(200),
      entities: z.array(z.string().max(40)).max(10).optional(),
      filter: Filter.optional(),
      limit: z.int().min(1).max(200).default(8),
      columns: z.array(z.string().max(80)).max(100).optional(),
    }),
    /** `otherText` is the wrong-keyboard reading when it was searched too; `more` when there are further hits. */
    reply: z.object({ hits: z.array(SearchHit), otherText: z.string().optional(), more: z.boolean() }),
  },
  /** Under which names records stand that a condition or a rule names; those that the reader may not see are left out. */
  recordTitles: {
    method: 'POST',
    path: '/api/titles',
    permission: 'signed-in',
    keys: 'read',
    body: z.strictObject({ of: z.record(EntityParam.shape.entity, z.array(z.uuid()).max(500)) }),
    reply: z.object({ titles: z.record(z.string(), z.string()) }),
  },
  getRecord: {
    method: 'GET',
    path: '/api/records/:entity/:id',
    permission: 'signed-in',
    keys: 'read',
    params: RecordParam,
    reply: RecordRow,
  },
  /** Lifts the mask of one field of one record; that it was done is written down. */
  revealField: {
    method: 'POST',
    path: '/api/records/:entity/:id/reveal/:field',
    permission: 'signed-in',
    keys: 'read',
    params: RecordParam.extend({ field: z.string().max(80) }),
    reply: z.object({ value: z.unknown() }),
  },
  createRecord: {
    method: 'POST',
    path: '/api/records/:entity',
    permission: 'signed-in',
    keys: 'write',
    params: EntityParam,
    body: z.strictObject({ values: Values }),
    reply: Written,
    idempotent: true,
  },
  updateRecord: {
    method: 'PATCH',
    path: '/api/records/:entity/:id',
    permission: 'signed-in',
    keys: 'write',
    params: RecordParam,
    body: z.strictObject({ version: z.int().min(1), values: Values }),
    reply: Written,
    idempotent: true,
  },
  findDuplicates: {
    method: 'POST',
    path: '/api/records/:entity/duplicates',
    permission: 'signed-in',
    keys: 'read',
    params: EntityParam,
    body: z.strictObject({ values: Values, exceptId: z.uuid().optional() }),
    reply: z.object({ hits: z.array(DuplicateHit) }),
  },
  recordHistory: {
    method: 'GET',
    path: '/api/records/:entity/:id/history',
    permission: 'signed-in',
    keys: 'read',
    params: RecordParam,
    query: z.strictObject({ before: z.coerce.number().int().optional() }),
    reply: z.object({ entries: z.array(HistoryEntry), more: z.boolean() }),
  },
  deleteRecords: {
    method: 'POST',
    path: '/api/records/:entity/delete',
    permission: 'signed-in',
    urgent: true,
    keys: 'write',
    params: EntityParam,
    body: z.strictObject({ ids: Ids }),
    reply: BatchReply,
    idempotent: true,
  },
  restoreRecords: {
    method: 'POST',
    path: '/api/records/:entity/restore',
    permission: 'signed-in',
    keys: 'write',
    params: EntityParam,
    body: z.strictObject({ ids: Ids }),
    reply: BatchReply,
    idempotent: true,
  },
  undoBatch: {
    method: 'POST',
    path: '/api/batches/:batchId/undo',
    permission: 'signed-in',
    params: z.strictObject({ batchId: z.uuid() }),
    body: z.strictObject({}),
    /** `kept` are the records that somebody changed afterwards: their later values stay. */
    reply: z.object({
      batchId: z.string(),
      undone: z.int(),
      kept: z.array(Kept),
    }),
    idempotent: true,
  },
  listBatches: {
    method: 'GET',
    path: '/api/batches',
    permission: 'signed-in',
    reply: z.object({
      batches: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          entity: z.string().nullable(),
          title: z.string(),
          userId: z.string().nullable(),
          state: z.string(),
          counts: z.record(z.string(), z.number()),
          startedAt: z.string(),
          endedAt: z.string().nullable(),
          undoneBy: z.string().nullable(),
        }),
      ),
    }),
  },
  exportRecords: {
    method: 'POST',
    path: '/api/records/:entity/export',
    permission: 'signed-in',
    urgent: true,
    keys: 'read',
    params: EntityParam,
    body: z.strictObject({
      format: z.enum(['xlsx', 'csv']),
      filter: Filter.optional(),
      sort: Sort.optional(),
      columns: z.array(z.string().max(80)).max(200).optional(),
      /** Leaves out who asked not to be contacted on this channel. */
      forContact: z.string().max(40).optional(),
      search: z.string().max(200).optional(),
    }),
    reply: 'raw',
  },
})
