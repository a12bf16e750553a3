import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { onlyReads } from '../../core/contract/copy.ts'
import type { Route } from '../../core/contract/route.ts'
import { ROUTES } from '../../core/contract/routes.ts'
import { AppError } from '../../core/errors.ts'
import type { AccessLog } from '../access/access-log.ts'
import { accessRules } from '../access/access-rules.ts'
import { type ApiKeys, bringsKey, type KeyIdentity } from '../access/api-keys.ts'
import { PERSON_RATE, type RateLimit, STRANGER_RATE } from '../access/rate-limit.ts'
import type { Sessions } from '../access/sessions.ts'
import { localDate } from '../clock.ts'
import { type Office, requestHash } from '../office.ts'
import type { Context } from '../records/context.ts'
import type { Handlers, RawHttp, RequestContext } from './handler.ts'
import { mayCall } from './may-call.ts'
import { FileReply, JsonReply } from './reply.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once it is known that he may. */
    asker: Context | null
  }
}

type AnyHandler = (ctx: RequestContext, request: { params: unknown; query: unknown; body: unknown }, http: RawHttp) => unknown

type Parts = {
  office: Office
  sessions: Sessions
  keys: ApiKeys
  rates: RateLimit
  accessLog: AccessLog
  handlers: Handlers
  copy?: object | undefined
}

const STRANGERS_BODY_BYTES = 64 * 1024

/** Binds every route of the contract to its handler: who asks, may he, is the request whole, and only then the work. */
export function bindRoutes(app: FastifyInstance, parts: Parts): void {
  const { accessLog: log, handlers, copy } = parts
  app.decorateRequest('asker', null)
  for (const [name, route] of Object.entries(ROUTES) as [keyof Handlers, Route][]) {
    const handler = handlers[name] as unknown as AnyHandler
    app.route({
      method: route.method,
      url: route.path,
      // Who has not signed in has little to say; of all others nothing is read before it is known that they have.
      ...(route.permission === 'anyone' && { bodyLimit: STRANGERS_BODY_BYTES }),
      // Who may not ask is told so before anything of what he sends is read.
      onRequest: async (request) => {
        try {
          request.asker = await contextOf(parts, route, request)
        } catch (error) {
          if (error instanceof AppError && error.status === 403) await noteRefusal(parts, route, request)
          throw error
        }
      },
      handler: async (request, reply) => {
        const ctx = request.asker as Context
        try {
          if (copy && !onlyReads(name, route.method)) throw new AppError('copy.read_only')
          const parsed = {
            params: parse(route.params, request.params),
            query: parse(route.query, request.query),
            body: parse(route.body, request.body ?? undefined),
          }
          return send(reply, await handler(withIdempotency(ctx, route, request), parsed, { request, reply }))
        } catch (error) {
          if (error instanceof AppError && error.status === 403)
            log.note({ userId: ctx.userId || null, action: 'denied', detail: refusalOf(route, request, ctx.via) })
          throw error
        }
      },
    })
  }
}

const refusalOf = (route: Route, request: FastifyRequest, key: string | undefined) => ({
  route: `${route.method} ${route.path}`,
  address: request.ip,
  ...(key && { key }),
})

async function noteRefusal({ sessions, keys, accessLog }: Parts, route: Route, request: FastifyRequest): Promise<void> {
  const key = bringsKey(request) ? await keys.identify(request).catch(() => undefined) : undefined
  const userId = (await sessions.userOf(request)) ?? null
  accessLog.note({ userId, action: 'denied', detail: refusalOf(route, request, key?.keyId) })
}

async function contextOf(parts: Parts, route: Route, request: FastifyRequest): Promise<Context> {
  const { office, sessions, keys, rates } = parts
  const lang = request.headers['accept-language']?.startsWith('en') ? 'en' : 'th'
  if (bringsKey(request)) {
    const key = await identify(parts, request)
    rates.take(`key ${key.keyId}`, { perMinute: key.perMinute, atOnce: key.perMinute })
    keys.noteUse(key, `${route.method} ${route.path}`, request.ip)
    refuseKey(route, key)
    return { ...office.contextFor(key, lang), via: key.keyId }
  }
  const userId = await sessions.userOf(request)
  // The app on this PC is let in by its token, and is nobody else.
  if (request.overLan) {
    if (userId) rates.take(`person ${userId}`, PERSON_RATE)
    else rates.take(`address ${request.ip}`, STRANGER_RATE)
  }
  if (userId) {
    const ctx = await office.contextOf(userId, lang)
    if (!mayCall(ctx, route)) throw new AppError('access.denied')
    // Until it is set up there is one's own account and nothing else.
    const free = route.permission === 'anyone' || route.path.startsWith('/api/me/')
    if (!free && (await accessRules.owesCode(office.connection, userId, ctx.policy.admin))) throw new AppError('totp.required')
    return ctx
  }
  if (route.permission !== 'anyone') throw new AppError('session.required')
  const now = office.clock.now()
  const nobody = { userId: '', role: { key: 'nobody', admin: false, grants: {}, fields: {} }, teamIds: [] }
  return { ...office.contextFor(nobody, lang), now: now.toISOString(), today: localDate(now, office.catalog.timeZone) }
}

/** Whoever tries keys that are none is slowed down as a stranger, on this PC too. */
async function identify({ keys, rates }: Parts, request: FastifyRequest): Promise<KeyIdentity> {
  try {
    return await keys.identify(request)
  } catch (error) {
    rates.take(`address ${request.ip}`, STRANGER_RATE)
    throw error
  }
}

/** A key calls what is meant for programs, and changes something only where it may write at least one kind of record. */
function refuseKey(route: Route, key: KeyIdentity): void {
  if (!route.keys) throw new AppError('key.not_here')
  if (route.keys === 'write' && !Object.values(key.scope).includes('write')) throw new AppError('key.read_only')
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('request.invalid', { field: issue?.path.join('.') ?? '', reason: issue?.code ?? '' })
}

const KEY = /^[\w-]{8,80}$/

function withIdempotency(ctx: Context, route: Route, request: FastifyRequest): RequestContext {
  const key = request.headers['idempotency-key']
  const asked = route.urgent ? { ...ctx, urgent: true } : ctx
  if (!route.idempotent || key === undefined) return asked
  if (typeof key !== 'string' || !KEY.test(key)) throw new AppError('request.invalid', { field: 'Idempotency-Key' })
  return { ...asked, idempotency: { key, hash: requestHash(request.method, request.url, request.body) } }
}

function send(reply: FastifyReply, value: unknown): unknown {
  if (reply.sent || value === reply) return reply
  if (value instanceof JsonReply) return reply.header('content-type', 'application/json; charset=utf-8').send(value.bytes)
  if (value instanceof FileReply) return sendFile(reply, value)
  return reply.send(value)
}

/** Files always go out as downloads, with a type that no browser runs. */
function sendFile(reply: FastifyReply, file: FileReply): FastifyReply {
  const stream = createReadStream(file.path)
  if (file.removeAfter) stream.on('close', () => void rm(file.path, { force: true }))
  if (file.leftOut > 0) reply.header('x-samphan-left-out', String(file.leftOut))
  return reply
    .header('content-type', file.type)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .send(stream)
}
