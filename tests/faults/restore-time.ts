import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupKeys } from '../../server/backup/backup-keys.ts'
import { createContainer } from '../../server/container.ts'
import { dataPaths } from '../../server/db/data-folder.ts'
import { createLog } from '../../server/log.ts'
import { builtOffice } from '../bench/office.ts'

export type RestoreFigures = {
  customers: number
  megabytes: number
  /** Seconds. */
  backup: number
  trial: number
  restore: number
  openedAgain: number
  drill: unknown
}

/** How long an office of that size takes to be backed up, tried, and given to a new PC, encrypted. */
export async function restoreTime(customers: number, cache: string): Promise<RestoreFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'samphan-restore-'))
  try {
    cpSync(await builtOffice(cache, customers), join(folder, 'old'), { recursive: true })
    const open = (data: string) =>
      createContainer({ dataFolder: join(folder, data), log: createLog('warn'), scheduled: false, readers: 1 })
    const seconds = async (work: () => Promise<unknown>) => {
      const began = performance.now()
      await work()
      return Math.round((performance.now() - began) / 100) / 10
    }
    const old = await open('old')
    await new BackupKeys(dataPaths(join(folder, 'old')).backupKey).set('four words that differ')
    let run = { folder: '', file: '' as string | undefined }
    const backup = await seconds(async () => {
      run = await old.backups.run('manual').then(({ folder: at, file }) => ({ folder: at, file }))
    })
    const trial = await seconds(() => old.backups.settled())
    const [drill] = (await old.backups.runs()).map((each) => each.drill)
    await old.close()
    const fresh = await open('new')
    const restore = await seconds(async () => {
      await fresh.restores.begin({ folder: run.folder, name: run.file ?? '', passphrase: 'four words that differ' }, false)
      await fresh.restores.finished()
    })
    await fresh.close()
    const opened = await seconds(async () => (await open('new')).close())
    const megabytes = Math.round(statSync(join(folder, 'new', 'samphan.db')).size / 1024 / 1024)
    return { customers, megabytes, backup, trial, drill, restore, openedAgain: opened }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
