import { z } from 'zod'
import {
  Counts,
  type ImportColumn,
  type ImportCounts,
  type ImportDefinition,
  type ImportRun,
} from '../../../core/contract/imports.ts'
import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import { importTargets } from '../../../core/imports/targets.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import { type Context, mayFollow } from '../../records/context.ts'
import { StoredDefinition, StoredMapping } from './remembered.ts'

/** What a run remembers of its file and mapping, in one JSON column. */
export type RunDetail = {
  path: string
  format?: string
  encoding?: string
  sheetNames?: string[]
  sheetName?: string
  chosenEncoding?: string
  rowCount: number
  headers: string[]
  columns: ImportColumn[]
  definition: ImportDefinition
  error?: { code: string; params: Record<string, unknown> }
  /** The first of the running numbers that were set aside for what it adds. */
  numbersFrom?: number
  lang?: 'th' | 'en'
}
export type RunRow = {
  id: string
  entity: string
  file_name: string
  state: ImportRun['state']
  definition: string
  counts: string
  applied: number
  batch_id: string | null
  user_id: string | null
  via: string | null
  created_at: string
  ended_at: string | null
}

const Stored = z.looseObject({
  path: z.string(),
  rowCount: z.number(),
  headers: z.array(z.string()),
  columns: z.array(
    z.looseObject({ index: z.number(), header: z.string(), samples: z.array(z.string()), mapping: StoredMapping }),
  ),
  definition: StoredDefinition,
  numbersFrom: z.int().optional(),
})

/** What a run remembers; undefined where nobody can read it any more. */
export const readDetail = (row: Pick<RunRow, 'definition'>): RunDetail | undefined => storedJson(row.definition, Stored)

/** What a run remembers. Throws `import.unreadable`. */
export function detailOf(row: Pick<RunRow, 'definition'>): RunDetail {
  const detail = readDetail(row)
  if (!detail) throw new AppError('import.unreadable')
  return detail
}
/** How many rows the dry run found of each sort; undefined before it, and where that cannot be read: then it is done again. */
export const countsOf = (row: RunRow): ImportCounts | undefined => storedJson(row.counts, Counts)

const UNREADABLE: RunDetail = {
  path: '',
  rowCount: 0,
  headers: [],
  columns: [],
  definition: {
    columns: [],
    match: [],
    onMatch: 'skip',
    missingReferences: 'refuse',
    missingChoices: 'refuse',
    skipBadRows: false,
  },
  error: { code: 'import.unreadable', params: {} },
}
/** In these states a run is over, whether or not anybody can read what it was. */
const OVER: ReadonlySet<ImportRun['state']> = new Set(['done', 'undone'])

/** The run, if it is the person's own or he runs the office. */
export async function findRun(ctx: Context, db: Database, id: string): Promise<RunRow> {
  const row = await db.get<RunRow>('select * from import_run where id = ?', [id])
  if (!row || !mayFollow(ctx, row)) throw new AppError('record.not_found')
  return row
}

/** The run as the window sees it. */
export function presentRun(row: RunRow, progress: { done: number; of: number } | undefined): ImportRun {
  const known = readDetail(row)
  const detail = known ?? UNREADABLE
  const counts = countsOf(row)
  // One that takes itself back is undone before it is said why.
  const state = row.state === 'undone' && progress ? 'applying' : row.state
  return {
    id: row.id,
    entity: row.entity,
    fileName: row.file_name,
    state: known || OVER.has(row.state) ? state : 'failed',
    rowCount: detail.rowCount,
    columns: detail.columns,
    definition: detail.definition,
    batchId: row.batch_id,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    userId: row.user_id,
    ...(detail.format && { format: detail.format }),
    ...(detail.encoding && { encoding: detail.encoding }),
    ...(detail.sheetNames && { sheetNames: detail.sheetNames }),
    ...(detail.sheetName && { sheetName: detail.sheetName }),
    ...(counts && { counts }),
    ...(progress && { progress }),
    ...(detail.error && { error: detail.error }),
  }
}

/** Changes a run's state and detail. */
export async function saveRun(
  tx: Transaction,
  id: string,
  change: { state: ImportRun['state']; detail?: RunDetail; counts?: ImportCounts; batchId?: string; endedAt?: string },
): Promise<void> {
  await tx.run(
    'update import_run set state = ?, definition = coalesce(?, definition), counts = coalesce(?, counts), batch_id = coalesce(?, batch_id), ended_at = coalesce(?, ended_at) where id = ?',
    [
      change.state,
      change.detail ? JSON.stringify(change.detail) : null,
      change.counts ? JSON.stringify(change.counts) : null,
      change.batchId ?? null,
      change.endedAt ?? null,
      id,
    ],
  )
}

/** Where the dry run of a file puts its rows, and those of them that the window shows. */
export const stagedPath = (detail: RunDetail): string => `${detail.path}.staged.jsonl`
export const previewPath = (detail: RunDetail): string => `${detail.path}.preview.jsonl`

/** The detail with the mapping that the user settled on. Who does not run the office does not add to its pick lists either. */
export function withMapping(ctx: Context, detail: RunDetail, asked: ImportDefinition): RunDetail {
  const definition =
    ctx.policy.admin || asked.missingChoices !== 'create' ? asked : { ...asked, missingChoices: 'empty' as const }
  const { error: _, ...before } = detail
  const columns = before.columns.map((column) => ({
    ...column,
    mapping: definition.columns.find((mapping) => mapping.column === column.index) ?? { column: column.index },
  }))
  return { ...before, definition, lang: ctx.lang, columns }
}

/** The detail with what was chosen about bad rows when the writing began. */
export const withSkip = (detail: RunDetail, skipBadRows: boolean | undefined): RunDetail =>
  skipBadRows === undefined ? detail : { ...detail, definition: { ...detail.definition, skipBadRows } }

/** Whether what an import adds gets running codes: where the file has codes of its own, they stand beside numbers as they come. */
export const numbersItself = (entity: EntityDef, { columns }: ImportDefinition): boolean =>
  entity.codePrefix !== undefined && findField(entity, 'code') !== undefined && columns.every(({ target }) => target !== 'code')

/** A mapping into a field that is none, or a match by one that tells nothing, is refused: passed over in silence it would lose data. */
export function refuseUnknown(ctx: Context, entity: EntityDef, definition: ImportDefinition): void {
  const targets = new Set(importTargets(entity, (field) => !ctx.policy.isReadonly(entity.key, field.key)).map(({ key }) => key))
  const unknown = definition.columns.find((column) => column.target !== undefined && !targets.has(column.target))
  if (unknown?.target) throw new AppError('import.unknown_target', { target: unknown.target })
  const match = definition.match.find((key) => !entity.matchFields?.includes(key))
  if (match) throw new AppError('import.unknown_target', { target: match })
}
