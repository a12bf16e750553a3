import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onlyReads } from '../../core/contract/copy.ts'
import type { Route } from '../../core/contract/route.ts'
import { ROUTES, type RouteName } from '../../core/contract/routes.ts'
import { Backups, PASSPHRASE } from '../support/backups.ts'
import { company, TestOffice } from '../support/test-office.ts'

type Copy = { port: number; token: string }

describe('looking into a backup', { timeout: 60_000 }, () => {
  let office: TestOffice
  let backups: Backups
  let customer: string
  beforeEach(async () => {
    office = await TestOffice.open()
    backups = new Backups(office)
    customer = (await office.owner.create('customer', { name: company('ก่อนสำรอง') })).id
  })
  afterEach(() => office.close())

  const ask = ({ port, token }: Copy, method: string, path: string, body?: unknown) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { 'x-samphan-token': token, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const look = (run: { folder: string; file: string }) =>
    office.owner.post<Copy>('/api/backup/look', { folder: run.folder, name: run.file })

  it('shows what was there then, beside the office as it is now, and leaves nothing behind', async () => {
    await backups.encrypt(PASSPHRASE)
    const run = await backups.make()
    await office.request('POST', '/api/records/customer/delete', { ids: [customer] })
    const copy = await look(run)
    const session = (await (await ask(copy, 'GET', '/api/session')).json()) as {
      state: string
      copyOf: string
      user: { id: string }
    }
    expect(session).toMatchObject({ state: 'ready', copyOf: run.at, user: { id: office.owner.id } })
    const list = (await (await ask(copy, 'POST', '/api/records/customer/list', {})).json()) as { rows: { title: string }[] }
    expect(list.rows.map(({ title }) => title)).toEqual(['ก่อนสำรอง'])
    expect((await office.owner.list('customer')).rows).toEqual([])
    expect((await ask({ ...copy, token: 'guessed' }, 'GET', '/api/session')).status).toBe(401)
    expect((await ask(copy, 'POST', '/api/copy/close', {})).status).toBe(200)
    await expect.poll(() => readdirSync(backups.inData('scratch')), { timeout: 10_000 }).toEqual([])
    await expect(ask(copy, 'GET', '/api/session')).rejects.toThrow()
    await office.container.accessLog.flush()
    const log = await office.owner.get<{ entries: { action: string }[] }>('/api/access-log')
    expect(log.entries.map(({ action }) => action)).toContain('look_copy')
  })

  it('refuses every change there with its reason, and changes nothing', async () => {
    const copy = await look(await backups.make())
    const before = await (await ask(copy, 'GET', `/api/records/customer/${customer}`)).json()
    const changing = (Object.entries(ROUTES) as [RouteName, Route][]).filter(([name, { method }]) => !onlyReads(name, method))
    expect(changing.length).toBeGreaterThan(70)
    for (const [name, { method, path }] of changing) {
      const reply = await ask(copy, method, path.replace(':entity', 'customer').replaceAll(/:\w+/g, customer), {})
      expect(await reply.json(), name).toMatchObject({ code: 'copy.read_only' })
    }
    expect(await (await ask(copy, 'GET', `/api/records/customer/${customer}`)).json()).toEqual(before)
    // The next one takes its place.
    await look(await backups.make())
    await expect(ask(copy, 'GET', '/api/session')).rejects.toThrow()
    expect(readdirSync(backups.inData('scratch'))).toHaveLength(1)
  })

  it('is for who may restore, on the host alone, and ends with the office', async () => {
    const run = await backups.make()
    const noi = await office.person('หน่อย', 'sales')
    const body = { folder: run.folder, name: run.file }
    expect((await noi.request('POST', '/api/backup/look', body)).body).toMatchObject({ code: 'access.denied' })
    expect((await office.owner.request('POST', '/api/copy/close', {})).body).toMatchObject({ code: 'request.not_found' })
    const copy = await look(run)
    await office.stop()
    await expect(ask(copy, 'GET', '/api/session')).rejects.toThrow()
    expect(existsSync(backups.inData('scratch')) && readdirSync(backups.inData('scratch')).length > 0).toBe(false)
    await office.start()
  })
})
