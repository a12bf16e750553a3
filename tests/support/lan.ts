import { request as plainRequest } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { createServer } from 'node:net'
import { checkServerIdentity } from 'node:tls'

export type LanReply<T = Record<string, unknown>> = {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  body: T
}

/** Two ports that nobody has, one after the other: the service's and the page of trust's. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 40_000)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Some other device of the house: it trusts one certificate, keeps its cookie, and says what it is told to say. */
export class LanDevice {
  readonly #port: number
  readonly #ca: string
  readonly #cookies = new Map<string, string>()

  constructor(port: number, ca: string) {
    this.#port = port
    this.#ca = ca
  }

  ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<LanReply<T>> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const options: RequestOptions = {
      host: '127.0.0.1',
      port: this.#port,
      method,
      path,
      ca: this.#ca,
      // It knows where it connects, whatever it says in `Host`.
      checkServerIdentity: (_name, certificate) => checkServerIdentity('127.0.0.1', certificate),
      agent: false,
      headers: {
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...(this.#cookies.size > 0 && { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...headers,
      },
    }
    return new Promise((resolve, reject) => {
      const asked = request(options, (reply) => {
        let said = ''
        reply.setEncoding('utf8')
        reply.on('data', (part: string) => {
          said += part
        })
        reply.on('end', () => {
          for (const line of reply.headers['set-cookie'] ?? []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
            if (name) this.#cookies.set(name, value ?? '')
          }
          resolve({
            status: reply.statusCode ?? 0,
            headers: reply.headers,
            text: said,
            body: (said.startsWith('{') ? JSON.parse(said) : {}) as T,
          })
        })
        reply.on('error', reject)
      })
      asked.on('error', reject)
      asked.end(text)
    })
  }
}

/** A request by plain HTTP. */
export function askPlainly(port: number, path: string, method = 'GET', headers: Record<string, string> = {}): Promise<LanReply> {
  return new Promise((resolve, reject) => {
    plainRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (reply) => {
      const parts: Buffer[] = []
      reply.on('data', (part: Buffer) => parts.push(part))
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          text: Buffer.concat(parts).toString('latin1'),
          body: {},
        }),
      )
    })
      .on('error', reject)
      .end()
  })
}
