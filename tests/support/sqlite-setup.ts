import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaveCleanMark } from '../../server/db/clean-stop.ts'
import { migrate } from '../../server/db/migrate.ts'

/** Where an office's empty tables lie, of which every test's database is a copy. */
const TEMPLATE = 'SAMPHAN_TEST_SQLITE'

/** Makes an office's empty tables once for the whole run: each migration waits for the disk. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-template-'))
  const file = join(folder, 'samphan.db')
  await migrate(file, async () => undefined)
  process.env[TEMPLATE] = file
  return () => rm(folder, { recursive: true, force: true })
}

/** Begins a data folder with the run's empty tables, where the run made some. */
export async function copyTemplate(dataFolder: string): Promise<void> {
  const template = process.env[TEMPLATE]
  if (template === undefined) return
  const database = join(dataFolder, 'samphan.db')
  await mkdir(dataFolder, { mode: 0o700 })
  await copyFile(template, database)
  await leaveCleanMark(database)
}
