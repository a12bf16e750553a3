import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { type BackupKey, newBackupKey, openWithPassphrase, readBackupKey } from './cipher.ts'
import { syncFile } from './file-copies.ts'
import { type Generation, readGeneration } from './manifest.ts'

/** The key under which backups are encrypted. It is kept on this PC alone, for the night; never in the database, never in a backup. */
export class BackupKeys {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  kept(): BackupKey | undefined {
    return readBackupKey(this.#path)
  }

  /** The kept key if it is the one of this backup. */
  of({ manifest }: Pick<Generation, 'manifest'>): BackupKey | undefined {
    const key = this.kept()
    return key && key.check === manifest.encryption?.check ? key : undefined
  }

  /** Encrypts backups from now on under a passphrase, or no longer. */
  async set(passphrase: string | null): Promise<void> {
    if (passphrase === null) return rm(this.#path, { force: true })
    const key = await newBackupKey(passphrase)
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    await writeFile(`${this.#path}.new`, JSON.stringify(key), { mode: 0o600 })
    await syncFile(`${this.#path}.new`)
    await rename(`${this.#path}.new`, this.#path)
  }

  /** A backup with the key that opens it. Throws `backup.not_a_backup`, or `backup.passphrase` where another or none was given. */
  async open(folder: string, name: string, passphrase?: string): Promise<{ generation: Generation; key: BackupKey | undefined }> {
    const generation = await readGeneration(folder, name)
    const { encryption } = generation.manifest
    if (!encryption) return { generation, key: undefined }
    const kept = this.of(generation)
    if (kept) return { generation, key: kept }
    if (!passphrase) throw new AppError('backup.passphrase')
    return { generation, key: await openWithPassphrase(passphrase, encryption) }
  }
}
