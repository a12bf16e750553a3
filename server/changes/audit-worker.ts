import { SqliteConnection } from '../db/sqlite-connection.ts'
import { serveTask } from '../isolation/task-program.ts'
import { type AuditFault, type AuditHead, type AuditReport, verifyAudit } from './audit-chain.ts'

export type AuditInput = { database: string; known: AuditHead[] }
export type FoundFault = AuditFault & { at?: string; userId?: string | null }
export type AuditTold = { done: number } | { report: Omit<AuditReport, 'faults'> & { faults: FoundFault[] } } | { failed: string }

const TOLD = { change: 'change', access: 'access_log' } as const

// Going through hundreds of thousands of entries takes seconds; here it holds nobody up.
serveTask<AuditInput, AuditTold>(async ({ database, known }, report) => {
  const db = new SqliteConnection(database, { readonly: true })
  try {
    // One look at one instant: what is written meanwhile is not part of it.
    db.raw.exec('begin')
    const found = await verifyAudit(db, known, (done) => report({ done }))
    const faults = found.faults.map((fault): FoundFault => {
      const row = db.getNow<{ at: string; user_id: string | null }>(`select at, user_id from ${TOLD[fault.log]} where seq = ?`, [
        fault.seq,
      ])
      return { ...fault, ...(row && { at: row.at, userId: row.user_id }) }
    })
    report({ report: { ...found, faults } })
  } catch (error) {
    report({ failed: error instanceof Error ? error.message : String(error) })
  } finally {
    db.close()
  }
})
