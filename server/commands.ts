import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { type ColumnMapping, ImportDefinition, type ImportRun } from '../core/contract/imports.ts'
import { AppError } from '../core/errors.ts'
import { people } from './access/people.ts'
import type { Container } from './container.ts'
import { exportRecords } from './features/exports/export-records.ts'
import { reasonText } from './features/imports/reason-text.ts'
import { undoBatch } from './features/records/undo-batch.ts'
import { entityOf } from './records/catalog.ts'
import type { Context } from './records/context.ts'
import { search } from './records/search.ts'
import { wordOf } from './words.ts'

/** What a command answers: an object for --json, and the same in lines for people. */
export type Answer = { json: object; lines: string[]; failed?: boolean }

/** Whoever sits at the host PC's command line acts as the owner. */
async function ownerContext(container: Container): Promise<Context> {
  const owner = await people.owner(container.office.connection)
  if (!owner) throw new AppError('setup.needed')
  return container.office.contextOf(owner.id, 'th')
}

type ImportOptions = { entity: string; dryRun: boolean; skipBadRows: boolean; map?: string; match?: string[]; onMatch?: string }

/** Imports a file as the wizard would: the guessed mapping, changed by the map, then the dry run, then the rows. */
export async function importCommand(container: Container, path: string, name: string, options: ImportOptions): Promise<Answer> {
  const ctx = await ownerContext(container)
  if (!existsSync(path)) throw new AppError('file.not_found', { file: name })
  const uploaded = await container.imports.upload(ctx, options.entity, name, createReadStream(path))
  const definition = ImportDefinition.parse({
    ...uploaded.definition,
    skipBadRows: options.skipBadRows,
    ...(options.match && { match: options.match }),
    ...(options.onMatch && { onMatch: options.onMatch }),
    columns: options.map ? mapped(uploaded, options.map) : uploaded.definition.columns,
  })
  await container.imports.check(ctx, uploaded.id, definition)
  const checked = await settled(container, ctx, uploaded.id)
  if (checked.error) throw new AppError('sheet.broken', checked.error.params as Record<string, string>)
  const blocked = (checked.counts?.bad ?? 0) > 0 && !options.skipBadRows
  if (!options.dryRun && !blocked) await container.imports.apply(ctx, uploaded.id)
  const run = options.dryRun || blocked ? checked : await settled(container, ctx, uploaded.id)
  return answerOf(container, ctx, run, { applied: run.state === 'done', dryRun: options.dryRun })
}

async function settled(container: Container, ctx: Context, id: string): Promise<ImportRun> {
  for (;;) {
    const run = await container.imports.get(ctx, id)
    if (run.state !== 'checking' && run.state !== 'applying') return run
    await new Promise((resume) => setTimeout(resume, 50))
  }
}

async function answerOf(
  container: Container,
  ctx: Context,
  run: ImportRun,
  did: { applied: boolean; dryRun: boolean },
): Promise<Answer> {
  const entity = entityOf(ctx.catalog, run.entity)
  const counts = run.counts
  const { rows } = await container.imports.rows(ctx, run.id, { action: 'bad', limit: 200 })
  const reasons = rows.map((row) => ({
    line: row.line,
    title: row.title,
    reasons: row.reasons.map((reason) => reasonText(ctx.lang, entity, reason)),
  }))
  const json = {
    applied: did.applied,
    dryRun: did.dryRun,
    batch: run.batchId,
    added: (counts?.add ?? 0) + (counts?.warn ?? 0),
    updated: counts?.update ?? 0,
    skipped: counts?.skip ?? 0,
    failed: counts?.bad ?? 0,
    reasons,
    ...(run.error && { error: run.error }),
  }
  const summary = `${did.applied ? '' : '(dry run) '}added ${json.added}, updated ${json.updated}, skipped ${json.skipped}, failed ${json.failed}${run.batchId ? `, batch ${run.batchId}` : ''}`
  return {
    json,
    lines: [summary, ...reasons.map((row) => `${row.line}: ${row.title} – ${row.reasons.join('; ')}`)],
    failed: !did.applied && !did.dryRun,
  }
}

type MapFile = Record<
  string,
  string | null | { target?: string; values?: Record<string, string | null>; dates?: ColumnMapping['dates'] }
>

/** The guessed columns with what the map file says of them, by header. */
function mapped(run: ImportRun, path: string): ColumnMapping[] {
  const map = JSON.parse(readFileSync(path, 'utf8')) as MapFile
  const headers = new Map(run.columns.map((column) => [column.header, column.index]))
  for (const header of Object.keys(map)) if (!headers.has(header)) throw new AppError('request.invalid', { field: header })
  return run.definition.columns.map((column) => {
    const said = map[run.columns[column.column]?.header ?? '']
    if (said === undefined) return column
    if (said === null) return { column: column.column }
    return typeof said === 'string' ? { ...column, target: said } : { ...column, ...said }
  })
}

/** Writes everything of an entity to a file. */
export async function exportCommand(container: Container, entity: string, path: string, format: 'xlsx' | 'csv'): Promise<Answer> {
  const ctx = await ownerContext(container)
  const rows = await exportRecords(ctx, container.office.connection, { entity, format }, path)
  return { json: { rows, file: path }, lines: [`${rows} → ${path}`] }
}

/** Searches all records, best first. */
export async function searchCommand(container: Container, text: string): Promise<Answer> {
  const ctx = await ownerContext(container)
  const found = await search(ctx, container.office.connection, { text, limit: 20 })
  const hits = found.hits.map((hit) => ({
    entity: hit.entity,
    id: hit.row.id,
    title: hit.row.title,
    rank: hit.rank,
    field: hit.field,
  }))
  return {
    json: { hits, ...(found.otherText && { otherText: found.otherText }) },
    lines: hits.map((hit) => `${wordOf('th', `${hit.entity}.one`)}\t${hit.title}\t${hit.rank} ${hit.field}\t${hit.id}`),
  }
}

/** Undoes a batch: an import, a bulk edit, a deletion. */
export async function undoCommand(container: Container, batchId: string): Promise<Answer> {
  const ctx = await ownerContext(container)
  const undone = await undoBatch(container.office, ctx, batchId)
  return {
    json: undone,
    lines: [
      `undone ${undone.undone}, kept ${undone.kept.length}`,
      ...undone.kept.map((kept) => `${kept.entity} ${kept.title}: ${kept.fields.join(', ')}`),
    ],
  }
}
