import { scryptSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SessionInfo } from '../../core/contract/people.ts'
import { PASSWORD, seller, TestOffice, TOKEN } from '../support/test-office.ts'

const LOOPBACK = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN }
const EDGE = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'

describe('signing in', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  type Tried = { status: number; body: Record<string, unknown>; cookies: Record<string, string> }
  /** A browser at some address, with the cookies that it has. */
  const send = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
    { cookie = '', address = '192.168.1.50' } = {},
  ): Promise<Tried> => {
    const reply = await office.app.inject({
      method,
      url,
      remoteAddress: address,
      headers: { ...LOOPBACK, 'user-agent': EDGE, ...(cookie && { cookie }) },
      ...(body && { payload: body }),
    })
    const json = reply.headers['content-type']?.toString().startsWith('application/json')
    return {
      status: reply.statusCode,
      body: json ? reply.json() : {},
      cookies: Object.fromEntries(reply.cookies.map((each) => [each.name, each.value])),
    }
  }
  const signIn = (who: object, more: Parameters<typeof send>[3] = {}, password = PASSWORD) =>
    send('POST', '/api/session', { ...who, password }, more)
  const cookieOf = ({ cookies }: Tried) =>
    Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
  const wait = (seconds: number) => {
    office.now = new Date(office.now.getTime() + seconds * 1000)
  }
  const rows = (table: string) => office.rows(table)

  it('says the same of a wrong password, a wrong name, and a name that two people share', async () => {
    await office.person('ต้น', 'sales')
    await office.person('แอน', 'sales')
    await office.container.office.writeAlone((tx) => tx.run(`update "user" set nick = 'แอน' where nick = 'ต้น'`))
    const replies = [
      await signIn({ name: 'ต้น' }, {}, 'ผิด'),
      await signIn({ name: 'ไม่มีคนนี้' }, {}, 'ผิด'),
      await signIn({ userId: '01890000-0000-7000-8000-000000000000' }, {}, 'ผิด'),
    ]
    expect(new Set(replies.map(({ status, body, cookies }) => JSON.stringify([status, body, cookies]))).size).toBe(1)
    expect(replies[0]).toMatchObject({ status: 401, body: { code: 'session.wrong_password' } })
    expect((await signIn({ name: ' แอน ' })).status).toBe(200)
  })

  it('lets nobody guess on: each wrong try costs more waiting, from whatever address, at once or in turn, and after a restart', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, at) => signIn({ userId: noi.id }, { address: `192.168.1.${at}` }, `guess ${at}`)),
    )
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(tries.filter(({ body }) => body.code === 'session.wait')).toHaveLength(7)
    let looked = 5
    await office.stop()
    await office.start()
    for (let second = 0; second < 3600; second += 5) {
      wait(5)
      if ((await signIn({ name: 'หน่อย' }, { address: `10.0.0.${second % 250}` }, 'guess')).status === 401) looked += 1
    }
    expect(looked).toBeLessThanOrEqual(100)
    // A name that is none waits in the same way.
    for (let at = 0; at < 5; at += 1) await signIn({ name: 'ไม่มี' }, { address: `10.1.0.${at}` }, 'guess')
    expect((await signIn({ name: 'ไม่มี' }, { address: '10.1.1.1' }, 'guess')).body).toMatchObject({ code: 'session.wait' })
  }, 60_000)

  it('lets the rightful user in meanwhile, on a device that knows him', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const before = await signIn({ userId: noi.id })
    for (let at = 0; at < 8; at += 1) await signIn({ userId: noi.id }, { address: '10.0.0.9' }, 'guess')
    expect((await signIn({ userId: noi.id }, { address: '10.0.0.9' })).status).toBe(429)
    const device = `samphan_device=${before.cookies.samphan_device}`
    expect((await signIn({ userId: noi.id }, { cookie: device })).status).toBe(200)
    // The device of one is a stranger to another's name.
    const ann = await office.person('แอน', 'sales')
    for (let at = 0; at < 5; at += 1) await signIn({ userId: ann.id }, { cookie: device }, 'guess')
    expect((await signIn({ userId: ann.id }, { address: '10.0.0.8' })).status).toBe(429)
  })

  it('waits at one address that tries everybody', async () => {
    const replies = []
    for (let at = 0; at < 40; at += 1) replies.push(await signIn({ name: `คน ${at}` }, { address: '10.9.9.9' }, 'guess'))
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(30)
  }, 30_000)

  it('gives a new token each time, keeps only hashes, and says nothing of the browser but its name', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const first = await signIn({ userId: noi.id })
    const second = await signIn({ userId: noi.id }, { cookie: cookieOf(first) })
    expect(second.cookies.samphan_session).not.toBe(first.cookies.samphan_session)
    expect((await send('GET', '/api/me/sessions', undefined, { cookie: cookieOf(first) })).body).not.toHaveProperty(
      'sessions.1.current',
    )
    const stored = JSON.stringify([await rows('session'), await rows('known_device')])
    for (const secret of [...Object.values(first.cookies), ...Object.values(second.cookies)]) expect(stored).not.toContain(secret)
    expect(stored).toContain('Edge · Windows')
    expect(stored).not.toContain('Mozilla')
  })

  it('stays signed in over a restart, until 12 hours of rest or 30 days have gone by', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const cookie = cookieOf(await signIn({ userId: noi.id }))
    const asks = async () => (await send('GET', '/api/preferences', undefined, { cookie })).status
    // Without its password the owner would be meant by every request of the loopback.
    await office.owner.request('POST', '/api/me/password', { next: 'ช้างสามตัวเดินเล่น' })
    await office.stop()
    await office.start()
    expect(await asks()).toBe(200)
    wait(11 * 3600)
    expect(await asks()).toBe(200)
    await office.container.office.writeAlone(async () => undefined)
    wait(11 * 3600)
    expect(await asks()).toBe(200)
    await office.container.office.writeAlone(async () => undefined)
    wait(12 * 3600 + 1)
    expect(await asks()).toBe(401)
    const again = cookieOf(await signIn({ userId: noi.id }))
    for (let day = 0; day < 61; day += 1) {
      wait(11.9 * 3600)
      await send('GET', '/api/preferences', undefined, { cookie: again })
      await office.container.office.writeAlone(async () => undefined)
    }
    expect((await send('GET', '/api/preferences', undefined, { cookie: again })).status).toBe(401)
  })

  it('still takes a password of the first offices, and stores it as one does today', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const salt = Buffer.alloc(16, 7)
    const key = scryptSync(PASSWORD, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })
    const old = `scrypt$${2 ** 15}$${salt.toString('base64url')}$${key.toString('base64url')}`
    await office.container.office.writeAlone((tx) => tx.run('update "user" set password_hash = ? where id = ?', [old, noi.id]))
    expect((await signIn({ userId: noi.id }, {}, 'ผิด')).status).toBe(401)
    expect((await signIn({ userId: noi.id })).status).toBe(200)
    const now = (await office.rows('user')).find((row) => (row as { id: string }).id === noi.id) as { password_hash: string }
    const cost = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(now.password_hash)
    expect(Number(cost?.[1])).toBeGreaterThanOrEqual(19_456)
    expect(Number(cost?.[2])).toBeGreaterThanOrEqual(2)
    expect((await signIn({ userId: noi.id })).status).toBe(200)
  })

  it('refuses passwords that are guessed first, and takes long ones in any script', async () => {
    const noi = await office.person('หน่อยหน่อย', 'sales')
    const set = async (next: string) => (await noi.request('POST', '/api/me/password', { current: PASSWORD, next })).body
    for (const weak of ['password1', '12345678', 'หน่อยหน่อย', 'aaaaaaaaaa', 'qwertyuiop', 'ปั๊มไทยรุ่งเรือง', 'P@ssw0rd!!'])
      expect(await set(weak), weak).toMatchObject({ code: 'password.weak' })
    expect(await set('ปลาทูสองเข่งกับข้าวสวย 🐟 '.repeat(4))).toEqual({ ok: true })
  })

  it('has no way in without a password but for the owner on the guarded loopback, and he alone may do without one', async () => {
    const noi = await office.person('หน่อย', seller('seller-noi'))
    expect((await noi.request('POST', '/api/me/password', { current: PASSWORD, next: null })).body).toMatchObject({
      code: 'password.needed',
    })
    const { sessions } = office.container
    const request = { cookies: {}, headers: {}, ip: '192.168.1.7', protocol: 'http' }
    expect(await sessions.userOf(request as never)).toBeUndefined()
    expect(await sessions.userOf({ ...request, guardedLoopback: true } as never)).toBe(office.owner.id)
  })

  it('sends its cookies over TLS only when they came over TLS, bound to the host', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const set: { name: string; options: Record<string, unknown> }[] = []
    const reply = { setCookie: (name: string, _: string, options: object) => set.push({ name, options: { ...options } }) }
    const request = { cookies: {}, headers: {}, ip: '192.168.1.7', protocol: 'https' }
    await office.container.sessions.signIn({ userId: noi.id }, PASSWORD, { request, reply } as never)
    expect(set.map(({ name }) => name)).toEqual(['__Host-samphan_session', '__Host-samphan_device'])
    for (const { options } of set) expect(options).toMatchObject({ secure: true, httpOnly: true, sameSite: 'strict', path: '/' })
  })

  it('names nobody to a stranger unless the office wants it, and nobody’s role to anyone', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const { sessions } = office.container
    expect(await sessions.knownOn({ cookies: {}, protocol: 'http' } as never)).toEqual(new Set())
    const { cookies } = await signIn({ userId: noi.id })
    expect(await sessions.knownOn({ cookies, protocol: 'http' } as never)).toEqual(new Set([noi.id]))
    await office.owner.request('POST', '/api/me/password', { next: 'ช้างสามตัวเดินเล่น' })
    const { body } = await send('GET', '/api/session')
    expect(JSON.stringify(body)).toContain('หน่อย')
    expect(JSON.stringify(body)).not.toContain('sales')
  })

  describe('on several devices', () => {
    it('are one’s own to see and to end, at the very next request', async () => {
      const noi = await office.person('หน่อย', 'sales')
      const ann = await office.person('แอน', 'sales')
      await office.owner.request('POST', '/api/me/password', { next: 'ช้างสามตัวเดินเล่น' })
      const other = cookieOf(await signIn({ userId: noi.id }))
      const { sessions } = await noi.get<{ sessions: SessionInfo[] }>('/api/me/sessions')
      expect(sessions.map((session) => session.current).sort()).toEqual([false, true])
      const id = sessions.find((session) => !session.current)?.id
      expect((await ann.request('DELETE', `/api/me/sessions/${id}`)).status).toBe(404)
      expect((await ann.request('DELETE', `/api/sessions/${id}`)).status).toBe(403)
      expect((await ann.request('GET', '/api/sessions')).status).toBe(403)
      expect((await send('GET', '/api/preferences', undefined, { cookie: other })).status).toBe(200)
      expect((await noi.request('DELETE', `/api/me/sessions/${id}`)).status).toBe(200)
      expect((await send('GET', '/api/preferences', undefined, { cookie: other })).status).toBe(401)
      expect((await noi.request('GET', '/api/preferences')).status).toBe(200)
    })

    it('end all at once when the password changes, the person leaves, or the owner says so; streams end too', async () => {
      const noi = await office.person('หน่อย', 'sales')
      const address = await office.app.listen({ host: '127.0.0.1', port: 0 })
      const host = new URL(address).host
      const stream = async (cookie: string) => {
        const reply = await fetch(`${address}/api/stream`, { headers: { ...LOOPBACK, host, cookie } })
        expect(reply.status).toBe(200)
        return reply
      }
      for (const end of [
        (cookie: string) =>
          office.app.inject({
            method: 'POST',
            url: '/api/me/password',
            headers: { ...LOOPBACK, cookie },
            payload: { current: PASSWORD, next: PASSWORD },
          }),
        () => office.owner.request('PUT', '/api/users', { id: noi.id, name: 'หน่อย', nick: 'หน่อย', role: 'sales', active: false }),
        async () => {
          const { sessions } = await office.owner.get<{ sessions: SessionInfo[] }>('/api/sessions')
          for (const { id } of sessions) await office.owner.request('DELETE', `/api/sessions/${id}`)
        },
      ]) {
        await office.request('PUT', '/api/users', { id: noi.id, name: 'หน่อย', nick: 'หน่อย', role: 'sales', active: true })
        const [here, there] = [cookieOf(await signIn({ userId: noi.id })), cookieOf(await signIn({ userId: noi.id }))]
        const streams = [await stream(here), await stream(there)]
        const since = Date.now()
        await end(here)
        for (const open of streams) expect(await open.text()).toContain('event: signed-out')
        expect(Date.now() - since).toBeLessThan(5000)
      }
      expect(await rows('session')).toEqual([])
    }, 30_000)

    it('has new rights at the next request when the role changes', async () => {
      const noi = await office.person('หน่อย', 'manager')
      expect((await noi.request('POST', '/api/records/customer/export', { format: 'csv' })).status).toBe(200)
      await office.request('PUT', '/api/users', { id: noi.id, name: 'หน่อย', nick: 'หน่อย', role: 'readonly', active: true })
      expect((await noi.request('POST', '/api/records/customer/export', { format: 'csv' })).status).toBe(403)
    })
  })
})
