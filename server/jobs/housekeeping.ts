import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Cron } from 'croner'
import type { EntityDef } from '../../core/entities/entity.ts'
import { accessRules } from '../access/access-rules.ts'
import type { Sessions } from '../access/sessions.ts'
import { forgetEntries } from '../changes/audit-chain.ts'
import type { DataFolder } from '../db/data-folder.ts'
import type { Watch } from '../db/storage.ts'
import type { Log } from '../log.ts'
import type { Office } from '../office.ts'
import { entityOf } from '../records/catalog.ts'
import { logChange } from '../records/change-log.ts'
import { damagedRecords, dropIndexed } from '../records/damaged-records.ts'
import { mergePostings } from '../records/postings.ts'
import { checkOne } from '../records/record-check.ts'
import { type DbRow, unreadableIn, valuesOf } from '../records/row.ts'
import { updateValueIndex } from '../records/search-index.ts'
import { cellOf } from '../records/store-row.ts'
import type { ClockWatch } from './clock-watch.ts'
import type { DuplicateLook } from './duplicate-look.ts'
import type { RecordLook } from './record-look.ts'

export const BIN_DAYS = 30
const IDEMPOTENCY_DAYS = 7
const IMPORT_FILE_DAYS = 30
/** A file that no record names yet may be on its way into one. */
const LOOSE_FILE_DAYS = 2
/** Some custom field of a row names a file; which one is read then. */
const CUSTOM_FILES = `custom like '%"sha256"%'`
const NIGHTLY = '0 10 2 * * *'
const CHUNK = 100
const DAY_MS = 86_400_000

type Parts = {
  office: Office
  data: DataFolder
  log: Log
  look: DuplicateLook
  records: Pick<RecordLook, 'run'>
  sessions: Sessions
  watch: Pick<Watch, 'lookThrough'>
  time: Pick<ClockWatch, 'doubted'>
}

/** What the office cleans up by itself at night, in small units with other people's saves in between. */
export class Housekeeping {
  readonly #office: Office
  readonly #data: DataFolder
  readonly #log: Log
  readonly #look: DuplicateLook
  readonly #records: Pick<RecordLook, 'run'>
  readonly #sessions: Sessions
  readonly #watch: Pick<Watch, 'lookThrough'>
  readonly #time: Pick<ClockWatch, 'doubted'>
  #cron: Cron | undefined

  constructor(parts: Parts) {
    this.#office = parts.office
    this.#data = parts.data
    this.#log = parts.log
    this.#look = parts.look
    this.#records = parts.records
    this.#sessions = parts.sessions
    this.#watch = parts.watch
    this.#time = parts.time
  }

  schedule(): void {
    this.#cron = new Cron(
      NIGHTLY,
      { timezone: this.#office.catalog.timeZone, unref: true },
      () => void this.run().catch((error: unknown) => this.#log.error({ error: String(error) }, 'housekeeping failed')),
    )
  }

  stop(): void {
    this.#cron?.stop()
  }

  /** Empties the bin of what lay there for 30 days, removes what nothing needs any more, puts the search in order, and looks for duplicates. First a look at the whole file; while the time is doubted nothing is removed. */
  async run(): Promise<void> {
    await this.#watch.lookThrough()
    await this.#records.run()
    // By a clock that is years ahead everything would be old.
    if (!(await this.#time.doubted())) await this.#throwAway()
    for (const entity of this.#office.catalog.registry.values()) await this.#mergePostings(entity)
    await this.#look.run()
  }

  async #throwAway(): Promise<void> {
    for (const entity of this.#office.catalog.registry.values()) await this.#emptyBin(entity)
    await this.#office.writeInTime((tx) => tx.run('delete from idempotency where at < ?', [this.#daysAgo(IDEMPOTENCY_DAYS)]))
    await this.#office.writeInTime((tx) => this.#sessions.forget(tx))
    await this.#forgetLooks()
    await this.#removeLooseFiles()
    await this.#removeImportFiles()
  }

  async #mergePostings(entity: EntityDef): Promise<void> {
    const merge = (first: boolean) => this.#office.writeInTime((tx) => mergePostings(tx, entity, first))
    let more = await merge(true)
    while (more) more = await merge(false)
  }

  #daysAgo(days: number): string {
    return new Date(this.#office.clock.now().getTime() - days * DAY_MS).toISOString()
  }

  /** What was kept for as long as the office wants, 90 days at least, goes in small units. */
  async #forgetLooks(): Promise<void> {
    const { keepDays } = await accessRules.read(this.#office.connection)
    const before = this.#daysAgo(keepDays)
    const oldest = 'select seq from access_log where at < ? order by seq limit ?'
    for (;;) {
      const { changes } = await this.#office.writeInTime(async (tx) => {
        await forgetEntries(tx, 'access', `seq in (${oldest})`, [before, CHUNK])
        return tx.run(`delete from access_log where seq in (${oldest})`, [before, CHUNK])
      })
      if (changes < CHUNK) return
    }
  }

  async #emptyBin(entity: EntityDef): Promise<void> {
    const before = this.#daysAgo(BIN_DAYS)
    for (;;) {
      const removed = await this.#office.writeInTime(async (tx) => {
        const rows = await tx.all<DbRow>(
          `select * from ${entity.table} where deleted_at is not null and deleted_at < ? and merged_into is null limit ?`,
          [before, CHUNK],
        )
        const ctx = { userId: '', now: this.#office.clock.now().toISOString() } as Parameters<typeof logChange>[0]
        for (const row of rows) {
          await updateValueIndex(tx, this.#office.catalog, entity, row.rid, valuesOf(entity, row), {})
          await dropIndexed(tx, this.#office.catalog, entity, unreadableIn(entity, row), row.rid)
          await tx.run(`delete from ${entity.table} where rid = ?`, [row.rid])
          await tx.run('delete from duplicate_pair where entity = ? and (a = ? or b = ?)', [entity.key, row.rid, row.rid])
          // That it was there stays known; what it held does not.
          await tx.run("update change set fields = '{}' where record_id = ?", [row.id])
          await forgetEntries(tx, 'change', 'record_id = ?', [row.id])
          await logChange(ctx, tx, { entity: entity.key, id: row.id, action: 'purge', version: row.version, fields: {} })
        }
        return rows.length
      })
      if (removed < CHUNK) return
    }
  }

  /** Removes files that no record names, living or in the bin; none while nobody knows what some record names. */
  async #removeLooseFiles(): Promise<void> {
    const named = await this.#namedFiles()
    if (!named) {
      this.#log.warn({}, 'no file was cleared away: a record is damaged that may name it')
      return
    }
    const loose = await this.#office.connection.all<{ sha256: string }>(
      'select sha256 from file group by sha256 having max(created_at) < ?',
      [this.#daysAgo(LOOSE_FILE_DAYS)],
    )
    for (const { sha256 } of loose.filter((file) => !named.has(file.sha256))) {
      // The row goes first: a row without its file would be a promise not kept.
      await this.#office.writeInTime((tx) => tx.run('delete from file where sha256 = ?', [sha256]))
      await rm(join(this.#data.files, sha256.slice(0, 2), sha256), { force: true })
    }
  }

  /** The hashes of the files that records name; undefined where a record does not hold what was saved in it, or cannot be read. */
  async #namedFiles(): Promise<Set<string> | undefined> {
    const { connection, catalog } = this.#office
    for (const { entity, id } of await damagedRecords(connection)) {
      const found = catalog.registry.has(entity) && (await checkOne(connection, catalog, entityOf(catalog, entity), id))
      if (found && found.differences.length > 0) return undefined
    }
    const named = new Set<string>()
    for (const entity of catalog.registry.values()) {
      // A field of the office’s own that was put away, or of which nobody knows what it was, may hold files, too.
      const fields = entity.fields.filter((field) => field.kind === 'files' || field.custom?.archived)
      const columns = [...new Set(fields.map(cellOf).filter((cell) => cell !== 'custom'))]
      const holds = [...columns.map((column) => `${column} is not null`), CUSTOM_FILES, 'not json_valid(custom)']
      const rows = await connection.all<DbRow>(`select * from ${entity.table} where ${holds.join(' or ')}`)
      for (const row of rows) {
        if (unreadableIn({ ...entity, fields }, row).length > 0) return undefined
        for (const cell of ['custom', ...columns])
          for (const [sha256] of String(row[cell] ?? '').matchAll(/[0-9a-f]{64}/g)) named.add(sha256)
      }
    }
    return named
  }

  async #removeImportFiles(): Promise<void> {
    const before = Date.parse(this.#daysAgo(IMPORT_FILE_DAYS))
    for (const name of await readdir(this.#data.imports)) {
      const path = join(this.#data.imports, name)
      if ((await stat(path)).mtime.getTime() < before) await rm(path, { force: true })
    }
  }
}
