import { createHash, randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppError } from '../../core/errors.ts'
import type { DataPaths } from '../db/data-folder.ts'
import { syncFolder } from '../files/file-store.ts'
import { copyOffice } from '../move/copy-office.ts'
import { type BackupKey, encrypting } from './cipher.ts'
import { type Checked, checkDatabase, copyDatabase } from './database-copy.ts'
import { copyWhole, syncFile } from './file-copies.ts'
import {
  backupName,
  CONTENTS,
  type Contents,
  DATABASE,
  MANIFEST,
  type Manifest,
  OFFICE_KEY,
  SECRETS_KEY,
  sealed,
} from './manifest.ts'
import { shareFiles } from './shared-files.ts'
import { checkTarget, needSpace, removeCutOff, targetRefusal } from './target.ts'

export type Order = {
  paths: DataPaths
  /** A PostgreSQL database that holds the records instead of the data folder's file. */
  url?: string | undefined
  targets: string[]
  at: string
  kind: string
  key?: BackupKey | undefined
}
/** How it went in one target folder. */
export type Made = { folder: string; name: string; manifest: Manifest } | { folder: string; refusal: AppError }
type Progress = (done: number, total: number) => void

/**
 * Copies the office as it is at one instant (`VACUUM INTO`, or one snapshot of PostgreSQL; safe while people work), checks the copy, and writes it with the office's keys into a
 * new folder under each target, beside the files that it names, which are shared with earlier copies; all encrypted where there is a key. A backup gets its name only when it
 * is whole and on disk. One target's failure is told and does not keep the others from theirs.
 */
export async function makeBackups(order: Order, progress: Progress = () => undefined): Promise<Made[]> {
  const { paths, targets } = order
  const ready = await Promise.all(
    targets.map((folder) =>
      checkTarget(folder)
        .then(() => removeCutOff(folder, new Date(order.at)))
        .then(
          () => undefined,
          (error: unknown) => ({ folder, refusal: targetRefusal(error, folder) }),
        ),
    ),
  )
  const refused = ready.filter((each) => each !== undefined)
  const open = targets.filter((_, at) => !ready[at])
  if (open.length === 0) return refused
  const copy = join(paths.scratch, `copy-${randomBytes(6).toString('hex')}.db`)
  try {
    await mkdir(paths.scratch, { recursive: true, mode: 0o700 })
    if (order.url) await copyOffice(order.url, copy)
    else {
      await needSpace(paths.scratch, statSync(paths.database).size)
      copyDatabase(paths.database, copy)
    }
    const checked = checkDatabase(copy)
    const made: Made[] = []
    for (const [at, folder] of open.entries()) {
      const each = (done: number, total: number) => progress(at * total + done, open.length * total)
      made.push(
        await writeBackup(order, { folder, copy, checked }, each).catch((error: unknown) => ({
          folder,
          refusal: targetRefusal(error, folder),
        })),
      )
    }
    return [...refused, ...made]
  } catch (error) {
    const refusal = targetRefusal(error, paths.scratch)
    return [...refused, ...open.map((folder) => ({ folder, refusal }))]
  } finally {
    await rm(copy, { force: true })
  }
}

/** Two backups of one second, as by two clicks, do not stand in each other's way. */
function freeName(folder: string, at: string, kind: string): string {
  for (let seconds = 0; ; seconds += 1) {
    const name = backupName(new Date(Date.parse(at) + seconds * 1000), kind)
    if (!existsSync(join(folder, name))) return name
  }
}

type Copied = { folder: string; copy: string; checked: Checked }

async function writeBackup(order: Order, { folder, copy, checked }: Copied, progress: Progress): Promise<Made> {
  const { paths, at, kind, key } = order
  const name = freeName(folder, at, kind)
  const unfinished = join(folder, `${name}.unfinished`)
  const suffix = key ? '.enc' : ''
  const through = (part: string) => (key ? { through: encrypting(key, name, part) } : {})
  try {
    await needSpace(folder, statSync(copy).size)
    const total = checked.files.length + 1
    const database = await copyWhole(copy, join(unfinished, DATABASE + suffix), through(DATABASE))
    progress(1, total)
    const sharing = { files: paths.files, folder, unfinished, key }
    const { shared: files, needs } = await shareFiles(sharing, checked.files, (done) => progress(done + 1, total))
    const keyHashes = await copyKeys(paths, unfinished, { suffix, through })
    const keys = Object.keys(keyHashes)
    const contents: Contents = { database: database.sha256, tables: checked.tables, files, keys, keyHashes }
    const text = JSON.stringify(contents)
    await writeFile(join(unfinished, 'contents'), text, { mode: 0o600 })
    await copyWhole(join(unfinished, 'contents'), join(unfinished, CONTENTS + suffix), through(CONTENTS))
    await rm(join(unfinished, 'contents'))
    const manifest = sealed(
      {
        product: 'samphan',
        format: 3,
        version: checked.version,
        at,
        kind,
        counts: checked.counts,
        bytes: database.size,
        files: files.length,
        ...(files.length < checked.files.length && { missing: checked.files.length - files.length }),
        ...(checked.audit && { audit: checked.audit }),
        needs,
        contents: createHash('sha256').update(text).digest('hex'),
        ...(key && { encryption: { salt: key.salt, n: key.n, r: key.r, p: key.p, check: key.check } }),
      },
      name,
      key,
    )
    await writeFile(join(unfinished, MANIFEST), JSON.stringify(manifest, null, 2))
    await syncFile(join(unfinished, MANIFEST))
    await syncFolder(unfinished)
    await rename(unfinished, join(folder, name))
    await syncFolder(folder)
    return { folder, name, manifest }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

type Ways = { suffix: string; through: (part: string) => { through?: ReturnType<typeof encrypting> } }

/** Without its keys the office would be a stranger to every device that joined it, and its secrets could not be read. */
async function copyKeys(paths: DataPaths, to: string, { suffix, through }: Ways): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const [path, name] of [
    [paths.key, OFFICE_KEY],
    [paths.secretsKey, SECRETS_KEY],
  ] as const) {
    if (!existsSync(path)) continue
    hashes[name] = (await copyWhole(path, join(to, name + suffix), through(name))).sha256
  }
  return hashes
}
