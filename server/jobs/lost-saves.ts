import { z } from 'zod'
import type { Notice } from '../../core/contract/backup.ts'
import { logAccess } from '../access/access-log.ts'
import type { Transaction } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import type { Log } from '../log.ts'
import type { Office } from '../office.ts'
import type { Context } from '../records/context.ts'

const KEY = 'saves_lost'
/** So long whoever runs the office is told, unless somebody says before that he has read it. */
const TOLD_MS = 7 * 86_400_000

const Stored = z.object({ count: z.int(), at: z.string() })
type Lost = z.infer<typeof Stored>

/** Tells whoever runs the office that the database holds less than was saved in it. */
export class LostSaves {
  readonly #office: Office
  readonly #log: Log

  constructor(parts: { office: Office; log: Log }) {
    this.#office = parts.office
    this.#log = parts.log
  }

  /** @param count how many entries of the logs were there and are not */
  async note(count: number): Promise<void> {
    if (count === 0) return
    this.#log.error({ count }, 'the database holds less than was saved in it')
    const at = this.#office.clock.now().toISOString()
    await this.#office.writeInTime(async (tx) => {
      await tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
        KEY,
        JSON.stringify({ count, at } satisfies Lost),
      ])
      await logAccess(tx, at, { userId: null, action: 'saves_lost', detail: { count } })
    })
  }

  /** Somebody who runs the office has read it. */
  async seen({ userId, now }: Context, tx: Transaction): Promise<void> {
    await tx.run('delete from setting where key = ?', [KEY])
    await logAccess(tx, now, { userId, action: 'saves_lost_seen' })
  }

  async notices(): Promise<Notice[]> {
    const row = await this.#office.connection.get<{ value: string }>('select value from setting where key = ?', [KEY])
    const lost = row && storedJson<Lost>(row.value, Stored)
    if (!lost) return []
    const { count, at } = lost
    if (this.#office.clock.now().getTime() - Date.parse(at) > TOLD_MS) return []
    return [{ code: 'notice.saves_lost', params: { count }, at }]
  }
}
