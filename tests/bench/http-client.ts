import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'

export type Answer = { status: number; text: string; ms: number; cookie: string | undefined }
export type Ask = {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Speaks HTTP to a server, on loopback if not told otherwise, over kept connections, as a window does; times run from sending to the last byte. */
export class Client {
  readonly #port: number
  readonly #host: string
  readonly #headers: Record<string, string>
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 })

  constructor(port: number, headers: Record<string, string>, host = '127.0.0.1') {
    this.#port = port
    this.#host = host
    this.#headers = { ...headers }
  }

  /** Another client of the same server, with the headers of this moment. */
  copy(): Client {
    return new Client(this.#port, this.#headers, this.#host)
  }

  /** From now on every request carries the session. */
  keepCookie(cookie: string): void {
    this.#headers.cookie = cookie
  }

  ask({ method, path, body, headers, signal }: Ask): Promise<Answer> {
    const payload = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
    const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json'
    const started = performance.now()
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: this.#host,
          port: this.#port,
          agent: this.#agent,
          method,
          path,
          signal,
          headers: { ...this.#headers, ...(payload && { 'content-type': type, 'content-length': payload.length }), ...headers },
        },
        (reply) => {
          const chunks: Buffer[] = []
          reply.on('data', (chunk: Buffer) => chunks.push(chunk))
          reply.on('error', reject)
          reply.on('end', () => {
            const ms = performance.now() - started
            resolve({
              status: reply.statusCode ?? 0,
              text: Buffer.concat(chunks).toString('utf8'),
              ms,
              cookie: reply.headers['set-cookie']?.[0]?.split(';')[0],
            })
          })
        },
      )
      sent.on('error', reject)
      sent.end(payload)
    })
  }

  /** Keeps a server-sent stream open and says which events arrive, until the returned function is called. Resolves when it is open. */
  listen(path: string, heard: (event: string) => void): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: this.#host, port: this.#port, path, headers: this.#headers, agent: false }, (reply) => {
        if (reply.statusCode !== 200) return reject(new Error(`${path} answered ${reply.statusCode}`))
        const lines = createInterface({ input: reply })
        lines.on('line', (line) => line.startsWith('event: ') && heard(line.slice('event: '.length)))
        // Whoever leaves in the middle of an event wants no more of it.
        lines.on('error', () => lines.close())
        resolve(() => sent.destroy())
      })
      sent.on('error', reject)
      sent.end()
    })
  }

  /** Asks and reads the reply as JSON; throws on a refusal. */
  async json<T>(ask: Ask): Promise<T> {
    const answer = await this.ask(ask)
    if (answer.status >= 300) throw new Error(`${ask.method} ${ask.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`)
    return JSON.parse(answer.text) as T
  }
}
