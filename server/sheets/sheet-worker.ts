import { serveTask } from '../isolation/task-program.ts'
import { ColumnSummaries } from './column-summary.ts'
import type { WorkerInput, WorkerReport } from './inspect-sheet.ts'
import { readSheet } from './read-sheet.ts'
import { SheetError } from './sheet-error.ts'

/** Reads one file and reports what is in it; the first report says that rows come. */
async function inspect({ path, fileName, options }: WorkerInput, report: (report: WorkerReport) => void): Promise<void> {
  const summaries = new ColumnSummaries()
  let reported = false
  try {
    const info = await readSheet(path, fileName, options, (rows) => {
      if (!reported) report({ kind: 'rows' })
      reported = true
      summaries.add(rows)
    })
    report({ kind: 'done', inspection: { ...info, columns: summaries.finish(info.headers.length) } })
  } catch (error) {
    if (error instanceof SheetError) report({ kind: 'refused', code: error.code, params: error.params })
    else report({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

serveTask(inspect)
