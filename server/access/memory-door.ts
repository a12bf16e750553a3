import { uuidv7 } from 'uuidv7'
import type { Database, Transaction } from '../db/database.ts'
import { SqliteConnection } from '../db/sqlite-connection.ts'
import { deviceName } from './device-name.ts'
import type { SecretBox } from './secret-box.ts'
import { hashOf, newToken } from './secrets.ts'
import { cookieName, cookieOptions, SESSION } from './session-cookies.ts'
import { type Http, IDLE_MS, LONGEST_MS, type SessionRow } from './session-row.ts'
import { totp } from './totp.ts'
import { type Budget, giveBack, takeTry } from './try-budget.ts'
import type { UsedCodes } from './used-codes.ts'

type Code = { userId: string; code: string; now: Date }

/**
 * The way in while a damaged file may not be written: to read, and to bring a backup back. Sessions, tries and used codes are kept in memory
 * and end with this start; tries and codes go on from where the file left them. That a recovery code was used is kept beside the file.
 */
export class MemoryDoor {
  readonly #db: Database
  readonly #damaged: () => boolean
  readonly #used: UsedCodes
  readonly #sessions = new Map<string, SessionRow>()
  #memory: SqliteConnection | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(db: Database, damaged: () => boolean, used: UsedCodes) {
    this.#db = db
    this.#used = used
    this.#damaged = damaged
  }

  get isOpen(): boolean {
    return this.#damaged()
  }

  /** Takes a try, as `takeTry` does. */
  takeTry(now: Date, budgets: readonly Budget[]): Promise<void> {
    return this.#inTurn(async (memory) => {
      for (const { key } of budgets) await this.#bring(memory, 'sign_in_budget', 'key', key)
      await takeTry(memory, now, budgets)
    })
  }

  giveBack(budgets: readonly Budget[]): Promise<void> {
    return this.#inTurn((memory) => giveBack(memory, budgets))
  }

  /** Takes a code of the app or a recovery code, once. Throws `totp.wrong`. */
  takeCode(box: SecretBox, given: Code): Promise<void> {
    return this.#inTurn(async (memory) => {
      await this.#bring(memory, 'totp', 'user_id', given.userId)
      try {
        await totp.take(memory as Database as Transaction, box, given)
      } catch (error) {
        if (!(await this.#used.take(this.#db, given.userId, given.code))) throw error
      }
    })
  }

  /** Whether a recovery code was used here, also when the file does not know of it yet. */
  tookCode(code: string): boolean {
    return this.#used.has(code)
  }

  /** Begins a session and hands its token to the browser. */
  start(userId: string, now: Date, { request, reply }: Http): void {
    const token = newToken()
    const at = now.toISOString()
    this.#sessions.set(hashOf(token), {
      id: uuidv7(),
      user_id: userId,
      device: deviceName(request.headers['user-agent']),
      address: request.ip,
      created_at: at,
      seen_at: at,
      ends_at: new Date(now.getTime() + LONGEST_MS).toISOString(),
    })
    reply.setCookie(cookieName(request, SESSION), token, cookieOptions(request))
  }

  /** The session of a token's hash while it lasts; whoever uses it notes so in it. */
  sessionOf(tokenHash: string, now: Date): SessionRow | undefined {
    const session = this.#sessions.get(tokenHash)
    if (!session) return undefined
    if (Date.parse(session.ends_at) <= now.getTime() || Date.parse(session.seen_at) <= now.getTime() - IDLE_MS) {
      this.#sessions.delete(tokenHash)
      return undefined
    }
    return session
  }

  /** Ends a session. @returns whether there was one */
  end(tokenHash: string): boolean {
    return this.#sessions.delete(tokenHash)
  }

  /** One after another, so that guesses made at the same time count. */
  #inTurn(work: (memory: SqliteConnection) => Promise<void>): Promise<void> {
    const done = this.#turn.then(() => work(this.#open()))
    this.#turn = done.catch(() => undefined)
    return done
  }

  #open(): SqliteConnection {
    if (!this.#memory) {
      this.#memory = new SqliteConnection(':memory:')
      this.#memory.raw.exec(`
        create table sign_in_budget (key text primary key, tries integer, last_at text, next_at text);
        create table totp (user_id text primary key, secret text, confirmed integer, last_step integer);
        create table recovery_code (user_id text, code_hash text)`)
    }
    return this.#memory
  }

  /** Brings what the file says of somebody, unless it was brought before. */
  async #bring(memory: SqliteConnection, table: 'sign_in_budget' | 'totp', column: string, value: string): Promise<void> {
    if (await memory.get(`select 1 from ${table} where ${column} = ?`, [value])) return
    const row = await this.#db.get<Record<string, string | number>>(`select * from ${table} where ${column} = ?`, [value])
    const columns = memory.raw.prepare(`select name from pragma_table_info('${table}')`).pluck().all() as string[]
    if (row)
      await memory.run(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
        columns.map((name) => row[name] ?? null),
      )
  }

  close(): void {
    this.#memory?.close()
    this.#sessions.clear()
  }
}
