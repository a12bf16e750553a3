import type { EventEmitter } from 'node:events'
import { Bonjour } from 'bonjour-service'
import type { FoundOffice } from '../core/desktop-bridge.ts'
import { SERVICE_TYPE } from '../core/lan/fingerprint.ts'

/** Who is there answers within a second; who was busy, within two. */
const LISTENED_MS = 2_000
const ADDRESS = /^[\d.]{7,15}$|^[\da-f:]{2,39}$/i

/** Listens to the network for hosts that call out by multicast DNS. Anybody can call anything: what is heard is a hint, not a fact. */
export function findOffices(): Promise<FoundOffice[]> {
  return new Promise((resolve) => {
    const found = new Map<string, FoundOffice>()
    try {
      const bonjour = new Bonjour({ bind: '0.0.0.0' } as object, () => undefined)
      // The library leaves its socket's errors to nobody.
      ;(bonjour as unknown as { server: { mdns: EventEmitter } }).server.mdns.on('error', () => undefined)
      bonjour.find({ type: SERVICE_TYPE }, ({ name, port, txt, referer }) => {
        const said = (txt as { address?: unknown } | undefined)?.address
        const host = typeof said === 'string' && ADDRESS.test(said) ? said : referer?.address
        if (host) found.set(`${host} ${port}`, { name: name.slice(0, 120), host, port })
      })
      setTimeout(() => {
        bonjour.destroy()
        resolve([...found.values()])
      }, LISTENED_MS)
    } catch {
      resolve([])
    }
  })
}
