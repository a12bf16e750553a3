import type pg from 'pg'
import type { Notice } from '../../../core/contract/backup.ts'
import type { Database } from '../database.ts'

/** Settings of a PostgreSQL server without which a power cut loses or spoils what was saved (postgresql.org/docs/18/runtime-config-wal.html). */
const NEEDED = ['fsync', 'full_page_writes'] as const

export type Durability = { off: (typeof NEEDED)[number][]; checksums: boolean }

/** How the database's server is set as to what a power cut or a bad disk does to it. */
export async function durabilityOf(db: Pick<Database, 'all'>): Promise<Durability> {
  const names = [...NEEDED, 'data_checksums']
  const rows = await db.all<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in (${names.map(() => '?').join(', ')})`,
    names,
  )
  const isOn = (name: string) => rows.some((row) => row.name === name && row.setting === 'on')
  return { off: NEEDED.filter((name) => !isOn(name)), checksums: isOn('data_checksums') }
}

/** What whoever runs the office is told of settings that endanger it, for as long as they stand. */
export async function durabilityNotices(db: Database): Promise<Notice[]> {
  if (db.engine !== 'postgres') return []
  const { off } = await durabilityOf(db)
  return off.length > 0 ? [{ code: 'notice.database_unsafe', params: { settings: off.join(', ') } }] : []
}

/** “Saved” means on the disk, whatever the server or the role is set to. Waiting for a replica, too, is left as it is. */
const SYNCHRONOUS =
  "select set_config('synchronous_commit', case when current_setting('synchronous_commit') = 'remote_apply' then 'remote_apply' else 'on' end, false)"

/** Makes a session wait for the disk at each commit, and reads that back. Throws where it cannot be had. */
export async function waitForDisk(client: pg.ClientBase): Promise<void> {
  await client.query(SYNCHRONOUS)
  const { rows } = await client.query('show synchronous_commit')
  const { synchronous_commit: is } = rows[0] as { synchronous_commit: string }
  if (is !== 'on' && is !== 'remote_apply') throw new Error(`synchronous_commit=on could not be set, it is ${is}`)
}
