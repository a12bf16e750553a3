import { mkdir } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import { Cron } from 'croner'
import { AppError } from '../../core/errors.ts'
import type { Clock } from '../clock.ts'
import type { DataFolder } from '../db/data-folder.ts'
import type { Database } from '../db/database.ts'
import type { WriteQueue } from '../db/write-queue.ts'
import type { Log } from '../log.ts'
import { type BackupFile, listBackups, makeBackup, prepareRestore } from './backups.ts'

export type BackupRun = { at: string; kind: string; folder: string; state: string; file?: string; bytes?: number; error?: string }
type RunRow = { at: string; kind: string; folder: string; state: string; detail: string }

const NIGHTLY = '0 30 1 * * *'
export const NIGHTLY_AT = '01:30'
const STALE_MS = 26 * 3600_000
/** The first minutes of a morning belong to the people at the screen: what a night missed is copied a little later. */
const CATCH_UP_AFTER_MS = 60_000

type Parts = {
  data: DataFolder
  connection: Database
  writes: WriteQueue
  clock: Clock
  log: Log
  timeZone: string
  folder: () => Promise<string | undefined>
}

/** Makes backups at night, on demand, and at start when the last good one is too old; remembers how each went. */
export class BackupService {
  readonly #parts: Parts
  #cron: Cron | undefined
  #catchingUp: NodeJS.Timeout | undefined
  #running: Promise<BackupRun> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Starts the nightly run. A PC that was off at night makes its backup when it is switched on. */
  schedule(): void {
    this.#cron = new Cron(
      NIGHTLY,
      { timezone: this.#parts.timeZone, unref: true },
      () => void this.run('nightly').catch(() => undefined),
    )
    this.#catchingUp = setTimeout(
      () =>
        void this.#catchUp().catch((error: unknown) => this.#parts.log.error({ error: String(error) }, 'backup at start failed')),
      CATCH_UP_AFTER_MS,
    ).unref()
  }

  async #catchUp(): Promise<void> {
    const records = await this.#parts.connection.get<{ n: number }>('select count(*) n from change')
    const last = (await this.runs()).find((run) => run.state === 'good')
    const age = last ? this.#parts.clock.now().getTime() - Date.parse(last.at) : Number.POSITIVE_INFINITY
    if ((records?.n ?? 0) > 0 && age > STALE_MS) await this.run('nightly')
  }

  async folder(): Promise<string> {
    return (await this.#parts.folder()) ?? this.#parts.data.backups
  }

  get defaultFolder(): string {
    return this.#parts.data.backups
  }

  /** Makes a backup now; a second call while one runs waits for that one. Throws `backup.failed`. */
  run(kind: 'manual' | 'nightly' | 'restore'): Promise<BackupRun> {
    this.#running ??= this.#make(kind).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #make(kind: string): Promise<BackupRun> {
    const { data, clock, log } = this.#parts
    const folder = await this.folder()
    const at = clock.now()
    try {
      const { name, manifest } = await makeBackup(data, folder, at, kind)
      const run = { at: at.toISOString(), kind, folder, state: 'good', file: name, bytes: manifest.bytes }
      await this.#remember(run)
      return run
    } catch (error) {
      const reason = error instanceof AppError ? String(error.params.reason ?? error.code) : String(error)
      log.error({ reason }, 'backup failed')
      await this.#remember({ at: at.toISOString(), kind, folder, state: 'failed', error: reason })
      throw error
    }
  }

  async #remember(run: BackupRun): Promise<void> {
    const { at, kind, folder, state, ...detail } = run
    await this.#parts.writes.run((tx) =>
      tx.run('insert into backup_run (at, kind, folder, state, detail) values (?, ?, ?, ?, ?)', [
        at,
        kind,
        folder,
        state,
        JSON.stringify(detail),
      ]),
    )
  }

  /** The latest runs, newest first. */
  async runs(): Promise<BackupRun[]> {
    const rows = await this.#parts.connection.all<RunRow>('select * from backup_run order by seq desc limit 30')
    return rows.map(({ at, kind, folder, state, detail }) => ({ at, kind, folder, state, ...(JSON.parse(detail) as object) }))
  }

  async files(): Promise<BackupFile[]> {
    return listBackups(await this.folder())
  }

  /** Checks that a folder can hold backups, by making it and writing to it. Throws `backup.folder`. */
  async checkFolder(folder: string): Promise<string> {
    if (!isAbsolute(folder)) throw new AppError('backup.folder', { folder })
    try {
      await mkdir(folder, { recursive: true })
      return resolve(folder)
    } catch {
      throw new AppError('backup.folder', { folder })
    }
  }

  /** Readies a backup of the folder for the next start, after backing up what is there now. The caller restarts the server. */
  async restore(name: string): Promise<{ counts: Record<string, number>; savedAs: string }> {
    const known = (await this.files()).some((file) => file.name === name)
    if (!known) throw new AppError('backup.not_a_backup', { reason: name })
    const saved = await this.run('restore')
    const { counts } = await prepareRestore(this.#parts.data, join(await this.folder(), name))
    return { counts, savedAs: saved.file ?? '' }
  }

  stop(): void {
    this.#cron?.stop()
    clearTimeout(this.#catchingUp)
  }
}
