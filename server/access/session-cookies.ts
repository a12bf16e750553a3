import type { FastifyRequest } from 'fastify'

/** The session's token, and the one by which a device is known again. */
export const SESSION = 'samphan_session'
export const DEVICE = 'samphan_device'

/** Over TLS the browser itself sees to it that the cookie comes from this host alone and never goes out in the clear. */
export const cookieName = (request: FastifyRequest, name: string): string =>
  request.protocol === 'https' ? `__Host-${name}` : name

export const cookieOptions = (request: FastifyRequest) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: request.protocol === 'https' }) as const
