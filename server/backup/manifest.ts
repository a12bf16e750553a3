import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Drill } from '../../core/contract/backup.ts'
import { AppError } from '../../core/errors.ts'
import type { AuditHead } from '../changes/audit-chain.ts'
import { type BackupKey, type KeyRecipe, sealOf } from './cipher.ts'

/** What a backup folder is: a consistent database, every file it names, the office's keys, and a manifest that says what to expect. */
export type Manifest = {
  product: 'samphan'
  /** Backups of before there was one have no list of their contents and no seal; those of format 2 hold their files themselves. */
  format?: 2 | 3
  /** The database's version. */
  version: number
  at: string
  kind: string
  counts: Record<string, number>
  /** Of the database. */
  bytes: number
  files: number
  /** Files that records name and that were gone or damaged in the office itself. */
  missing?: number
  /** What the logs came to: kept beside the office, it shows later whether they were altered. */
  audit?: AuditHead
  /** SHA-256 of the list of contents, as it was before it was encrypted. */
  contents?: string
  /** SHA-256 of the list of shared files that it needs. */
  needs?: string
  encryption?: KeyRecipe
  seal?: string
}

/** What is in a backup, to be found again in every restore. It is encrypted like all else. */
export type Contents = {
  /** SHA-256 of the database file. */
  database: string
  tables: Record<string, number>
  files: { sha256: string; size: number }[]
  keys: string[]
  /** SHA-256 of each key; older backups have none. */
  keyHashes?: Record<string, string>
}

export type Generation = { folder: string; name: string; manifest: Manifest; drill?: Drill }

export const GENERATION = /^samphan-\d{8}-\d{6}(-[a-z]+)?$/
export const MANIFEST = 'manifest.json'
export const CONTENTS = 'contents.json'
export const DATABASE = 'samphan.db'
export const DRILL = 'drill.json'
/** The keys of an office that belong into its backup, by the name under which they lie in both. */
export const OFFICE_KEY = 'office.pem'
export const SECRETS_KEY = 'secrets.key'

/** `samphan-20261122-183000-nightly`: sorts by time, and says what made it. */
export const backupName = (at: Date, kind: string): string =>
  `samphan-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${kind}`

const sealedText = ({ seal, ...rest }: Manifest): string => JSON.stringify(rest)

/** Seals a manifest: whoever alters it without the key is found out. */
export const sealed = (manifest: Manifest, name: string, key: BackupKey | undefined): Manifest => ({
  ...manifest,
  seal: sealOf(key, name, sealedText(manifest)),
})

/** Whether the manifest is as it was written. */
export const isSealed = (manifest: Manifest, name: string, key: BackupKey | undefined): boolean =>
  manifest.seal === sealOf(key, name, sealedText(manifest))

/** Reads a generation's manifest. Throws `backup.not_a_backup` where there is none that can be read. */
export async function readGeneration(folder: string, name: string): Promise<Generation> {
  if (!GENERATION.test(name)) throw new AppError('backup.not_a_backup', { reason: name })
  try {
    const manifest = JSON.parse(await readFile(join(folder, name, MANIFEST), 'utf8')) as Manifest
    if (manifest.product !== 'samphan' || !Number.isInteger(manifest.version) || Number.isNaN(Date.parse(manifest.at)))
      throw new Error('not ours')
    const drill = await readFile(join(folder, name, DRILL), 'utf8').then(
      (text) => JSON.parse(text) as Drill,
      () => undefined,
    )
    return { folder, name, manifest, ...(drill && { drill }) }
  } catch {
    throw new AppError('backup.not_a_backup', { reason: name })
  }
}

const MOST_FOLDERS = 200

/**
 * The backups that somebody means who points at a folder: those in it; those of its neighbours when it is one itself; or those one
 * folder further down, as on a stick.
 */
export async function findGenerations(folder: string): Promise<Generation[]> {
  if (GENERATION.test(basename(folder))) return listGenerations(dirname(folder))
  const direct = await listGenerations(folder)
  if (direct.length > 0) return direct
  const inside = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const folders = inside.filter((each) => each.isDirectory()).slice(0, MOST_FOLDERS)
  return (await Promise.all(folders.map(({ name }) => listGenerations(join(folder, name))))).flat()
}

/** The backups in a folder that can be read, newest first; none where the folder is gone. */
export async function listGenerations(folder: string): Promise<Generation[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    names.filter((name) => GENERATION.test(name)).map((name) => readGeneration(folder, name).catch(() => undefined)),
  )
  return found.filter((each) => each !== undefined).sort((a, b) => (a.name < b.name ? 1 : -1))
}
