import { SqliteConnection } from '../db/sqlite-connection.ts'
import { serveTask } from '../isolation/task-program.ts'
import { type AuditHead, type AuditReport, type FoundFault, verifyAudit, withWho } from './audit-chain.ts'

export type AuditInput = { database: string; known: AuditHead[] }
export type AuditTold = { done: number } | { report: Omit<AuditReport, 'faults'> & { faults: FoundFault[] } } | { failed: string }

// Going through hundreds of thousands of entries takes seconds; here it holds nobody up.
serveTask<AuditInput, AuditTold>(async ({ database, known }, report) => {
  const db = new SqliteConnection(database, { readonly: true })
  try {
    // One look at one instant: what is written meanwhile is not part of it.
    db.raw.exec('begin')
    const found = await verifyAudit(db, known, (done) => report({ done }))
    report({ report: { ...found, faults: await withWho(db, found.faults) } })
  } catch (error) {
    report({ failed: error instanceof Error ? error.message : String(error) })
  } finally {
    db.close()
  }
})
