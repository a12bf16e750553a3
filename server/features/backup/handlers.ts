import { existsSync } from 'node:fs'
import { passphraseStrength } from '../../../core/access/passphrase.ts'
import type { Notice } from '../../../core/contract/backup.ts'
import { AppError } from '../../../core/errors.ts'
import { logAccess } from '../../access/access-log.ts'
import { people } from '../../access/people.ts'
import type { BackupKeys } from '../../backup/backup-keys.ts'
import type { BackupService } from '../../backup/backup-service.ts'
import type { LookService } from '../../backup/look-service.ts'
import { readGeneration } from '../../backup/manifest.ts'
import { isGood } from '../../backup/notices.ts'
import type { RestoreService } from '../../backup/restore-service.ts'
import { runJob } from '../../backup/run-job.ts'
import { onSameDisk } from '../../backup/target.ts'
import { durabilityOf } from '../../db/postgres/durability.ts'
import type { RawHttp, SomeHandlers } from '../../http/handler.ts'
import type { LostSaves } from '../../jobs/lost-saves.ts'
import type { RecordLook } from '../../jobs/record-look.ts'
import type { SetupToken } from '../../lan/one-time-secrets.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { tracked } from '../settings/configuration-history.ts'
import { settings } from '../settings/settings.ts'

const RESTART_AFTER_MS = 1500
/** The answer goes out first. */
const CLOSE_AFTER_MS = 100
const done = { ok: true } as const

type Parts = {
  office: Office
  /** What else whoever runs the office must be told. */
  told: (ctx: Context) => Promise<Notice[]>
  /** What everybody else must be told who is concerned. */
  toldAll: (ctx: Context) => Promise<Notice[]>
  putBack: RecordLook['putBack']
  lostSeen: LostSaves['seen']
  backups: BackupService
  restores: RestoreService
  looks: LookService
  copy: { close: () => void } | undefined
  keys: BackupKeys
  setupToken: SetupToken
  dataFolder: string
  restart: () => void
}
type Names =
  | 'notices'
  | 'putBackSaved'
  | 'lostSavesSeen'
  | 'backupStatus'
  | 'saveBackupPlan'
  | 'setBackupPassphrase'
  | 'runBackup'
  | 'lookIntoBackup'
  | 'carryBackup'
  | 'closeCopy'
  | 'restoreBackup'
  | 'restoreState'
  | 'findBackups'
  | 'restoreFirst'

/** Backups for who runs the office: how they went, where they go, one now, and back from one; the last also where there is no office yet. */
export function backupHandlers(parts: Parts): SomeHandlers<Names> {
  const { office, backups, restores, keys, dataFolder } = parts
  const db = office.connection
  const restartWhenReady = () =>
    void restores.finished().then(
      // Windows that follow it are told first that it is ready.
      () => setTimeout(parts.restart, RESTART_AFTER_MS),
      () => undefined,
    )
  return {
    notices: async (ctx) => ({
      notices: parts.copy
        ? []
        : ctx.policy.admin
          ? [...(await parts.told(ctx)), ...(await backups.notices())]
          : await parts.toldAll(ctx),
    }),
    putBackSaved: async (ctx, { body }) => {
      await office.write(ctx, (tx) => parts.putBack(ctx, tx, body))
      return done
    },
    lostSavesSeen: async (ctx) => {
      await office.write(ctx, (tx) => parts.lostSeen(ctx, tx))
      return done
    },
    backupStatus: async () => {
      const runs = await backups.runs()
      const lastGood = runs.find(isGood)
      const targets = (await backups.targets()).map((folder) => {
        const last = runs.find((run) => run.folder === folder)
        return { folder, sameDisk: onSameDisk(folder, dataFolder), there: existsSync(folder), ...(last && { last }) }
      })
      return {
        plan: await settings.backupPlan(db),
        defaultFolder: backups.defaultFolder,
        encrypted: await backups.encrypts(),
        targets,
        ...(lastGood && { lastGood }),
        late: await backups.late(),
        unchecked: db.engine === 'postgres' && !(await durabilityOf(db)).checksums,
        ...(backups.work && { work: backups.work }),
        files: await backups.files(),
      }
    },
    saveBackupPlan: async (ctx, { body }) => {
      const before = await settings.backupPlan(db)
      // A folder that is away just now, its stick in a drawer, stays chosen.
      const added = await backups.chooseTargets(body.targets.filter((folder) => !before.targets.includes(folder)))
      const targets = [...body.targets.filter((folder) => before.targets.includes(folder)), ...added]
      const plan = { ...before, ...body, targets: [...new Set(targets)] }
      await office.write(ctx, (tx) => tracked(ctx, tx, { area: 'backup', item: '' }, () => settings.setBackupPlan(tx, plan)))
      return done
    },
    setBackupPassphrase: async (ctx, { body: { passphrase } }) => {
      if (passphrase !== null) await refuseWeak(office, passphrase)
      const encrypted = passphrase !== null
      // With encryption the key comes first, without it the plan: in between no backup goes out open that should not.
      if (encrypted) await keys.set(passphrase)
      await office.write(ctx, async (tx) =>
        tracked(ctx, tx, { area: 'backup', item: '' }, async () =>
          settings.setBackupPlan(tx, { ...(await settings.backupPlan(tx)), encrypted }),
        ),
      )
      if (!encrypted) await keys.set(null)
      return done
    },
    runBackup: () => backups.run('manual'),
    lookIntoBackup: async (ctx, { body }, { request }) => {
      // It is served on this PC's loopback, where nobody else's window reaches.
      if (request.overLan) throw new AppError('backup.look_here')
      const opened = await parts.looks.open(body, ctx.userId)
      await office.writeAlone((tx) =>
        logAccess(tx, ctx.now, { userId: ctx.userId, action: 'look_copy', detail: { backup: body.name } }),
      )
      return opened
    },
    carryBackup: async (ctx, { body }) => {
      const folder = await runJob({ do: 'carry', generation: await readGeneration(body.folder, body.name), to: body.to })
      await office.writeAlone((tx) =>
        logAccess(tx, ctx.now, { userId: ctx.userId, action: 'export_office', detail: { backup: body.name } }),
      )
      return { folder }
    },
    closeCopy: () => {
      if (!parts.copy) throw new AppError('request.not_found')
      setTimeout(parts.copy.close, CLOSE_AFTER_MS)
      return done
    },
    restoreBackup: async (ctx, { body }) => {
      await restores.begin(body, true)
      // A damaged file takes no entry, and needs the restore most: the start that swaps the backup in tells of it in its own log.
      await office
        .writeAlone((tx) => logAccess(tx, ctx.now, { userId: ctx.userId, action: 'restore', detail: { backup: body.name } }))
        .catch(refuseUnlessDamaged)
      restartWhenReady()
      return done
    },
    restoreState: async (ctx) => {
      if (!ctx.policy.admin && (await people.owner(db))) throw new AppError('access.denied')
      return restores.state
    },
    findBackups: async (_ctx, { body }, { request }) => {
      await onlyFirst(parts, request, body.token)
      return { files: await backups.filesIn(body.folder) }
    },
    restoreFirst: async (_ctx, { body: { token, ...chosen } }, { request }) => {
      await onlyFirst(parts, request, token)
      await restores.begin(chosen, false)
      restartWhenReady()
      return done
    },
  }
}

function refuseUnlessDamaged(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'database.damaged')) throw error
}

async function refuseWeak(office: Office, passphrase: string): Promise<void> {
  const company = await settings.company(office.connection)
  const strength = passphraseStrength(passphrase, [company?.name ?? ''])
  if (strength === 'short' || strength === 'weak') throw new AppError('backup.passphrase_weak')
}

/** What a new installation may do is over once somebody owns the office; over the network it takes the host's token. */
async function onlyFirst({ office, setupToken }: Parts, request: RawHttp['request'], token: string | undefined): Promise<void> {
  if (await people.owner(office.connection)) throw new AppError('setup.done')
  if (request.overLan) setupToken.check(token, request.ip)
}
