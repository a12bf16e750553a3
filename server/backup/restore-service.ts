import { AppError } from '../../core/errors.ts'
import { type DataFolder, pathsOf } from '../db/data-folder.ts'
import type { BackupKeys } from './backup-keys.ts'
import type { BackupService } from './backup-service.ts'
import { plainParams, refusalOf } from './refusal.ts'
import { runJob } from './run-job.ts'

export type RestoreState = {
  state: 'none' | 'running' | 'ready' | 'failed'
  done: number
  total: number
  counts?: Record<string, number>
  savedAs?: string
  error?: string
  params?: ReturnType<typeof plainParams>
}
type Chosen = { folder: string; name: string; passphrase?: string | undefined }
type Parts = { data: DataFolder; keys: BackupKeys; backups: BackupService }

/** Brings a backup back: one at a time, beside the server, ready for the next start to swap in. */
export class RestoreService {
  readonly #parts: Parts
  #state: RestoreState = { state: 'none', done: 0, total: 0 }
  #work: Promise<RestoreState> = Promise.resolve(this.#state)

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get state(): RestoreState {
    return this.#state
  }

  /**
   * Begins, after backing up what is there now; `finished` tells the end. Throws what can be said at once: `backup.not_a_backup`,
   * `backup.passphrase`, `backup.busy`. @param saves false where there is nothing yet that could be lost
   */
  async begin({ folder, name, passphrase }: Chosen, saves: boolean): Promise<void> {
    if (this.#state.state === 'running' || this.#state.state === 'ready') throw new AppError('backup.busy')
    this.#state = { state: 'running', done: 0, total: 1 }
    try {
      const source = await this.#parts.keys.open(folder, name, passphrase)
      this.#work = this.#prepare(source, saves).catch((error: unknown): RestoreState => {
        const { code, params } = refusalOf(error)
        return { state: 'failed', done: 0, total: 0, error: code, params: plainParams(params) }
      })
      void this.#work.then((state) => {
        this.#state = state
      })
    } catch (error) {
      this.#state = { state: 'none', done: 0, total: 0 }
      throw error
    }
  }

  async #prepare(source: Awaited<ReturnType<BackupKeys['open']>>, saves: boolean): Promise<RestoreState> {
    const { backups, data } = this.#parts
    // An office that is damaged cannot be backed up, and that is when a restore is needed most: its database is kept aside anyway.
    const saved = saves ? await backups.run('restore').catch(() => undefined) : undefined
    const { counts } = await runJob(
      { do: 'restore', ...source, paths: pathsOf(data) },
      {
        progress: (at) => {
          this.#state = { state: 'running', ...at }
        },
      },
    )
    return { state: 'ready', done: 1, total: 1, counts, ...(saved?.file && { savedAs: saved.file }) }
  }

  /** Waits until the backup lies ready. Throws the refusal where it does not. */
  async finished(): Promise<RestoreState> {
    const state = await this.#work
    if (state.state === 'failed') throw new AppError((state.error ?? 'backup.failed') as AppError['code'], state.params)
    return state
  }
}
