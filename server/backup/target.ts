import { existsSync, statSync } from 'node:fs'
import { access, constants, mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { listGenerations } from './manifest.ts'

/**
 * Lies in a folder that was chosen for backups. Without it the folder is another one under the same address: an empty mount point
 * after the stick was pulled, or another stick. A backup must not quietly go there.
 */
const MARKER = '.samphan-backups'
const SPARE_BYTES = 32 * 1024 * 1024

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code

/** What the system said of a folder, as a refusal that tells what to do. */
export function targetRefusal(error: unknown, folder: string): AppError {
  if (error instanceof AppError) return error
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
    case 'ENXIO':
    case 'EHOSTDOWN':
    case 'ENOTCONN':
    case 'ESTALE':
      return new AppError('backup.target_missing', { folder })
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('backup.no_space', { folder })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppError('backup.no_permission', { folder })
    default:
      return new AppError('backup.failed', { folder, reason: error instanceof Error ? error.message : String(error) })
  }
}

/** Makes a folder one that backups go to. Throws `backup.folder` when it cannot be written, `backup.no_permission`. */
export async function chooseTarget(folder: string): Promise<string> {
  if (!isAbsolute(folder)) throw new AppError('backup.folder', { folder })
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, MARKER), 'Samphan keeps backups here.\n')
    return resolve(folder)
  } catch (error) {
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EROFS' || codeOf(error) === 'EPERM') throw targetRefusal(error, folder)
    throw new AppError('backup.folder', { folder })
  }
}

/** Sees that the chosen folder is there and can be written. Throws `backup.target_missing` or `backup.no_permission`. */
export async function checkTarget(folder: string): Promise<void> {
  try {
    await readdir(folder)
    if (!existsSync(join(folder, MARKER))) {
      // Chosen by a product that left no mark: what lies there tells.
      if ((await listGenerations(folder)).length === 0) throw new AppError('backup.target_missing', { folder })
      await chooseTarget(folder)
    }
    await access(folder, constants.W_OK)
  } catch (error) {
    throw targetRefusal(error, folder)
  }
}

/** Throws `backup.no_space` when less than this is free there. */
export async function needSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize, blocks } = await statfs(folder)
  // Some network storage does not tell.
  if (blocks === 0) return
  const free = bavail * bsize
  if (free < bytes + SPARE_BYTES) throw new AppError('backup.no_space', { folder, needed: bytes + SPARE_BYTES, free })
}

/** Whether both lie on the same disk, so that one accident takes both; a folder that is not there yet counts by what it would be in. */
export function onSameDisk(folder: string, other: string): boolean {
  try {
    return deviceOf(folder) === deviceOf(other)
  } catch {
    return false
  }
}

function deviceOf(path: string): number {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) || at === dirname(at)) return statSync(at).dev
  }
}

export const UNFINISHED = /^samphan-\d{8}-\d{6}(-[a-z]+)?\.unfinished$/
/** No copy takes this long: an unfinished one that is older was cut off, by a power cut or a PC that was switched off. */
export const CUT_OFF_MS = 2 * 3600_000

/** Removes what backups that were cut off left behind; other offices may be writing theirs into the same folder now. */
export async function removeCutOff(folder: string, now: Date): Promise<void> {
  for (const name of (await readdir(folder)).filter((entry) => UNFINISHED.test(entry))) {
    const path = join(folder, name)
    if (now.getTime() - statSync(path).mtimeMs > CUT_OFF_MS) await rm(path, { recursive: true, force: true })
  }
}
