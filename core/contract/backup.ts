import { z } from 'zod'
import { Done } from './office.ts'
import { defineRoutes } from './route.ts'

/** How many generations are kept: all of the last days, then one a day, one a week, one a month. */
export const Keeping = z.strictObject({
  allDays: z.int().min(1).max(31),
  daily: z.int().min(0).max(366),
  weekly: z.int().min(0).max(260),
  monthly: z.int().min(0).max(120),
})
export type Keeping = z.infer<typeof Keeping>

const Folder = z.string().trim().min(1).max(500)

/** When backups are made, into which folders, and for how long they are kept; what the office set about its backups. */
export const BackupPlan = z.strictObject({
  /** None: the folder beside the data. */
  targets: z.array(Folder).max(5),
  /** The office's local time, `01:30`. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  keep: Keeping,
  /** The office wants no backup that is not encrypted. */
  encrypted: z.boolean(),
})
export type BackupPlan = z.infer<typeof BackupPlan>

const Params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** How a restore of the backup just made went: what was counted, or at what it failed. */
export const Drill = z.object({
  at: z.string(),
  ms: z.number(),
  ok: z.boolean(),
  tables: z.number().optional(),
  rows: z.number().optional(),
  files: z.number().optional(),
  /** Of the chain over the logs. */
  entries: z.number().optional(),
  /** A refusal's code, with its parameters, when it is not all there. */
  problem: z.string().optional(),
  params: Params.optional(),
})
export type Drill = z.infer<typeof Drill>

export const BackupRun = z.object({
  at: z.string(),
  kind: z.string(),
  folder: z.string(),
  /** `good`: written; `failed`: not written; `bad`: written, and could not be restored. */
  state: z.string(),
  file: z.string().optional(),
  bytes: z.number().optional(),
  /** Files that records name and that were gone or damaged in the office itself. */
  missing: z.number().optional(),
  /** A refusal's code, with its parameters. */
  error: z.string().optional(),
  params: Params.optional(),
  drill: Drill.optional(),
})
export type BackupRun = z.infer<typeof BackupRun>

export const BackupFile = z.object({
  folder: z.string(),
  name: z.string(),
  at: z.string(),
  kind: z.string(),
  bytes: z.number(),
  version: z.number(),
  counts: z.record(z.string(), z.number()),
  files: z.number(),
  encrypted: z.boolean(),
  /** It takes the passphrase: the key that is kept on this PC does not open it. */
  asks: z.boolean(),
  /** Made by a newer product than this one. */
  newer: z.boolean(),
  drill: Drill.optional(),
})
export type BackupFile = z.infer<typeof BackupFile>

export const BackupWork = z.object({
  what: z.enum(['make', 'drill', 'restore']),
  done: z.number(),
  total: z.number(),
})
export type BackupWork = z.infer<typeof BackupWork>

const Chosen = z.strictObject({
  folder: Folder,
  name: z.string().max(200),
  passphrase: z.string().max(500).optional(),
})

/** What everybody whom it concerns should see on every screen, whatever he is doing. */
export const Notice = z.object({ code: z.string(), params: Params, at: z.string().optional() })
export type Notice = z.infer<typeof Notice>

/** Backups, and the way back from one. */
export const backupRoutes = defineRoutes({
  notices: { method: 'GET', path: '/api/notices', permission: 'signed-in', reply: z.object({ notices: z.array(Notice) }) },
  /** Puts back into a record that was found damaged what was saved in it last. */
  putBackSaved: {
    method: 'POST',
    path: '/api/damaged/put-back',
    permission: 'admin',
    body: z.strictObject({ entity: z.string().max(60), id: z.string().max(60) }),
    reply: Done,
  },
  /** Puts back a setting that was found damaged as it was saved last, or keeps it as it is now. */
  settleSetting: {
    method: 'POST',
    path: '/api/damaged/settings',
    permission: 'admin',
    body: z.strictObject({ area: z.string().max(60), item: z.string().max(60), keep: z.boolean() }),
    reply: Done,
  },
  /** Whoever runs the office has read that saves are missing: it is told no longer. */
  lostSavesSeen: { method: 'POST', path: '/api/notices/saves-lost/seen', permission: 'admin', reply: Done },
  backupStatus: {
    method: 'GET',
    path: '/api/backup',
    permission: 'admin',
    reply: z.object({
      plan: BackupPlan,
      defaultFolder: z.string(),
      /** Whether the next backup is encrypted. */
      encrypted: z.boolean(),
      targets: z.array(z.object({ folder: z.string(), sameDisk: z.boolean(), there: z.boolean(), last: BackupRun.optional() })),
      lastGood: BackupRun.optional(),
      late: z.boolean(),
      /** The PostgreSQL database keeps no checksums: a disk that gives back other data goes unnoticed. */
      unchecked: z.boolean(),
      work: BackupWork.optional(),
      files: z.array(BackupFile),
    }),
  },
  saveBackupPlan: {
    method: 'PUT',
    path: '/api/backup/plan',
    permission: 'admin',
    body: BackupPlan.omit({ encrypted: true }),
    reply: Done,
  },
  setBackupPassphrase: {
    method: 'PUT',
    path: '/api/backup/passphrase',
    permission: 'admin',
    /** Without one, backups are no longer encrypted. */
    body: z.strictObject({ passphrase: z.string().max(500).nullable() }),
    reply: Done,
  },
  runBackup: { method: 'POST', path: '/api/backup', permission: 'admin', body: z.strictObject({}), reply: BackupRun },
  /** Opens a backup beside the living office, on this PC alone, to be looked at. */
  lookIntoBackup: {
    method: 'POST',
    path: '/api/backup/look',
    permission: 'admin',
    body: Chosen,
    reply: z.object({ port: z.int(), token: z.string() }),
  },
  /** Copies one backup with every file it needs into a folder, from where it can be restored alone. */
  carryBackup: {
    method: 'POST',
    path: '/api/backup/carry',
    permission: 'admin',
    body: Chosen.omit({ passphrase: true }).extend({ to: Folder }),
    reply: z.object({ folder: z.string() }),
  },
  /** Ends the copy that this is; a living office has nothing to close. */
  closeCopy: { method: 'POST', path: '/api/copy/close', permission: 'signed-in', body: z.strictObject({}), reply: Done },
  /** Begins; how far it is, `restoreState` tells. */
  restoreBackup: { method: 'POST', path: '/api/backup/restore', permission: 'admin', body: Chosen, reply: Done },
  /** For who runs the office, and for anybody while it is nobody's. */
  restoreState: {
    method: 'GET',
    path: '/api/backup/restore',
    permission: 'anyone',
    reply: z.object({
      state: z.enum(['none', 'running', 'ready', 'failed']),
      done: z.number(),
      total: z.number(),
      counts: z.record(z.string(), z.number()).optional(),
      savedAs: z.string().optional(),
      error: z.string().optional(),
      params: Params.optional(),
    }),
  },
  /** What a new installation finds in a folder. Over the network it takes the setup token, as founding an office does. */
  findBackups: {
    method: 'POST',
    path: '/api/setup/backups',
    permission: 'anyone',
    body: z.strictObject({ folder: Folder, token: z.string().max(100).optional() }),
    reply: z.object({ files: z.array(BackupFile) }),
  },
  restoreFirst: {
    method: 'POST',
    path: '/api/setup/restore',
    permission: 'anyone',
    body: Chosen.extend({ token: z.string().max(100).optional() }),
    reply: Done,
  },
})
