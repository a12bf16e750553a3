import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SharedOffice } from '../support/shared-office.ts'

const SECRET = 'A'.repeat(43)
const OTHER_SECRET = 'B'.repeat(43)

describe('a PC that asks to work in the office', () => {
  let shared: SharedOffice
  beforeEach(async () => {
    shared = await SharedOffice.open()
  })
  afterEach(() => shared.close())

  it('lends a device in that was approved, and cuts it off at once when it is shut out', async () => {
    const asked = await shared.device.ask<{ id: string; state: string }>('POST', '/api/join', {
      name: 'เคาน์เตอร์ 1',
      platform: 'windows',
      secret: SECRET,
    })
    expect(asked.body.state).toBe('waiting')
    const credentials = { 'x-samphan-device': `${asked.body.id}.${SECRET}` }
    expect((await shared.device.ask('GET', '/api/session', undefined, credentials)).body).toMatchObject({
      code: 'device.not_approved',
    })
    const [waiting] = (await shared.status()).devices
    expect(waiting).toMatchObject({ name: 'เคาน์เตอร์ 1', state: 'waiting' })
    const decide = (state: string) => shared.office.owner.request('POST', `/api/host/devices/${asked.body.id}`, { state })
    expect((await decide('revoked')).status).toBe(404)
    expect((await decide('approved')).status).toBe(200)
    expect((await shared.device.ask('POST', `/api/join/${asked.body.id}`, { secret: SECRET })).body).toEqual({
      state: 'approved',
    })
    expect((await shared.device.ask('POST', `/api/join/${asked.body.id}`, { secret: OTHER_SECRET })).status).toBe(404)
    expect((await shared.device.ask('GET', '/api/session', undefined, credentials)).status).toBe(200)
    for (const wrong of [`${asked.body.id}.${OTHER_SECRET}`, `${shared.office.owner.id}.${SECRET}`, SECRET, ''])
      expect((await shared.device.ask('GET', '/api/session', undefined, { 'x-samphan-device': wrong })).status, wrong).toBe(403)
    await shared.signIn()
    const stream = shared.device.ask('GET', '/api/stream', undefined, credentials)
    stream.catch(() => undefined)
    await expect.poll(() => shared.office.container.office.feed.listeners).toBe(1)
    expect((await decide('revoked')).status).toBe(200)
    await expect(stream).rejects.toThrow()
    expect((await shared.device.ask('GET', '/api/session', undefined, credentials)).body).toMatchObject({
      code: 'device.not_approved',
    })
    expect(JSON.stringify(await shared.office.rows('device'))).not.toContain(SECRET)
  })

  it('approves at once by the code on its screen: one use, ten minutes, five guesses', async () => {
    const code = async () => (await shared.status()).open?.code.value ?? ''
    const wrong = (right: string) => (right === '000000' ? '000001' : '000000')
    const join_ = (typed: string) =>
      shared.device.ask<{ state?: string; code?: string }>('POST', '/api/join', {
        name: 'โต๊ะขาย',
        platform: 'macos',
        secret: SECRET,
        code: typed,
      })
    const first = await code()
    expect((await join_(wrong(first))).body).toMatchObject({ code: 'join.code' })
    expect((await join_(first)).body).toMatchObject({ state: 'approved' })
    expect((await join_(first)).body).toMatchObject({ code: 'join.code' })
    const second = await code()
    shared.office.now = new Date(shared.office.now.getTime() + 11 * 60_000)
    expect((await join_(second)).body).toMatchObject({ code: 'join.code' })
    const third = await code()
    for (let guess = 0; guess < 5; guess += 1) await join_(wrong(third))
    expect((await join_(third)).body).toMatchObject({ code: 'join.code' })
    expect((await shared.status()).devices).toHaveLength(1)
  })

  it('lets no more than twenty wait', async () => {
    for (let asked = 0; asked < 20; asked += 1)
      expect(
        (await shared.device.ask('POST', '/api/join', { name: `เครื่อง ${asked}`, platform: 'linux', secret: SECRET })).status,
      ).toBe(200)
    expect((await shared.device.ask('POST', '/api/join', { name: 'อีกเครื่อง', platform: 'linux', secret: SECRET })).status).toBe(
      429,
    )
    shared.office.now = new Date(shared.office.now.getTime() + 25 * 3_600_000)
    expect((await shared.device.ask('POST', '/api/join', { name: 'วันรุ่งขึ้น', platform: 'linux', secret: SECRET })).status).toBe(200)
    expect((await shared.status()).devices).toHaveLength(1)
  })
})
