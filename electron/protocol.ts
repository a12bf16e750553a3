import { protocol } from 'electron'
import { appScheme, isAppAddress } from './app-address.ts'
import { CookieJar } from './cookie-jar.ts'
import type { OfficeConnection } from './office-connection.ts'
import type { ServerAddress } from './server-process.ts'
import { serveRendererFile } from './static-files.ts'

// Of the window's headers only these mean something to the server; Host, Origin and cookies are the forwarder's own.
const forwardedHeaders = [
  'accept',
  'accept-language',
  'content-type',
  'idempotency-key',
  'x-samphan-api',
  'if-match',
  'if-none-match',
  'last-event-id',
  'range',
]
// Hop-by-hop headers, and those that describe a body which fetch has already unpacked.
const droppedReplyHeaders = ['connection', 'content-encoding', 'content-length', 'keep-alive', 'set-cookie', 'transfer-encoding']

/** Announces the app's scheme; must run before Electron is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true }
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }])
}

/**
 * Serves `app://samphan`: the renderer's files from a folder, and everything under `/api` from the office that this PC joined, else
 * from its own server.
 * @param serverAddress resolves once the own server listens; requests wait for it
 */
export function serveApp(rendererFolder: string, office: OfficeConnection, serverAddress: () => Promise<ServerAddress>): void {
  const cookies = new CookieJar()
  protocol.handle(appScheme, async (request) => {
    if (!isAppAddress(request.url)) return new Response('Not found', { status: 404 })
    const url = new URL(request.url)
    if (url.pathname !== '/api' && !url.pathname.startsWith('/api/')) return serveRendererFile(rendererFolder, url.pathname)
    try {
      const headers = headersOf(request)
      if (office.joined) return passedOn(await office.forward(request, `${url.pathname}${url.search}`, headers))
      return passedOn(await forward(request, url, headers, await serverAddress(), cookies))
    } catch {
      return Response.json({ code: 'server.unreachable' }, { status: 503 })
    }
  })
}

function headersOf(request: Request): Headers {
  const headers = new Headers()
  for (const name of forwardedHeaders) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return headers
}

async function forward(
  request: Request,
  url: URL,
  headers: Headers,
  { port, token }: ServerAddress,
  cookies: CookieJar,
): Promise<Response> {
  headers.set('x-samphan-token', token)
  const cookie = cookies.header()
  if (cookie !== undefined) headers.set('cookie', cookie)
  const reply = await fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, {
    method: request.method,
    headers,
    body: request.body,
    // Bodies are streamed: an import of hundreds of megabytes must not pass through this process's memory.
    ...(request.body === null ? {} : { duplex: 'half' }),
    redirect: 'manual',
    signal: request.signal,
  } as RequestInit)
  cookies.keep(reply.headers.getSetCookie())
  return reply
}

function passedOn(reply: Response): Response {
  const headers = new Headers(reply.headers)
  for (const name of droppedReplyHeaders) headers.delete(name)
  return new Response(reply.body, { status: reply.status, statusText: reply.statusText, headers })
}
