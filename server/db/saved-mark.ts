import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { SqliteConnection } from './sqlite-connection.ts'

const markOf = (database: string) => join(dirname(database), 'samphan.saved')

/**
 * How long the logs' chain was after the last commit, in a small file beside the database. SQLite takes a log of changes that is cut,
 * gone or an old one for what was written, and says nothing: a chain that is shorter than it was tells. The file is written after the
 * commit is on disk and not synced, so it never runs ahead of what the disk holds.
 */
export class SavedMark {
  readonly #connection: SqliteConnection
  readonly #database: string
  #file: number | undefined
  #length = -1

  constructor(database: string, connection: SqliteConnection) {
    this.#database = database
    this.#connection = connection
  }

  /** How many entries of the chain were written and are no longer there. */
  missing(): number {
    const [length, sum] = readOrNothing(markOf(this.#database)).trim().split(' ')
    if (length === undefined || sum !== String(crc32(length))) return 0
    return Math.max(0, Number(length) - (this.#chain() ?? Number(length)))
  }

  /** To be called after each commit. Where it cannot be written, a loss is noticed later or not at all; no save fails for it. */
  note(): void {
    const length = this.#chain()
    if (length === undefined || length === this.#length) return
    try {
      this.#file ??= openSync(markOf(this.#database), 'w', 0o600)
      writeSync(this.#file, `${length} ${crc32(String(length))}`.padEnd(32), 0)
      this.#length = length
    } catch {
      this.close()
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** For a database that takes the place of another: its chain is another one. */
  static forget(database: string): void {
    rmSync(markOf(database), { force: true })
  }

  #chain(): number | undefined {
    try {
      return this.#connection.getNow<{ n: number }>('select n from audit_head where one = 1')?.n
    } catch {
      // A damaged file is told by others.
      return undefined
    }
  }
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
