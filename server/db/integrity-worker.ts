import { setPriority } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { serveTask } from '../isolation/task-program.ts'
import { storageFault } from './storage-fault.ts'

export type IntegrityInput = { database: string; depth: 'quick' | 'whole' }
/** What was found, in words for the log: damage, a look that failed, or rows that point nowhere in a file that is whole. */
export type IntegrityReport = { damage?: string; failed?: string; loose?: string }

const BELOW_PEOPLE = 10

serveTask<IntegrityInput, IntegrityReport>(async ({ database, depth }, report) => {
  // People work while the whole is looked through; before they may write, it is as quick as it can be.
  if (depth === 'whole' && isMainThread) setPriority(BELOW_PEOPLE)
  try {
    report(look(database, depth))
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    report(storageFault(error)?.code === 'database.damaged' ? { damage: words } : { failed: words })
  }
})

function look(database: string, depth: IntegrityInput['depth']): IntegrityReport {
  const db = new Sqlite(database, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    if (depth === 'quick') return said(db.pragma('quick_check(1)', { simple: true }))
    // Table by table: one long look would keep the log of changes from being brought in, and it would grow for as long.
    const tables = db.prepare("select name from sqlite_master where type = 'table' and rootpage > 0").pluck().all() as string[]
    for (const table of tables) {
      const found = said(db.pragma(`integrity_check("${table}")`, { simple: true }))
      if (found.damage !== undefined) return found
    }
    const [loose] = db.pragma('foreign_key_check') as { table: string; parent: string; rowid: number }[]
    return loose ? { loose: `${loose.table} ${loose.rowid} points at a ${loose.parent} that is not there` } : {}
  } finally {
    db.close()
  }
}

const said = (answer: unknown): IntegrityReport => (answer === 'ok' ? {} : { damage: String(answer) })
