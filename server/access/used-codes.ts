import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Database, Transaction } from '../db/database.ts'
import { codeHash } from './secrets.ts'

const EACH = /^[\w-]{43}$/

/**
 * Recovery codes that were used while the database could not be written, by their hashes in a small file beside it: each is good once, also
 * after the next start, and after a backup of before was brought back. The file stays: who knows which backup is brought back when.
 */
export class UsedCodes {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  /** Uses up one of the person’s codes; false when it is none, or was used. What cannot be kept on the disk is thrown, and no code taken. */
  async take(db: Database, userId: string, code: string): Promise<boolean> {
    const hash = codeHash(code)
    if (!(await db.get('select 1 from recovery_code where user_id = ? and code_hash = ?', [userId, hash]))) return false
    if (this.has(code)) return false
    const file = openSync(this.#file, 'a', 0o600)
    try {
      writeSync(file, `${hash}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    return true
  }

  /** Whether any was used so. */
  get any(): boolean {
    return this.#used().length > 0
  }

  /** Whether a code was used so. */
  has(code: string): boolean {
    return this.#used().includes(codeHash(code))
  }

  /** Takes the used ones out of a database that may be written again. */
  async takeOutOf(tx: Transaction): Promise<void> {
    for (const hash of this.#used()) await tx.run('delete from recovery_code where code_hash = ?', [hash])
  }

  #used(): string[] {
    try {
      return readFileSync(this.#file, 'utf8')
        .split('\n')
        .filter((line) => EACH.test(line))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }
}
