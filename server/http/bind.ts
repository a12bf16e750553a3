import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { CONFIGURABLE } from '../../core/configuration/areas.ts'
import { onlyReads } from '../../core/contract/copy.ts'
import type { Permission, Route } from '../../core/contract/route.ts'
import { ROUTES } from '../../core/contract/routes.ts'
import { AppError } from '../../core/errors.ts'
import type { AccessLog } from '../access/access-log.ts'
import { accessRules } from '../access/access-rules.ts'
import type { Sessions } from '../access/sessions.ts'
import { localDate } from '../clock.ts'
import { type Office, requestHash } from '../office.ts'
import type { Context } from '../records/context.ts'
import type { Handlers, RawHttp, RequestContext } from './handler.ts'
import { FileReply, JsonReply } from './reply.ts'

type AnyHandler = (ctx: RequestContext, request: { params: unknown; query: unknown; body: unknown }, http: RawHttp) => unknown

type Parts = { office: Office; sessions: Sessions; accessLog: AccessLog; handlers: Handlers; copy?: object | undefined }

/** Binds every route of the contract to its handler: who asks, may he, is the request whole, and only then the work. */
export function bindRoutes(app: FastifyInstance, { office, sessions, accessLog: log, handlers, copy }: Parts): void {
  for (const [name, route] of Object.entries(ROUTES) as [keyof Handlers, Route][]) {
    const handler = handlers[name] as unknown as AnyHandler
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        try {
          const ctx = await contextOf(office, sessions, route, request)
          if (copy && !onlyReads(name, route.method)) throw new AppError('copy.read_only')
          const parsed = {
            params: parse(route.params, request.params),
            query: parse(route.query, request.query),
            body: parse(route.body, request.body ?? undefined),
          }
          return send(reply, await handler(withIdempotency(ctx, route, request), parsed, { request, reply }))
        } catch (error) {
          if (error instanceof AppError && error.status === 403)
            log.note({
              userId: (await sessions.userOf(request)) ?? null,
              action: 'denied',
              detail: { route: `${route.method} ${route.path}`, address: request.ip },
            })
          throw error
        }
      },
    })
  }
}

async function contextOf(office: Office, sessions: Sessions, route: Route, request: FastifyRequest): Promise<Context> {
  const userId = await sessions.userOf(request)
  const lang = request.headers['accept-language']?.startsWith('en') ? 'en' : 'th'
  if (userId) {
    const ctx = await office.contextOf(userId, lang)
    if (!mayCall(ctx, route.permission)) throw new AppError('access.denied')
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

function mayCall(ctx: Context, permission: Permission): boolean {
  if (permission === 'admin') return ctx.policy.admin
  const area = CONFIGURABLE.find((each) => permission === `configure:${each}`)
  return area === undefined || ctx.policy.configures(area)
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
  if (!route.idempotent || key === undefined) return ctx
  if (typeof key !== 'string' || !KEY.test(key)) throw new AppError('request.invalid', { field: 'Idempotency-Key' })
  return { ...ctx, idempotency: { key, hash: requestHash(request.method, request.url, request.body) } }
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
  return reply
    .header('content-type', file.type)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .send(stream)
}
