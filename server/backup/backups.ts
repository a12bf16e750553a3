import { existsSync, statSync } from 'node:fs'
import { chmod, copyFile, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { MIGRATIONS } from '../../migrations/list.ts'
import type { AuditHead } from '../changes/audit-chain.ts'
import type { DataFolder } from '../db/data-folder.ts'
import { syncFolder } from '../files/file-store.ts'
import { startTask } from '../isolation/isolated-task.ts'
import type { CopyReport } from './copy-worker.ts'
import { type Checked, type CopyInput, checkDatabase } from './database-copy.ts'

/** What a backup folder is: a consistent database, every file it names, the office's key, and a manifest that says what to expect. */
export type Manifest = {
  product: 'samphan'
  version: number
  at: string
  kind: string
  counts: Record<string, number>
  bytes: number
  files: number
  /** What the logs came to: kept beside the office, it shows later whether they were altered. */
  audit?: AuditHead
}
export type BackupFile = { name: string; at: string; bytes: number }

const NAME = /^samphan-\d{8}-\d{6}(-[a-z]+)?$/
const UNFINISHED = /^samphan-\d{8}-\d{6}(-[a-z]+)?\.unfinished$/
/** No copy takes this long: an unfinished one that is older was cut off, by a power cut or a PC that was switched off. */
const CUT_OFF_MS = 2 * 3600_000
/** How many backups of each kind are kept in the folder. */
const KEPT = 30
const COPY_MEBIBYTES = 256
const KEY = 'office.pem'

/** `samphan-20261122-183000-nightly`: sorts by time, and says what made it. */
export const backupName = (at: Date, kind: string): string =>
  `samphan-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${kind}`

/**
 * Copies the database at one instant (`VACUUM INTO`, safe while people work) and all files into a new folder under
 * `target`, checks the copy, and only then gives it its name. Throws `backup.failed` with the reason, leaving nothing half done.
 */
export async function makeBackup(
  data: Pick<DataFolder, 'database' | 'files' | 'key'>,
  target: string,
  at: Date,
  kind: string,
): Promise<{ name: string; manifest: Manifest }> {
  const name = backupName(at, kind)
  const unfinished = join(target, `${name}.unfinished`)
  try {
    await removeCutOff(target, at)
    await mkdir(join(unfinished, 'files'), { recursive: true, mode: 0o700 })
    const copy = join(unfinished, 'samphan.db')
    const checked = await copyAndCheck(data.database, copy)
    const files = await copyFiles(data.files, join(unfinished, 'files'), checked.files)
    // Without its key the office would be a stranger to every device that joined it.
    if (existsSync(data.key)) await copyKey(data.key, join(unfinished, KEY))
    const manifest: Manifest = {
      product: 'samphan',
      version: checked.version,
      at: at.toISOString(),
      kind,
      counts: checked.counts,
      bytes: statSync(copy).size,
      files,
      ...(checked.audit && { audit: checked.audit }),
    }
    await writeFile(join(unfinished, 'manifest.json'), JSON.stringify(manifest, null, 2))
    await syncFile(copy)
    await syncFile(join(unfinished, 'manifest.json'))
    await rename(unfinished, join(target, name))
    await syncFolder(target)
    await thin(target, kind)
    return { name, manifest }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (error instanceof AppError) throw error
    throw new AppError('backup.failed', { reason: error instanceof Error ? error.message : String(error) })
  }
}

/** Copies and checks beside the server: at 300 MB it would hold everybody up for seconds. */
function copyAndCheck(from: string, to: string): Promise<Checked> {
  const program = new URL(`./copy-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url)
  const task = startTask<CopyReport>(program, { from, to } satisfies CopyInput, COPY_MEBIBYTES)
  return new Promise((resolve, reject) => {
    task.onReport((report) => {
      if ('checked' in report) resolve(report.checked)
      else reject(new AppError('backup.failed', { reason: report.reason }))
    })
    task.onEnd((error) => reject(error ?? new Error('the copy ended early')))
  })
}

async function copyFiles(from: string, to: string, hashes: readonly string[]): Promise<number> {
  let copied = 0
  for (const hash of hashes) {
    const source = join(from, hash.slice(0, 2), hash)
    if (!existsSync(source)) continue
    await mkdir(join(to, hash.slice(0, 2)), { recursive: true, mode: 0o700 })
    await copyFile(source, join(to, hash.slice(0, 2), hash))
    await syncFile(join(to, hash.slice(0, 2), hash))
    copied += 1
  }
  return copied
}

async function copyKey(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  await chmod(to, 0o600)
  await syncFile(to)
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Removes what backups that were cut off left behind; other offices may be writing theirs into the same folder now. */
async function removeCutOff(target: string, now: Date): Promise<void> {
  if (!existsSync(target)) return
  for (const name of (await readdir(target)).filter((entry) => UNFINISHED.test(entry))) {
    const path = join(target, name)
    if (now.getTime() - statSync(path).mtimeMs > CUT_OFF_MS) await rm(path, { recursive: true, force: true })
  }
}

/** Removes the oldest backups of a kind beyond the number kept; those made by hand stay. */
async function thin(target: string, kind: string): Promise<void> {
  if (kind === 'manual') return
  const same = (await readdir(target)).filter((name) => NAME.test(name) && name.endsWith(`-${kind}`)).sort()
  for (const name of same.slice(0, -KEPT)) await rm(join(target, name), { recursive: true, force: true })
}

/** The backups in a folder, newest first. */
export async function listBackups(target: string): Promise<BackupFile[]> {
  if (!existsSync(target)) return []
  const found: BackupFile[] = []
  for (const name of (await readdir(target)).filter((entry) => NAME.test(entry))) {
    const path = join(target, name, 'samphan.db')
    if (existsSync(path)) found.push({ name, at: statSync(join(target, name)).mtime.toISOString(), bytes: statSync(path).size })
  }
  return found.sort((a, b) => (a.name < b.name ? 1 : -1))
}

/**
 * Checks a backup and copies it beside the office's database, ready for the next start to swap in (`finishRestore`): while the
 * server runs, its files are never replaced under it. Throws `backup.not_a_backup` or `backup.newer`, with nothing changed.
 */
export async function prepareRestore(data: DataFolder, source: string): Promise<{ counts: Record<string, number> }> {
  const database = join(source, 'samphan.db')
  if (!existsSync(database)) throw new AppError('backup.not_a_backup', { reason: '' })
  const checked = checkDatabase(database)
  if (checked.version > MIGRATIONS.length) throw new AppError('backup.newer', { version: checked.version })
  await copyFiles(join(source, 'files'), data.files, checked.files)
  if (existsSync(join(source, KEY))) {
    await mkdir(dirname(data.key), { recursive: true, mode: 0o700 })
    await copyKey(join(source, KEY), `${data.key}.restored`)
  }
  const incoming = `${data.database}.restored`
  await copyFile(database, `${incoming}.unfinished`)
  await syncFile(`${incoming}.unfinished`)
  await rename(`${incoming}.unfinished`, incoming)
  await syncFolder(data.root)
  return { counts: checked.counts }
}

/** Swaps a prepared restore in, before the database is opened. The old database is kept beside it under the returned name. */
export async function finishRestore(data: DataFolder, at: Date): Promise<string | undefined> {
  const incoming = `${data.database}.restored`
  if (!existsSync(incoming)) return undefined
  const before = `.before-restore-${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}`
  const kept = data.database + before
  // The key first: were the power cut in between, the next start would find the database still waiting.
  if (existsSync(`${data.key}.restored`)) {
    if (existsSync(data.key)) await rename(data.key, data.key + before)
    await rename(`${data.key}.restored`, data.key)
    await syncFolder(dirname(data.key))
  }
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(data.database + suffix)) await rename(data.database + suffix, kept + suffix)
  await rename(incoming, data.database)
  await syncFolder(data.root)
  return kept
}
