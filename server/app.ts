import { existsSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance } from 'fastify'
import helmet from 'helmet'
import type { Feed } from './changes/feed.ts'
import type { Container } from './container.ts'
import { LARGEST_FILE_BYTES } from './files/file-store.ts'
import { bindRoutes } from './http/bind.ts'
import { bindVersion } from './http/client-version.ts'
import type { LanDoor } from './http/door.ts'
import { bindErrors } from './http/errors.ts'
import { guardLan, guardLoopback } from './http/guard.ts'

const LARGEST_BODY_BYTES = 4 * 1024 * 1024

/** Browsers forget after a day that this name is only to be asked by TLS: another program of the PC may stand under it, too. */
const HSTS_SECONDS = 86_400

/**
 * The server without a port: tests inject requests into it, `serve.ts` makes it listen.
 * @param door the way in from the house; without it the app is the one for this PC alone
 */
export async function buildApp(container: Container, door?: LanDoor): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: LARGEST_BODY_BYTES,
    trustProxy: false,
    forceCloseConnections: 'idle',
    ...(door && { serverFactory: door.makeServer }),
  })
  app.decorateRequest('overLan', door !== undefined)
  stopPolitely(app, container.office.feed)
  bindErrors(app, container.log, container.onFault)
  await app.register(cookie)
  // Made once: the plugin of the framework makes the same headers anew for each request, a twelfth of what opening a record costs.
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
        'object-src': ["'none'"],
      },
    },
    strictTransportSecurity: door ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
  })
  app.addHook('onRequest', (request, reply, done) =>
    setHeaders(request.raw, reply.raw, (error) => done(error as Error | undefined)),
  )
  await app.register(multipart, { limits: { files: 1, fields: 0, fileSize: LARGEST_FILE_BYTES } })
  // An import's file comes as it is; it is streamed to disk, never held in memory.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
  if (door) guardLan(app, door)
  else guardLoopback(app, container.token, container.copy !== undefined)
  bindVersion(app, container.speaks)
  bindRoutes(app, container)
  if (container.staticFolder && existsSync(join(container.staticFolder, 'index.html')))
    await serveRenderer(app, container.staticFolder)
  return app
}

/** Lets requests under way end: streams are closed, and each connection as soon as its answer is out rather than kept for a next one. */
function stopPolitely(app: FastifyInstance, feed: Feed): void {
  let idle: NodeJS.Timeout
  app.addHook('preClose', async () => {
    feed.close()
    idle = setInterval(() => app.server.closeIdleConnections(), 50)
  })
  app.addHook('onClose', async () => clearInterval(idle))
}

/** The built window: files by name, and its page for every address of its own. */
async function serveRenderer(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  // The page that tells of the API is one of the window's own, under the address where people look for it.
  app.get('/api/docs', (_request, reply) => reply.sendFile('index.html'))
  app.get('/*', (request, reply) => {
    if (request.url.startsWith('/api/') || request.url.startsWith('/assets/')) return reply.callNotFound()
    return reply.sendFile('index.html')
  })
}
