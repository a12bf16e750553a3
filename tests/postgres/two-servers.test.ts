import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverReady, spawnServer } from '../../scripts/server-child.ts'
import { hashPassword } from '../../server/access/passwords.ts'
import { POSTGRES, testDatabase } from '../support/postgres.ts'
import { company } from '../support/test-office.ts'

const PASSWORD = 'ต้มยำกุ้งน้ำข้น 49 หม้อ'
const TOKEN = 'one-token-for-both-servers'
const WRITERS = 20
const EACH = 10

describe('two servers of one PostgreSQL office', { timeout: 120_000 }, () => {
  let folder: string
  let database: { url: string; drop: () => Promise<void> }
  const servers: { child: ChildProcess; port: number }[] = []

  const start = async () => {
    process.env.DATABASE_URL = database.url
    const child = spawnServer({ dataFolder: join(folder, 'data'), port: 0, demo: false, built: true, token: TOKEN })
    delete process.env.DATABASE_URL
    const { port } = await serverReady(child)
    servers.push({ child, port })
  }
  const ask = async <T>(
    at: number,
    method: string,
    path: string,
    body?: unknown,
    { key, cookie }: { key?: string | undefined; cookie?: string | undefined } = {},
  ): Promise<T> => {
    const reply = await fetch(`http://127.0.0.1:${servers[at]?.port}${path}`, {
      method,
      headers: {
        'x-samphan-token': TOKEN,
        ...(key && { 'idempotency-key': key }),
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
    return (await reply.json()) as T
  }
  const create = (at: number, name: string, key?: string) =>
    ask<{ id: string }>(at, 'POST', '/api/records/customer', { values: { name: company(name) } }, { key })
  const onDatabase = async <T>(sql: string, params: unknown[] = []): Promise<T> => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query(sql, params)
    await client.end()
    return rows[0] as T
  }
  const wal = async () => (await onDatabase<{ at: string }>('select pg_current_wal_insert_lsn()::text as at')).at
  /** Somebody who sells, signed in at a server. */
  const signedIn = async (at: number): Promise<{ id: string; cookie: string }> => {
    const id = randomUUID()
    const columns = '(id, name, nick, role, password_hash, created_at)'
    const row = [id, 'หน่อย', 'หน่อย', 'manager', await hashPassword(PASSWORD), new Date().toISOString()]
    await onDatabase(`insert into "user" ${columns} values ($1, $2, $3, $4, $5, $6)`, row)
    const reply = await fetch(`http://127.0.0.1:${servers[at]?.port}/api/session`, {
      method: 'POST',
      headers: { 'x-samphan-token': TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify({ userId: id, password: PASSWORD }),
    })
    return { id, cookie: reply.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  }
  const titles = async (at: number) => {
    const all: string[] = []
    let after: string | undefined
    do {
      const page = await ask<{ rows: { title: string }[]; next?: string }>(at, 'POST', '/api/records/customer/list', {
        limit: 200,
        ...(after && { after }),
      })
      all.push(...page.rows.map((row) => row.title))
      after = page.next
    } while (after)
    return all
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samphan-two-'))
    database = await testDatabase(process.env[POSTGRES] ?? '')
    await start()
    await start()
    await ask(0, 'POST', '/api/setup', { company: { name: 'สองเครื่อง' }, language: 'th', ownerName: 'เอก' })
  })
  afterAll(async () => {
    for (const { child } of servers) child.kill('SIGKILL')
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })

  it('show each other’s changes at once, to windows that listen at either, and share the configuration', async () => {
    const stream = await fetch(`http://127.0.0.1:${servers[1]?.port}/api/stream`, { headers: { 'x-samphan-token': TOKEN } })
    const reader = stream.body?.getReader()
    const decoder = new TextDecoder()
    const heard = async (event: string): Promise<number> => {
      const began = performance.now()
      for (;;) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) throw new Error('the stream ended')
        if (decoder.decode(value).includes(`event: ${event}`)) return performance.now() - began
      }
    }
    await heard('here')
    const waiting = heard('changed')
    const { id } = await create(0, 'เห็นกันทันที')
    expect(await waiting).toBeLessThan(5_000)
    expect(await ask<{ title: string }>(1, 'GET', `/api/records/customer/${id}`)).toMatchObject({
      title: expect.stringContaining('เห็นกันทันที'),
    })
    await reader?.cancel()
    const field = await ask<{ key: string }>(0, 'PUT', '/api/fields/customer', {
      labelTh: 'ทำเล',
      labelEn: 'Spot',
      kind: 'text',
      filterable: true,
    })
    await expect
      .poll(() =>
        ask(1, 'PATCH', `/api/records/customer/${id}`, { version: 1, values: { [field.key]: 'หัวมุม' } }).then(
          () => 'taken',
          (error: Error) => error.message.slice(0, 80),
        ),
      )
      .toBe('taken')
  })

  it('know of each other who is at a record, who edits it, and when he left or his server was stopped', async () => {
    const { id } = await create(0, 'ดูพร้อมกัน')
    const seller = await signedIn(1)
    const owner = (await ask<{ user: { id: string } }>(0, 'GET', '/api/session')).user.id
    const enter = (at: number, editing: boolean, cookie?: string) =>
      ask<{ others: unknown[] }>(at, 'PUT', `/api/presence/window-of-${at}`, { entity: 'customer', id, editing }, { cookie })
    const seenByOwner = () => enter(0, false).then(({ others }) => others)
    await enter(1, false, seller.cookie)
    await expect.poll(seenByOwner).toEqual([{ userId: seller.id, editing: false }])
    expect((await enter(1, true, seller.cookie)).others).toEqual([{ userId: owner, editing: false }])
    await expect.poll(seenByOwner).toEqual([{ userId: seller.id, editing: true }])
    // Who says again that he is still there is written nowhere; what the servers note by themselves may come in between now and then.
    const written = async () => {
      const before = await wal()
      for (let times = 0; times < 5; times += 1) await enter(1, true, seller.cookie)
      return (await wal()) !== before
    }
    await expect.poll(written).toBe(false)
    await ask(1, 'DELETE', `/api/presence/window-of-1?entity=customer&id=${id}`, undefined, { cookie: seller.cookie })
    await expect.poll(seenByOwner).toEqual([])
    // A server that starts later asks those that run.
    await start()
    expect((await enter(2, false, seller.cookie)).others).toEqual([{ userId: owner, editing: false }])
    await expect.poll(seenByOwner).toEqual([{ userId: seller.id, editing: false }])
    servers.pop()?.child.kill('SIGTERM')
    await expect.poll(seenByOwner, { timeout: 10_000 }).toEqual([])
  })

  it('write side by side: neither has to ask twice, and the chain of the log holds', async () => {
    const made = await Promise.all(
      Array.from({ length: 2 * WRITERS }, async (_, writer) => {
        const codes: unknown[] = []
        for (let at = 0; at < EACH; at += 1) {
          const { id } = await create(writer % 2, `พร้อมกัน ${writer}-${at}`)
          codes.push((await ask<{ code: string }>(writer % 2, 'GET', `/api/records/customer/${id}`)).code)
        }
        return codes
      }),
    )
    expect(new Set(made.flat()).size).toBe(2 * WRITERS * EACH)
    await ask(0, 'POST', '/api/audit/check', {})
    await expect
      .poll(() => ask<{ checked?: { holds: boolean } }>(0, 'GET', '/api/audit').then(({ checked }) => checked?.holds), {
        timeout: 20_000,
      })
      .toBe(true)
  })

  it('do not overwrite each other: of two edits of one version one is told so', async () => {
    const { id } = await create(0, 'แก้พร้อมกัน')
    const edits = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) =>
        ask(at % 2, 'PATCH', `/api/records/customer/${id}`, { version: 1, values: { needs: `ครั้งที่ ${at}` } }),
      ),
    )
    expect(edits.filter((edit) => edit.status === 'fulfilled')).toHaveLength(1)
    expect((await ask<{ version: number }>(1, 'GET', `/api/records/customer/${id}`)).version).toBe(2)
  })

  it('lose nothing and do nothing twice when one of them is killed under load, and the other takes over the house', async () => {
    const acknowledged: string[] = []
    const killed = new Promise((resolve) => setTimeout(resolve, 400)).then(() => {
      servers[0]?.child.kill('SIGKILL')
    })
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let at = 0; at < EACH; at += 1) {
          const name = `ภาระ ${writer}-${at}`
          const key = randomUUID()
          // As windows do: the same command under its key until somebody answers, at whichever server does.
          for (let tries = 0; ; tries += 1) {
            try {
              await create((writer + tries) % 2, name, key)
              acknowledged.push(name)
              break
            } catch (error) {
              if (tries > 40) throw error
              await new Promise((resolve) => setTimeout(resolve, 50))
            }
          }
        }
      }),
    )
    await killed
    expect(acknowledged).toHaveLength(WRITERS * EACH)
    const there = (await titles(1)).filter((title) => title.includes('ภาระ'))
    expect(there).toHaveLength(WRITERS * EACH)
    expect(new Set(there).size).toBe(WRITERS * EACH)
  })
})
