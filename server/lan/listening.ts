import { isIPv6 } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { LanDoor } from '../http/door.ts'
import { announce } from './announce.ts'
import type { OfficeIdentity } from './office-identity.ts'
import { createTlsServer, type SwappableServer } from './tls-server.ts'
import { serveTrustPage } from './trust-server.ts'

/** Where and as whom the host listens. */
export type Place = { address: string; port: number; hostName: string; officeName: string }
/** The app behind a door; `app.ts` makes it. */
export type OpenDoor = (door: LanDoor) => Promise<FastifyInstance>

/** The host at work at one address: the service by TLS, the page of trust by plain HTTP, and the call to the house. */
export type Listening = {
  address: string
  url: string
  trustUrl: string | undefined
  names: string[]
  leafUntil: Date
  found: () => boolean
  renew: (now: Date) => void
  /** Stops. Requests under way may end, but not for long; where the address is gone, nobody is at their other end. */
  close: (addressGone: boolean) => Promise<void>
}

/** A request that is half sent by somebody who fell silent would keep the office from being shared anew for ever. */
const LONGEST_GOODBYE_MS = 5_000

export const LEAF_RENEWED_BEFORE_MS = 30 * 86_400_000

type Needs = { identity: OfficeIdentity; openDoor: OpenDoor; admit: LanDoor['admit']; now: Date }

/** Starts to listen. Rejects with the system's error when the port is taken or the address is not there. */
export async function listen(place: Place, needs: Needs): Promise<Listening> {
  const { address, port, hostName, officeName } = place
  const { identity, openDoor, admit } = needs
  const names = [address, `${hostName}.local`, hostName]
  const at = (host: string, on: number) => `${isIPv6(host) ? `[${host}]` : host}:${on}`
  const url = `https://${at(address, port)}/`
  let leaf = identity.leaf(names, needs.now)
  let tls: SwappableServer | undefined
  const ours = new Set(names.flatMap((name) => (port === 443 ? [at(name, port), name] : [at(name, port)])))
  const app = await openDoor({
    makeServer: (handler) => {
      tls = createTlsServer(handler as never, leaf, identity.authority.certificate, () => url)
      return tls.server
    },
    isOurs: (host) => ours.has(host),
    admit,
  })
  try {
    await app.listen({ host: address, port })
  } catch (error) {
    await app.close()
    throw error
  }
  const trust = await serveTrustPage({ address, port: port + 1, identity, url, officeName }).catch(() => undefined)
  let found = true
  const hush = announce({ name: officeName, hostName, address, port, keySha256: identity.keySha256 }, () => {
    found = false
  })
  return {
    address,
    url,
    trustUrl: trust && `http://${at(address, port + 1)}/`,
    names: names.slice(1).map((name) => `https://${at(name, port)}/`),
    get leafUntil() {
      return leaf.until
    },
    found: () => found,
    renew: (now) => {
      leaf = identity.leaf(names, now)
      tls?.swap(leaf, identity.authority.certificate)
    },
    close: async (addressGone) => {
      hush()
      const cut = setTimeout(() => tls?.cut(), addressGone ? 0 : LONGEST_GOODBYE_MS)
      await Promise.all([trust?.close(), app.close()])
      clearTimeout(cut)
    },
  }
}
