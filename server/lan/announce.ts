import type { EventEmitter } from 'node:events'
import { isIPv4 } from 'node:net'
import { Bonjour } from 'bonjour-service'
import { SERVICE_TYPE } from '../../core/lan/fingerprint.ts'

/** What is told to the house: enough to be found, nothing that anybody should believe. */
export type Announcement = { name: string; hostName: string; address: string; port: number; keySha256: string }

/** A string of a TXT record holds 255 bytes, and a Thai letter takes three. */
const LONGEST_NAME = 80

/**
 * Tells the network by multicast DNS that the office is here, until the returned function is called. That nobody hears it is no
 * failure: the address is there to be typed.
 * @param failed told when the network takes no multicast
 */
export function announce({ name, hostName, address, port, keySha256 }: Announcement, failed: () => void): () => void {
  try {
    // Bound to every address, because Linux hands multicast to no socket that is bound to one.
    const bonjour = new Bonjour({ bind: '0.0.0.0', ...(isIPv4(address) && { interface: address }) } as object, failed)
    // The library leaves its socket's errors (another program holds the port) to nobody, which would end the server.
    const { mdns } = (bonjour as unknown as { server: { mdns: EventEmitter } }).server
    mdns.on('error', failed)
    bonjour.publish({
      // A label of DNS holds 63 bytes, too few for the names of Thai companies: those go with the text.
      name: `Samphan ${keySha256.slice(0, 4).toUpperCase()} ${port}`,
      type: SERVICE_TYPE,
      port,
      host: `${hostName}.local`,
      // Whoever joins compares the words, not the name.
      probe: false,
      // This PC may have other addresses, on which nobody listens.
      txt: { address, name: [...name].slice(0, LONGEST_NAME).join('') },
    })
    return () => bonjour.unpublishAll(() => bonjour.destroy())
  } catch {
    failed()
    return () => undefined
  }
}
