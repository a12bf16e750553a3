import { existsSync } from 'node:fs'
import type { ErrorCode } from '../../core/errors.ts'
import type { ReadOnlyReason } from '../../core/read-only.ts'
import type { Log } from '../log.ts'
import { leaveCleanMark, takeCleanMark } from './clean-stop.ts'
import { DiskSpace } from './disk-space.ts'
import { Integrity } from './integrity.ts'
import { SavedMark } from './saved-mark.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { WriteQueue } from './write-queue.ts'
import { WriteState } from './write-state.ts'

/** A look at a small office's file is over before anybody sees a window; a large one's goes on while people read. */
const SHORT_LOOK_MS = 400

type Options = { database: string; folder: string; log: Log; fatal: () => void }

/** What watches over an office's database while it is open. */
export interface Watch {
  readonly state: WriteState
  /** How many entries of the logs were written before the last stop and are no longer there. */
  readonly lostSaves: number
  /** Told what the disk answered to somebody who does not write by the queue: the files' store, a reader, a backup. */
  heard(fault: ErrorCode): void
  /** Resolves when the look after an unclean stop is over, the slow part too; at once after a clean one. */
  readonly looked: Promise<void>
  /** Looks the whole database through, at night. */
  lookThrough(): Promise<void>
  /** Ends the watching; the connection is closed by the office. */
  stop(): Promise<void>
  /** After the connection was closed: says that the database lies as it was left, unless there is doubt about it. */
  leaveClean(): Promise<void>
}

/** The office's database file at work: the connection that writes, its queue, and what watches over the disk and the file. */
export class Storage implements Watch {
  readonly state = new WriteState()
  readonly connection: SqliteConnection
  readonly writes: WriteQueue
  readonly integrity: Integrity
  readonly lostSaves: number
  readonly #mark: SavedMark
  readonly #options: Options
  readonly #space: DiskSpace

  private constructor(options: Options) {
    this.#options = options
    this.#space = new DiskSpace(options.folder, this.state)
    this.integrity = new Integrity({ ...options, state: this.state })
    let before: ReadOnlyReason | undefined
    this.state.subscribe((reason) => {
      if (reason !== before) options.log.warn({ reason: reason ?? 'none' }, 'read-only')
      before = reason
      // Nothing that the disk took since it failed can be believed: only who opens the file anew knows what is in it.
      if (reason === 'disk.failed') options.fatal()
    })
    this.connection = new SqliteConnection(options.database)
    this.#mark = new SavedMark(options.database, this.connection)
    this.lostSaves = this.#mark.missing()
    this.writes = new WriteQueue(this.connection, this.state, () => this.#mark.note())
  }

  /**
   * Opens the database. After an unclean stop it is looked through first: read-only for as long as that takes.
   * @param wasClean what `wasStoppedCleanly` said before anything touched the file
   */
  static async open(options: Options, wasClean: boolean): Promise<Storage> {
    const storage = new Storage(options)
    if (!wasClean)
      await Promise.race([
        storage.integrity.afterUncleanStop(),
        new Promise((resolve) => setTimeout(resolve, SHORT_LOOK_MS).unref()),
      ])
    storage.#space.start()
    return storage
  }

  readonly heard = (fault: ErrorCode): void => {
    if (fault === 'disk.full') void this.#space.heard()
    else if (fault === 'disk.failed' || fault === 'database.damaged') this.state.begin(fault)
  }

  get looked(): Promise<void> {
    return this.integrity.looked
  }

  async lookThrough(): Promise<void> {
    await this.integrity.whole()
  }

  async stop(): Promise<void> {
    this.integrity.stop()
    await this.#space.stop()
  }

  async leaveClean(): Promise<void> {
    this.#mark.close()
    const { reason } = this.state
    if (reason === undefined || reason === 'disk.full') await leaveCleanMark(this.#options.database)
  }
}

/** Whether the last stop was a clean one; asked once at each start. A database that is not there yet needs no look. */
export async function wasStoppedCleanly(database: string): Promise<boolean> {
  if (!existsSync(database)) return true
  return takeCleanMark(database)
}
