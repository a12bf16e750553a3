import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { type DataFolder, dataPaths } from '../db/data-folder.ts'
import { type IsolatedTask, startTask } from '../isolation/isolated-task.ts'
import { programUrl } from '../isolation/program-url.ts'
import type { BackupKeys } from './backup-keys.ts'
import type { CopyInput, CopyReport } from './copy-process.ts'
import { runJob } from './run-job.ts'

const MEBIBYTES = 512
type Parts = { data: DataFolder; keys: BackupKeys; version: string; staticFolder: string | undefined }
type Chosen = { folder: string; name: string; passphrase?: string | undefined }

/** Opens a backup beside the living office, to be looked at and thrown away: one at a time, each in a scratch folder of its own. */
export class LookService {
  readonly #parts: Parts
  #open: { task: IsolatedTask<CopyReport>; ended: Promise<void> } | undefined
  #opening = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Restores a backup into a scratch folder and serves it on loopback. @returns where, and the secret that opens it there */
  async open({ folder, name, passphrase }: Chosen, userId: string): Promise<CopyReport> {
    if (this.#opening) throw new AppError('backup.busy')
    this.#opening = true
    const { data, keys } = this.#parts
    const root = join(data.scratch, `look-${randomBytes(6).toString('hex')}`)
    try {
      await this.close()
      const source = await keys.open(folder, name, passphrase)
      await mkdir(root, { recursive: true, mode: 0o700 })
      await runJob({ do: 'restore', ...source, paths: dataPaths(root) })
      return await this.#serve(root, source.generation.manifest.at, userId)
    } catch (error) {
      await rm(root, { recursive: true, force: true })
      throw error
    } finally {
      this.#opening = false
    }
  }

  #serve(dataFolder: string, at: string, userId: string): Promise<CopyReport> {
    const { version, staticFolder } = this.#parts
    const program = programUrl('copy-process', import.meta.url)
    const task = startTask<CopyReport>(program, { dataFolder, at, userId, version, staticFolder } satisfies CopyInput, MEBIBYTES)
    return new Promise((resolve, reject) => {
      task.onReport(resolve)
      const ended = new Promise<void>((done) => {
        task.onEnd((error) => {
          reject(new AppError('backup.failed', { reason: error?.message ?? 'the copy ended early' }))
          // Nothing of it stays behind.
          void rm(dataFolder, { recursive: true, force: true, maxRetries: 3 }).finally(done)
        })
      })
      this.#open = { task, ended }
    })
  }

  /** Ends the copy that is open, and removes it. */
  async close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    open?.task.stop()
    await open?.ended
  }
}
