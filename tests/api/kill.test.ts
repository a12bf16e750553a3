import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportRun } from '../../core/contract/imports.ts'
import { serverReady, spawnServer } from '../../scripts/server-child.ts'

const ROWS = 6_000

describe('a server that is killed', { timeout: 60_000 }, () => {
  let folder: string
  let child: ChildProcess
  let address: { port: number; token: string }

  const start = async () => {
    child = spawnServer({ dataFolder: join(folder, 'data'), port: 0, demo: false, built: true })
    address = await serverReady(child)
  }
  const kill = () =>
    new Promise<void>((ended) => {
      child.once('exit', () => ended())
      child.kill('SIGKILL')
    })
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const raw = Buffer.isBuffer(body)
    const reply = await fetch(`http://127.0.0.1:${address.port}${path}`, {
      method,
      headers: {
        'x-samphan-token': address.token,
        ...(body !== undefined && { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body !== undefined && { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
    })
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
    return (await reply.json()) as T
  }
  const settled = async (id: string, working: string): Promise<ImportRun> => {
    for (;;) {
      const run = await ask<ImportRun>('GET', `/api/imports/${id}`)
      if (run.state !== working) return run
      await new Promise((resume) => setTimeout(resume, 20))
    }
  }
  const count = async () => (await ask<{ count: number }>('POST', '/api/records/customer/count', {})).count

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samphan-kill-'))
    await start()
    await ask('POST', '/api/setup', { company: { name: 'ไฟดับบ่อย' }, language: 'th', ownerName: 'เอก' })
  })
  afterAll(async () => {
    await kill()
    await rm(folder, { recursive: true, force: true })
  })

  it('in the middle of an import has every row of it once after the next start', async () => {
    const rows = Array.from({ length: ROWS }, (_, at) => `ร้านค้าเลขที่ ${at},08${String(30_000_000 + at)}`)
    const uploaded = await ask<ImportRun>(
      'POST',
      `/api/imports/customer?name=${encodeURIComponent('มาก.csv')}`,
      Buffer.from(`ชื่อลูกค้า,เบอร์โทร\n${rows.join('\n')}\n`),
    )
    await ask('POST', `/api/imports/${uploaded.id}/check`, { ...uploaded.definition, match: [] })
    expect((await settled(uploaded.id, 'checking')).counts).toMatchObject({ add: ROWS })
    await ask('POST', `/api/imports/${uploaded.id}/apply`, {})
    while ((await count()) < ROWS / 10) await new Promise((resume) => setTimeout(resume, 5))
    await kill()
    await start()
    // After a kill the file is looked through before anything is written, and people can read meanwhile.
    expect((await settled(uploaded.id, 'applying')).state).toBe('done')
    expect(await count()).toBe(ROWS)
    const numbers = new Set<string>()
    let after: string | undefined
    do {
      const page = await ask<{ rows: { phones: { e164: string }[] }[]; next?: string }>('POST', '/api/records/customer/list', {
        limit: 200,
        columns: ['phones'],
        ...(after && { after }),
      })
      for (const row of page.rows) for (const phone of row.phones) numbers.add(phone.e164)
      after = page.next
    } while (after)
    expect(numbers.size).toBe(ROWS)
  })

  it('answers what it had begun when it is asked to stop, and does not wait for windows that only listen', async () => {
    const stream = await fetch(`http://127.0.0.1:${address.port}/api/stream`, {
      headers: { 'x-samphan-token': address.token },
    })
    const listened = stream.body?.getReader()
    await listened?.read()
    const answers = Array.from({ length: 40 }, (_, at) =>
      fetch(`http://127.0.0.1:${address.port}/api/records/customer/list`, {
        method: 'POST',
        headers: { 'x-samphan-token': address.token, 'content-type': 'application/json' },
        body: JSON.stringify({ limit: 200, sort: { field: at % 2 === 0 ? 'name' : 'createdAt' } }),
      }).then(
        async (reply) => [reply.status, ((await reply.json()) as { rows?: unknown[] }).rows?.length],
        () => 'refused',
      ),
    )
    await Promise.race(answers)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    // A server that waited for the listener would still be there when the runner gives up.
    expect(await ended).toBe(0)
    // Whoever came too late is told to come again; nobody's question fails in the middle.
    for (const answer of await Promise.all(answers))
      expect([['refused'], [200, 200], [503, undefined]]).toContainEqual(Array.isArray(answer) ? answer : [answer])
    await start()
  })

  it('keeps every save that it acknowledged', async () => {
    const saved: string[] = []
    let killed = false
    const client = async (name: number) => {
      for (let at = 0; !killed; at += 1) {
        const made = await ask<{ id: string }>('POST', '/api/records/customer', {
          values: { name: { type: 'company', name: `คนละราย ${name}-${at}` } },
        }).catch(() => undefined)
        if (made) saved.push(made.id)
      }
    }
    const clients = Promise.all(Array.from({ length: 8 }, (_, name) => client(name)))
    while (saved.length < 100) await new Promise((resume) => setTimeout(resume, 5))
    await kill()
    killed = true
    await clients
    await start()
    for (const id of saved) expect(await ask('GET', `/api/records/customer/${id}`)).toMatchObject({ id })
  })
})
