import type { EventEmitter } from 'node:events'
import { networkInterfaces } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { Bonjour } from 'bonjour-service'
import type { FoundOffice } from '../core/desktop-bridge.ts'
import { SERVICE_TYPE } from '../core/lan/fingerprint.ts'

/** Who is there answers within a second; who was busy, to the second question. */
const ASKED_AGAIN_MS = 1_000
const LISTENED_MS = 2_000
/** Somebody who calls out a hundred hosts must not hide the one that is there for long. */
const MOST = 50
const ADDRESS = /^[\d.]{7,15}$|^[\da-f:]{2,39}$/i
const SERVICE = `_${SERVICE_TYPE}._tcp.local`

type DnsRecord = { type: string; name: string; data: unknown }
type Packet = { answers: DnsRecord[]; additionals: DnsRecord[] }
type Multicast = EventEmitter & { query: (name: string, type: string) => void }

/**
 * Listens to the network for hosts that call out by multicast DNS. Anybody can call anything: what is heard is a hint, not a fact.
 * Each answer is taken by itself, because the library's browser keeps one of those that bear the same name, and a stranger can bear any.
 */
export async function findOffices(): Promise<FoundOffice[]> {
  const found = new Map<string, FoundOffice>()
  const hear = (packet: Packet, from: { address: string }) => {
    for (const office of officesIn(packet, from.address))
      if (found.size < MOST) found.set(`${office.host} ${office.port}`, office)
  }
  // Each card is asked through: the system’s own choice is often the one of a virtual machine or a tunnel.
  const cards = Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ family }) => family === 'IPv4'),
  )
  const stops = cards.map(({ address }) => listen(address, hear))
  await pause(LISTENED_MS)
  for (const stop of stops) stop()
  return [...found.values()]
}

/** Asks through the card of that address; returns how to stop listening. */
function listen(address: string, hear: (packet: Packet, from: { address: string }) => void): () => void {
  try {
    const bonjour = new Bonjour({ bind: '0.0.0.0', interface: address } as object, () => undefined)
    const { mdns } = (bonjour as unknown as { server: { mdns: Multicast } }).server
    // The library leaves its socket's errors to nobody.
    mdns.on('error', () => undefined)
    mdns.on('response', hear)
    const ask = () => mdns.query(SERVICE, 'PTR')
    ask()
    const again = setTimeout(ask, ASKED_AGAIN_MS)
    return () => {
      clearTimeout(again)
      bonjour.destroy()
    }
  } catch {
    return () => undefined
  }
}

function officesIn({ answers, additionals }: Packet, from: string): FoundOffice[] {
  const records = [...answers, ...additionals].filter(({ name }) => name.endsWith(SERVICE))
  return records
    .filter(({ type }) => type === 'SRV')
    .flatMap(({ name, data }) => {
      const { port } = data as { port: number }
      const said = textOf(records.find((record) => record.type === 'TXT' && record.name === name)?.data)
      const host = ADDRESS.test(said.address ?? '') ? (said.address ?? '') : from
      return port > 0 ? [{ name: (said.name || host).slice(0, 120), host, port }] : []
    })
}

/** The `key=value` strings of a TXT record (RFC 6763 §6.3). */
function textOf(data: unknown): Record<string, string | undefined> {
  const lines = (Array.isArray(data) ? data : [data]).map(String)
  return Object.fromEntries(
    lines
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}
