import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route, RouteReply, RouteRequest } from '../../core/contract/route.ts'
import type { Routes } from '../../core/contract/routes.ts'
import type { Context } from '../records/context.ts'
import type { FileReply, JsonReply } from './reply.ts'

/**
 * A request's context: who asks, the key under which a retry of the same command is recognised, and whether it is among those that a
 * full disk's reserve is for.
 */
export type RequestContext = Context & { idempotency?: { key: string; hash: string }; urgent?: boolean }

/** For routes whose body or reply is a stream. */
export type RawHttp = { request: FastifyRequest; reply: FastifyReply }

export type Handler<R extends Route> = (
  ctx: RequestContext,
  request: RouteRequest<R>,
  http: RawHttp,
) => Promise<RouteReply<R> | JsonReply | FileReply> | RouteReply<R> | JsonReply | FileReply

export type Handlers = { [K in keyof Routes]: Handler<Routes[K]> }
/** The handlers of one feature. */
export type SomeHandlers<K extends keyof Routes> = Pick<Handlers, K>
