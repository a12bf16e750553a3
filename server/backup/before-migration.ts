import type { DataFolder } from '../db/data-folder.ts'
import { BackupKeys } from './backup-keys.ts'
import { pathsOf } from './backup-service.ts'
import { makeBackups } from './make-backup.ts'
import { chooseTarget } from './target.ts'

/** Backs up the office as the earlier product left it, beside the data, where the folder is there for sure. Throws what kept it from that. */
export async function backUpBeforeMigration(data: DataFolder, now: Date): Promise<void> {
  await chooseTarget(data.backups)
  const key = new BackupKeys(data.backupKey).kept()
  const order = { paths: pathsOf(data), targets: [data.backups], at: now.toISOString(), kind: 'migration', key }
  const [made] = await makeBackups(order)
  if (made && 'refusal' in made) throw made.refusal
}
