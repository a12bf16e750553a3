import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupFile, BackupPlan, BackupRun, BackupWork, Notice } from '../../core/contract/backup.ts'
import { AppError } from '../../core/errors.ts'
import { MIGRATIONS } from '../../migrations/list.ts'
import type { AuditHead } from '../changes/audit-chain.ts'
import type { Clock } from '../clock.ts'
import { type DataFolder, pathsOf } from '../db/data-folder.ts'
import type { Database } from '../db/database.ts'
import type { WriteQueue } from '../db/write-queue.ts'
import type { Log } from '../log.ts'
import type { BackupKeys } from './backup-keys.ts'
import { BackupRuns } from './backup-runs.ts'
import type { Written } from './backup-worker.ts'
import { findGenerations, type Generation, listGenerations, readGeneration } from './manifest.ts'
import { isGood, noticesOf } from './notices.ts'
import { isDue, LATE_MS, tooMany } from './plan.ts'
import { plainParams, refusalOf } from './refusal.ts'
import { runJob } from './run-job.ts'
import { thinShared } from './shared-files.ts'
import { chooseTarget } from './target.ts'

const LOOK_EVERY_MS = 60_000
/** The first minutes of a morning belong to the people at the screen, and a PC that was off is caught up with before it is called late. */
const LATE_AFTER_START_MS = 15 * 60_000

type Kind = 'manual' | 'nightly' | 'restore'
type Parts = {
  data: DataFolder
  databaseUrl: string | undefined
  connection: Database
  writes: WriteQueue
  clock: Clock
  log: Log
  timeZone: string
  keys: BackupKeys
  plan: () => Promise<BackupPlan>
  /** Told when something about the backups is new. */
  changed: () => void
}
/** Makes backups at night, on demand, and when a night was missed, and tries a restore of each. */
export class BackupService {
  readonly #parts: Parts
  readonly #runs: BackupRuns
  readonly #startedAt: number
  #timer: NodeJS.Timeout | undefined
  #running: Promise<BackupRun> | undefined
  #drilling: Promise<void> = Promise.resolve()
  #work: BackupWork | undefined
  readonly #stopped = new AbortController()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#startedAt = parts.clock.now().getTime()
    this.#runs = new BackupRuns(parts.connection, parts.writes)
  }

  /** Begins to look each minute whether a backup is due. */
  schedule(): void {
    const look = () => void this.backUpWhatIsDue().catch((error: unknown) => this.#failed(error))
    this.#timer = setInterval(look, LOOK_EVERY_MS).unref()
  }

  /** A trial under way is given up; the copy that it tried is tried again after the next backup. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running?.catch(() => undefined)
    this.#stopped.abort()
    await this.#drilling
  }

  /** Backs up into each folder for which it is time, if the office holds anything at all. */
  async backUpWhatIsDue(): Promise<void> {
    if (this.#running) return
    const { connection, clock, timeZone } = this.#parts
    if (!(await connection.get('select 1 from change limit 1'))) return
    const { time } = await this.#parts.plan()
    const runs = await this.#runs.latest()
    const due = (await this.targets()).filter((folder) =>
      isDue(
        runs.filter((run) => run.folder === folder),
        time,
        clock.now(),
        timeZone,
      ),
    )
    // That it failed is remembered and shown.
    if (due.length > 0) await this.run('nightly', due).catch(() => undefined)
  }

  /** The folders that backups go to. */
  async targets(): Promise<string[]> {
    const { targets } = await this.#parts.plan()
    return targets.length > 0 ? targets : [this.#parts.data.backups]
  }

  get defaultFolder(): string {
    return this.#parts.data.backups
  }

  /** Whether the next backup is encrypted. */
  async encrypts(): Promise<boolean> {
    return this.#parts.keys.kept() !== undefined || (await this.#parts.plan()).encrypted
  }

  get work(): BackupWork | undefined {
    return this.#work
  }

  /**
   * Makes a backup now, in every folder or in those given; a second call while one runs waits for that one. A restore of it is tried
   * afterwards. @returns how it went in the first folder where it went well; throws the first refusal where it went well in none
   */
  run(kind: Kind, folders?: string[]): Promise<BackupRun> {
    this.#running ??= this.#make(kind, folders).finally(() => {
      this.#running = undefined
      this.#work = undefined
      this.#parts.changed()
    })
    return this.#running
  }

  async #make(kind: Kind, only: string[] | undefined): Promise<BackupRun> {
    const { data, databaseUrl: url, clock, keys } = this.#parts
    const at = clock.now().toISOString()
    const targets = only ?? (await this.targets())
    const key = keys.kept()
    if (!key && (await this.#parts.plan()).encrypted) {
      const refusal = new AppError('backup.key_missing')
      for (const folder of targets) await this.#keep({ at, kind, folder, state: 'failed', error: refusal.code })
      throw refusal
    }
    if (targets.includes(data.backups)) await chooseTarget(data.backups)
    this.#work = { what: 'make', done: 0, total: 1 }
    this.#parts.changed()
    const progress = (at: { done: number; total: number }) => {
      this.#work = { what: 'make', ...at }
    }
    const order = { paths: pathsOf(data), url, targets, at, kind, key }
    const made = await runJob({ do: 'make', order }, { progress }).catch((error: unknown): Written[] =>
      targets.map((folder) => ({ folder, refusal: refusalOf(error) })),
    )
    const runs = await Promise.all(
      made.map((each) =>
        'refusal' in each
          ? this.#keep({
              at,
              kind,
              folder: each.folder,
              state: 'failed',
              error: each.refusal.code,
              params: plainParams(each.refusal.params),
            })
          : this.#keep({
              at,
              kind,
              folder: each.folder,
              state: 'good',
              file: each.name,
              bytes: each.manifest.bytes,
              ...(each.manifest.missing && { missing: each.manifest.missing }),
            }),
      ),
    )
    this.#drillLater(runs)
    const good = runs.find((run) => run.state === 'good')
    if (good) return good
    const refused = made.find((each) => 'refusal' in each)
    throw refused ? new AppError(refused.refusal.code, refused.refusal.params) : new AppError('backup.failed')
  }

  #keep(run: BackupRun): Promise<BackupRun> {
    if (run.error) this.#parts.log.error({ reason: run.error }, 'backup failed')
    return this.#runs.keep(run)
  }

  /** Nobody waits for the trials; they follow one another. */
  #drillLater(runs: readonly BackupRun[]): void {
    this.#drilling = this.#drilling
      .then(async () => {
        for (const { folder, file } of runs) if (file) await this.#drill(await readGeneration(folder, file))
        // What was copied before an update, or by an earlier product, lies beside the data.
        for (const folder of new Set([...runs.map((run) => run.folder), this.defaultFolder])) {
          const waiting = (await listGenerations(folder)).find((each) => !each.drill && this.#canOpen(each))
          if (waiting) await this.#drill(waiting)
          if (!this.#stopped.signal.aborted) await this.#thin(folder)
        }
      })
      .catch((error: unknown) => this.#stopped.signal.aborted || this.#failed(error))
      .then(() => undefined)
  }

  async #drill(generation: Generation): Promise<void> {
    const { data, clock, changed } = this.#parts
    if (this.#stopped.signal.aborted || !this.#canOpen(generation)) return
    const key = this.#parts.keys.of(generation)
    this.#work = { what: 'drill', done: 0, total: 1 }
    changed()
    try {
      const at = clock.now().toISOString()
      const { signal } = this.#stopped
      const drill = await runJob({ do: 'drill', generation, scratch: data.scratch, key, at }, { signal })
      await this.#runs.drilled(generation.folder, generation.name, drill)
      if (!drill.ok) this.#parts.log.error({ reason: drill.problem ?? '' }, 'a backup could not be restored')
    } finally {
      this.#work = undefined
      changed()
    }
  }

  #canOpen({ manifest }: Generation): boolean {
    return manifest.version <= MIGRATIONS.length && (!manifest.encryption || this.#parts.keys.of({ manifest }) !== undefined)
  }

  async #thin(folder: string): Promise<void> {
    const { clock, timeZone } = this.#parts
    const { keep } = await this.#parts.plan()
    for (const { name } of tooMany(await listGenerations(folder), keep, clock.now(), timeZone))
      await rm(join(folder, name), { recursive: true, force: true })
    await thinShared(folder, clock.now())
  }

  /** Resolves when nothing is being made or tried. */
  async settled(): Promise<void> {
    await this.#running?.catch(() => undefined)
    await this.#drilling
  }

  /** The latest runs, newest first. */
  runs(): Promise<BackupRun[]> {
    return this.#runs.latest()
  }

  /** The backups in all folders that backups go to, newest first. */
  async files(): Promise<BackupFile[]> {
    return this.#described((await Promise.all((await this.targets()).map(listGenerations))).flat())
  }

  /** The backups that somebody means who points at a folder. Throws `backup.none_there` where there are none. */
  async filesIn(folder: string): Promise<BackupFile[]> {
    const found = await findGenerations(folder)
    if (found.length === 0) throw new AppError('backup.none_there', { folder })
    return this.#described(found)
  }

  #described(generations: readonly Generation[]): BackupFile[] {
    return generations
      .toSorted((a, b) => b.manifest.at.localeCompare(a.manifest.at))
      .map(({ folder, name, manifest, drill }) => ({
        folder,
        name,
        at: manifest.at,
        kind: manifest.kind,
        bytes: manifest.bytes,
        version: manifest.version,
        counts: manifest.counts,
        files: manifest.files,
        encrypted: manifest.encryption !== undefined,
        asks: manifest.encryption !== undefined && !this.#parts.keys.of({ manifest }),
        newer: manifest.version > MIGRATIONS.length,
        ...(drill && { drill }),
      }))
  }

  /** The heads that backups of this office keep; those of a time that a restore took back are no longer its own. */
  async auditHeads(): Promise<AuditHead[]> {
    const own = new Set((await this.runs()).map(({ file }) => file))
    const generations = (await Promise.all((await this.targets()).map(listGenerations))).flat()
    return generations.flatMap(({ name, manifest }) => (own.has(name) && manifest.audit ? [manifest.audit] : []))
  }

  /** True when the office could lose more than a day: since 26 hours there was no backup that could be restored. */
  async late(): Promise<boolean> {
    const { clock, connection } = this.#parts
    const late = clock.now().getTime() - LATE_MS
    const last = (await this.runs()).find(isGood)
    if (last) return Date.parse(last.at) < late
    const first = await connection.get<{ at: string }>('select at from change order by seq limit 1')
    return first !== undefined && Date.parse(first.at) < late
  }

  /** What those who may back up are to see on every screen. */
  async notices(): Promise<Notice[]> {
    const notices = noticesOf(await this.runs(), await this.targets())
    if (notices.length > 0 || this.#parts.clock.now().getTime() - this.#startedAt < LATE_AFTER_START_MS || !(await this.late()))
      return notices
    const last = (await this.runs()).find(isGood)
    return [{ code: last ? 'notice.backup_late' : 'notice.backup_never', params: {}, ...(last && { at: last.at }) }]
  }

  /** Sees that the folders can hold backups. Throws `backup.folder` or `backup.no_permission`. */
  async chooseTargets(folders: readonly string[]): Promise<string[]> {
    return [...new Set(await Promise.all(folders.map(chooseTarget)))]
  }

  #failed(error: unknown): void {
    this.#parts.log.error({ error: String(error) }, 'backup failed')
  }
}
