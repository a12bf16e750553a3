import Sqlite from 'better-sqlite3'
import { AppError } from '../../core/errors.ts'
import type { AuditHead } from '../changes/audit-chain.ts'

const COUNTED = ['customer', 'contact', 'lead', 'deal', 'activity', 'file'] as const

/** What a database file holds: its version, how much of what, the rows of each table, the files it names, and what its logs come to. */
export type Checked = {
  version: number
  counts: Record<string, number>
  tables: Record<string, number>
  files: string[]
  audit: AuditHead | undefined
}

/** Copies a database at one instant, safe while people work (`VACUUM INTO`). */
export function copyDatabase(from: string, to: string): void {
  const db = new Sqlite(from, { readonly: true, timeout: 10_000 })
  try {
    db.prepare('vacuum into ?').run(to)
  } finally {
    db.close()
  }
}

/** Opens a database file by itself and checks it whole; returns its version, counts and the files it names. */
export function checkDatabase(path: string): Checked {
  const db = new Sqlite(path, { readonly: true })
  try {
    const integrity = db.pragma('quick_check', { simple: true })
    if (integrity !== 'ok') throw new AppError('backup.not_a_backup', { reason: String(integrity) })
    const version = Number(db.pragma('user_version', { simple: true }))
    const counts = Object.fromEntries(
      COUNTED.map((table) => [table, Number(db.prepare(`select count(*) from ${table}`).pluck().get())]),
    )
    // What SQLite and its text search keep for themselves is no table of ours.
    const tables = Object.fromEntries(
      (
        db
          .prepare("select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite%'")
          .pluck()
          .all() as string[]
      ).map((table) => [table, Number(db.prepare(`select count(*) from "${table}"`).pluck().get())]),
    )
    const files = db.prepare('select distinct sha256 from file').pluck().all() as string[]
    return { version, counts, tables, files, audit: headIn(db) }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('backup.not_a_backup', { reason: error instanceof Error ? error.message : '' })
  } finally {
    db.close()
  }
}

/** Databases of before the chain have none. */
function headIn(db: Sqlite.Database): AuditHead | undefined {
  if (!db.prepare("select 1 from sqlite_master where name = 'audit_head'").get()) return undefined
  const row = db.prepare('select n, head from audit_head where one = 1').get() as { n: number; head: Buffer } | undefined
  return row && { entries: row.n, head: row.head.toString('hex') }
}
