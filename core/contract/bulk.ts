import { z } from 'zod'
import { Filter } from '../query/filter.ts'
import { EntityParam, Kept, Values } from './records.ts'
import { defineRoutes } from './route.ts'

/** Rows of a sheet that one paste into a list may have; more of them are an import. */
export const MOST_PASTED_ROWS = 1_000
/** Records that one act on many may have. */
export const MOST_IN_BULK = 100_000

/** What is done to each of many records. */
export const BulkAct = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set'), values: Values }),
  z.strictObject({
    kind: z.literal('tags'),
    add: z.array(z.string().trim().min(1).max(60)).max(20),
    remove: z.array(z.string().max(60)).max(20),
  }),
  z.strictObject({ kind: z.literal('delete') }),
])
export type BulkAct = z.infer<typeof BulkAct>

/** Those named, or all that match the filter. */
const BulkTarget = z.strictObject({ ids: z.array(z.uuid()).min(1).max(5000).optional(), filter: Filter.optional() })
const BulkBody = z.strictObject({ target: BulkTarget, act: BulkAct })

const Params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.undefined()]))

/** Why something was left as it was: an error's code, and what is wrong with which field. */
export const Refusal = z.object({
  code: z.string(),
  params: Params.optional(),
  problems: z
    .array(
      z.object({
        field: z.string(),
        code: z.string(),
        params: Params.optional(),
      }),
    )
    .optional(),
})
export type Refusal = z.infer<typeof Refusal>

/** A record that an act on many leaves alone, and why. */
export const LeftAlone = z.object({ id: z.string(), title: z.string(), reason: Refusal })
export type LeftAlone = z.infer<typeof LeftAlone>

export const BulkRun = z.object({
  batchId: z.string(),
  entity: z.string(),
  state: z.enum(['running', 'done', 'cancelled']),
  total: z.int(),
  done: z.int(),
  changed: z.int(),
  refused: z.int(),
  /** The first of those left alone. */
  left: z.array(LeftAlone),
  /** Of an undo: the records that somebody changed afterwards, whose later values stay. */
  kept: z.array(Kept).optional(),
  /** Nobody can read any more what it was to do; it does not go on. */
  unreadable: z.literal(true).optional(),
})
export type BulkRun = z.infer<typeof BulkRun>

const RunParam = z.strictObject({ batchId: z.uuid() })

export const PastedCell = z.object({
  field: z.string(),
  state: z.enum(['change', 'same', 'refused']),
  value: z.unknown().optional(),
  reason: Refusal.optional(),
})
export const PastedRow = z.object({ id: z.string(), title: z.string(), cells: z.array(PastedCell) })
export type PastedRow = z.infer<typeof PastedRow>

export const bulkRoutes = defineRoutes({
  /** What an act on many would do: how many may not be changed, and which. Writes nothing. */
  previewBulk: {
    method: 'POST',
    path: '/api/records/:entity/bulk/preview',
    permission: 'signed-in',
    keys: 'write',
    params: EntityParam,
    body: BulkBody,
    /** `untried`: on so many the rules were not tried, only who may change them. */
    reply: z.object({ total: z.int(), refused: z.int(), untried: z.int(), left: z.array(LeftAlone) }),
  },
  startBulk: {
    method: 'POST',
    path: '/api/records/:entity/bulk/start',
    permission: 'signed-in',
    keys: 'write',
    params: EntityParam,
    body: BulkBody,
    reply: z.object({ batchId: z.string(), total: z.int() }),
    idempotent: true,
  },
  bulkRun: {
    method: 'GET',
    path: '/api/bulk/:batchId',
    permission: 'signed-in',
    keys: 'write',
    params: RunParam,
    reply: BulkRun,
  },
  /** Stops; what was written until then stays and can be undone. */
  cancelBulk: {
    method: 'POST',
    path: '/api/bulk/:batchId/cancel',
    permission: 'signed-in',
    keys: 'write',
    params: RunParam,
    body: z.strictObject({}),
    reply: BulkRun,
  },
  /** Takes a batch back while its person works elsewhere; followed and stopped like an act on many. */
  startUndo: {
    method: 'POST',
    path: '/api/batches/:batchId/undo/start',
    permission: 'signed-in',
    params: RunParam,
    body: z.strictObject({}),
    reply: z.object({ batchId: z.string(), total: z.int() }),
    idempotent: true,
  },
  /** Reads a pasted block as values of the named fields. With `apply` it is written as one batch, otherwise only looked at. */
  pasteCells: {
    method: 'POST',
    path: '/api/records/:entity/paste',
    permission: 'signed-in',
    params: EntityParam,
    body: z.strictObject({
      columns: z.array(z.string().max(80)).min(1).max(50),
      rows: z
        .array(z.strictObject({ id: z.uuid(), version: z.int(), cells: z.array(z.string().max(20_000)).max(50) }))
        .min(1)
        .max(MOST_PASTED_ROWS),
      apply: z.boolean(),
    }),
    reply: z.object({ rows: z.array(PastedRow), batchId: z.string().optional(), changed: z.int() }),
    idempotent: true,
  },
})
