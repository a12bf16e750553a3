import type { FastifyReply, FastifyRequest } from 'fastify'

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
