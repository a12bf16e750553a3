import type { BackupRun, Notice } from '../../core/contract/backup.ts'

/** Written, and come back whole as far as it was tried. */
export const isGood = (run: BackupRun): boolean => run.state === 'good' && run.drill?.ok !== false

/** What is wrong with the newest backup of each folder: not written, or written and not come back. */
export function noticesOf(runs: readonly BackupRun[], targets: readonly string[]): Notice[] {
  return targets.flatMap((folder): Notice[] => {
    const run = runs.find((each) => each.folder === folder)
    if (run?.state === 'failed')
      return [{ code: `error.${run.error ?? 'backup.failed'}`, params: { folder, ...run.params }, at: run.at }]
    if (run?.state === 'bad') return [{ code: 'notice.backup_bad', params: { folder }, at: run.at }]
    return []
  })
}
