import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BulkRun } from '../../core/contract/bulk.ts'
import type { ImportRun } from '../../core/contract/imports.ts'
import { company, type Reply, TestOffice } from '../support/test-office.ts'

describe('a key that writes', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  const make = async (role: string, scope: Record<string, string> = { customer: 'write' }) =>
    office.request<{ id: string; key: string }>('POST', '/api/keys', { name: 'บัญชี', role, scope, until: null })
  const ask = async <T = { code?: string }>(
    key: string,
    method: 'GET' | 'POST',
    url: string,
    payload?: object | string,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> => {
    const reply = await office.app.inject({
      method,
      url,
      headers: { host: '127.0.0.1:4780', authorization: `Bearer ${key}`, ...headers },
      ...(payload !== undefined && { payload }),
    })
    return { status: reply.statusCode, body: (reply.body.startsWith('{') ? reply.json() : reply.body) as T }
  }
  const until = async <T extends { state: string }>(key: string, url: string, states: string[]): Promise<T> => {
    for (;;) {
      const { body } = await ask<T>(key, 'GET', url)
      if (states.includes(body.state)) return body
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const customer = async (name: string, more: object = {}) =>
    (await office.owner.create('customer', { name: company(name), ...more })).id
  const act = { kind: 'set', values: { notes: 'จากบัญชี' } }

  it('changes many at once, of the kinds and records that it may, and stands in the history by its name', async () => {
    const { key } = await make('manager')
    const ids = [await customer('ก'), await customer('ข')]
    const body = { target: { ids }, act }
    expect((await ask<{ total: number }>(key, 'POST', '/api/records/customer/bulk/preview', body)).body.total).toBe(2)
    const { batchId } = (await ask<{ batchId: string }>(key, 'POST', '/api/records/customer/bulk/start', body)).body
    expect(await until<BulkRun>(key, `/api/bulk/${batchId}`, ['done'])).toMatchObject({ changed: 2, refused: 0 })
    const { entries } = await office.owner.get<{ entries: { via?: string }[] }>(`/api/records/customer/${ids[0]}/history`)
    expect(entries[0]?.via).toBe('บัญชี')
    expect((await ask(key, 'POST', '/api/records/contact/bulk/start', body)).status).toBe(403)
    const reading = await make('manager', { customer: 'read' })
    expect((await ask(reading.key, 'POST', '/api/records/customer/bulk/start', body)).body.code).toBe('key.read_only')
    // What its maker began himself, or another of his keys, is not its business.
    const { body: own } = await office.owner.request<{ batchId: string }>('POST', '/api/records/customer/bulk/start', body)
    const other = await make('manager')
    for (const [who, run] of [
      [key, own.batchId],
      [other.key, batchId],
    ] as const)
      expect((await ask(who, 'GET', `/api/bulk/${run}`)).status).toBe(404)
    expect((await office.owner.get<BulkRun>(`/api/bulk/${batchId}`)).changed).toBe(2)
  })

  it('imports where its role does, step by step, and leaves its maker’s imports alone', async () => {
    const { key } = await make('manager')
    const file = 'ชื่อลูกค้า,หมายเหตุ\nบริษัท นำเข้า จำกัด,หนึ่ง\nร้านสอง,สอง\n'
    const upload = (with_: string, entity = 'customer') =>
      ask<ImportRun>(with_, 'POST', `/api/imports/${entity}?name=a.csv`, file, { 'content-type': 'application/octet-stream' })
    const { body: run } = await upload(key)
    const url = `/api/imports/${run.id}`
    expect((await ask(key, 'POST', `${url}/check`, run.definition)).status).toBe(200)
    await until<ImportRun>(key, url, ['checked'])
    expect((await ask(key, 'POST', `${url}/apply`, {})).status).toBe(200)
    await until<ImportRun>(key, url, ['done'])
    expect((await office.owner.list('customer')).rows).toHaveLength(2)
    expect((await upload((await make('sales')).key)).status).toBe(403)
    expect((await upload(key, 'lead')).status).toBe(403)
    const { body: own } = await office.owner.upload('customer', 'ก.csv', file)
    expect((await ask(key, 'GET', `/api/imports/${(own as { id: string }).id}`)).status).toBe(404)
  })

  it('merges', async () => {
    const { key } = await make('manager')
    const [survivor, loser] = [await customer('ก'), await customer('ก')]
    const body = { survivor: { id: survivor, version: 1 }, losers: [{ id: loser, version: 1 }] }
    expect((await ask(key, 'POST', '/api/records/customer/merge', body)).status).toBe(200)
    expect((await ask<{ id: string }>(key, 'GET', `/api/records/customer/${loser}`)).body.id).toBe(survivor)
    const reading = await make('manager', { customer: 'read' })
    expect((await ask(reading.key, 'POST', '/api/records/customer/merge', body)).body.code).toBe('key.read_only')
  })

  it('goes on after a start with its own rights of then, and not at all once it is revoked', async () => {
    const tame = await make('sales')
    const gone = await make('manager')
    const mine = await customer('ของเจ้าของ')
    const rid = (await office.rows('customer'))[0]?.rid
    const { batchId } = (
      await ask<{ batchId: string }>(tame.key, 'POST', '/api/records/customer/bulk/start', { target: { ids: [mine] }, act })
    ).body
    await until<BulkRun>(tame.key, `/api/bulk/${batchId}`, ['done'])
    await office.owner.update('customer', mine, 2, { notes: 'ไม่แตะ' })
    const waits = (via: string) =>
      office.container.office.writeAlone((tx) =>
        tx.run("update bulk_run set state = 'running', done = 0, total = 1, rids = ?, via = ?, act = ?", [
          JSON.stringify([rid]),
          via,
          JSON.stringify({ kind: 'delete' }),
        ]),
      )
    await waits(gone.id)
    await office.request('DELETE', `/api/keys/${gone.id}`, undefined)
    await office.stop()
    await office.start()
    const [run] = await office.rows('bulk_run')
    expect(run?.state).toBe('cancelled')
    expect((await office.owner.request('GET', `/api/records/customer/${mine}`)).status).toBe(200)
  })
})
