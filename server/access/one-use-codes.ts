import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/database.ts'
import { codeHash, newCode } from './secrets.ts'

/** Long enough to be handed over, too short to lie about. */
const LIFE_MS = 24 * 3600_000

/** Codes by which a person sets his own password once. */
export const oneUseCodes = {
  /** Makes a code in place of any earlier one of the person; it is told this once. */
  async make(tx: Transaction, clock: Clock, userId: string, madeBy: string): Promise<{ code: string; endsAt: string }> {
    const code = newCode()
    const endsAt = new Date(clock.now().getTime() + LIFE_MS).toISOString()
    await tx.run(
      `insert into one_use_code (user_id, code_hash, made_by, ends_at) values (?, ?, ?, ?)
        on conflict (user_id) do update set code_hash = excluded.code_hash, made_by = excluded.made_by, ends_at = excluded.ends_at`,
      [userId, codeHash(code), madeBy, endsAt],
    )
    return { code, endsAt }
  },

  /** The active person whose code it is while it lasts. */
  async personOf(db: Database, clock: Clock, code: string): Promise<string | undefined> {
    const row = await db.get<{ user_id: string }>(
      'select c.user_id from one_use_code c join "user" u on u.id = c.user_id and u.active = 1 where c.code_hash = ? and c.ends_at > ?',
      [codeHash(code), clock.now().toISOString()],
    )
    return row?.user_id
  },

  /** Uses the code up; false when somebody did so before. */
  async use(tx: Transaction, code: string): Promise<boolean> {
    return (await tx.run('delete from one_use_code where code_hash = ?', [codeHash(code)])).changes === 1
  },

  /** Takes back whatever code the person has. */
  async takeBack(tx: Transaction, userId: string): Promise<void> {
    await tx.run('delete from one_use_code where user_id = ?', [userId])
  },
}
