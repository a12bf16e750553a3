import { constants, setPriority } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import type { Drill } from '../../core/contract/backup.ts'
import type { DataPaths } from '../db/data-folder.ts'
import { serveTask } from '../isolation/task-program.ts'
import { carryBackup } from './carry.ts'
import type { BackupKey } from './cipher.ts'
import { drillBackup } from './drill.ts'
import { makeBackups, type Order } from './make-backup.ts'
import type { Generation, Manifest } from './manifest.ts'
import { type Refusal, refusalOf } from './refusal.ts'
import { prepareRestore } from './restore.ts'

export type Job =
  | { do: 'make'; order: Order }
  | { do: 'drill'; generation: Generation; scratch: string; key: BackupKey | undefined; at: string }
  | { do: 'carry'; generation: Generation; to: string }
  | { do: 'restore'; generation: Generation; paths: DataPaths; key: BackupKey | undefined }
export type Written = { folder: string; name: string; manifest: Manifest } | { folder: string; refusal: Refusal }
/** What each kind of job comes to. */
export type Outcome = { make: Written[]; drill: Drill; carry: string; restore: { counts: Record<string, number> } }
export type JobReport = { progress: { done: number; total: number } } | { outcome: unknown } | { refusal: Refusal }

const PROGRESS_EVERY_MS = 200

// People at screens come first. Inside the packaged app this is a thread of the server, whose own pace must stay.
if (isMainThread) setPriority(constants.priority.PRIORITY_LOW)

// Copying, encrypting and checking an office takes seconds to minutes; here it holds nobody up.
serveTask<Job, JobReport>(async (job, report) => {
  let told = 0
  const progress = (done: number, total: number) => {
    const now = performance.now()
    if (now - told < PROGRESS_EVERY_MS) return
    told = now
    report({ progress: { done, total } })
  }
  try {
    report({ outcome: await outcomeOf(job, progress) })
  } catch (error) {
    report({ refusal: refusalOf(error) })
  }
})

async function outcomeOf(job: Job, progress: (done: number, total: number) => void): Promise<Outcome[Job['do']]> {
  switch (job.do) {
    case 'make':
      return (await makeBackups(job.order, progress)).map((made) =>
        'refusal' in made ? { folder: made.folder, refusal: refusalOf(made.refusal) } : made,
      )
    case 'drill':
      return drillBackup(job.generation, job.scratch, job.key, job.at)
    case 'carry':
      return carryBackup(job.generation, job.to, progress)
    case 'restore': {
      const { counts } = await prepareRestore(job.paths, job, progress)
      return { counts }
    }
  }
}
