import { createServer } from 'node:http'
import type { OfficeIdentity } from './office-identity.ts'
import { mobileConfig, platformOf, trustPage } from './trust-page.ts'

type Trust = { address: string; port: number; identity: OfficeIdentity; url: string; officeName: string }
type Answer = { type: string; body: string | Buffer; fileName?: string }

const NO_SCRIPTS =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Serves, by plain HTTP, what a device needs before it can trust the office: its certificate, the fingerprint, the steps. Nothing
 * here is secret and nothing else is here.
 */
export function serveTrustPage(trust: Trust): Promise<{ close: () => Promise<void> }> {
  const { address, port, identity, url, officeName } = trust
  const certificate: Answer = { type: 'application/x-x509-ca-cert', body: identity.der, fileName: 'samphan-office.crt' }
  const profile: Answer = {
    type: 'application/x-apple-aspen-config',
    body: mobileConfig(identity, officeName),
    fileName: 'samphan-office.mobileconfig',
  }
  const page = (lang: 'th' | 'en', agent: string): Answer => ({
    type: 'text/html; charset=utf-8',
    body: trustPage({ lang, platform: platformOf(agent), identity, url, officeName }),
  })
  const answers: Record<string, (agent: string) => Answer> = {
    '/': (agent) => page('th', agent),
    '/en': (agent) => page('en', agent),
    '/samphan-office.crt': () => certificate,
    '/samphan-office.mobileconfig': () => profile,
  }
  const server = createServer((request, reply) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const read = request.method === 'GET' || request.method === 'HEAD'
    const answer = read && Object.hasOwn(answers, path) ? answers[path]?.(request.headers['user-agent'] ?? '') : undefined
    reply.setHeader('x-content-type-options', 'nosniff')
    reply.setHeader('referrer-policy', 'no-referrer')
    reply.setHeader('content-security-policy', NO_SCRIPTS)
    reply.setHeader('cache-control', 'no-store')
    if (!answer) return reply.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404\n')
    if (answer.fileName) reply.setHeader('content-disposition', `attachment; filename="${answer.fileName}"`)
    return reply
      .writeHead(200, { 'content-type': answer.type, 'content-length': Buffer.byteLength(answer.body) })
      .end(request.method === 'HEAD' ? undefined : answer.body)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () =>
      resolve({
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      }),
    )
  })
}
