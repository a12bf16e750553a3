import { z } from 'zod'
import { STRENGTHS } from '../duplicates/rules.ts'
import { DuplicateReason, EntityParam, RecordRow, Values } from './records.ts'
import { defineRoutes } from './route.ts'

/** Two records that look like one, and why. */
export const DuplicatePair = z.object({
  a: RecordRow,
  b: RecordRow,
  strength: z.enum(STRENGTHS),
  reasons: z.array(DuplicateReason),
})
export type DuplicatePair = z.infer<typeof DuplicatePair>

const Two = z.strictObject({ a: z.uuid(), b: z.uuid() })
const Seen = z.strictObject({ id: z.uuid(), version: z.int().min(1) })
const Pointing = z.array(z.object({ entity: z.string(), field: z.string(), count: z.int() }))

export const duplicateRoutes = defineRoutes({
  duplicatePairs: {
    method: 'GET',
    path: '/api/duplicates/:entity',
    permission: 'signed-in',
    params: EntityParam,
    query: z.strictObject({
      state: z.enum(['open', 'dismissed']).default('open'),
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    reply: z.object({ pairs: z.array(DuplicatePair), next: z.string().optional() }),
  },
  /** How many pairs wait, by entity, and when the office was last looked through. */
  duplicateCounts: {
    method: 'GET',
    path: '/api/duplicates',
    permission: 'signed-in',
    reply: z.object({
      counts: z.array(z.object({ entity: z.string(), count: z.int(), capped: z.boolean() })),
      lookedAt: z.string().nullable(),
      looking: z.boolean(),
    }),
  },
  /** Two records side by side: why they look like one, and what points at each. */
  comparePair: {
    method: 'GET',
    path: '/api/duplicates/:entity/compare',
    permission: 'signed-in',
    params: EntityParam,
    query: Two,
    reply: z.object({
      a: RecordRow,
      b: RecordRow,
      strength: z.enum(STRENGTHS).nullable(),
      reasons: z.array(DuplicateReason),
      pointing: z.object({ a: Pointing, b: Pointing }),
    }),
  },
  /** Remembers that two records are not the same, or takes that back. */
  dismissPair: {
    method: 'POST',
    path: '/api/duplicates/:entity/dismiss',
    permission: 'signed-in',
    params: EntityParam,
    body: Two.extend({ dismissed: z.boolean() }),
    reply: z.object({ dismissed: z.boolean() }),
    idempotent: true,
  },
  /** Looks through the whole office now instead of tonight. */
  lookForDuplicates: {
    method: 'POST',
    path: '/api/duplicates/look',
    permission: 'signed-in',
    body: z.strictObject({}),
    reply: z.object({ looking: z.boolean() }),
  },
  /** Merges records into one of them, each at the version that was seen; what `values` does not name is joined. */
  mergeRecords: {
    method: 'POST',
    path: '/api/records/:entity/merge',
    permission: 'signed-in',
    keys: 'write',
    params: EntityParam,
    body: z.strictObject({ survivor: Seen, losers: z.array(Seen).min(1).max(9), values: Values.default({}) }),
    reply: z.object({ id: z.string(), version: z.int(), batchId: z.string() }),
    idempotent: true,
  },
})
