import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../core/errors.ts'
import { MIGRATIONS } from '../../migrations/list.ts'
import type { DataPaths } from '../db/data-folder.ts'
import { syncFolder } from '../files/file-store.ts'
import { type BackupKey, decrypting } from './cipher.ts'
import { type Checked, checkDatabase } from './database-copy.ts'
import { copyWhole, hashOfFile, syncFile } from './file-copies.ts'
import { CONTENTS, type Contents, DATABASE, type Generation, isSealed, OFFICE_KEY, SECRETS_KEY } from './manifest.ts'
import { filePlace, SHARED } from './shared-files.ts'
import { needSpace, targetRefusal } from './target.ts'

export type Source = { generation: Generation; key?: BackupKey | undefined }
export type Restored = { counts: Record<string, number>; contents: Contents | undefined; checked: Checked }
const RESTORED = '.restored'

/**
 * Checks a backup whole and copies it beside the office's data, ready for the next start to swap in (`finishRestore`): while the
 * server runs, its files are never replaced under it. Throws `backup.not_a_backup`, `backup.newer`, `backup.passphrase` or
 * `backup.damaged`, with nothing changed.
 */
export async function prepareRestore(
  data: DataPaths,
  source: Source,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<Restored> {
  const { manifest, name, folder } = source.generation
  const at = join(folder, name)
  const key = manifest.encryption ? source.key : undefined
  if (manifest.version > MIGRATIONS.length) throw new AppError('backup.newer', { version: manifest.version })
  if (manifest.encryption && !key) throw new AppError('backup.passphrase')
  if (manifest.format && !isSealed(manifest, name, key)) throw new AppError('backup.damaged', { part: 'manifest.json' })
  const incoming = data.database + RESTORED
  const added: string[] = []
  try {
    await mkdir(data.root, { recursive: true, mode: 0o700 })
    await needSpace(data.root, manifest.bytes)
    const contents = manifest.format ? await contentsOf(source, key) : undefined
    if (contents && contents.files.length > 0 && manifest.format === 3) needFiles(source)
    const total = (contents?.files.length ?? manifest.files) + 1
    await takePart(at, DATABASE, `${incoming}.unfinished`, { key, name, sha256: contents?.database })
    const checked = checkDatabase(`${incoming}.unfinished`)
    if (checked.version > MIGRATIONS.length) throw new AppError('backup.newer', { version: checked.version })
    progress(1, total)
    const files = contents ? contents.files.map(({ sha256 }) => sha256) : checked.files
    for (const [index, sha256] of files.entries()) {
      if (await takeFile(source, data.files, sha256, { key, needed: contents !== undefined })) added.push(sha256)
      progress(index + 2, total)
    }
    await takeKeys(data, source, contents, key)
    await rename(`${incoming}.unfinished`, incoming)
    await syncFolder(data.root)
    return { counts: checked.counts, contents, checked }
  } catch (error) {
    await rm(`${incoming}.unfinished`, { force: true })
    for (const path of [data.key, data.secretsKey, data.backupKey]) await rm(path + RESTORED, { force: true })
    for (const sha256 of added) await rm(join(data.files, filePlace(sha256, undefined)), { force: true })
    throw targetRefusal(error, data.root)
  }
}

async function contentsOf({ generation: { folder, name, manifest } }: Source, key: BackupKey | undefined): Promise<Contents> {
  const path = join(folder, name, CONTENTS + (key ? '.enc' : ''))
  const stored = await readFile(path).catch(() => {
    throw new AppError('backup.damaged', { part: CONTENTS })
  })
  const text = key ? await decrypted(stored, decrypting(key, name, CONTENTS)) : stored
  if (createHash('sha256').update(text).digest('hex') !== manifest.contents)
    throw new AppError('backup.damaged', { part: CONTENTS })
  return JSON.parse(text.toString()) as Contents
}

async function decrypted(stored: Buffer, through: ReturnType<typeof decrypting>): Promise<Buffer> {
  const [text] = await Promise.all([buffer(through), pipeline(Readable.from([stored]), through)])
  return text
}

type Part = { key: BackupKey | undefined; name: string; sha256?: string | undefined }

/** Takes one part of a backup, which must be what its list of contents says. */
async function takePart(at: string, part: string, to: string, { key, name, sha256 }: Part): Promise<void> {
  const from = join(at, part + (key ? '.enc' : ''))
  if (!existsSync(from)) throw new AppError('backup.damaged', { part })
  const copied = await copyWhole(from, to, key ? { through: decrypting(key, name, part), hashed: 'after' } : {})
  if (sha256 !== undefined && copied.sha256 !== sha256) throw new AppError('backup.damaged', { part })
}

/** Throws `backup.files_missing` for a copy that was taken from its place without the files that lie beside it. */
function needFiles({ generation: { folder, name } }: Source): void {
  if (!existsSync(join(folder, name, 'files')) && !existsSync(join(folder, SHARED)))
    throw new AppError('backup.files_missing', { folder: SHARED })
}

/** Takes a file unless the office has it, whole. @returns whether it was added */
async function takeFile(
  { generation: { folder, name, manifest } }: Source,
  into: string,
  sha256: string,
  { key, needed }: { key: BackupKey | undefined; needed: boolean },
): Promise<boolean> {
  const to = join(into, filePlace(sha256, undefined))
  const present = existsSync(to)
  if (present && (await hashOfFile(to)) === sha256) return false
  const own = join(folder, name, 'files', filePlace(sha256, key))
  const isShared = manifest.format === 3
  const from = isShared && !existsSync(own) ? join(folder, SHARED, filePlace(sha256, key)) : own
  if (!existsSync(from)) {
    // Backups of before there was a list of contents left out what was gone already.
    if (!needed) return false
    throw new AppError('backup.damaged', { part: sha256 })
  }
  const incoming = `${to}.incoming`
  const through = key && decrypting(key, isShared ? SHARED : name, sha256)
  const copied = await copyWhole(from, incoming, through ? { through, hashed: 'after' } : {})
  if (copied.sha256 !== sha256) {
    await rm(incoming, { force: true })
    throw new AppError('backup.damaged', { part: sha256 })
  }
  await rename(incoming, to)
  await syncFolder(dirname(to))
  return !present
}

async function takeKeys(
  data: DataPaths,
  source: Source,
  contents: Contents | undefined,
  key: BackupKey | undefined,
): Promise<void> {
  const { folder, name } = source.generation
  const at = join(folder, name)
  await mkdir(dirname(data.key), { recursive: true, mode: 0o700 })
  for (const [part, to] of [
    [OFFICE_KEY, data.key],
    [SECRETS_KEY, data.secretsKey],
  ] as const) {
    const held = contents ? contents.keys.includes(part) : existsSync(join(at, part))
    if (held) await takePart(at, part, to + RESTORED, { key, name, sha256: contents?.keyHashes?.[part] })
  }
  if (!key) return
  // The office goes on encrypting its backups, under the passphrase that was given.
  await writeFile(data.backupKey + RESTORED, JSON.stringify(key), { mode: 0o600 })
  await syncFile(data.backupKey + RESTORED)
}

/** The database of a prepared restore that waits for the next start. */
export function waitingRestore(data: DataPaths): string | undefined {
  return existsSync(data.database + RESTORED) ? data.database + RESTORED : undefined
}

/** Swaps a prepared restore in, before the database is opened. The old database is kept beside it under the returned name. */
export async function finishRestore(data: DataPaths, at: Date): Promise<string | undefined> {
  const incoming = data.database + RESTORED
  if (!existsSync(incoming)) return undefined
  const before = `.before-restore-${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}`
  const kept = data.database + before
  // The keys first: were the power cut in between, the next start would find the database still waiting.
  for (const key of [data.key, data.secretsKey, data.backupKey]) {
    if (!existsSync(key + RESTORED)) continue
    if (existsSync(key)) await rename(key, key + before)
    await rename(key + RESTORED, key)
    await syncFolder(dirname(key))
  }
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(data.database + suffix)) await rename(data.database + suffix, kept + suffix)
  await rename(incoming, data.database)
  await syncFolder(data.root)
  return kept
}
