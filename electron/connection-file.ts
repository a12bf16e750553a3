import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { OfficeAddress } from '../core/desktop-bridge.ts'

/** The office that this app joined: where it was last, who it is, and how this device proves itself there. */
export const Connection = z.object({
  ...OfficeAddress.shape,
  authority: z.string(),
  keySha256: z.string(),
  fingerprint: z.string(),
  device: z.string(),
  /** As the system's key store sealed it, in base64; plain where this system has none. */
  secret: z.string(),
  sealed: z.boolean(),
  approved: z.boolean(),
})
export type Connection = z.infer<typeof Connection>

/** The connection that is kept in a file; undefined where this app works on this PC alone. */
export function readConnection(file: string): Connection | undefined {
  try {
    return Connection.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Keeps the connection, whole or not at all, for this user's eyes only. */
export function keepConnection(file: string, connection: Connection): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(connection), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

export function forgetConnection(file: string): void {
  rmSync(file, { force: true })
}
