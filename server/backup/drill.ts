import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Drill } from '../../core/contract/backup.ts'
import { AppError } from '../../core/errors.ts'
import { verifyAudit } from '../changes/audit-chain.ts'
import { dataPaths } from '../db/data-folder.ts'
import { SqliteConnection } from '../db/sqlite-connection.ts'
import type { BackupKey } from './cipher.ts'
import { checkDatabase } from './database-copy.ts'
import { hashOfFile } from './file-copies.ts'
import { DRILL, type Generation } from './manifest.ts'
import { plainParams, refusalOf } from './refusal.ts'
import { finishRestore, prepareRestore } from './restore.ts'
import { filePlace, setAside } from './shared-files.ts'
import { needSpace } from './target.ts'

/**
 * Restores a backup as an office would, by the same code, into a scratch folder, opens it read-only and holds it against its manifest:
 * SQLite's own checks, the rows of every table, the hash of every file, and the chain over the logs. The outcome is written into the
 * backup, so that it is known wherever that is taken.
 */
export async function drillBackup(
  generation: Generation,
  scratch: string,
  key: BackupKey | undefined,
  at: string,
): Promise<Drill> {
  const started = performance.now()
  const root = join(scratch, `drill-${randomBytes(6).toString('hex')}`)
  let outcome: Omit<Drill, 'at' | 'ms'>
  try {
    await mkdir(root, { recursive: true, mode: 0o700 })
    outcome = { ok: true, ...(await restoreAndCount(generation, root, key)) }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal.code === 'backup.damaged') await setAside(generation.folder, refusal.params.part, key).catch(() => undefined)
    outcome = { ok: false, problem: refusal.code, params: plainParams(refusal.params) }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  const drill: Drill = { at, ms: Math.round(performance.now() - started), ...outcome }
  // A stick that was pulled meanwhile takes the news with it; the office keeps them, too.
  await writeFile(join(generation.folder, generation.name, DRILL), JSON.stringify(drill)).catch(() => undefined)
  return drill
}

async function restoreAndCount(generation: Generation, root: string, key: BackupKey | undefined) {
  const { manifest } = generation
  const paths = dataPaths(root)
  await needSpace(root, manifest.bytes * 2)
  const { contents } = await prepareRestore(paths, { generation, key })
  await finishRestore(paths, new Date(manifest.at))
  const checked = checkDatabase(paths.database)
  checkWhole(paths.database)
  const tables = contents?.tables ?? checked.tables
  for (const [table, rows] of Object.entries(tables))
    if (checked.tables[table] !== rows) throw new AppError('backup.damaged', { part: table })
  const files = contents ? contents.files.map(({ sha256 }) => sha256) : []
  for (const sha256 of files)
    if ((await hashOfFile(join(paths.files, filePlace(sha256, undefined)))) !== sha256)
      throw new AppError('backup.damaged', { part: sha256 })
  const audit = await auditOf(paths.database, manifest.audit)
  return {
    tables: Object.keys(tables).length,
    rows: Object.values(tables).reduce((sum, rows) => sum + rows, 0),
    files: files.length,
    entries: audit,
  }
}

function checkWhole(path: string): void {
  const db = new Sqlite(path, { readonly: true })
  try {
    const integrity = String(db.pragma('integrity_check(1)', { simple: true }))
    if (integrity !== 'ok') throw new AppError('backup.damaged', { part: integrity })
    const [broken] = db.pragma('foreign_key_check') as { table: string }[]
    if (broken) throw new AppError('backup.damaged', { part: broken.table })
  } finally {
    db.close()
  }
}

/** Goes through the chain of the restored office up to the head that the manifest names. @returns how many entries it has */
async function auditOf(path: string, head: Generation['manifest']['audit']): Promise<number> {
  if (!head) return 0
  const db = new SqliteConnection(path, { readonly: true })
  try {
    const report = await verifyAudit(db, [head])
    // What was altered in the office itself is copied as it is: that is told elsewhere. The copy must have the head that was copied.
    if (report.head !== head.head || report.entries !== head.entries)
      throw new AppError('backup.damaged', { part: 'audit_chain' })
    return report.entries
  } finally {
    db.close()
  }
}
