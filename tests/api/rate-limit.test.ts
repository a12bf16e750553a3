import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SharedOffice } from '../support/shared-office.ts'
import { TestOffice } from '../support/test-office.ts'

describe('a program that asks too often', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  const ask = (key: string) =>
    office.app.inject({
      method: 'GET',
      url: '/api/session',
      headers: { host: '127.0.0.1:4780', authorization: `Bearer ${key}`, 'accept-language': 'en' },
    })
  const make = (perMinute: number) =>
    office.owner.post<{ id: string; key: string }>('/api/keys', {
      name: 'บัญชี',
      role: 'manager',
      scope: { customer: 'read' },
      perMinute,
      until: null,
    })

  it('is told how long to wait, by header and in words, and goes on after that; another key is not slowed down', async () => {
    const slow = await make(30)
    const other = await make(30)
    for (let at = 0; at < 30; at += 1) expect((await ask(slow.key)).statusCode).toBe(200)
    const refused = await ask(slow.key)
    expect(refused.statusCode).toBe(429)
    expect(refused.headers['retry-after']).toBe('2')
    expect(refused.json()).toMatchObject({ code: 'request.too_many', params: { seconds: 2 } })
    expect((await ask(other.key)).statusCode).toBe(200)
    // Whoever works at the screens is somebody else.
    expect((await office.owner.request('POST', '/api/records/customer/list', {})).status).toBe(200)
    office.now = new Date(office.now.getTime() + 2_000)
    expect((await ask(slow.key)).statusCode).toBe(200)
    expect((await ask(slow.key)).statusCode).toBe(429)
    // A clock that goes back gives nothing and takes nothing.
    office.now = new Date(office.now.getTime() - 3600_000)
    expect((await ask(slow.key)).statusCode).toBe(429)
    office.now = new Date(office.now.getTime() + 60_000)
    expect((await ask(slow.key)).statusCode).toBe(200)
  })

  it('is slowed down as a stranger when it tries keys that are none', async () => {
    const wrong = `smp_${'a'.repeat(43)}`
    const statuses = []
    for (let at = 0; at < 310; at += 1) statuses.push((await ask(wrong)).statusCode)
    expect(statuses.slice(0, 300).every((status) => status === 401)).toBe(true)
    expect(statuses.slice(300).every((status) => status === 429)).toBe(true)
  })
})

describe('strangers at the door to the house', () => {
  let shared: SharedOffice
  beforeEach(async () => {
    shared = await SharedOffice.open()
  })
  afterEach(() => shared.close())

  it('may say little: what is long is refused, and of others nothing is read before they have signed in', async () => {
    const long = { name: 'ก', password: 'x'.repeat(100_000) }
    expect((await shared.device.ask('POST', '/api/session', long)).status).toBe(413)
    expect((await shared.device.ask('POST', '/api/records/customer', { values: { notes: 'x'.repeat(5_000_000) } })).status).toBe(
      401,
    )
  })

  it('are slowed down by address, and those who are signed in work on', async () => {
    await shared.signIn()
    const stranger = () => shared.device.ask('GET', '/api/session', undefined, { cookie: 'none=1' })
    let refused = 0
    for (let at = 0; at < 320; at += 20) {
      const replies = await Promise.all(Array.from({ length: 20 }, stranger))
      refused += replies.filter((reply) => reply.status === 429).length
    }
    expect(refused).toBeGreaterThan(0)
    expect((await shared.device.ask('POST', '/api/records/customer/list', {})).status).toBe(200)
  }, 60_000)

  it('hold no more connections of one address than a house needs', async () => {
    const sockets: Socket[] = []
    let closed = 0
    for (let at = 0; at < 300; at += 1) {
      const socket = connect(shared.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.on('close', () => {
        closed += 1
      })
      sockets.push(socket)
    }
    await expect.poll(() => closed, { timeout: 5_000 }).toBeGreaterThanOrEqual(300 - 256)
    expect(closed).toBeLessThanOrEqual(60)
    for (const socket of sockets) socket.destroy()
    await expect.poll(() => closed).toBe(300)
    expect((await shared.device.ask('GET', '/api/session')).status).toBe(200)
  })
})
