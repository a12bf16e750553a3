import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import type { ImportDefinition, ImportRun, PlannedRow } from '../../../core/contract/imports.ts'
import { AppError } from '../../../core/errors.ts'
import type { Log } from '../../log.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context, ContextOfRun } from '../../records/context.ts'
import { authorise } from '../../records/scope.ts'
import { ApplyRun, takeBackUnreadable } from './apply-run.ts'
import { signatureOf } from './describe-file.ts'
import { describeUpload } from './describe-upload.ts'
import { DryRun, placesFile } from './dry-run.ts'
import { writeErrors } from './error-sheet.ts'
import {
  countsOf,
  detailOf,
  findRun,
  presentRun,
  previewPath,
  type RunDetail,
  type RunRow,
  readDetail,
  refuseUnknown,
  saveRun,
  stagedPath,
  withMapping,
  withSkip,
} from './import-run.ts'
import { keepFile, safeExtension, type UploadedFile } from './keep-file.ts'
import type { Remembered } from './remembered.ts'
import { stagedPage } from './staged-file.ts'
import type { StagedRow } from './staged-row.ts'

type Parts = { office: Office; folder: string; database: string; log: Log; contextOfRun: ContextOfRun }

/** Imports, from the uploaded file to the written records: each step can be left and resumed, and survives a kill. */
export class ImportService {
  readonly #office: Office
  readonly #folder: string
  readonly #database: string
  readonly #log: Log
  readonly #contextOfRun: ContextOfRun
  readonly #dryRuns = new Map<string, DryRun>()
  readonly #applying = new Map<string, ApplyRun>()

  constructor({ office, folder, database, log, contextOfRun }: Parts) {
    this.#office = office
    this.#folder = folder
    this.#database = database
    this.#log = log
    this.#contextOfRun = contextOfRun
  }

  /** Keeps an uploaded file, looks into it, and guesses the mapping. Throws what is wrong with the file. */
  async upload(ctx: Context, entityKey: string, file: UploadedFile): Promise<ImportRun> {
    const entity = entityOf(ctx.catalog, entityKey)
    authorise(ctx, entity, 'import')
    authorise(ctx, entity, 'create')
    const id = uuidv7()
    const path = join(this.#folder, `${id}${safeExtension(file.name)}`)
    try {
      await keepFile(file, path)
      const detail = await describeUpload(ctx, this.#office.connection, { entity: entityKey, fileName: file.name, path })
      await this.#office.writeAlone((tx) =>
        tx.run(
          "insert into import_run (id, entity, file_name, state, definition, user_id, created_at, via) values (?, ?, ?, 'mapping', ?, ?, ?, ?)",
          [id, entityKey, file.name, JSON.stringify(detail), ctx.userId, ctx.now, ctx.via ?? null],
        ),
      )
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
    return this.get(ctx, id)
  }

  async get(ctx: Context, id: string): Promise<ImportRun> {
    const row = await findRun(ctx, this.#office.connection, id)
    return presentRun(row, this.#progress(row))
  }

  #progress(row: RunRow): { done: number; of: number } | undefined {
    const of = readDetail(row)?.rowCount ?? 0
    const checking = this.#dryRuns.get(row.id)
    if (checking) return { done: checking.done, of }
    const applying = this.#applying.get(row.id)
    return applying ? { done: applying.done, of } : undefined
  }

  async list(ctx: Context): Promise<Omit<ImportRun, 'columns' | 'definition'>[]> {
    const rows = await this.#office.connection.all<RunRow>(
      'select * from import_run where (? or user_id = ?) order by created_at desc limit 50',
      [ctx.policy.admin ? 1 : 0, ctx.userId],
    )
    return rows.map((row) => {
      const { columns: _, definition: __, ...run } = presentRun(row, this.#progress(row))
      return run
    })
  }

  /** Looks at another sheet of the workbook, or reads the text in another encoding. */
  async chooseSheet(ctx: Context, id: string, choice: { sheetName?: string; encoding?: string }): Promise<ImportRun> {
    const row = await this.#editable(ctx, id)
    const detail = await describeUpload(
      ctx,
      this.#office.connection,
      { entity: row.entity, fileName: row.file_name, path: detailOf(row).path },
      choice,
    )
    await this.#office.writeAlone((tx) => saveRun(tx, id, { state: 'mapping', detail }))
    return this.get(ctx, id)
  }

  /** Starts the dry run of a mapping. Nothing is written to records; the result is asked for with `get`. */
  async check(ctx: Context, id: string, definition: ImportDefinition): Promise<ImportRun> {
    const row = await this.#editable(ctx, id)
    const entity = entityOf(ctx.catalog, row.entity)
    authorise(ctx, entity, 'import')
    if (!definition.columns.some((column) => column.target)) throw new AppError('import.no_columns')
    refuseUnknown(ctx, entity, definition)
    const detail = withMapping(ctx, detailOf(row), definition)
    await this.#office.writeAlone((tx) => saveRun(tx, id, { state: 'checking', detail }))
    const run = new DryRun({
      database: this.#database,
      file: detail.path,
      fileName: row.file_name,
      staged: stagedPath(detail),
      preview: previewPath(detail),
      entity: row.entity,
      definition: detail.definition,
      identity: { ...ctx.identity, lang: ctx.lang, now: ctx.now, today: ctx.today },
      catalog: ctx.catalog,
      places: placesFile(),
      lenient: detail.format === 'vcard',
      ...(detail.sheetName && { sheetName: detail.sheetName }),
      ...((detail.chosenEncoding ?? detail.encoding) && { encoding: detail.chosenEncoding ?? detail.encoding }),
    })
    this.#dryRuns.set(id, run)
    void this.#finishCheck(id, detail, run)
    return this.get(ctx, id)
  }

  async #finishCheck(id: string, detail: RunDetail, run: DryRun): Promise<void> {
    try {
      const counts = await run.finished
      await this.#office.writeInTime((tx) => saveRun(tx, id, { state: 'checked', counts }))
    } catch (error) {
      if (this.#dryRuns.get(id) !== run) return
      if (!(error instanceof AppError)) this.#log.error({ error: String(error) }, 'dry run failed')
      const known =
        error instanceof AppError ? { code: error.code, params: { ...error.params } } : { code: 'server.unexpected', params: {} }
      await this.#office.writeInTime((tx) => saveRun(tx, id, { state: 'mapping', detail: { ...detail, error: known } }))
    } finally {
      if (this.#dryRuns.get(id) === run) this.#dryRuns.delete(id)
    }
  }

  /** A run that is not being written and has not been. */
  async #editable(ctx: Context, id: string): Promise<RunRow> {
    const row = await findRun(ctx, this.#office.connection, id)
    if (!['mapping', 'checked', 'cancelled', 'failed'].includes(row.state) || this.#applying.has(id))
      throw new AppError(row.state === 'checking' || row.state === 'applying' ? 'import.running' : 'import.not_ready')
    if (!existsSync(detailOf(row).path)) throw new AppError('import.not_ready')
    return row
  }

  /** Rows of the dry run, those to look at first. */
  async rows(
    ctx: Context,
    id: string,
    query: { action?: PlannedRow['action']; after?: number; limit: number },
  ): Promise<{ rows: PlannedRow[]; next?: number }> {
    const row = await findRun(ctx, this.#office.connection, id)
    const kindOf = (staged: StagedRow): PlannedRow['action'] => (staged.action === 'add' && staged.warn ? 'warn' : staged.action)
    const page = await stagedPage(
      previewPath(detailOf(row)),
      query.after ?? 0,
      query.limit,
      (staged) => query.action === undefined || kindOf(staged) === query.action,
    )
    return {
      rows: page.rows.map((staged) => ({
        line: staged.line,
        title: staged.shown ?? staged.title,
        action: kindOf(staged),
        reasons: staged.reasons,
        ...(staged.recordId && { recordId: staged.recordId }),
        ...(staged.fields && { fields: staged.fields }),
        ...(staged.facts && { facts: staged.facts }),
      })),
      ...(page.next !== undefined && { next: page.next }),
    }
  }

  /** Starts writing what the dry run staged. All or nothing, unless the user chose to leave the bad rows out. */
  async apply(ctx: Context, id: string, choice: { skipBadRows?: boolean | undefined } = {}): Promise<ImportRun> {
    const found = await findRun(ctx, this.#office.connection, id)
    const detail = withSkip(detailOf(found), choice.skipBadRows)
    const row: RunRow = { ...found, definition: JSON.stringify(detail) }
    const counts = countsOf(row)
    if (row.state !== 'checked' || !counts) throw new AppError(row.state === 'applying' ? 'import.running' : 'import.not_ready')
    if (counts.bad > 0 && !detail.definition.skipBadRows) throw new AppError('import.bad_rows', { count: counts.bad })
    authorise(ctx, entityOf(ctx.catalog, row.entity), 'import')
    await this.#office.writeAlone((tx) => saveRun(tx, id, { state: 'checked', detail }))
    await this.#remember(ctx, row.entity, detail)
    const run = await ApplyRun.start(this.#office, ctx, row, { staged: stagedPath(detail), database: this.#database })
    this.#go(id, run)
    return this.get(ctx, id)
  }

  #go(id: string, run: ApplyRun): void {
    this.#applying.set(id, run)
    void run
      .work()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#applying.delete(id))
  }

  #failed(error: unknown): void {
    this.#log.error({ error: error instanceof Error ? error.stack : String(error) }, 'import failed')
  }

  async #remember(ctx: Context, entity: string, detail: RunDetail): Promise<void> {
    const remembered: Remembered = { headers: detail.headers, definition: detail.definition }
    await this.#office.writeAlone((tx) =>
      tx.run(
        'insert into import_memory (entity, signature, definition, used_at) values (?, ?, ?, ?) on conflict (entity, signature) do update set definition = excluded.definition, used_at = excluded.used_at',
        [entity, signatureOf(detail.headers), JSON.stringify(remembered), ctx.now],
      ),
    )
  }

  /** Stops a dry run, or a writing import, of which everything is then taken back. */
  async cancel(ctx: Context, id: string): Promise<ImportRun> {
    await findRun(ctx, this.#office.connection, id)
    const checking = this.#dryRuns.get(id)
    if (checking) {
      this.#dryRuns.delete(id)
      checking.stop()
      await this.#office.writeAlone((tx) => saveRun(tx, id, { state: 'mapping' }))
    }
    await this.#applying.get(id)?.cancel()
    return this.get(ctx, id)
  }

  /** Writes the rows that did not go in to a file, and returns its path. */
  async errorSheet(ctx: Context, id: string): Promise<string> {
    const row = await findRun(ctx, this.#office.connection, id)
    return writeErrors(ctx, entityOf(ctx.catalog, row.entity), detailOf(row), this.#folder)
  }

  /** After a kill: finishes imports under way, or takes back those of who may no longer act; dry runs can be started again. */
  async recover(): Promise<void> {
    await this.#office.writeInTime((tx) =>
      tx.run("update import_run set state = 'mapping' where state in ('checking', 'reading')"),
    )
    for (const row of await this.#office.connection.all<RunRow>("select * from import_run where state = 'applying'")) {
      const detail = readDetail(row)
      const ctx = detail && (await this.#contextOfRun(row, detail.lang ?? 'th').catch(() => undefined))
      const acting = ctx ?? this.#office.contextOfServer(row.user_id ?? '')
      const work = detail
        ? this.#takeUp(acting, row, { staged: stagedPath(detail), goOn: ctx !== undefined })
        : takeBackUnreadable(this.#office, acting, row)
      // Whatever is wrong with one import keeps nobody out of the office.
      await work.catch((error: unknown) => this.#failed(error))
    }
  }

  async #takeUp(ctx: Context, row: RunRow, { staged, goOn }: { staged: string; goOn: boolean }): Promise<void> {
    const run = ApplyRun.resume(this.#office, ctx, row, { staged, database: this.#database })
    this.#applying.set(row.id, run)
    await (goOn ? run.work() : run.takeBack()).finally(() => this.#applying.delete(row.id))
  }

  /** Stops dry runs and pauses writing imports where they are; the next start goes on. */
  async close(): Promise<void> {
    for (const run of this.#dryRuns.values()) run.stop()
    this.#dryRuns.clear()
    await Promise.all([...this.#applying.values()].map((run) => run.pause()))
  }
}
