import { startTask } from '../isolation/isolated-task.ts'
import { programUrl } from '../isolation/program-url.ts'
import type { ReadOptions, SheetInfo } from './sheet.ts'
import { SheetError, type SheetErrorCode, type SheetErrorParams } from './sheet-error.ts'

/** What one column holds: its first 200 different values as text (of at most 200 characters), and how many rows have a value. */
export type ColumnSummary = { distinct: { value: string; count: number }[]; filled: number }

export type SheetInspection = SheetInfo & { columns: ColumnSummary[] }

export type InspectOptions = ReadOptions & {
  /** A file that has given no row by then is refused. */
  firstRowTimeoutMs?: number
  /** The longest the whole inspection may take. */
  timeoutMs?: number
  /** How much memory the worker may fill with values. */
  memoryMebibytes?: number
}

export type WorkerInput = { path: string; fileName: string; options: ReadOptions }

export type WorkerReport =
  | { kind: 'rows' }
  | { kind: 'done'; inspection: SheetInspection }
  | { kind: 'refused'; code: SheetErrorCode; params: SheetErrorParams }
  | { kind: 'failed'; message: string }

const FIRST_ROW_TIMEOUT_MS = 9_500
const TIMEOUT_MS = 60_000
const MEMORY_MEBIBYTES = 512

/**
 * Reads a file nobody has looked at yet, isolated from the server, and says what is in it. It is stopped when it takes too long,
 * so that a hostile file costs the server nothing. Throws a `SheetError`.
 */
export async function inspectSheet(path: string, fileName: string, options: InspectOptions = {}): Promise<SheetInspection> {
  const {
    firstRowTimeoutMs = FIRST_ROW_TIMEOUT_MS,
    timeoutMs = TIMEOUT_MS,
    memoryMebibytes = MEMORY_MEBIBYTES,
    ...readOptions
  } = options
  const program = programUrl('sheet-worker', import.meta.url)
  const task = startTask<WorkerReport>(program, { path, fileName, options: readOptions } satisfies WorkerInput, memoryMebibytes)
  const timers: NodeJS.Timeout[] = []
  try {
    return await new Promise<SheetInspection>((resolve, reject) => {
      const giveUp = (seconds: number) => () => reject(new SheetError('sheet.timeout', { seconds }))
      const firstRowTimer = setTimeout(giveUp(firstRowTimeoutMs / 1000), firstRowTimeoutMs)
      timers.push(firstRowTimer, setTimeout(giveUp(timeoutMs / 1000), timeoutMs))
      task.onReport((report) => {
        if (report.kind === 'rows') clearTimeout(firstRowTimer)
        else if (report.kind === 'done') resolve(report.inspection)
        else if (report.kind === 'refused') reject(new SheetError(report.code, report.params))
        else reject(new Error(`The sheet worker failed: ${report.message}`))
      })
      // It reports before it ends, unless the engine has stopped it for want of memory.
      task.onEnd((error) => reject(error ?? new SheetError('sheet.too_large', { memoryMebibytes })))
    })
  } finally {
    for (const timer of timers) clearTimeout(timer)
    task.stop()
  }
}
