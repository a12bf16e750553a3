import { basename } from 'node:path'
import { BackupKeys } from './backup/backup-keys.ts'
import { makeBackups } from './backup/make-backup.ts'
import { finishRestore, waitingRestore } from './backup/restore.ts'
import { chooseTarget } from './backup/target.ts'
import type { Clock } from './clock.ts'
import { type DataFolder, pathsOf } from './db/data-folder.ts'
import { type Migration, migrate } from './db/migrate.ts'
import { migratePostgres, setSchemaAside } from './db/postgres/migrate-postgres.ts'
import { SavedMark } from './db/saved-mark.ts'
import { wasStoppedCleanly } from './db/storage.ts'
import { copyOffice } from './move/copy-office.ts'

type Options = {
  data: DataFolder
  clock: Clock
  url: string | undefined
  migrations: readonly Migration[]
  /** A copy that is thrown away needs no backup before it is migrated. */
  isCopy: boolean
}

/**
 * Brings the office's database to where this version can open it: a restore that waits is swapped in, an older one is backed up and
 * migrated. Says whether the last stop left it in order, and, after a restore, the name of the folder with what it replaced.
 */
export async function prepareDatabase({
  data,
  clock,
  url,
  migrations,
  isCopy,
}: Options): Promise<{ clean: boolean; restored?: string }> {
  const waiting = url && waitingRestore(data)
  if (waiting) await bringIntoPostgres(waiting, url, clock.now())
  const kept = await finishRestore(data, clock.now())
  const restored = kept ? { restored: basename(kept) } : {}
  if (url) {
    await migratePostgres(url, migrations)
    return { clean: true, ...restored }
  }
  if (kept) SavedMark.forget(data.database)
  const clean = await wasStoppedCleanly(data.database)
  await migrate(data.database, () => (isCopy ? Promise.resolve() : backUpBeforeMigration(data, clock)), migrations)
  return { clean, ...restored }
}

/** The office as the earlier product left it, beside the data, where it is there for sure. */
async function backUpBeforeMigration(data: DataFolder, clock: Clock): Promise<void> {
  await chooseTarget(data.backups)
  const key = new BackupKeys(data.backupKey).kept()
  const order = { paths: pathsOf(data), targets: [data.backups], at: clock.now().toISOString(), kind: 'migration', key }
  const [made] = await makeBackups(order)
  if (made && 'refusal' in made) throw made.refusal
}

/** The office that was there stays in a schema of its own; cut off on the way, the next start begins again. */
async function bringIntoPostgres(file: string, url: string, at: Date): Promise<void> {
  await migrate(file, async () => undefined)
  await setSchemaAside(url, `before_restore_${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}`)
  await copyOffice(file, url)
}
