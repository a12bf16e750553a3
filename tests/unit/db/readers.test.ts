import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { BUILT_IN_ROLES } from '../../../core/access/policy.ts'
import { Readers } from '../../../server/db/readers.ts'
import { ServerStopping } from '../../../server/db/write-state.ts'
import { readLimit } from '../../../server/reads.ts'

const who = {
  userId: 'u',
  role: BUILT_IN_ROLES[0] as (typeof BUILT_IN_ROLES)[number],
  teamIds: [],
  lang: 'th' as const,
  now: '2026-11-22T03:00:00.000Z',
  today: '2026-11-22',
}

const limit = (operation: string) =>
  operation === 'slow' ? { ms: 2_000, code: 'host.slow' as const } : { ms: 300, code: 'query.too_broad' as const }

/** A thread that needs a moment to start, answers with the operation's name, takes a while on `slow`, hangs on `hang` and dies at once where it is told to. */
const thread =
  (startMs: number, dies = false) =>
  () =>
    new Worker(
      `const { parentPort } = require('node:worker_threads')
     if (${dies}) throw new Error('cannot start')
     parentPort.on('message', (message) => {
       if (message.operation === 'hang') for (;;) {}
       const until = Date.now() + (message.operation === 'slow' ? 600 : 0)
       while (Date.now() < until) {}
       if (message.operation) parentPort.postMessage({ id: message.id, json: Buffer.from(JSON.stringify(message.operation)) })
     })
     setTimeout(() => parentPort.postMessage({ ready: true }), ${startMs})`,
      { eval: true },
    )

describe('reader threads', () => {
  let readers: Readers
  afterEach(() => readers.close())
  const ask = async (operation: string) => JSON.parse(Buffer.from(await readers.run(operation, who, {})).toString()) as unknown

  it('count against a question neither the start of its thread nor the wait for its turn', async () => {
    readers = new Readers(thread(600), 1, {}, limit)
    expect(await Promise.all(['one', 'two', 'three'].map(ask))).toEqual(['one', 'two', 'three'])
  })

  it('stop a question that takes too long, and answer what stood behind it', async () => {
    readers = new Readers(thread(0), 1, {}, limit)
    const hanging = ask('hang').catch((error: { code?: string }) => error.code)
    const behind = ask('behind')
    expect(await hanging).toBe('query.too_broad')
    expect(await behind).toBe('behind')
  })

  it('wait longer for a question of which nothing can be narrowed', async () => {
    readers = new Readers(thread(0), 1, {}, limit)
    expect(await ask('slow')).toBe('slow')
    expect(readLimit('home').ms).toBeGreaterThan(readLimit('search').ms)
    expect([readLimit('home').code, readLimit('search').code]).toEqual(['host.slow', 'query.too_broad'])
  })

  it('are let start before they are ended', async () => {
    const seen: string[] = []
    readers = new Readers(
      () => {
        const worker = thread(200)()
        worker.on('message', () => seen.push('ready'))
        return worker.on('exit', () => seen.push('ended'))
      },
      1,
      {},
      limit,
    )
    await readers.close()
    expect(seen).toEqual(['ready', 'ended'])
  })

  it('tell whoever still waits when they are ended that the server is stopping', async () => {
    readers = new Readers(thread(0), 1, {}, limit)
    const waiting = [ask('slow'), ask('behind')].map((asked) => asked.catch((error: unknown) => error))
    await readers.close()
    for (const told of await Promise.all(waiting)) expect(told).toBeInstanceOf(ServerStopping)
  })

  it('refuse what is asked of them while none of them can start', async () => {
    readers = new Readers(thread(0, true), 1, {}, limit)
    await expect(ask('anything')).rejects.toThrow('cannot start')
  })
})
