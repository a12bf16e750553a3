import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { type BackupKey, encryptedSize, encrypting, hiddenName } from './cipher.ts'
import { copyWhole, hashOfFile, syncFile } from './file-copies.ts'
import { type Contents, GENERATION, MANIFEST, type Manifest } from './manifest.ts'
import { CUT_OFF_MS, needSpace, UNFINISHED } from './target.ts'

/** Beside the dated copies of a place: each attachment once, under its hash; of encrypted ones under a name that tells nothing. */
export const SHARED = 'samphan-files'
/** In a dated copy: which of the shared files it needs, a name a line. It is open, so that thinning needs no passphrase. */
export const NEEDS = 'files.list'
const FILE_NAME = /^[0-9a-f]{64}$/

/** Under which name a file lies in a backup. */
const nameIn = (sha256: string, key: BackupKey | undefined): string => (key ? hiddenName(key, sha256) : sha256)

/** Where a file lies below `files`, in the office and in a backup alike. */
export function filePlace(sha256: string, key: BackupKey | undefined): string {
  const name = nameIn(sha256, key)
  return join(name.slice(0, 2), name)
}

type Sharing = { files: string; folder: string; unfinished: string; key: BackupKey | undefined }

/**
 * Sees that the shared files hold those of the office that a new copy names, and writes into it which it needs, before the first is looked
 * at: what it relies on is not cleared away meanwhile. A file of the right size that is there is taken for right; the trial restore reads
 * it. Files that are gone or rotten in the office are left out. @returns what the copy can bring back, and the hash of its list
 */
export async function shareFiles(
  { files, folder, unfinished, key }: Sharing,
  wanted: readonly string[],
  progress: (done: number) => void,
): Promise<{ shared: Contents['files']; needs: string }> {
  const present = wanted.flatMap((sha256) => {
    const from = join(files, filePlace(sha256, undefined))
    return existsSync(from) ? [{ sha256, from, size: statSync(from).size, to: join(folder, SHARED, filePlace(sha256, key)) }] : []
  })
  await writeNeeds(unfinished, present, key)
  const missing = present.filter(({ to, size }) => !isThere(to, key ? encryptedSize(size) : size))
  await needSpace(
    folder,
    missing.reduce((sum, { size }) => sum + size, 0),
  )
  const shared: Contents['files'] = []
  for (const [at, { sha256, from, to, size }] of present.entries()) {
    if (isThere(to, key ? encryptedSize(size) : size)) await touch(to)
    // A file that rotted in the office itself is told of; it would never be met in a restore.
    else if ((await hashOfFile(from)) !== sha256) continue
    else await copyWhole(from, to, key ? { through: encrypting(key, SHARED, sha256) } : {})
    shared.push({ sha256, size })
    progress(at + 1)
  }
  const needs = await writeNeeds(unfinished, shared, key)
  const gone = shared.find(({ sha256 }) => !existsSync(join(folder, SHARED, filePlace(sha256, key))))
  if (gone) throw new AppError('backup.damaged', { part: gone.sha256 })
  return { shared, needs }
}

const isThere = (path: string, size: number): boolean => statSync(path, { throwIfNoEntry: false })?.size === size

const touch = (path: string): Promise<void> => {
  const now = new Date()
  return utimes(path, now, now)
}

async function writeNeeds(into: string, files: readonly { sha256: string }[], key: BackupKey | undefined): Promise<string> {
  const text = files.map(({ sha256 }) => `${nameIn(sha256, key)}\n`).join('')
  await mkdir(into, { recursive: true, mode: 0o700 })
  await writeFile(join(into, NEEDS), text, { mode: 0o600 })
  await syncFile(join(into, NEEDS))
  return hashOf(text)
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Which shared files a dated copy needs; undefined where that cannot be known for certain. */
export async function needsOf(folder: string, name: string): Promise<string[] | undefined> {
  const text = await readFile(join(folder, name, NEEDS), 'utf8').catch(() => undefined)
  if (UNFINISHED.test(name)) return (text ?? '').split('\n').filter(Boolean)
  const manifest = await readFile(join(folder, name, MANIFEST), 'utf8').then(
    (found) => JSON.parse(found) as Manifest,
    () => undefined,
  )
  // Copies of before files were shared hold their own.
  if (manifest && manifest.format !== 3) return []
  if (text === undefined || !manifest || hashOf(text) !== manifest.needs) return undefined
  return text.split('\n').filter(Boolean)
}

/**
 * Removes the shared files that no copy in the folder needs, whoever's copies they are. Nothing goes while of one copy it is not known
 * what it needs, and nothing that was put there or counted upon within the last two hours: its copy may be under way.
 */
export async function thinShared(folder: string, now: Date): Promise<void> {
  const names = (await readdir(folder)).filter((name) => GENERATION.test(name) || UNFINISHED.test(name))
  const lists = await Promise.all(names.map((name) => needsOf(folder, name).catch(() => undefined)))
  if (lists.some((list) => list === undefined)) return
  const needed = new Set(lists.flatMap((list) => list ?? []))
  const root = join(folder, SHARED)
  for (const part of await readdir(root).catch(() => []))
    for (const name of await readdir(join(root, part)).catch(() => [])) {
      const path = join(root, part, name)
      if (!FILE_NAME.test(name.slice(0, 64)) || needed.has(name)) continue
      if (now.getTime() - (await stat(path)).mtimeMs > CUT_OFF_MS) await rm(path, { force: true })
    }
}

/** A shared file that a trial found damaged makes way: the next backup puts the office's own in its place, for all copies that name it. */
export async function setAside(folder: string, sha256: unknown, key: BackupKey | undefined): Promise<void> {
  if (typeof sha256 !== 'string' || !FILE_NAME.test(sha256)) return
  const path = join(folder, SHARED, filePlace(sha256, key))
  if (existsSync(path)) await rename(path, `${path}.damaged`)
}
