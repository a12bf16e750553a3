import { createReadStream, existsSync, statSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { ImportDefinition, type ImportRun } from '../core/contract/imports.ts'
import { findField } from '../core/entities/entity.ts'
import { AppError, type ErrorCode, type ErrorParams } from '../core/errors.ts'
import { people } from './access/people.ts'
import { askPassphrase } from './backup/ask-passphrase.ts'
import { verifyAudit } from './changes/audit-chain.ts'
import { mapped, readMap } from './command-map.ts'
import { oneOf } from './command-value.ts'
import type { Container } from './container.ts'
import { exportRecords } from './features/exports/export-records.ts'
import { reasonText } from './features/imports/reason-text.ts'
import { undoBatch } from './features/records/undo-batch.ts'
import { settings } from './features/settings/settings.ts'
import { entityOf } from './records/catalog.ts'
import type { Context } from './records/context.ts'
import { search } from './records/search.ts'
import { fieldLabel, wordOf } from './words.ts'

/** What a command answers: an object for --json, and the same in lines for people. */
export type Answer = { json: object; lines: string[]; failed?: boolean }

/** Whoever sits at the host PC's command line acts as the owner, in the office's language. */
async function ownerContext(container: Container): Promise<Context> {
  const owner = await people.owner(container.office.connection)
  if (!owner) throw new AppError('setup.needed')
  return container.office.contextOf(owner.id, await settings.language(container.office.connection))
}

const say = (ctx: Context, key: string, params: Record<string, unknown> = {}): string =>
  wordOf(ctx.lang, `command.${key}`, params)

function labelOf(ctx: Context, entity: string, key: string): string {
  const field = findField(entityOf(ctx.catalog, entity), key)
  return field ? fieldLabel(ctx, entity, field) : key
}

type ImportOptions = { entity: string; dryRun: boolean; skipBadRows: boolean; map?: string; match?: string[]; onMatch?: string }

/** Imports a file as the wizard would: the guessed mapping, changed by the map, then the dry run, then the rows. */
export async function importCommand(container: Container, file: string, options: ImportOptions): Promise<Answer> {
  const ctx = await ownerContext(container)
  oneOf('--as', options.entity, [...ctx.catalog.registry.keys()])
  const entity = entityOf(ctx.catalog, options.entity)
  for (const key of options.match ?? []) oneOf('--match', key, entity.matchFields ?? [])
  if (options.onMatch) oneOf('--on-match', options.onMatch, ImportDefinition.shape.onMatch.options)
  const path = resolve(file)
  if (!existsSync(path)) throw new AppError('file.not_found', { file })
  if (!statSync(path).isFile()) throw new AppError('command.not_a_file', { file })
  const map = options.map === undefined ? undefined : readMap(ctx, options.entity, options.map)
  const uploaded = await container.imports.upload(ctx, options.entity, {
    name: basename(path),
    content: createReadStream(path),
    bytes: statSync(path).size,
  })
  const definition = ImportDefinition.parse({
    ...uploaded.definition,
    skipBadRows: options.skipBadRows,
    ...(options.match && { match: options.match }),
    ...(options.onMatch && { onMatch: options.onMatch }),
    columns: map ? await mapped(container, ctx, uploaded, map) : uploaded.definition.columns,
  })
  await container.imports.check(ctx, uploaded.id, definition)
  const checked = await settled(container, ctx, uploaded.id)
  if (checked.error) throw new AppError(checked.error.code as ErrorCode, checked.error.params as ErrorParams)
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

const MOST_REASONS = 200

async function answerOf(
  container: Container,
  ctx: Context,
  run: ImportRun,
  did: { applied: boolean; dryRun: boolean },
): Promise<Answer> {
  const entity = entityOf(ctx.catalog, run.entity)
  const counts = run.counts
  const { rows } = await container.imports.rows(ctx, run.id, { action: 'bad', limit: MOST_REASONS })
  const reasons = rows.map((row) => ({
    line: row.line,
    title: row.title,
    reasons: row.reasons.map((reason) => reasonText(ctx, entity, reason)),
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
  const untold = json.failed - reasons.length
  return {
    json,
    lines: [
      say(ctx, 'summary', json),
      did.dryRun ? say(ctx, 'tried') : did.applied ? say(ctx, 'imported', { batch: run.batchId }) : say(ctx, 'blocked'),
      ...reasons.map((row) => say(ctx, 'row', { ...row, reasons: row.reasons.join('; ') })),
      ...(untold > 0 ? [say(ctx, 'more_reasons', { count: untold })] : []),
    ],
    failed: !did.applied && !did.dryRun,
  }
}

const UNWRITABLE: ReadonlySet<string> = new Set(['EISDIR', 'ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EBUSY'])

/** Writes everything of an entity to a file. */
export async function exportCommand(container: Container, entity: string, file: string, format: 'xlsx' | 'csv'): Promise<Answer> {
  const ctx = await ownerContext(container)
  oneOf('export', entity, [...ctx.catalog.registry.keys()])
  const path = resolve(file)
  await access(dirname(path), constants.W_OK).catch(() => {
    throw new AppError('command.folder', { file: path })
  })
  const source = { db: container.office.connection, provinces: container.places().provinces }
  const rows = await exportRecords(ctx, source, { entity, format }, path).catch((error: NodeJS.ErrnoException) => {
    // A folder of that name, or a file that another program has open.
    throw error.code && UNWRITABLE.has(error.code) ? new AppError('command.folder', { file: path }) : error
  })
  return { json: { rows, file: path }, lines: [say(ctx, 'exported', { rows, file: path })] }
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
  const lines = hits.map((hit) =>
    [
      wordOf(ctx.lang, `${hit.entity}.one`),
      hit.title,
      `${labelOf(ctx, hit.entity, hit.field)}: ${wordOf(ctx.lang, `list.rank.${hit.rank}`, { other: found.otherText })}`,
      hit.id,
    ].join('\t'),
  )
  return {
    json: { hits, ...(found.otherText && { otherText: found.otherText }) },
    lines: lines.length > 0 ? lines : [say(ctx, 'nothing_found')],
  }
}

/** Undoes a batch: an import, a bulk edit, a deletion. */
export async function undoCommand(container: Container, batchId: string): Promise<Answer> {
  const ctx = await ownerContext(container)
  const undone = await undoBatch(container.office, ctx, batchId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'record.not_found') throw new AppError('command.no_batch', { batch: batchId })
    throw error
  })
  return {
    json: undone,
    lines: [
      say(ctx, 'undone', { undone: undone.undone, kept: undone.kept.length }),
      ...undone.kept.map(
        (kept) =>
          `${wordOf(ctx.lang, `${kept.entity}.one`)} ${kept.title}: ${kept.fields.map((field) => labelOf(ctx, kept.entity, field)).join(', ')}`,
      ),
    ],
  }
}

/** Makes a backup in the office's backup folder. */
export async function backupCommand(container: Container): Promise<Answer> {
  const ctx = await ownerContext(container)
  const run = await container.backups.run('manual')
  // Whoever waits for a command's end is told what it came to.
  await container.backups.settled()
  const drill = (await container.backups.runs()).find(({ file, folder }) => file === run.file && folder === run.folder)?.drill
  return {
    json: { ...run, drill },
    lines: [say(ctx, 'backed_up', run), ...(drill ? [say(ctx, drill.ok ? 'drill_good' : 'drill_bad', drill)] : [])],
    failed: drill?.ok === false,
  }
}

/**
 * Makes a backup what the office is, from the next opening on.
 * @param named a backup of the office's folders, or the path of one elsewhere; so a new PC, which knows of no folder, is given its office
 */
export async function restoreCommand(container: Container, named: string): Promise<Answer> {
  const { backups, restores, office } = container
  const lang = await settings.language(office.connection)
  const owned = (await people.owner(office.connection)) !== undefined
  const own = await backups.files()
  const known = own.find(({ name }) => name === named)
  if (!known && !existsSync(resolve(named)))
    throw new AppError('command.no_backup', { name: named, names: own.map(({ name }) => name).join(', ') || '–' })
  const chosen = known ?? { folder: dirname(resolve(named)), name: basename(resolve(named)) }
  const found = known ?? (await backups.filesIn(chosen.folder)).find(({ name }) => name === chosen.name)
  const passphrase = found?.asks ? await askPassphrase(wordOf(lang, 'command.passphrase')) : undefined
  await restores.begin({ folder: chosen.folder, name: chosen.name, passphrase }, owned)
  const { counts = {}, savedAs } = await restores.finished()
  const said = wordOf(lang, savedAs ? 'command.restored' : 'command.restored_first', { name: chosen.name, savedAs })
  const holds = Object.entries(counts).map(([entity, count]) => `${wordOf(lang, `${entity}.many`)} ${count}`)
  return { json: { counts, savedAs: savedAs ?? '' }, lines: [said, holds.join(' · ')] }
}

const HEAD = /^(\d+):([0-9a-f]{64})$/

/**
 * Goes through the chain over the logs.
 * @param head one that was written down before (a backup's manifest holds one), to show that nothing up to there was altered or cut off
 */
export async function auditCommand(container: Container, head: string | undefined): Promise<Answer> {
  const ctx = await ownerContext(container)
  const [, entries, hash = ''] = HEAD.exec(head ?? '') ?? []
  if (head !== undefined && entries === undefined)
    throw new AppError('command.value', { option: '--head', value: head, allowed: 'ENTRIES:HASH' })
  const known = entries === undefined ? [] : [{ entries: Number(entries), head: hash }]
  const report = await verifyAudit(container.office.connection, known)
  const faults = report.faults.map((fault) => say(ctx, 'audit_fault', { ...fault, is: say(ctx, `audit_${fault.is}`, {}) }))
  return {
    json: report,
    lines: [say(ctx, report.holds ? 'audit_holds' : 'audit_broken', report), ...faults, `${report.entries}:${report.head}`],
    failed: !report.holds,
  }
}
