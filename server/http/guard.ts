import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ROUTES } from '../../core/contract/routes.ts'
import { AppError } from '../../core/errors.ts'
import { bringsKey } from '../access/api-keys.ts'
import type { LanDoor } from './door.ts'

const COOKIE = 'samphan_token'
const HEADER = 'x-samphan-token'
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

const same = (given: string | undefined, wanted: string): boolean => {
  const a = Buffer.from(given ?? '')
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}

const FEED = ROUTES.calendarFeed.path.replace(':token', '')
/** A calendar's subscriber has no session and no cookie: the secret in the address is all it brings, and all it may do is read. */
const isFeed = (method: string, path: string): boolean => (method === 'GET' || method === 'HEAD') && path.startsWith(FEED)

/**
 * Guards the loopback server: other programs and web pages on this PC can reach the port, too. A request must name a
 * loopback host (against DNS rebinding), come from our own page if it says where from, and carry the token of this start.
 */
export function guardLoopback(app: FastifyInstance, token: string, isCopy = false): void {
  // Browsers know a cookie by its host, not by its port: a copy must not take the living office's away.
  const cookie = isCopy ? `${COOKIE}_copy` : COOKIE
  app.decorateRequest('guardedLoopback', false)
  app.addHook('onRequest', async (request, reply) => {
    if (!LOOPBACK.test(request.headers.host ?? '')) throw new AppError('request.host')
    refuseForeignOrigin(request, 'http')
    const url = new URL(request.url, 'http://localhost')
    if (request.method === 'GET' && url.pathname === '/' && same(url.searchParams.get('token') ?? undefined, token)) {
      await reply.setCookie(cookie, token, { httpOnly: true, sameSite: 'strict', path: '/' }).redirect('/', 302)
      return
    }
    if (!url.pathname.startsWith('/api/') || isFeed(request.method, url.pathname)) return
    // A program brings its key instead of the token; it is never taken for the owner who needs no password.
    if (bringsKey(request)) return
    const header = request.headers[HEADER]
    if (!same(typeof header === 'string' ? header : undefined, token) && !same(request.cookies[cookie], token))
      throw new AppError('session.required')
    request.guardedLoopback = true
  })
}

const DEVICE = 'x-samphan-device'

/**
 * Guards the door to the house: a request must name this host (against DNS rebinding) and come from our own page if it says where
 * from. There is no token here: who has no session can only sign in, claim an office that nobody owns, or ask to join. An app of
 * another PC says which device it is, and comes in only while that device is approved.
 */
export function guardLan(app: FastifyInstance, door: LanDoor): void {
  app.addHook('onRequest', async (request) => {
    if (!door.isOurs((request.headers.host ?? '').toLowerCase())) throw new AppError('request.host')
    refuseForeignOrigin(request, 'https')
    const device = request.headers[DEVICE]
    if (device !== undefined) await door.admit(String(device), request.raw.socket)
  })
}

function refuseForeignOrigin(request: FastifyRequest, scheme: 'http' | 'https'): void {
  const { origin, host } = request.headers
  if (origin !== undefined && origin !== `${scheme}://${host}`) throw new AppError('request.origin')
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && request.url.startsWith('/api/'))
    throw new AppError('request.origin')
}
