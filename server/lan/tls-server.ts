import type { RequestListener, Server } from 'node:http'
import { createServer, type Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { KeyedCertificate } from './certificate.ts'

/** The first byte of a TLS handshake (RFC 8446 §5.1); a letter means that somebody speaks plain HTTP. */
const HANDSHAKE = 0x16
/** Who connects and says nothing for this long is gone. */
const SILENCE_MS = 10_000

/** Open connections of one address, and of all. A browser keeps six; an app forwards a whole PC's windows. */
const MOST_OF_ONE_ADDRESS = 256
const MOST_CONNECTIONS = 4_000

/** The TLS server with the chain that it shows. The certificate can be exchanged while it runs. */
export type SwappableServer = {
  server: Server
  swap: (leaf: KeyedCertificate, authority: string) => void
  /** Cuts every connection, also those that have not said a word yet. */
  cut: () => void
}

/**
 * A server that speaks HTTPS only, TLS 1.2 at least. Whoever speaks plain HTTP to it is told the right address and served nothing.
 * @param address what he is told: `https://192.168.1.20:8443/`
 */
export function createTlsServer(
  handler: RequestListener,
  leaf: KeyedCertificate,
  authority: string,
  address: () => string,
): SwappableServer {
  const server = createServer({ ...contextOf(leaf, authority), minVersion: 'TLSv1.2' }, handler)
  const open = new Set<Socket>()
  sniff(server, address, open)
  server.maxConnections = MOST_CONNECTIONS
  return {
    server: server as unknown as Server,
    // Open connections go on under the old certificate; both are the same office's.
    swap: (next, by) => server.setSecureContext({ ...contextOf(next, by), minVersion: 'TLSv1.2' }),
    cut: () => {
      for (const socket of open) socket.destroy()
    },
  }
}

// The authority goes along, so that an app that knows the office by the authority's key needs nothing else.
const contextOf = (leaf: KeyedCertificate, authority: string) => ({ key: leaf.key, cert: `${leaf.certificate}${authority}` })

/** Looks at the first byte of each connection before TLS does. */
function sniff(server: TlsServer, address: () => string, open: Set<Socket>): void {
  const handshake = server.listeners('connection') as ((socket: Socket) => void)[]
  const isOneTooMany = countByAddress()
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    if (isOneTooMany(socket)) return socket.destroy()
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    const giveUp = () => socket.destroy()
    socket.setTimeout(SILENCE_MS, giveUp)
    socket.on('error', giveUp)
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null
      if (first === null) return
      socket.setTimeout(0)
      socket.off('timeout', giveUp)
      if (first[0] !== HANDSHAKE) return refusePlainHttp(socket, address())
      socket.unshift(first)
      socket.off('error', giveUp)
      for (const listener of handshake) listener.call(server, socket)
    })
  })
}

/** Counts the open connections of each address; true for one beyond what an address may have. */
function countByAddress(): (socket: Socket) => boolean {
  const open = new Map<string, number>()
  return (socket) => {
    const address = socket.remoteAddress ?? ''
    const count = open.get(address) ?? 0
    if (count >= MOST_OF_ONE_ADDRESS) return true
    open.set(address, count + 1)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
    return false
  }
}

function refusePlainHttp(socket: Socket, address: string): void {
  const text = `ใช้ https เท่านั้น / HTTPS only: ${address}\n`
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'content-type: text/plain; charset=utf-8',
      `content-length: ${Buffer.byteLength(text)}`,
      'x-content-type-options: nosniff',
      'connection: close',
      '',
      text,
    ].join('\r\n'),
  )
}
