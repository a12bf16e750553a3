import type { Server } from 'node:http'
import type { FastifyServerFactoryHandler } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the request came over the network of the house rather than from this PC. */
    overLan: boolean
  }
}

/** The way into the server from the house: its TLS server, the names it answers to, and which devices may come in. */
export type LanDoor = {
  makeServer: (handler: FastifyServerFactoryHandler) => Server
  /** The values of `Host` that are ours, in small letters, with the port. */
  isOurs: (host: string) => boolean
  /** Lets in the device of that header, or throws `device.not_approved`. Its connection is cut when it is revoked. */
  admit: (
    header: string,
    socket: { destroy: () => void; once: (event: 'close', listener: () => void) => unknown },
  ) => Promise<void>
}
