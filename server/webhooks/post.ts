import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** Asks the system for all addresses of a name; tests stand in for it. */
export type Resolve = (name: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void
export const systemResolve: Resolve = (name, done) =>
  systemLookup(name, { all: true }, (error, found) => done(error, found ?? []))

/** What came of it: the status of an answer, whose body nobody reads, or why there is none. */
export type Posted = { status: number } | { problem: 'address' | 'timeout' | 'unreachable' }
type Post = { url: URL; headers: Record<string, string>; body: string; inside: boolean; resolve: Resolve; timeoutMs: number }

class RefusedAddress extends Error {}

/**
 * Sends a body once. The address is judged when the connection is made, on the very addresses that it may go to, so that no spelling of
 * an address and no name that changes its mind leads into the house; a name one of whose addresses lies there is refused whole. Redirects
 * are not followed. `inside` lifts this for whoever the owner allowed.
 */
export function post({ url, headers, body, inside, resolve, timeoutMs }: Post): Promise<Posted> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!inside && isIP(host) !== 0 && !isPublicAddress(host)) return Promise.resolve({ problem: 'address' })
  const lookup: LookupFunction = (name, options, done) =>
    resolve(name, (error, addresses) => {
      if (error) return done(error, [])
      if (!inside && (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))))
        return done(new RefusedAddress(), [])
      const [first] = addresses
      if (options.all) done(null, addresses)
      else done(null, first?.address ?? '', first?.family)
    })
  return new Promise((settle) => {
    const send = url.protocol === 'https:' ? tlsRequest : plainRequest
    const request = send(
      {
        host,
        port: url.port || (url.protocol === 'https:' ? 443 : 80),
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
        agent: false,
        lookup,
        timeout: timeoutMs,
      },
      (response) => {
        settle({ status: response.statusCode ?? 0 })
        response.destroy()
      },
    )
    const clock = setTimeout(() => request.destroy(new Error('timeout')), timeoutMs)
    request.on('timeout', () => request.destroy(new Error('timeout')))
    request.on('error', (error) =>
      settle({ problem: error instanceof RefusedAddress ? 'address' : error.message === 'timeout' ? 'timeout' : 'unreachable' }),
    )
    request.on('close', () => clearTimeout(clock))
    request.end(body)
  })
}
