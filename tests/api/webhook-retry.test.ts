import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Delivery } from '../../core/contract/webhooks.ts'
import { company, TestOffice } from '../support/test-office.ts'
import { Receiver } from '../support/webhook-receiver.ts'

const DAY_MS = 86_400_000

describe('a program that took nothing for days', () => {
  let office: TestOffice
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await Receiver.open()
    office = await TestOffice.open()
  })
  afterEach(async () => {
    await office.close()
    await receiver.close()
  })

  const save = (more: object = {}) =>
    office.owner.request<{ id: string }>('PUT', '/api/webhooks', {
      name: 'บัญชี',
      url: receiver.url,
      events: ['customer.created'],
      inside: true,
      ...more,
    })
  const run = () => office.container.webhooks.run()
  const deliveries = async (id: string) =>
    (await office.owner.get<{ deliveries: Delivery[] }>(`/api/webhooks/${id}/deliveries`)).deliveries
  const later = (ms: number) => {
    office.now = new Date(office.now.getTime() + ms)
  }

  it('is sent everything again at once that it did not take, of its own and no more', async () => {
    const { id } = (await save()).body
    const other = (await save({ name: 'อีกโปรแกรม' })).body
    receiver.answer = { status: 503 }
    for (const name of ['ก', 'ข', 'ค']) await office.owner.create('customer', { name: company(name) })
    await run()
    later(4 * DAY_MS)
    await run()
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['given_up', 'given_up', 'given_up'])
    receiver.answer = { status: 200 }
    await save({ id })
    const before = receiver.received.length
    const retry = await office.owner.request('POST', `/api/webhooks/${id}/retry`, {})
    expect(retry).toMatchObject({ status: 200, body: { count: 3 } })
    expect(receiver.received.length - before).toBe(3)
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    expect((await deliveries(other.id)).map(({ state }) => state)).toEqual(['given_up', 'given_up', 'given_up'])
    expect((await office.owner.get<{ failed: number }>(`/api/webhooks/${other.id}/deliveries`)).failed).toBe(3)
  })
})
