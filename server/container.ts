import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { EntityDef } from '../core/entities/entity.ts'
import { buildRegistry, ENTITIES } from '../core/entities/registry.ts'
import { createPlaces, type Places, type PlaceTable } from '../core/thai/places.ts'
import { AccessLog } from './access/access-log.ts'
import { ApiKeys } from './access/api-keys.ts'
import { RateLimit } from './access/rate-limit.ts'
import { Sessions } from './access/sessions.ts'
import { BackupService } from './backup/backup-service.ts'
import { finishRestore, makeBackup } from './backup/backups.ts'
import { Feed } from './changes/feed.ts'
import { Presence } from './changes/presence.ts'
import { type Clock, systemClock } from './clock.ts'
import { type DataFolder, openDataFolder } from './db/data-folder.ts'
import { type Migration, migrate } from './db/migrate.ts'
import { Readers } from './db/readers.ts'
import { SqliteConnection } from './db/sqlite-connection.ts'
import { WriteQueue } from './db/write-queue.ts'
import { activityHandlers } from './features/activities/handlers.ts'
import { apiKeyHandlers } from './features/api/key-handlers.ts'
import { webhookHandlers } from './features/api/webhook-handlers.ts'
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
import { type Resolve, systemResolve } from './webhooks/post.ts'
import { SecretBox } from './webhooks/secrets.ts'
import { WebhookSender } from './webhooks/sender.ts'

export type ContainerOptions = {
  dataFolder: string
  clock?: Clock
  log?: Log
  token?: string
  staticFolder?: string
  version?: string
  /** Called when the server must be started anew (a restore waits to be swapped in). */
  restart?: () => void
  /** Tests add a throw-away entity with its migration and rules. */
  entities?: readonly EntityDef[]
  migrations?: readonly Migration[]
  rules?: readonly Rule[]
  readers?: number
  /** Tests stand in for this PC's network. */
  addresses?: () => OwnAddress[]
  /** Told when the setup token that was shown is over. */
  setupTokenRenewed?: () => void
  /** Tests stand in for the names of the internet. */
  resolve?: Resolve
  /** The nightly backup; off in tests that do not look at it. */
  scheduled?: boolean
}

export type Container = {
  office: Office
  sessions: Sessions
  keys: ApiKeys
  rates: RateLimit
  accessLog: AccessLog
  backups: BackupService
  imports: ImportService
  bulk: BulkService
  housekeeping: Housekeeping
  webhooks: WebhookSender
  host: LanHost
  devices: Devices
  code: PairingCode
  handlers: Handlers
  log: Log
  token: string
  data: DataFolder
  staticFolder: string | undefined
  places: () => Places
  close: () => Promise<void>
}

/** The one place where the server's parts are made and put together. */
export async function createContainer(options: ContainerOptions): Promise<Container> {
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog()
  const data = openDataFolder(options.dataFolder)
  try {
    await finishRestore(data, clock.now())
    await migrate(
      data.database,
      async () => void (await makeBackup(data, data.backups, clock.now(), 'migration')),
      options.migrations,
    )
    return await assemble(options, clock, log, data)
  } catch (error) {
    data.release()
    throw error
  }
}

async function assemble(options: ContainerOptions, clock: Clock, log: Log, data: DataFolder): Promise<Container> {
  const connection = new SqliteConnection(data.database)
  const writes = new WriteQueue(connection)
  const declared = buildRegistry(options.entities ?? ENTITIES)
  await writes.run((tx) => numberFields(tx, declared))
  const custom = await loadCatalog(connection, declared, 1, TIME_ZONE)
  await writes.run((tx) => numberFields(tx, custom.registry))
  const catalog = await loadCatalog(connection, declared, 1, TIME_ZONE)
  const feed = new Feed()
  const rules = new Rules([...RULES, ...(options.rules ?? [])])
  const writer = new RecordWriter(rules, () => feed.publish())
  const readers = new Readers(() => readerThread(data.database), options.readers ?? 2, catalog)
  const office = new Office({ connection, writes, readers, writer, feed, clock, declared, catalog })
  const accessLog = new AccessLog(writes, clock)
  const keys = new ApiKeys({ db: connection, writes, clock, log: accessLog })
  const sessions = new Sessions({ db: connection, writes, clock, log: accessLog, keys })
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
  await imports.recover()
  await finishMerges(office)
  const bulk = new BulkService({ office, log })
  await bulk.recover()
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
  const box = new SecretBox(join(data.root, 'secrets.key'))
  const webhooks = new WebhookSender({ office, box, log, resolve: options.resolve ?? systemResolve })
  const handlers: Handlers = {
    ...settingsHandlers(office, sessions, places, version, host.setupToken),
    ...hostHandlers(office, host, devices, code),
    ...signInHandlers(office, sessions),
    ...peopleHandlers(office, sessions),
    ...roleHandlers(office),
    ...webhookHandlers(office, box, webhooks),
    ...apiKeyHandlers(office, keys, sessions, version),
    ...totpHandlers(office, sessions),
    ...handOverHandlers(office, sessions, bulk),
    ...auditHandlers(office, { log: accessLog, keys }, data.imports),
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
        userId: ctx.userId,
        whileSignedIn: (end) => sessions.watch({ request: http.request, userId: ctx.userId, end }),
      }),
  }
  const housekeeping = new Housekeeping({ office, data, log, look, sessions })
  if (options.scheduled ?? true) {
    backups.schedule()
    housekeeping.schedule()
    webhooks.schedule()
  }
  return {
    office,
    sessions,
    keys,
    rates: new RateLimit(clock),
    accessLog,
    backups,
    imports,
    bulk,
    housekeeping,
    webhooks,
    host,
    devices,
    code,
    handlers,
    log,
    data,
    places,
    staticFolder: options.staticFolder,
    token: options.token ?? randomBytes(32).toString('base64url'),
    close: async () => {
      backups.stop()
      housekeeping.stop()
      sessions.close()
      await webhooks.stop()
      await look.stop()
      await keys.flush()
      await accessLog.flush()
      await imports.close()
      await bulk.close()
      await office.close()
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
