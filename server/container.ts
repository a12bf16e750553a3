import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { EntityDef } from '../core/entities/entity.ts'
import { buildRegistry, ENTITIES } from '../core/entities/registry.ts'
import type { ErrorCode } from '../core/errors.ts'
import { createPlaces, type Places, type PlaceTable } from '../core/thai/places.ts'
import { AccessLog } from './access/access-log.ts'
import { Sessions } from './access/sessions.ts'
import { BackupService } from './backup/backup-service.ts'
import { finishRestore, makeBackup } from './backup/backups.ts'
import { Feed } from './changes/feed.ts'
import { Presence } from './changes/presence.ts'
import { type Clock, systemClock } from './clock.ts'
import { type DataFolder, openDataFolder } from './db/data-folder.ts'
import { type Migration, migrate } from './db/migrate.ts'
import { Readers } from './db/readers.ts'
import { Storage, wasStoppedCleanly } from './db/storage.ts'
import { storageFault } from './db/storage-fault.ts'
import { ServerStopping } from './db/write-state.ts'
import { activityHandlers } from './features/activities/handlers.ts'
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
import { reportHandlers } from './features/reports/handlers.ts'
import { settingsHandlers } from './features/settings/handlers.ts'
import { settings } from './features/settings/settings.ts'
import { targetHandlers } from './features/targets/handlers.ts'
import { viewHandlers } from './features/views/handlers.ts'
import { FileStore } from './files/file-store.ts'
import type { Handlers } from './http/handler.ts'
import { openStream } from './http/stream.ts'
import { DuplicateLook } from './jobs/duplicate-look.ts'
import { Housekeeping } from './jobs/housekeeping.ts'
import { Devices } from './lan/devices.ts'
import { LanHost } from './lan/host.ts'
import { PairingCode, SetupToken } from './lan/one-time-secrets.ts'
import type { OwnAddress } from './lan/private-address.ts'
import { createLog, type Log } from './log.ts'
import { Office, TIME_ZONE } from './office.ts'
import { loadCatalog, numberFields } from './records/catalog.ts'
import { type Rule, Rules } from './records/rules.ts'
import { RecordWriter } from './records/write.ts'
import { RULES } from './rules.ts'

export type ContainerOptions = {
  dataFolder: string
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
  /** The nightly backup; off in tests that do not look at it. */
  scheduled?: boolean
}

export type Container = {
  office: Office
  sessions: Sessions
  accessLog: AccessLog
  backups: BackupService
  imports: ImportService
  bulk: BulkService
  housekeeping: Housekeeping
  host: LanHost
  devices: Devices
  code: PairingCode
  handlers: Handlers
  log: Log
  token: string
  data: DataFolder
  staticFolder: string | undefined
  places: () => Places
  /** Told what the disk answered to a request that does not write by the queue. */
  onFault: (fault: ErrorCode) => void
  close: () => Promise<void>
}

/** The one place where the server's parts are made and put together. */
export async function createContainer(options: ContainerOptions): Promise<Container> {
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog()
  const data = openDataFolder(options.dataFolder)
  try {
    await finishRestore(data, clock.now())
    const clean = await wasStoppedCleanly(data.database)
    await migrate(
      data.database,
      async () => void (await makeBackup(data, data.backups, clock.now(), 'migration')),
      options.migrations,
    )
    return await assemble(options, clock, log, data, clean)
  } catch (error) {
    data.release()
    throw storageFault(error) ?? error
  }
}

async function assemble(options: ContainerOptions, clock: Clock, log: Log, data: DataFolder, clean: boolean): Promise<Container> {
  const storage = await Storage.open(
    { database: data.database, folder: data.root, log, fatal: options.fatal ?? (() => undefined) },
    clean,
  )
  const { connection, writes } = storage
  const declared = buildRegistry(options.entities ?? ENTITIES)
  await numberFields(connection, declared)
  const custom = await loadCatalog(connection, declared, 1, TIME_ZONE)
  await numberFields(connection, custom.registry)
  const catalog = await loadCatalog(connection, declared, 1, TIME_ZONE)
  const feed = new Feed()
  const rules = new Rules([...RULES, ...(options.rules ?? [])])
  const writer = new RecordWriter(rules, () => feed.publish())
  const readers = new Readers(() => readerThread(data.database), options.readers ?? 2, catalog)
  const office = new Office({ connection, writes, readers, writer, feed, clock, declared, catalog, syncedBy: data.syncedBy })
  const accessLog = new AccessLog(writes, clock)
  const sessions = new Sessions({ db: connection, writes, clock, log: accessLog })
  const files = new FileStore(data.files)
  const backups = new BackupService({
    data,
    connection,
    writes,
    clock,
    log,
    timeZone: TIME_ZONE,
    folder: () => settings.backupFolder(connection),
  })
  const places = lazyPlaces()
  const imports = new ImportService({ office, folder: data.imports, database: data.database, log })
  const bulk = new BulkService({ office, log })
  const recover = async () => {
    await imports.recover()
    await finishMerges(office)
    await bulk.recover()
  }
  // What a kill interrupted is finished before anybody is served; what has to wait for the disk or for a look at the file, is later.
  const recovered = recover().catch((error: unknown) => {
    if (!(error instanceof ServerStopping)) log.error({ error: String(error) }, 'what was interrupted was not finished')
  })
  if (!storage.state.reason) await recovered
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
  const handlers: Handlers = {
    ...settingsHandlers(office, sessions, places, version, host.setupToken),
    ...hostHandlers(office, host, devices, code),
    ...signInHandlers(office, sessions),
    ...peopleHandlers(office, sessions),
    ...roleHandlers(office),
    ...totpHandlers(office, sessions),
    ...handOverHandlers(office, sessions, bulk),
    ...auditHandlers(office, accessLog, data.imports),
    ...recordHandlers(office, accessLog),
    ...viewHandlers(office),
    ...bulkHandlers(office, bulk, places),
    ...fileHandlers(office, files),
    ...activityHandlers(office),
    ...calendarHandlers(office),
    ...dealHandlers(office),
    ...leadHandlers(office),
    ...homeHandlers(office),
    ...customerHandlers(office),
    ...targetHandlers(office),
    ...forecastHandlers(office),
    ...reportHandlers(office, data.imports, () => places().provinces),
    ...backupHandlers(office, backups, options.restart ?? (() => undefined)),
    ...exportHandlers(office, files, data.imports, places),
    ...importHandlers(imports),
    ...printHandlers(office, data.imports, places),
    ...presenceHandlers(office, new Presence(feed, clock)),
    ...duplicateHandlers(office, look),
    ...pasteHandlers(office, places),
    stream: (ctx, _request, http) =>
      openStream(http, {
        feed,
        state: storage.state,
        userId: ctx.userId,
        whileSignedIn: (end) => sessions.watch({ request: http.request, userId: ctx.userId, end }),
      }),
  }
  const housekeeping = new Housekeeping({ office, data, log, look, sessions, integrity: storage.integrity })
  if (options.scheduled ?? true) {
    backups.schedule()
    housekeeping.schedule()
  }
  return {
    office,
    sessions,
    accessLog,
    backups,
    imports,
    bulk,
    housekeeping,
    host,
    devices,
    code,
    handlers,
    log,
    data,
    places,
    onFault: storage.heard,
    staticFolder: options.staticFolder,
    token: options.token ?? randomBytes(32).toString('base64url'),
    close: async () => {
      backups.stop()
      housekeeping.stop()
      sessions.close()
      await storage.stop()
      storage.state.close()
      await look.stop()
      await accessLog.flush()
      await imports.close()
      await bulk.close()
      await recovered
      await office.close()
      await storage.leaveClean()
      data.release()
    },
  }
}

/** A reader thread; beside the bundled server lies the bundled thread. */
function readerThread(database: string): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new Worker(new URL(`./reader-worker.${extension}`, import.meta.url), { workerData: { path: database } })
}

/** The address tables are read when the first address is typed, not when the server starts. */
function lazyPlaces(): () => Places {
  let places: Places | undefined
  return () => {
    places ??= createPlaces(
      JSON.parse(readFileSync(new URL('../resources/addresses/places.json', import.meta.url), 'utf8')) as PlaceTable,
    )
    return places
  }
}
