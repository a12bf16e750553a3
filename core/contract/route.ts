import type { z } from 'zod'
import type { Configurable } from '../configuration/areas.ts'

/**
 * Who may call a route: anybody who reaches the server, whoever is signed in, who runs the office, or whom they let configure that
 * area. Records have their own policy on top.
 */
export type Permission = 'anyone' | 'signed-in' | 'admin' | `configure:${Configurable}`

/**
 * A route, spelled once: the server binds a handler to it, the window derives its client from it.
 * Schemas are strict: a field that is not declared is refused, never dropped.
 */
export type Route = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: `/api/${string}`
  permission: Permission
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** The reply's schema gives its type; `raw` replies are files or streams. */
  reply: z.ZodType | 'raw'
  /** A command that makes something takes an `Idempotency-Key`, so that a retry never makes it twice. */
  idempotent?: boolean
  /** Done on a full disk, too, in the space kept back for it: it makes room, takes data out, or lets somebody in. */
  urgent?: boolean
  /** What an API key needs to call it; where nothing is said, keys cannot. */
  keys?: 'read' | 'write'
}

export function defineRoutes<const R extends Record<string, Route>>(routes: R): R {
  return routes
}

type In<S> = S extends z.ZodType ? z.input<S> : undefined
type Out<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a caller passes: only the parts that the route declares. */
export type RouteInput<R extends Route> = (R['params'] extends z.ZodType ? { params: In<R['params']> } : unknown) &
  (R['query'] extends z.ZodType ? { query?: In<R['query']> } : unknown) &
  (R['body'] extends z.ZodType ? { body: In<R['body']> } : unknown)

/** What a handler gets, parsed. */
export type RouteRequest<R extends Route> = { params: Out<R['params']>; query: Out<R['query']>; body: Out<R['body']> }

export type RouteReply<R extends Route> = R['reply'] extends z.ZodType ? z.output<R['reply']> : unknown
