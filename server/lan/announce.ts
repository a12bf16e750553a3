import type { EventEmitter } from 'node:events'
import { isIPv4 } from 'node:net'
import { Bonjour } from 'bonjour-service'
import { SERVICE_TYPE } from '../../core/lan/fingerprint.ts'

/** What is told to the house: enough to be found, nothing that anybody should believe. */
export type Announcement = { name: string; hostName: string; address: string; port: number }

/**
 * Tells the network by multicast DNS that the office is here, until the returned function is called. That nobody hears it is no
 * failure: the address is there to be typed.
 * @param failed told when the network takes no multicast
 */
export function announce({ name, hostName, address, port }: Announcement, failed: () => void): () => void {
  try {
    // Bound to every address, because Linux hands multicast to no socket that is bound to one.
    const bonjour = new Bonjour({ bind: '0.0.0.0', ...(isIPv4(address) && { interface: address }) } as object, failed)
    // The library leaves its socket's errors (another program holds the port) to nobody, which would end the server.
    const { mdns } = (bonjour as unknown as { server: { mdns: EventEmitter } }).server
    mdns.on('error', failed)
    bonjour.publish({
      name,
      type: SERVICE_TYPE,
      port,
      host: `${hostName}.local`,
      // Two offices may bear one name; whoever joins compares the words, not the name.
      probe: false,
      // This PC may have other addresses, on which nobody listens.
      txt: { address },
    })
    return () => bonjour.unpublishAll(() => bonjour.destroy())
  } catch {
    failed()
    return () => undefined
  }
}
