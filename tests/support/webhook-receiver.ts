import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { headers: IncomingHttpHeaders; body: string; url: string }

/** A program that takes messages; what it answers, the test says. */
export class Receiver {
  readonly received: Received[] = []
  connections = 0
  answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 204 }
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async open(): Promise<Receiver> {
    const server = createServer()
    const receiver = new Receiver(server)
    server.on('connection', () => {
      receiver.connections += 1
    })
    server.on('request', (request, response) => {
      let body = ''
      request.on('data', (part: Buffer) => {
        body += part.toString()
      })
      request.on('end', () => {
        receiver.received.push({ headers: request.headers, body, url: request.url ?? '' })
        response.writeHead(receiver.answer.status, receiver.answer.headers).end(receiver.answer.body)
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    return receiver
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/take`
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((closed) => this.#server.close(() => closed()))
  }
}
