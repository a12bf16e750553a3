import { expect, it } from 'vitest'
import { AccessLog } from '../../server/access/access-log.ts'
import type { Transaction } from '../../server/db/database.ts'

it('a flush is through only when what another one took along is written, too', async () => {
  const written: string[] = []
  let goOn = () => {}
  const disk = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const tx = {
    engine: 'sqlite',
    get: async () => undefined,
    run: async (text: string, params: unknown[]) => {
      await disk
      if (text.includes('into access_log')) written.push(String(params[2]))
      return { changes: 1, lastId: written.length }
    },
  } as unknown as Transaction
  const log = new AccessLog({ run: (work) => work(tx) }, { now: () => new Date('2026-11-27T03:00:00.000Z') })
  log.note({ userId: null, action: 'search' })
  void log.flush()
  const told = log.flush().then(() => [...written])
  // Time enough for an answer that waits for nothing.
  await new Promise((resume) => setImmediate(resume))
  goOn()
  expect(await told).toEqual(['search'])
})
