import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.webmanifest': 'application/manifest+json',
}

// Styles stand inline because the component library sets its colours with a style element of its own.
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Answers a request for one of the renderer's files. A path without an extension is a screen and gets the start page.
 * @param folder the built renderer's folder
 * @param pathname the request's path, percent-encoded
 * @returns 404 for a file that is not there and for every path that would leave the folder
 */
export async function serveRendererFile(folder: string, pathname: string): Promise<Response> {
  const file = fileOf(folder, pathname)
  if (file === undefined) return notFound()
  const contents = await readFile(file).catch(() => undefined)
  if (contents === undefined) return notFound()
  return new Response(new Uint8Array(contents), {
    headers: {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  })
}

function fileOf(folder: string, pathname: string): string | undefined {
  const path = decoded(pathname)
  if (path === undefined || path.includes('\0') || path.includes('\\') || path.includes(':')) return undefined
  if (extname(path) === '') return join(folder, 'index.html')
  const file = normalize(join(folder, path))
  return file.startsWith(folder + sep) ? file : undefined
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } })
}
