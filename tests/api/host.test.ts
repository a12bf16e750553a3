import { X509Certificate } from 'node:crypto'
import { statSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../../core/contract/routes.ts'
import { askPlainly, freePorts, LanDevice } from '../support/lan.ts'
import { SharedOffice } from '../support/shared-office.ts'

describe('an office shared with the house', () => {
  let shared: SharedOffice
  beforeEach(async () => {
    shared = await SharedOffice.open()
  })
  afterEach(() => shared.close())

  it('listens by TLS with a certificate of its own authority, whose key only this user reads', async () => {
    const { state, open } = await shared.status()
    expect(state).toBe('listening')
    expect(open?.url).toBe(`https://127.0.0.1:${shared.port}/`)
    expect((await shared.device.ask('GET', '/api/session')).status).toBe(200)
    expect(statSync(join(shared.office.folder, 'data/lan/office.pem')).mode & 0o777).toBe(0o600)
  })

  it('knows nobody without a session, though its owner needs no password on this PC', async () => {
    const session = await shared.device.ask<{ state: string }>('GET', '/api/session')
    expect(session.body.state).toBe('sign-in')
    const open = new Set(['getSession', 'signIn', 'signOut', 'useCode', 'setUp', 'joinOffice', 'joinState'])
    // What asks for a secret of its own, or belongs to who runs the office once it is somebody's.
    const refused: Record<string, number> = { calendarFeed: 404, restoreState: 403, findBackups: 400, restoreFirst: 400 }
    for (const [name, route] of Object.entries(ROUTES)) {
      const reply = await shared.device.ask(
        route.method,
        route.path.replaceAll(/:\w+/g, shared.office.owner.id),
        'body' in route ? {} : undefined,
      )
      const allowed = open.has(name) ? [200, 400, 409] : [refused[name] ?? 401]
      expect(allowed, `${name} answered ${reply.status}`).toContain(reply.status)
    }
  })

  it('takes the token of this PC for nothing', async () => {
    const reply = await shared.device.ask('GET', '/api/preferences', undefined, {
      'x-samphan-token': shared.office.container.token,
    })
    expect(reply.status).toBe(401)
    const page = await shared.device.ask('GET', `/?token=${shared.office.container.token}`)
    expect(page.headers['set-cookie']).toBeUndefined()
  })

  it('signs in with a cookie that goes by TLS only and out of reach of scripts', async () => {
    const reply = await shared.signIn()
    const [cookie = ''] = reply.headers['set-cookie'] as string[]
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; Secure/i)
    expect(cookie).toMatch(/; SameSite=Strict/i)
    expect((await shared.device.ask('GET', '/api/preferences')).status).toBe(200)
  })

  it('answers to its own names only, and to its own pages only', async () => {
    for (const host of [
      'example.com',
      '127.0.0.1',
      `127.0.0.1:${shared.port + 2}`,
      `evil.local:${shared.port}`,
      `127.0.0.1.nip.io:${shared.port}`,
    ])
      expect((await shared.device.ask('GET', '/api/session', undefined, { host })).status, host).toBe(421)
    const { open } = await shared.status()
    for (const name of open?.names ?? [])
      expect((await shared.device.ask('GET', '/api/session', undefined, { host: new URL(name).host })).status, name).toBe(200)
    for (const origin of [
      'https://example.com',
      `http://127.0.0.1:${shared.port}`,
      'null',
      `https://127.0.0.1:${shared.port + 1}`,
    ])
      expect((await shared.device.ask('POST', '/api/session', {}, { origin })).status, origin).toBe(403)
    expect(
      (await shared.device.ask('GET', '/api/session', undefined, { origin: `https://127.0.0.1:${shared.port}` })).status,
    ).toBe(200)
  })

  it('tells browsers to come by TLS, and tells whoever speaks plain HTTP to its port where to go', async () => {
    expect((await shared.device.ask('GET', '/api/session')).headers['strict-transport-security']).toMatch(/^max-age=\d+$/)
    const reply = await askPlainly(shared.port, '/api/session')
    expect(reply.status).toBe(400)
    expect(reply.text).toContain(`https://127.0.0.1:${shared.port}/`)
    expect(reply.headers['set-cookie']).toBeUndefined()
  })

  it('gives a calendar the address that a phone reaches, whether it was made on the host or elsewhere', async () => {
    await shared.signIn()
    const body = { name: 'มือถือ', whose: 'mine' }
    const onHost = await shared.office.owner.post<{ address: string }>('/api/calendar/feeds', body)
    const elsewhere = await shared.device.ask<{ address: string }>('POST', '/api/calendar/feeds', body, {
      origin: `https://127.0.0.1:${shared.port}`,
    })
    for (const { address } of [onHost, elsewhere.body]) {
      const { origin, pathname } = new URL(address)
      expect(origin).toBe(`https://127.0.0.1:${shared.port}`)
      const read = await new LanDevice(shared.port, shared.authority).ask('GET', pathname)
      expect(read.text).toMatch(/^BEGIN:VCALENDAR/)
    }
    await shared.host.set({ on: false })
    const alone = await shared.office.owner.post<{ address: string }>('/api/calendar/feeds', body)
    expect(alone.address).toMatch(/^http:\/\/127\.0\.0\.1/)
  })

  it('speaks no TLS older than 1.2', async () => {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({
        host: '127.0.0.1',
        port: shared.port,
        ca: shared.authority,
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        ciphers: 'ALL:@SECLEVEL=0',
      })
      socket.once('secureConnect', () => resolve('connected')).once('error', () => resolve('refused'))
    })
    expect(outcome).toBe('refused')
  })

  it.each([
    '0.0.0.0',
    '::',
    '8.8.8.8',
    '2001:4860:4860::8888',
    '::ffff:192.168.1.20',
    '172.32.0.1',
    '100.64.0.1',
    'localhost',
    '192.168.1',
  ])('is not opened on %s', async (address) => {
    const before = await shared.status()
    const reply = await shared.share({ address })
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({ code: 'host.not_private', params: { address } })
    expect((await shared.status()).open?.url).toBe(before.open?.url)
  })

  it('is not opened on an address that another PC has, and not at all without a network', async () => {
    expect((await shared.share({ address: '192.168.1.21' })).body).toMatchObject({ code: 'host.no_such_address' })
    shared.network = []
    await shared.office.owner.request('PUT', '/api/host', { on: false })
    expect((await shared.status()).state).toBe('off')
    await shared.office.container.office.writeAlone((tx) => tx.run("delete from setting where key = 'lan'"))
    await shared.restart()
    expect((await shared.office.owner.request('PUT', '/api/host', { on: true })).body).toMatchObject({ code: 'host.no_address' })
  })

  it('is opened and closed by who runs the office alone, and on this PC alone', async () => {
    const seller = await shared.office.person('ต้น', 'sales')
    expect((await seller.request('GET', '/api/host')).status).toBe(403)
    expect((await seller.request('PUT', '/api/host', { on: false })).status).toBe(403)
    await shared.signIn()
    expect((await shared.device.ask('PUT', '/api/host', { on: false })).body).toMatchObject({ code: 'host.only_here' })
    expect((await shared.status()).state).toBe('listening')
    expect((await shared.office.owner.request('PUT', '/api/host', { on: false })).status).toBe(200)
    await expect(shared.device.ask('GET', '/api/session')).rejects.toThrow()
  })

  it('is shared again after a restart, under the same key', async () => {
    const before = await shared.status()
    await shared.restart()
    const after = await shared.status()
    expect(after.open?.fingerprint).toBe(before.open?.fingerprint)
    expect((await shared.device.ask('GET', '/api/session')).status).toBe(200)
  })

  it('renews its certificate by itself, under the same authority and without being closed', async () => {
    const serial = () =>
      new Promise<string>((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port: shared.port, ca: shared.authority })
        socket.once('secureConnect', () => {
          resolve(socket.getPeerX509Certificate()?.serialNumber ?? '')
          socket.destroy()
        })
        socket.once('error', reject)
      })
    const first = await serial()
    await shared.host.look()
    expect(await serial()).toBe(first)
    // Only the certificate's end is looked at; the PC that checks it here has today's clock.
    shared.office.now = new Date(shared.office.now.getTime() + 370 * 86_400_000)
    await shared.host.look()
    const reply = new X509Certificate(await chainLeaf(shared.port))
    expect(reply.serialNumber).not.toBe(first)
    expect(reply.verify(new X509Certificate(shared.authority).publicKey)).toBe(true)
    expect(Date.parse(reply.validTo)).toBeGreaterThan(shared.office.now.getTime() + 300 * 86_400_000)
  })

  it('says that its port is taken, and is shared as soon as it is free', async () => {
    const taken = await freePorts()
    const other = await occupy(taken)
    expect((await shared.share({ port: taken })).status).toBe(200)
    expect(await shared.status()).toMatchObject({ on: true, state: 'port_taken', port: taken })
    await new Promise((resolve) => other.close(resolve))
    await shared.host.look()
    expect((await shared.status()).state).toBe('listening')
  })

  it('moves on while somebody is half-way through sending', async () => {
    const halfSent = async (port: number) => {
      const socket = connect({ host: '127.0.0.1', port, ca: shared.authority })
      socket.on('error', () => undefined)
      await new Promise((connected) => socket.once('secureConnect', connected))
      socket.write(
        `POST /api/session HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{`,
      )
      return new Promise<number>((cut) => socket.once('close', () => cut(performance.now())))
    }
    const next = await freePorts()
    const first = halfSent(shared.port)
    await pause(200)
    const from = performance.now()
    expect((await shared.share({ port: next })).status).toBe(200)
    expect((await shared.status()).state).toBe('listening')
    expect((await first) - from).toBeLessThan(8_000)
    expect(performance.now() - from).toBeLessThan(8_000)
    expect((await new LanDevice(next, shared.authority).ask('GET', '/api/session')).status).toBe(200)
  })

  it('says that its address is gone, keeps it in mind, and follows the interface to its next one', async () => {
    // No address of this list can be listened on here: what is looked at is where the host tries to be.
    await shared.share({ address: '192.168.1.20' })
    shared.network = []
    await shared.host.look()
    expect(await shared.status()).toMatchObject({ on: true, state: 'address_gone', address: '192.168.1.20' })
    shared.network = [
      { interface: 'cable', address: '10.0.0.9', family: 'IPv4' },
      { interface: 'wifi', address: '192.168.7.31', family: 'IPv4' },
    ]
    await shared.host.look()
    expect(await shared.status()).toMatchObject({ on: true, address: '192.168.7.31' })
  })

  it('serves by plain HTTP the way to trust it and nothing else', async () => {
    const at = shared.port + 1
    const page = await askPlainly(at, '/', 'GET', { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)' })
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.text).not.toMatch(/<script|javascript:| on\w+=/i)
    expect(page.text).toContain(`https://127.0.0.1:${shared.port}/`)
    expect(page.text.indexOf('samphan-office.mobileconfig')).toBeLessThan(page.text.indexOf('samphan-office.crt'))
    const certificate = await askPlainly(at, '/samphan-office.crt')
    expect(new X509Certificate(Buffer.from(certificate.text, 'latin1')).fingerprint256).toBe(
      (await shared.status()).open?.certificateSha256,
    )
    const profile = await askPlainly(at, '/samphan-office.mobileconfig')
    expect(profile.headers['content-type']).toBe('application/x-apple-aspen-config')
    expect(profile.text).toContain('com.apple.security.root')
    expect((await askPlainly(at, '/en')).text).toContain('Open Samphan')
    for (const path of [
      '/api/session',
      '/index.html',
      '/assets/',
      '/../lan/office.pem',
      '/constructor',
      '/samphan-office.pem',
      '//',
      '/en/',
    ])
      expect((await askPlainly(at, path)).status, path).toBe(404)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
      expect((await askPlainly(at, '/', method)).status, method).toBe(404)
    for (const path of ['/', '/en', '/samphan-office.crt', '/samphan-office.mobileconfig'])
      expect((await askPlainly(at, path)).text, path).not.toMatch(/PRIVATE KEY|set-cookie/i)
  })
})

/** The leaf as the server shows it, whatever this PC's clock says of it. */
function chainLeaf(port: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
    socket.once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate()?.raw ?? Buffer.alloc(0))
      socket.destroy()
    })
    socket.once('error', reject)
  })
}

function occupy(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
