import { randomBytes } from 'node:crypto'
import { API_VERSION, SERVES_FROM } from '../core/contract/version.ts'
import type { EntityDef } from '../core/entities/entity.ts'
import type { ErrorCode } from '../core/errors.ts'
import { AppError } from '../core/errors.ts'
import type { Places } from '../core/thai/places.ts'
import { MIGRATIONS } from '../migrations/list.ts'
import { AccessLog } from './access/access-log.ts'
import { ApiKeys } from './access/api-keys.ts'
import { MemoryDoor } from './access/memory-door.ts'
import { RateLimit } from './access/rate-limit.ts'
import { SecretBox } from './access/secret-box.ts'
import { Sessions } from './access/sessions.ts'
import { totp } from './access/totp.ts'
import { UsedCodes } from './access/used-codes.ts'
import { type OpenBackups, openBackups } from './backup/open-backups.ts'
import { AuditCheck } from './changes/audit-check.ts'
import { Feed } from './changes/feed.ts'
import { Presence } from './changes/presence.ts'
import { type Clock, systemClock } from './clock.ts'
import { type DataFolder, openDataFolder } from './db/data-folder.ts'
import type { Migration } from './db/migrate.ts'
import { durabilityNotices } from './db/postgres/durability.ts'
import { faultAtStart } from './db/storage-fault.ts'
import { ServerStopping } from './db/write-state.ts'
import { activityHandlers } from './features/activities/handlers.ts'
import { apiKeyHandlers } from './features/api/key-handlers.ts'
import { webhookHandlers } from './features/api/webhook-handlers.ts'
import { auditNotices, withSince } from './features/audit/audit-notices.ts'
import { auditHandlers } from './features/audit/handlers.ts'
import { backupHandlers } from './features/backup/handlers.ts'
import { BulkService } from './features/bulk/bulk-service.ts'
import { bulkHandlers } from './features/bulk/handlers.ts'
import { calendarHandlers } from './features/calendar/handlers.ts'
import { customerHandlers } from './features/customers/handlers.ts'
import { dealHandlers } from './features/deals/handlers.ts'
import { duplicateHandlers } from './features/duplicates/handlers.ts'
import { finishMerges } from './features/duplicates/repoint-all.ts'
import { exportHandlers } from './features/exports/handlers.ts'
import { fileHandlers } from './features/files/handlers.ts'
import { forecastHandlers } from './features/forecast/handlers.ts'
import { homeHandlers } from './features/home/handlers.ts'
import { hostHandlers } from './features/host/handlers.ts'
import { importHandlers } from './features/imports/handlers.ts'
import { ImportService } from './features/imports/import-service.ts'
import { leadHandlers } from './features/leads/handlers.ts'
import { pasteHandlers } from './features/paste/handlers.ts'
import { handOverHandlers } from './features/people/hand-over.ts'
import { peopleHandlers } from './features/people/people-handlers.ts'
import { roleHandlers } from './features/people/role-handlers.ts'
import { signInHandlers } from './features/people/sign-in-handlers.ts'
import { totpHandlers } from './features/people/totp-handlers.ts'
import { presenceHandlers } from './features/presence/handlers.ts'
import { printHandlers } from './features/printing/handlers.ts'
import { recordHandlers } from './features/records/handlers.ts'
import { dashboardHandlers } from './features/reports/dashboards.ts'
import { reportHandlers } from './features/reports/handlers.ts'
import { ConfigurationLook } from './features/settings/configuration-look.ts'
import { settingsHandlers } from './features/settings/handlers.ts'
import { settings } from './features/settings/settings.ts'
import { targetHandlers } from './features/targets/handlers.ts'
import { viewHandlers } from './features/views/handlers.ts'
import { FileStore } from './files/file-store.ts'
import type { Speaks } from './http/client-version.ts'
import type { Handlers } from './http/handler.ts'
import { openStream } from './http/stream.ts'
import { ClockWatch } from './jobs/clock-watch.ts'
import { DuplicateLook } from './jobs/duplicate-look.ts'
import { House } from './jobs/house.ts'
import { Housekeeping } from './jobs/housekeeping.ts'
import { LostSaves } from './jobs/lost-saves.ts'
import { RecordLook } from './jobs/record-look.ts'
import { Devices } from './lan/devices.ts'
import { LanHost } from './lan/host.ts'
import { PairingCode, SetupToken } from './lan/one-time-secrets.ts'
import type { OwnAddress } from './lan/private-address.ts'
import { createLog, type Log } from './log.ts'
import { type Office, TIME_ZONE } from './office.ts'
import { openEngine } from './open-engine.ts'
import { openOffice } from './open-office.ts'
import { lazyPlaces } from './places.ts'
import { prepareDatabase } from './prepare-database.ts'
import type { ContextOfRun } from './records/context.ts'
import type { Rule } from './records/rules.ts'
import { type Resolve, systemResolve } from './webhooks/post.ts'
import { WebhookSender } from './webhooks/sender.ts'

export type ContainerOptions = {
  dataFolder: string
  /** A PostgreSQL database that holds the office's records; without it they are in the data folder's own file. */
  databaseUrl?: string
  /** A streaming replica of it that reads may go to. */
  replicaUrl?: string
  clock?: Clock
  log?: Log
  token?: string
  staticFolder?: string
  version?: string
  /** Called when the server must be started anew (a restore waits to be swapped in). */
  restart?: () => void
  /** Called when the disk answered a write with an error: the process must end at once, and be started again. */
  fatal?: () => void
  /** Tests add a throw-away entity with its migration and rules. */
  entities?: readonly EntityDef[]
  migrations?: readonly Migration[]
  rules?: readonly Rule[]
  readers?: number
  /** Tests stand in for this PC's network. */
  addresses?: () => OwnAddress[]
  /** Told when the setup token that was shown is over. */
  setupTokenRenewed?: () => void
  /** This is no office but a copy of one, which somebody looks at: when it is of, who looks, and how it is ended. */
  copy?: { at: string; userId: string; close: () => void }
  /** Tests stand in for the names of the internet. */
  resolve?: Resolve
  /** Tests stand in for the server of another version. */
  speaks?: Speaks
  /** The nightly backup; off in tests that do not look at it. */
  scheduled?: boolean
}

export type Container = {
  office: Office
  sessions: Sessions
  keys: ApiKeys
  rates: RateLimit
  accessLog: AccessLog
  backups: OpenBackups['backups']
  restores: OpenBackups['restores']
  imports: ImportService
  bulk: BulkService
  housekeeping: Housekeeping
  /** Resolves when what a kill interrupted is finished: at once, or when the look at the file after it is over. */
  recovered: () => Promise<void>
  records: RecordLook
  settings: ConfigurationLook
  time: ClockWatch
  auditCheck: AuditCheck
  webhooks: WebhookSender
  host: LanHost
  devices: Devices
  code: PairingCode
  handlers: Handlers
  log: Log
  token: string
  speaks: Speaks
  data: DataFolder
  staticFolder: string | undefined
  copy: ContainerOptions['copy']
  places: () => Places
  /** Told what the disk answered to a request that does not write by the queue. */
  onFault: (fault: ErrorCode) => void
  close: () => Promise<void>
}

/** The one place where the server's parts are made and put together. */
export async function createContainer(options: ContainerOptions): Promise<Container> {
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog()
  // PostgreSQL takes several servers, and has locks of its own.
  const data = openDataFolder(options.dataFolder, options.databaseUrl !== undefined)
  try {
    const { clean, restored } = await prepareDatabase({
      data,
      clock,
      url: options.databaseUrl,
      migrations: options.migrations ?? MIGRATIONS,
      isCopy: options.copy !== undefined,
    })
    const container = await assemble(options, clock, log, data, clean)
    if (restored) container.accessLog.note({ userId: null, action: 'restore', detail: { kept: restored } })
    return container
  } catch (error) {
    data.release()
    throw faultAtStart(error) ?? error
  }
}

async function assemble(options: ContainerOptions, clock: Clock, log: Log, data: DataFolder, clean: boolean): Promise<Container> {
  const address = options.databaseUrl ?? data.database
  const database = await openEngine({
    address,
    replicaUrl: options.replicaUrl,
    folder: data.root,
    log,
    fatal: options.fatal ?? (() => undefined),
    clean,
  })
  const { connection, writes, watch, others } = database
  const secrets = new SecretBox(data.secretsKey)
  await totp.sealPlain(connection, writes, secrets)
  const feed = new Feed()
  const office = await openOffice({ ...options, database, feed, clock, syncedBy: data.syncedBy })
  const accessLog = new AccessLog(writes, clock)
  const keys = new ApiKeys({ db: connection, writes, clock, log: accessLog })
  const used = new UsedCodes(data.usedCodes)
  // After the server stopped it is done at the next start.
  if (used.any) void writes.runInTime((tx) => used.takeOutOf(tx)).catch(() => undefined)
  const sessions = new Sessions({
    db: connection,
    writes,
    clock,
    log: accessLog,
    keys,
    secrets,
    door: new MemoryDoor(connection, () => watch.state.has('database.damaged'), used),
    looksAs: options.copy?.userId,
  })
  const contextOfRun: ContextOfRun = async ({ user_id: userId, via }, lang) => {
    if (via === null) return office.contextOf(userId ?? '', lang)
    const key = await keys.identityOf(via)
    if (!key) throw new AppError('key.invalid')
    return { ...office.contextFor(key, lang), via }
  }
  const files = new FileStore(data.files)
  const opened = openBackups({
    data,
    databaseUrl: options.databaseUrl,
    connection,
    writes,
    clock,
    log,
    timeZone: TIME_ZONE,
    plan: () => settings.backupPlan(connection),
    changed: () => feed.publish(),
    version: options.version ?? '0.0.0',
    staticFolder: options.staticFolder,
  })
  const { backups, restores, looks } = opened
  const auditCheck = new AuditCheck({
    database: options.databaseUrl === undefined ? data.database : undefined,
    db: connection,
    clock,
    log,
    known: () => backups.auditHeads(),
    keep: (checked) =>
      writes.run(async (tx) => settings.setAuditChecked(tx, withSince(checked, await settings.auditChecked(tx)))),
  })
  const places = lazyPlaces()
  const imports = new ImportService({ office, folder: data.imports, database: address, log, contextOfRun })
  const bulk = new BulkService({ office, log, contextOfRun })
  const recover = async () => {
    await imports.recover()
    await finishMerges(office)
    await bulk.recover()
  }
  const house = new House({ others, log, recover })
  await house.enter()
  // What a kill interrupted is finished before anybody is served; what has to wait for the disk or for a look at the file, is later.
  if (!watch.state.reason) await house.recovered
  others.listen(
    () => feed.publish(),
    () => void office.takeCatalog(),
  )
  const presence = new Presence(feed, clock, others)
  const look = new DuplicateLook({ office, log })
  const version = options.version ?? '0.0.0'
  const changed = () => feed.publish()
  const code = new PairingCode(clock)
  const host = new LanHost({
    folder: data.root,
    clock,
    log,
    setting: () => settings.lan(connection),
    keepSetting: (setting) => office.writeAlone((tx) => settings.setLan(tx, setting)),
    officeName: async () => (await settings.company(connection))?.name,
    code,
    setupToken: new SetupToken(clock, options.setupTokenRenewed),
    devices: () => devices,
    changed,
    ...(options.addresses && { addresses: options.addresses }),
  })
  const devices = new Devices({
    db: connection,
    write: (work) => office.writeAlone(work),
    clock,
    code,
    changed,
    shutOut: (id) => host.shutOut(id),
  })
  const webhooks = new WebhookSender({ office, box: secrets, log, resolve: options.resolve ?? systemResolve })
  const time = new ClockWatch({ office, log })
  const lost = new LostSaves({ office, log })
  void lost.note(watch.lostSaves).catch((error: unknown) => log.warn({ error: String(error) }, 'lost saves not noted'))
  const records = new RecordLook({
    office,
    database: options.databaseUrl === undefined ? data.database : undefined,
    version,
    log,
  })
  const settingsLook = new ConfigurationLook({ office, version, log })
  if (!options.copy)
    void settingsLook.begin().catch((error: unknown) => {
      if (!(error instanceof ServerStopping)) log.error({ error: String(error) }, 'settings not looked at')
    })
  const lookThrough = { run: () => records.run().then(() => settingsLook.run()) }
  if (!clean && !options.copy)
    void watch.looked.then(lookThrough.run).catch((error: unknown) => {
      if (!(error instanceof ServerStopping)) log.error({ error: String(error) }, 'records not looked at')
    })
  const handlers: Handlers = {
    ...settingsHandlers({
      office,
      sessions,
      places,
      version,
      setupToken: host.setupToken,
      look: settingsLook,
      copyOf: options.copy?.at,
    }),
    ...hostHandlers(office, host, devices, code),
    ...signInHandlers(office, sessions),
    ...peopleHandlers(office, sessions),
    ...roleHandlers(office),
    ...webhookHandlers(office, secrets, webhooks),
    ...apiKeyHandlers(office, keys, sessions, version),
    ...totpHandlers(office, sessions),
    ...handOverHandlers(office, sessions, bulk),
    ...auditHandlers({ office, log: accessLog, keys, check: auditCheck, workFolder: data.imports }),
    ...recordHandlers(office, accessLog),
    ...viewHandlers(office),
    ...bulkHandlers(office, bulk, places),
    ...fileHandlers(office, files),
    ...activityHandlers(office),
    ...calendarHandlers(office, host),
    ...dealHandlers(office),
    ...leadHandlers(office),
    ...homeHandlers(office),
    ...customerHandlers(office),
    ...targetHandlers(office),
    ...forecastHandlers(office),
    ...reportHandlers(office, data.imports, () => places().provinces),
    ...dashboardHandlers(office),
    ...backupHandlers({
      told: async (ctx) => [
        ...(await lost.notices()),
        ...(await auditNotices(connection, clock)),
        ...(await time.notices()),
        ...(await records.notices(ctx)),
        ...(await settingsLook.notices(ctx)),
        ...(await durabilityNotices(connection)),
      ],
      toldAll: (ctx) => settingsLook.ownNotices(ctx),
      putBack: (...asked) => records.putBack(...asked),
      lostSeen: (...asked) => lost.seen(...asked),
      office,
      backups,
      restores,
      looks,
      copy: options.copy,
      keys: opened.keys,
      setupToken: host.setupToken,
      dataFolder: data.root,
      restart: options.restart ?? (() => undefined),
    }),
    ...exportHandlers(office, files, data.imports, places),
    ...importHandlers(imports),
    ...printHandlers(office, data.imports, places),
    ...presenceHandlers(office, presence),
    ...duplicateHandlers(office, look),
    ...pasteHandlers(office, places),
    stream: (ctx, _request, http) =>
      openStream(http, {
        feed,
        state: watch.state,
        userId: ctx.userId,
        whileSignedIn: (end) => sessions.watch({ request: http.request, userId: ctx.userId, end }),
      }),
  }
  const housekeeping = new Housekeeping({
    office,
    data,
    log,
    look,
    records: { run: () => lookThrough.run().then(() => auditCheck.run()) },
    sessions,
    watch,
    time,
  })
  house.schedule(() => {
    if (options.scheduled === false) return
    backups.schedule()
    housekeeping.schedule()
    time.schedule()
    webhooks.schedule()
  })
  return {
    office,
    sessions,
    keys,
    rates: new RateLimit(clock),
    accessLog,
    backups,
    restores,
    imports,
    bulk,
    housekeeping,
    recovered: () => house.recovered,
    records,
    settings: settingsLook,
    time,
    auditCheck,
    webhooks,
    host,
    devices,
    code,
    handlers,
    log,
    data,
    places,
    onFault: watch.heard,
    staticFolder: options.staticFolder,
    copy: options.copy,
    speaks: options.speaks ?? { version: API_VERSION, from: SERVES_FROM },
    token: options.token ?? randomBytes(32).toString('base64url'),
    close: async () => {
      await auditCheck.stop()
      presence.close()
      others.stop()
      await backups.stop()
      await looks.close()
      housekeeping.stop()
      time.stop()
      sessions.close()
      await watch.stop()
      watch.state.close()
      await webhooks.stop()
      await look.stop()
      await records.stop()
      await settingsLook.stop()
      await keys.flush()
      await accessLog.flush()
      await imports.close()
      await bulk.close()
      await house.recovered
      await office.close()
      await watch.leaveClean()
      data.release()
    },
  }
}
