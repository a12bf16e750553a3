import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupFile, BackupRun, Notice } from '../../core/contract/backup.ts'
import type { Person, Reply, TestOffice } from './test-office.ts'

export const PASSPHRASE = 'น้ำตก กระต่าย ดินสอ สะพาน'
export const KEEP = { allDays: 2, daily: 14, weekly: 8, monthly: 12 }
export type Status = {
  files: BackupFile[]
  lastGood?: BackupRun
  late: boolean
  encrypted: boolean
  targets: { folder: string; sameDisk: boolean }[]
}

/** An office’s backups, as who runs it makes them and brings them back. */
export class Backups {
  readonly #office: TestOffice

  constructor(office: TestOffice) {
    this.#office = office
  }

  inData(...path: string[]): string {
    return join(this.#office.folder, 'data', ...path)
  }

  status(): Promise<Status> {
    return this.#office.owner.get('/api/backup')
  }

  async notices(person: Person = this.#office.owner): Promise<Notice[]> {
    const { notices } = await person.get<{ notices: Notice[] }>('/api/notices')
    // The test run's PostgreSQL does not wait for the disk.
    return notices.filter(({ code }) => code !== 'notice.database_unsafe')
  }

  goTo(...targets: string[]): Promise<unknown> {
    return this.#office.request('PUT', '/api/backup/plan', { targets, time: '01:30', keep: KEEP })
  }

  encrypt(passphrase: string | null): Promise<unknown> {
    return this.#office.request('PUT', '/api/backup/passphrase', { passphrase })
  }

  /** Backs up now and waits for the trial. */
  async make(): Promise<BackupRun & { file: string; path: string }> {
    const run = await this.#office.owner.post<BackupRun & { file: string }>('/api/backup')
    await this.#office.container.backups.settled()
    return { ...run, path: join(run.folder, run.file) }
  }

  /** Brings a backup back as the window does; the refusal where it was refused. */
  async restore(
    run: { folder: string; file: string },
    passphrase?: string,
  ): Promise<Reply<{ code?: string; counts?: Record<string, number> }>> {
    const begun = await this.#office.owner.request('POST', '/api/backup/restore', {
      folder: run.folder,
      name: run.file,
      ...(passphrase && { passphrase }),
    })
    if (begun.status >= 300) return begun
    await this.#office.container.restores.finished().catch(() => undefined)
    const state = await this.#office.owner.get<{ error?: string; counts?: Record<string, number> }>('/api/backup/restore')
    return state.error ? { status: 422, body: { code: state.error } } : { status: 200, body: state }
  }

  async titles(): Promise<string[]> {
    return (await this.#office.owner.list('customer')).rows.map((row) => row.title).sort()
  }
}

/** Alters one byte of a file. */
export function flip(path: string, where: number): void {
  const bytes = readFileSync(path)
  const at = Math.floor(bytes.length * where)
  bytes[at] = (bytes[at] ?? 0) ^ 0x20
  writeFileSync(path, bytes)
}

/** Takes the end off a file. */
export function cut(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.subarray(0, bytes.length - 3000))
}
