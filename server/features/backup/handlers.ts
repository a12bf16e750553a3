import type { BackupService } from '../../backup/backup-service.ts'
import { NIGHTLY_AT } from '../../backup/backup-service.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { tracked } from '../settings/configuration-history.ts'
import { settings } from '../settings/settings.ts'

/** Backups for who runs the office: how they went, where they go, one now, and back from one. */
export function backupHandlers(
  office: Office,
  backups: BackupService,
  restart: () => void,
): SomeHandlers<'backupStatus' | 'setBackupFolder' | 'runBackup' | 'restoreBackup'> {
  return {
    backupStatus: async () => {
      const runs = await backups.runs()
      const lastGood = runs.find((run) => run.state === 'good')
      return {
        folder: await backups.folder(),
        defaultFolder: backups.defaultFolder,
        runs,
        files: await backups.files(),
        nightlyAt: NIGHTLY_AT,
        ...(lastGood && { lastGood }),
      }
    },
    setBackupFolder: async (ctx, { body }) => {
      const folder = await backups.checkFolder(body.folder)
      await office.write(ctx, (tx) => tracked(ctx, tx, { area: 'backup', item: '' }, () => settings.setBackupFolder(tx, folder)))
      return { ok: true } as const
    },
    runBackup: () => backups.run('manual'),
    restoreBackup: async (_ctx, { body }) => {
      const reply = await backups.restore(body.name)
      restart()
      return reply
    },
  }
}
