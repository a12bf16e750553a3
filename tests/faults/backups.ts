import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { serverReady, spawnServer, stopServer } from '../../scripts/server-child.ts'
import { readBackupKey } from '../../server/backup/cipher.ts'
import { readGeneration } from '../../server/backup/manifest.ts'
import { finishRestore, prepareRestore } from '../../server/backup/restore.ts'
import { dataPaths } from '../../server/db/data-folder.ts'
import { type Times, timesOf } from '../bench/measure.ts'

export type BackupFigures = {
  backups: number
  /** Restored by the shipped code and found to be what they must be. */
  restored: number
  drillsKept: number
  drillsGood: number
  clients: number
  acknowledged: number
  failedWrites: number
  backupMs: Times
  /** Writes before the first backup, between backups (while they are tried), and while one is made. */
  writeMs: { alone: Times; between: Times; duringBackup: Times }
  problems: string[]
}
type Options = { backups: number; clients: number; calmMs?: number }

/**
 * Backs an office up again and again, encrypted, while clients write, restores each backup by the product's own code and holds it against
 * what the clients were told: every write acknowledged before the backup began is in it, and what is in it is the history up to one instant.
 */
export async function backups({ backups: wanted, clients, calmMs = 3_000 }: Options): Promise<BackupFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'samphan-backups-'))
  const server = spawnServer({ dataFolder: join(folder, 'data'), port: 0, demo: true })
  try {
    const { port, token } = await serverReady(server)
    const office = new Office(port, token)
    await office.call('PUT', '/api/backup/passphrase', { passphrase: 'four words that differ' })
    const load = new Load(office, clients)
    load.start()
    await pause(Math.max(calmMs, ALONE_MS))
    load.alone = false
    const problems: string[] = []
    let restored = 0
    const backupMs: number[] = []
    for (let at = 0; at < wanted; at += 1) {
      const known = load.acknowledged()
      const began = performance.now()
      load.during = true
      const run = await office.call<{ folder: string; file: string }>('POST', '/api/backup', {})
      load.during = false
      backupMs.push(performance.now() - began)
      const found = await check(folder, run, known)
      if (found.length === 0) restored += 1
      problems.push(...found.map((problem) => `backup ${at + 1} (${run.file}): ${problem}`))
      await pause(calmMs / 4)
    }
    await load.stop()
    const drills = await settledDrills(office, wanted)
    return {
      backups: wanted,
      restored,
      drillsKept: drills.length,
      drillsGood: drills.filter(({ ok }) => ok).length,
      clients,
      acknowledged: load.acknowledged().reduce((sum, each) => sum + each, 0),
      failedWrites: load.failed,
      backupMs: timesOf(backupMs),
      writeMs: { alone: timesOf(load.before), between: timesOf(load.calm), duringBackup: timesOf(load.busy) },
      problems: problems.slice(0, 20),
    }
  } finally {
    await stopServer(server)
    rmSync(folder, { recursive: true, force: true })
  }
}

const ALONE_MS = 10_000

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

class Office {
  readonly #base: string
  readonly #token: string

  constructor(port: number, token: string) {
    this.#base = `http://127.0.0.1:${port}`
    this.#token = token
  }

  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const reply = await fetch(this.#base + path, {
      method,
      headers: { 'x-samphan-token': this.#token, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
    return (await reply.json()) as T
  }
}

/** Clients that each write one customer after another, named by who wrote it and which of his it is. */
class Load {
  during = false
  alone = true
  failed = 0
  readonly before: number[] = []
  readonly calm: number[] = []
  readonly busy: number[] = []
  readonly #office: Office
  readonly #written: number[]
  #running = true
  #clients: Promise<void>[] = []

  constructor(office: Office, clients: number) {
    this.#office = office
    this.#written = Array.from({ length: clients }, () => 0)
  }

  start(): void {
    this.#clients = this.#written.map((_, client) => this.#write(client))
  }

  async #write(client: number): Promise<void> {
    while (this.#running) {
      const name = `c${client}-${(this.#written[client] ?? 0) + 1}-x`
      const began = performance.now()
      const begunDuring = this.during
      try {
        await this.#office.call('POST', '/api/records/customer', { values: { name: { type: 'company', form: 'limited', name } } })
        this.#written[client] = (this.#written[client] ?? 0) + 1
        if (this.alone) this.before.push(performance.now() - began)
        else if (begunDuring || this.during) this.busy.push(performance.now() - began)
        else this.calm.push(performance.now() - began)
      } catch {
        this.failed += 1
      }
      // As people at screens do, not as fast as the machine can.
      await pause(20 + Math.random() * 60)
    }
  }

  /** How many writes of each client were acknowledged by now. */
  acknowledged(): number[] {
    return [...this.#written]
  }

  async stop(): Promise<void> {
    this.#running = false
    await Promise.all(this.#clients)
  }
}

/** Restores a backup by the shipped code and says what in it is not as it must be. */
async function check(folder: string, run: { folder: string; file: string }, known: readonly number[]): Promise<string[]> {
  const kept = readBackupKey(dataPaths(join(folder, 'data')).backupKey)
  const paths = dataPaths(join(folder, 'restored'))
  const problems: string[] = []
  try {
    await prepareRestore(paths, { generation: await readGeneration(run.folder, run.file), key: kept })
    await finishRestore(paths, new Date())
    const db = new Sqlite(paths.database, { readonly: true })
    try {
      if (db.pragma('integrity_check', { simple: true }) !== 'ok') problems.push('integrity_check')
      if ((db.pragma('foreign_key_check') as unknown[]).length > 0) problems.push('foreign_key_check')
      const one = (sql: string) => Number(db.prepare(sql).pluck().get())
      const names = db.prepare("select json_extract(name, '$.name') from customer").pluck().all() as string[]
      const present = new Set(names)
      for (const [client, count] of known.entries()) {
        const numbers = names
          .filter((name) => name?.startsWith(`c${client}-`) && name.endsWith('-x'))
          .map((name) => Number(name.split('-')[1]))
        for (let at = 1; at <= count; at += 1)
          if (!present.has(`c${client}-${at}-x`)) problems.push(`acknowledged before it began and not in it: c${client}-${at}`)
        if (Math.max(0, ...numbers) !== numbers.length) problems.push(`a gap in what client ${client} wrote`)
      }
      // One instant of the history: no entry left out, the row of every entry and the entry of every row there.
      if (one('select count(*) from change') !== one('select max(seq) - min(seq) + 1 from change'))
        problems.push('a gap in the change log')
      const orphans = one(
        "select count(*) from customer c where not exists (select 1 from change h where h.record_id = c.id and h.action = 'create')",
      )
      if (orphans > 0) problems.push(`${orphans} customers without their entry`)
      const lost = one(
        "select count(*) from change h where h.entity = 'customer' and h.action = 'create' and not exists (select 1 from customer c where c.id = h.record_id)",
      )
      if (lost > 0) problems.push(`${lost} entries without their customer`)
      if (one('select count(*) from audit_chain') !== one('select n from audit_head'))
        problems.push('the chain and its head differ')
    } finally {
      db.close()
    }
  } catch (error) {
    problems.push(String(error))
  } finally {
    rmSync(paths.root, { recursive: true, force: true })
  }
  return problems
}

/** The product's own trials: how each went, once all are over. */
async function settledDrills(office: Office, wanted: number): Promise<{ ok: boolean }[]> {
  for (let tries = 0; ; tries += 1) {
    const { files, work } = await office.call<{ files: { drill?: { ok: boolean } }[]; work?: object }>('GET', '/api/backup')
    const drills = files.flatMap(({ drill }) => (drill ? [drill] : []))
    if ((drills.length >= wanted && !work) || tries > 300) return drills
    await pause(1000)
  }
}
