import type { FastifyInstance } from 'fastify'
import { SERVES_FROM_HEADER, VERSION_HEADER } from '../../core/contract/version.ts'
import { AppError } from '../../core/errors.ts'

/** The contract that this server speaks, and the oldest of a window that it serves. */
export type Speaks = { version: number; from: number }

/**
 * Says with each reply which contract the server speaks, and refuses a window of another with `client.too_old` or `client.too_new`, before
 * anything of the request is read: a window works whole or not at all. Who names no contract is no window of ours but a program with a key.
 */
export function bindVersion(app: FastifyInstance, { version, from }: Speaks): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    reply.header(VERSION_HEADER, version).header(SERVES_FROM_HEADER, from)
    const said = request.headers[VERSION_HEADER]
    if (said === undefined) return
    const client = Number(said)
    if (client > version) throw new AppError('client.too_new', { client, version })
    if (!(client >= from)) throw new AppError('client.too_old', { client: Number.isFinite(client) ? client : null, version })
  })
}
