import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { company, TestOffice, TOKEN } from '../support/test-office.ts'

describe('an export that somebody gives up', () => {
  let office: TestOffice
  const logged: string[] = []
  beforeAll(async () => {
    office = await TestOffice.open({ log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }) })
    for (let at = 0; at < 100; at++) await office.owner.create('customer', { name: company(`ก้าวหน้า ${at}`) })
    await office.app.listen({ port: 0, host: '127.0.0.1' })
  })
  beforeEach(() => {
    logged.length = 0
  })
  afterAll(() => office.close())

  /** Asks for a file and hangs up, while it is made or as it begins to come. */
  const giveUp = (path: string, body: object, when: 'made' | 'sent') =>
    new Promise<void>((resolve) => {
      const { port } = office.app.server.address() as AddressInfo
      const headers = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN, 'content-type': 'application/json' }
      const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers })
      asked.on('error', () => resolve())
      asked.on('close', () => resolve())
      asked.on('response', () => asked.destroy())
      asked.end(JSON.stringify(body))
      // Once all of the question is there, the making begins.
      if (when === 'made') office.app.server.once('request', (arrived) => arrived.once('end', () => asked.destroy()))
    })
  const exported = async () =>
    (
      await office.container.office.connection.all<{ action: string }>(
        "select action from access_log where action in ('export', 'export_office') order by seq",
      )
    ).map(({ action }) => action)

  it('is no fault of the server, stands in the log of access, and leaves no file behind', async () => {
    for (const when of ['made', 'sent'] as const) {
      await giveUp('/api/records/customer/export', { format: 'xlsx' }, when)
      await giveUp('/api/export/office', {}, when)
    }
    // What was written down was made; then it is sent, or not.
    await expect.poll(exported, { timeout: 20_000 }).toHaveLength(4)
    await expect.poll(() => readdir(office.container.data.imports), { timeout: 20_000 }).toEqual([])
    expect(logged).toEqual([])
  })
})
