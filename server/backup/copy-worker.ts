import { serveTask } from '../isolation/task-program.ts'
import { type Checked, type CopyInput, checkDatabase, copyDatabase } from './database-copy.ts'

export type CopyReport = { checked: Checked } | { reason: string }

// Copying and checking a database takes seconds; here it holds nobody up.
serveTask<CopyInput, CopyReport>(async ({ from, to }, report) => {
  try {
    copyDatabase(from, to)
    report({ checked: checkDatabase(to) })
  } catch (error) {
    report({ reason: error instanceof Error ? error.message : String(error) })
  }
})
