import { fileURLToPath } from 'node:url'
import type { ImportCounts } from '../../../core/contract/imports.ts'
import { AppError, ERROR_STATUS, type ErrorCode } from '../../../core/errors.ts'
import { type IsolatedTask, startTask } from '../../isolation/isolated-task.ts'
import { programUrl } from '../../isolation/program-url.ts'
import type { PlanInput, PlanReport } from './plan-process.ts'

const MEMORY_MEBIBYTES = 512
/** A file of a million rows takes some minutes; one that takes longer is stuck. */
const LONGEST_MS = 15 * 60_000

/** A dry run under way, isolated from the server. */
export class DryRun {
  readonly #task: IsolatedTask<PlanReport>
  readonly finished: Promise<ImportCounts>
  /** Rows checked so far. */
  done = 0

  constructor(input: PlanInput) {
    this.#task = startTask(programUrl('plan-process', import.meta.url), input, MEMORY_MEBIBYTES)
    this.finished = this.#listen().finally(() => this.stop())
    // Whoever cares awaits it; a run that was stopped rejects unheard.
    this.finished.catch(() => undefined)
  }

  #listen(): Promise<ImportCounts> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new AppError('sheet.timeout', { seconds: LONGEST_MS / 1000 })), LONGEST_MS)
      timer.unref()
      this.#task.onReport((report) => {
        if ('done' in report) this.done = report.done
        else if ('counts' in report) resolve(report.counts)
        else if ('code' in report)
          reject(new AppError(report.code in ERROR_STATUS ? (report.code as ErrorCode) : 'sheet.broken', report.params))
        else reject(new Error(report.unexpected))
      })
      this.#task.onEnd((error) => reject(error ?? new AppError('sheet.too_large', { memoryMebibytes: MEMORY_MEBIBYTES })))
    })
  }

  stop(): void {
    this.#task.stop()
  }
}

/** Where the address tables lie, for a process that has to read them itself. */
export const placesFile = (): string => fileURLToPath(new URL('../../../resources/addresses/places.json', import.meta.url))
