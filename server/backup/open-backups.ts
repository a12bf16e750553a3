import { BackupKeys } from './backup-keys.ts'
import { BackupService } from './backup-service.ts'
import { LookService } from './look-service.ts'
import { RestoreService } from './restore-service.ts'

type Parts = Omit<ConstructorParameters<typeof BackupService>[0], 'keys'> & { version: string; staticFolder: string | undefined }

export type OpenBackups = ReturnType<typeof openBackups>

/** The parts that make backups, bring one back, and open one to be looked at. */
export function openBackups({ version, staticFolder, ...parts }: Parts) {
  const { data } = parts
  const keys = new BackupKeys(data.backupKey)
  const backups = new BackupService({ ...parts, keys })
  return {
    keys,
    backups,
    restores: new RestoreService({ data, keys, backups }),
    looks: new LookService({ data, keys, version, staticFolder }),
  }
}
