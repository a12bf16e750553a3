import { z } from 'zod'
import { EntityParam } from './records.ts'
import { defineRoutes } from './route.ts'

/** A larger file is refused before it is read; the window does not even send it. */
export const LARGEST_IMPORT_BYTES = 200 * 1024 * 1024

const Id = z.strictObject({ id: z.uuid() })

/** Part of a field that a column can fill: `name`, `name.first`, `phones`, `addresses.postcode`, `customers.position`… */
export const ImportTarget = z
  .string()
  .regex(/^[a-zA-Z]\w*(\.[a-zA-Z]\w*)?$/)
  .max(80)

export const DateReading = z.strictObject({ order: z.enum(['DMY', 'MDY', 'YMD']), era: z.enum(['BE', 'CE']) })

export const ColumnMapping = z.strictObject({
  column: z.int().min(0).max(1000),
  /** Absent: the column is not imported. */
  target: ImportTarget.optional(),
  /** Their word → our choice key (or null: leave empty; '+': make a new choice of their word). */
  values: z.record(z.string().max(300), z.string().max(60).nullable()).optional(),
  dates: DateReading.optional(),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

export const ImportDefinition = z.strictObject({
  columns: z.array(ColumnMapping).max(1000),
  /** Fields that tell that a row is already there; empty: everything is added. */
  match: z.array(z.string().max(40)).max(6),
  /** What happens to rows that are already there. */
  onMatch: z.enum(['update', 'fill', 'skip']),
  /** Referenced records that are not there: make them, leave the field empty, or refuse the row. */
  missingReferences: z.enum(['create', 'empty', 'refuse']),
  /** Unknown words of pick lists: make them, leave the field empty, or refuse the row. */
  missingChoices: z.enum(['create', 'empty', 'refuse']),
  skipBadRows: z.boolean(),
  defaults: z.record(z.string(), z.unknown()).optional(),
})
export type ImportDefinition = z.infer<typeof ImportDefinition>

export const GUESSES = ['memory', 'header', 'values', 'none'] as const

export const ImportColumn = z.object({
  index: z.int(),
  header: z.string(),
  samples: z.array(z.string()),
  filled: z.int(),
  guess: z.enum(GUESSES),
  mapping: ColumnMapping,
  /** Distinct values with their counts, for pick lists; cut at 200. */
  distinct: z.array(z.object({ value: z.string(), count: z.int() })),
  dateReadings: z
    .array(z.object({ order: z.enum(['DMY', 'MDY', 'YMD']), era: z.enum(['BE', 'CE']), readable: z.int() }))
    .optional(),
  /** Values that were repaired while reading (a lost leading zero): how many and one example. */
  repairs: z.object({ count: z.int(), from: z.string(), to: z.string() }).optional(),
})
export type ImportColumn = z.infer<typeof ImportColumn>

export const IMPORT_STATES = [
  'reading',
  'mapping',
  'checking',
  'checked',
  'applying',
  'done',
  'cancelled',
  'failed',
  'undone',
] as const
export const ROW_ACTIONS = ['add', 'update', 'skip', 'warn', 'bad'] as const
export const Counts = z.object({ rows: z.int(), add: z.int(), update: z.int(), skip: z.int(), warn: z.int(), bad: z.int() })
export type ImportCounts = z.infer<typeof Counts>

/** A reason: a code under `import_reason.<code>` or `field_error.<code>`, the field it speaks of, and its parameters. */
export const RowReason = z.object({
  code: z.string(),
  field: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type RowReason = z.infer<typeof RowReason>
export const PlannedRow = z.object({
  line: z.int(),
  title: z.string(),
  action: z.enum(ROW_ACTIONS),
  reasons: z.array(RowReason),
  recordId: z.string().optional(),
  fields: z.array(z.string()).optional(),
  /** Of a new record: what goes into its most telling fields, in words. */
  facts: z.array(z.object({ field: z.string(), text: z.string() })).optional(),
})
export type PlannedRow = z.infer<typeof PlannedRow>

export const ImportRun = z.object({
  id: z.string(),
  entity: z.string(),
  fileName: z.string(),
  state: z.enum(IMPORT_STATES),
  format: z.string().optional(),
  encoding: z.string().optional(),
  sheetNames: z.array(z.string()).optional(),
  sheetName: z.string().optional(),
  rowCount: z.int(),
  columns: z.array(ImportColumn),
  definition: ImportDefinition,
  counts: Counts.optional(),
  /** Rows done of the work in hand (checking or applying). */
  progress: z.object({ done: z.int(), of: z.int() }).optional(),
  batchId: z.string().nullable(),
  error: z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) }).optional(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  userId: z.string().nullable(),
})
export type ImportRun = z.infer<typeof ImportRun>

export const importRoutes = defineRoutes({
  /** The body is the file itself, streamed; its name stands in the query. */
  uploadImport: {
    method: 'POST',
    path: '/api/imports/:entity',
    permission: 'signed-in',
    keys: 'write',
    params: EntityParam,
    query: z.strictObject({ name: z.string().min(1).max(255) }),
    reply: ImportRun,
  },
  listImports: {
    method: 'GET',
    path: '/api/imports',
    permission: 'signed-in',
    reply: z.object({ runs: z.array(ImportRun.omit({ columns: true, definition: true })) }),
  },
  getImport: { method: 'GET', path: '/api/imports/:id', permission: 'signed-in', keys: 'write', params: Id, reply: ImportRun },
  chooseSheet: {
    method: 'POST',
    path: '/api/imports/:id/sheet',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    body: z.strictObject({ sheetName: z.string().max(200).optional(), encoding: z.string().max(40).optional() }),
    reply: ImportRun,
  },
  /** Saves the mapping and starts the dry run; ask `getImport` until its state is `checked`. */
  checkImport: {
    method: 'POST',
    path: '/api/imports/:id/check',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    body: ImportDefinition,
    reply: ImportRun,
  },
  plannedRows: {
    method: 'GET',
    path: '/api/imports/:id/rows',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    query: z.strictObject({
      action: z.enum(ROW_ACTIONS).optional(),
      after: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    reply: z.object({ rows: z.array(PlannedRow), next: z.int().optional() }),
  },
  /** `skipBadRows` decides anew whether the bad rows are left out; without it what the check was told holds. */
  applyImport: {
    method: 'POST',
    path: '/api/imports/:id/apply',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    body: z.strictObject({ skipBadRows: z.boolean().optional() }),
    reply: ImportRun,
    idempotent: true,
  },
  cancelImport: {
    method: 'POST',
    path: '/api/imports/:id/cancel',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    body: z.strictObject({}),
    reply: ImportRun,
  },
  importErrors: {
    method: 'GET',
    path: '/api/imports/:id/errors',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    reply: 'raw',
  },
})
