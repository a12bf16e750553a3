import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { AppError } from '../../core/errors.ts'
import { riskyPlace } from './data-place.ts'
import { giveUpReserve } from './disk-space.ts'
import { storageFault } from './storage-fault.ts'

/**
 * Where an office keeps everything: the database, the files, imports under way, backups unless another folder is chosen, and the keys,
 * which never stand in the database: the one by which other devices know the office again, once it is shared; the one under which the
 * database's secrets are; and the one under which backups are, once a passphrase is set. In `scratch` nothing outlives a start.
 */
export type DataPaths = {
  root: string
  database: string
  files: string
  imports: string
  backups: string
  scratch: string
  key: string
  secretsKey: string
  backupKey: string
  /** Recovery codes that were used while the database could not be written. */
  usedCodes: string
}
export type DataFolder = DataPaths & {
  /** The cloud service that copies the folder to and fro, and may damage it so. */
  syncedBy: string | undefined
  release: () => void
}

/** The places in a data folder, without making or opening any. */
export const dataPaths = (root: string): DataPaths => ({
  root,
  database: join(root, 'samphan.db'),
  files: join(root, 'files'),
  imports: join(root, 'imports'),
  backups: join(root, 'backups'),
  scratch: join(root, 'scratch'),
  key: join(root, 'lan', 'office.pem'),
  secretsKey: join(root, 'lan', 'secrets.key'),
  backupKey: join(root, 'lan', 'backup-key.json'),
  usedCodes: join(root, 'lan', 'used-codes'),
})

/**
 * Opens a data folder for this process alone. Throws `database.locked` when another running process has it (SQLite
 * tolerates several writers, our queue and the change log do not), and `database.network_drive` for a folder on another machine, whose locks
 * and syncs are not to be relied on.
 */
export function openDataFolder(root: string, shared = false): DataFolder {
  // Files alone may lie on a disk that servers share; a database may not.
  const place = shared ? undefined : riskyPlace(root)
  if (place?.kind === 'network') throw new AppError('database.network_drive')
  const folder = { ...dataPaths(root), syncedBy: place?.by }
  for (const path of [root, folder.files, folder.imports, folder.backups]) mkdirSync(path, { recursive: true, mode: 0o700 })
  if (shared) return { ...folder, release: () => undefined }
  const release = lockWithRoom(root)
  // What a copy or a trial left there when it was cut off; only whoever holds the lock may clear it away.
  rmSync(folder.scratch, { recursive: true, force: true })
  return { ...folder, release }
}

/** Even a lock takes a little room: on a full disk it is taken out of what was kept back. */
function lockWithRoom(root: string): () => void {
  const path = join(root, 'samphan.lock')
  try {
    return lock(path)
  } catch (error) {
    const fault = storageFault(error)
    if (fault?.code !== 'disk.full') throw fault ?? error
    giveUpReserve(root)
    return lock(path)
  }
}

/**
 * Holds a lock of the operating system on a file of its own, by an exclusive SQLite transaction: it ends with the process
 * however that ends, where a file with a process id in it would lie after a power cut.
 */
function lock(path: string): () => void {
  const connection = new Sqlite(path, { timeout: 0 })
  try {
    connection.pragma('journal_mode = DELETE')
    connection.exec('begin exclusive')
  } catch (error) {
    connection.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw new AppError('database.locked')
    throw error
  }
  return () => connection.close()
}

/** The places of a data folder: what passes between processes. */
export const pathsOf = ({ release: _, syncedBy: __, ...paths }: DataFolder): DataPaths => paths
