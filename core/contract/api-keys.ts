import { z } from 'zod'
import { KeyScope } from '../access/key-role.ts'
import { Done, Id, Label } from './office.ts'
import { defineRoutes } from './route.ts'

/** Why a key opens nothing any more, or that it still does. */
export const KEY_STATES = ['good', 'over', 'revoked', 'maker_left'] as const

/** A key as it is listed; the key itself was told once, when it was made. */
export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** How the key begins, so that one finds the program that holds it. */
  prefix: z.string(),
  role: z.string(),
  scope: KeyScope,
  perMinute: z.int(),
  state: z.enum(KEY_STATES),
  madeBy: z.string(),
  madeAt: z.string(),
  endsAt: z.string().nullable(),
  usedAt: z.string().nullable(),
  usedFrom: z.string(),
})
export type ApiKey = z.infer<typeof ApiKey>

/** Keys by which other programs of the office come in: who runs the office makes them, and what they may do is less than he may. */
export const apiKeyRoutes = defineRoutes({
  listKeys: {
    method: 'GET',
    path: '/api/keys',
    permission: 'admin',
    reply: z.object({ keys: z.array(ApiKey), overLan: z.boolean() }),
  },
  makeKey: {
    method: 'POST',
    path: '/api/keys',
    permission: 'admin',
    body: z.strictObject({
      name: Label,
      role: z.string().max(40),
      scope: KeyScope.refine((scope) => Object.keys(scope).length > 0),
      /** Requests a minute; more are told to wait. */
      perMinute: z.int().min(1).max(6_000).default(300),
      /** The last local day on which it opens; none for a key without an end. */
      until: z.iso.date().nullable(),
    }),
    /** The key is told this once. */
    reply: z.object({ id: z.string(), key: z.string() }),
  },
  revokeKey: { method: 'DELETE', path: '/api/keys/:id', permission: 'admin', params: Id, reply: Done },
  /** Whether keys open the door to the house too, or this PC's alone. The owner decides. */
  setKeysOverLan: {
    method: 'PUT',
    path: '/api/keys/over-lan',
    permission: 'admin',
    body: z.strictObject({ on: z.boolean() }),
    reply: Done,
  },
  /** The API as OpenAPI 3.1: what of it the reader may call, with the fields that he may see. */
  apiDocument: {
    method: 'GET',
    path: '/api/openapi.json',
    permission: 'signed-in',
    keys: 'read',
    reply: z.looseObject({ openapi: z.literal('3.1.0') }),
  },
})

/** Raised when a program that was written for the API before would no longer work. */
export const API_VERSION = '1.0.0'
