import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { syncFolder } from '../files/file-store.ts'
import { copyWhole } from './file-copies.ts'
import { DRILL, type Generation } from './manifest.ts'
import { NEEDS, needsOf, SHARED } from './shared-files.ts'
import { needSpace, targetRefusal } from './target.ts'

/**
 * Copies one backup with every file it needs into another folder, where it can be restored from alone, on any PC. It needs no passphrase:
 * what is encrypted stays so. Throws `backup.folder`, `backup.carried`, `backup.damaged` where a file is gone. @returns the new folder
 */
export async function carryBackup(
  { folder, name, manifest }: Generation,
  to: string,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<string> {
  if (!isAbsolute(to)) throw new AppError('backup.folder', { folder: to })
  const unfinished = join(to, `${name}.unfinished`)
  try {
    if (existsSync(join(to, name))) throw new AppError('backup.carried', { folder: to })
    const parts = await partsOf(folder, name)
    await mkdir(to, { recursive: true })
    await needSpace(
      to,
      (await Promise.all(parts.map(({ from }) => stat(from)))).reduce((sum, { size }) => sum + size, 0),
    )
    for (const [at, { from, into, hash }] of parts.entries()) {
      const copied = await copyWhole(from, join(unfinished, into))
      // The name of an open file says what it holds.
      if (hash !== undefined && !manifest.encryption && copied.sha256 !== hash)
        throw new AppError('backup.damaged', { part: hash })
      progress(at + 1, parts.length)
    }
    await syncFolder(unfinished)
    await rename(unfinished, join(to, name))
    await syncFolder(to)
    return join(to, name)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined)
    throw targetRefusal(error, to)
  }
}

type Part = { from: string; into: string; hash?: string }

async function partsOf(folder: string, name: string): Promise<Part[]> {
  const whole = await readdir(join(folder, name), { recursive: true, withFileTypes: true })
  const own = whole
    .filter((entry) => entry.isFile() && entry.name !== DRILL)
    .map(
      (entry): Part => ({
        from: join(entry.parentPath, entry.name),
        into: relative(join(folder, name), join(entry.parentPath, entry.name)),
      }),
    )
  const needs = await needsOf(folder, name)
  if (!needs) throw new AppError('backup.damaged', { part: NEEDS })
  const held = new Set(own.map(({ into }) => into))
  const shared = needs
    .map(
      (hash): Part => ({ from: join(folder, SHARED, hash.slice(0, 2), hash), into: join('files', hash.slice(0, 2), hash), hash }),
    )
    // A copy that was carried before has its files with it.
    .filter(({ into }) => !held.has(into))
  const gone = shared.find(({ from }) => !existsSync(from))
  if (gone) throw new AppError('backup.damaged', { part: gone.hash ?? '' })
  return [...own, ...shared]
}
