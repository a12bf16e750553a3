import { z } from 'zod'
import type { BackupRun, Drill } from '../../core/contract/backup.ts'
import type { Database } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import type { WriteQueue } from '../db/write-queue.ts'

type RunRow = { seq: number; at: string; kind: string; folder: string; state: string; detail: string }
export type KeptRun = BackupRun & { seq: number }
const LATEST = 200

/** How each try at a backup went, a row for each folder. */
export class BackupRuns {
  readonly #db: Database
  readonly #writes: WriteQueue

  constructor(db: Database, writes: WriteQueue) {
    this.#db = db
    this.#writes = writes
  }

  async keep(run: BackupRun): Promise<KeptRun> {
    const { at, kind, folder, state, ...detail } = run
    const { lastId } = await this.#writes.run((tx) =>
      tx.run('insert into backup_run (at, kind, folder, state, detail) values (?, ?, ?, ?, ?)', [
        at,
        kind,
        folder,
        state,
        JSON.stringify(detail),
      ]),
    )
    return { ...run, seq: lastId }
  }

  /** Adds to what is known of the backup how a restore of it went. */
  async drilled(folder: string, file: string, drill: Drill): Promise<void> {
    const run = (await this.latest()).find((each) => each.folder === folder && each.file === file)
    if (!run) return
    const { seq, at: _at, kind: _kind, folder: _folder, state: _state, ...detail } = run
    await this.#writes.run((tx) =>
      tx.run('update backup_run set state = ?, detail = ? where seq = ?', [
        drill.ok ? 'good' : 'bad',
        JSON.stringify({ ...detail, drill }),
        seq,
      ]),
    )
  }

  /** The latest runs, newest first. */
  async latest(): Promise<KeptRun[]> {
    const rows = await this.#db.all<RunRow>('select * from backup_run order by seq desc limit ?', [LATEST])
    return rows.map(({ detail, ...run }) => ({ ...run, ...storedJson<object>(detail, z.looseObject({})) }))
  }
}
