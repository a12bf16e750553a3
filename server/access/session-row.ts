import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../db/database.ts'
import { keptAnswer } from './kept-answers.ts'

/** A session as it is kept. */
export type SessionRow = {
  id: string
  user_id: string
  device: string
  address: string
  created_at: string
  seen_at: string
  ends_at: string
}
export type Http = { request: FastifyRequest; reply: FastifyReply }

/** A session ends 12 hours after it was last used and 30 days after it began. */
export const IDLE_MS = 12 * 3600_000
export const LONGEST_MS = 30 * 24 * 3600_000
/** Last used later than this from now: the clock was wrong, and by it the session would last for years. */
const FUTURE_MS = 3600_000

/** Conditions on a row of `session` that lasts; `lasting` gives what their places take. */
export const LASTS = ['ends_at > ?', 'seen_at > ?', 'seen_at < ?']

/** @param now milliseconds since 1970 */
export function lasts(session: SessionRow, now: number): boolean {
  const [end, idle, future] = lasting(now)
  return session.ends_at > end! && session.seen_at > idle! && session.seen_at < future!
}

/** @param now milliseconds since 1970 */
export const lasting = (now: number): string[] => [now, now - IDLE_MS, now + FUTURE_MS].map((at) => new Date(at).toISOString())

/** The session of an active person by the hash of its token, also when it is over. */
export const sessionOfToken = (db: Database, tokenHash: string): Promise<SessionRow | undefined> =>
  keptAnswer(db, `session ${tokenHash}`, () =>
    db.get<SessionRow>(
      `select s.id, s.user_id, s.device, s.address, s.created_at, s.seen_at, s.ends_at from session s
       join "user" u on u.id = s.user_id and u.active = 1 where s.token_hash = ?`,
      [tokenHash],
    ),
  )
