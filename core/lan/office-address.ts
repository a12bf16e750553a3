import type { OfficeAddress } from '../desktop-bridge.ts'
import { DEFAULT_PORT } from './fingerprint.ts'

const ADDRESS = /^(?:https:\/\/)?(?:\[([\da-f:]+)\]|([\w.-]+)|([\da-f]*:[\da-f]*:[\da-f:]*))(?::(\d{1,5}))?(?:\/.*)?$/i

const NUMBER = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/

/** An address of numbers that is cut off or has a number too large; a system would take `192.168.1` for another one. */
const isHalfNumber = (host: string): boolean => /^[\d.]+$/.test(host) && !NUMBER.test(host)

/** `192.168.1.20`, `192.168.1.20:8443`, `pc-rungrueang.local`, `[fd00::2]:8443` or the whole https address; undefined for anything else. */
export function addressOf(typed: string): OfficeAddress | undefined {
  const [, bracketed, name, bare, said] = ADDRESS.exec(typed.trim()) ?? []
  const host = bracketed ?? name ?? bare
  const port = Number(said ?? DEFAULT_PORT)
  return host && !isHalfNumber(host) && port > 0 && port <= 65_535 ? { host, port } : undefined
}
