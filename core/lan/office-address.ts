import type { OfficeAddress } from '../desktop-bridge.ts'
import { DEFAULT_PORT } from './fingerprint.ts'

const ADDRESS = /^(?:https:\/\/)?(?:\[([\da-f:]+)\]|([\w.-]+)|([\da-f]*:[\da-f]*:[\da-f:]*))(?::(\d{1,5}))?(?:\/.*)?$/i

/** `192.168.1.20`, `192.168.1.20:8443`, `pc-rungrueang.local`, `[fd00::2]:8443` or the whole https address; undefined for anything else. */
export function addressOf(typed: string): OfficeAddress | undefined {
  const [, bracketed, name, bare, said] = ADDRESS.exec(typed.trim()) ?? []
  const host = bracketed ?? name ?? bare
  const port = Number(said ?? DEFAULT_PORT)
  return host && port > 0 && port <= 65_535 ? { host, port } : undefined
}
