import { AppError } from '../../core/errors.ts'
import { startTask } from '../isolation/isolated-task.ts'
import { programUrl } from '../isolation/program-url.ts'
import type { Job, JobReport, Outcome } from './backup-worker.ts'

const MEBIBYTES = 256

/** Runs a job beside the server, until it ends or `signal` ends it. Throws the job's refusal, or `backup.failed` when its process ended early. */
export function runJob<J extends Job>(
  job: J,
  { progress, signal }: { progress?: (at: { done: number; total: number }) => void; signal?: AbortSignal } = {},
): Promise<Outcome[J['do']]> {
  const program = programUrl('backup-worker', import.meta.url)
  const task = startTask<JobReport>(program, job, MEBIBYTES)
  signal?.addEventListener('abort', () => task.stop())
  return new Promise((resolve, reject) => {
    task.onReport((report) => {
      if ('progress' in report) progress?.(report.progress)
      else if ('outcome' in report) resolve(report.outcome as Outcome[J['do']])
      else reject(new AppError(report.refusal.code, report.refusal.params))
    })
    task.onEnd((error) => reject(new AppError('backup.failed', { reason: error?.message ?? 'the copy ended early' })))
  })
}
