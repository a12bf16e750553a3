import { uuidv7 } from 'uuidv7'
import type { Feed } from '../../../core/contract/calendar.ts'
import { AppError } from '../../../core/errors.ts'
import { hashOf, newToken } from '../../access/secrets.ts'
import type { Database } from '../../db/database.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'

/** Addresses that one person may have: one for each phone and computer, and some to spare. */
const MOST_FEEDS = 20
/** How often at most it is written down that a subscriber asked. */
const USED_EVERY_MS = 5 * 60_000

type FeedRow = { id: string; user_id: string; name: string; whose: 'mine' | 'team'; created_at: string; used_at: string | null }

/** A person's own addresses, newest first; the addresses themselves are not known any more. */
export async function listFeeds(ctx: Context, db: Database): Promise<Feed[]> {
  const rows = await db.all<FeedRow>('select * from calendar_feed where user_id = ? order by created_at desc', [ctx.userId])
  return rows.map((row) => ({ id: row.id, name: row.name, whose: row.whose, createdAt: row.created_at, usedAt: row.used_at }))
}

/** Makes an address: its secret is returned this once. Throws `calendar.feed_limit`. */
export function makeFeed(
  office: Office,
  ctx: Context,
  asked: { name: string; whose: 'mine' | 'team' },
): Promise<{ id: string; token: string }> {
  const token = newToken()
  const id = uuidv7()
  return office.write(ctx, async (tx) => {
    const has = await tx.get<{ n: number }>('select count(*) n from calendar_feed where user_id = ?', [ctx.userId])
    if ((has?.n ?? 0) >= MOST_FEEDS) throw new AppError('calendar.feed_limit', { most: MOST_FEEDS })
    await tx.run('insert into calendar_feed (id, user_id, token_hash, name, whose, created_at) values (?, ?, ?, ?, ?, ?)', [
      id,
      ctx.userId,
      hashOf(token),
      asked.name,
      asked.whose,
      ctx.now,
    ])
    return { id, token }
  })
}

/** Makes an address of one's own worthless, at once. Throws `record.not_found`. */
export function revokeFeed(office: Office, ctx: Context, id: string): Promise<{ id: string }> {
  return office.write(ctx, async (tx) => {
    const gone = await tx.run('delete from calendar_feed where id = ? and user_id = ?', [id, ctx.userId])
    if (gone.changes === 0) throw new AppError('record.not_found')
    return { id }
  })
}

/**
 * Whose feed an address is, with that person's rights as they are now. A secret that is wrong, revoked, or of somebody who
 * left the office is not found; which of these is not told.
 */
export async function openFeed(
  office: Office,
  file: string,
  lang: Context['lang'],
): Promise<{ ctx: Context; whose: 'mine' | 'team' }> {
  const token = /^([\w-]{43})\.ics$/.exec(file)?.[1]
  const row =
    token === undefined
      ? undefined
      : await office.connection.get<FeedRow>('select * from calendar_feed where token_hash = ?', [hashOf(token)])
  if (!row) throw new AppError('record.not_found')
  const ctx = await office.contextOf(row.user_id, lang).catch(() => {
    throw new AppError('record.not_found')
  })
  if (row.used_at === null || Date.parse(ctx.now) - Date.parse(row.used_at) > USED_EVERY_MS)
    await office.writeAlone((tx) => tx.run('update calendar_feed set used_at = ? where id = ?', [ctx.now, row.id]))
  return { ctx, whose: row.whose }
}
