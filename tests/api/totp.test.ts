import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretBox } from '../../server/access/secret-box.ts'
import { PASSWORD, Person, TestOffice, TOKEN } from '../support/test-office.ts'

const LOOPBACK = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN }

describe('codes of an authenticator app', () => {
  let office: TestOffice
  let admin: Person
  beforeEach(async () => {
    office = await TestOffice.open()
    admin = await office.person('แอดมิน', 'admin')
  })
  afterEach(() => office.close())

  const codeAt = (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: office.now.getTime() + steps * 30_000 })
  const later = (seconds: number) => {
    office.now = new Date(office.now.getTime() + seconds * 1000)
  }
  const signIn = async (who: Person, code?: string, password = PASSWORD) => {
    const payload = { userId: who.id, password, ...(code !== undefined && { code }) }
    const reply = await office.app.inject({ method: 'POST', url: '/api/session', headers: LOOPBACK, payload })
    const cookie = reply.cookies.find((each) => each.name === 'samphan_session')
    return {
      status: reply.statusCode,
      code: reply.json().code as string | undefined,
      person: new Person(() => office.app, who.id, `samphan_session=${cookie?.value}`),
    }
  }
  const setUp = async (who: Person) => {
    const { secret } = await who.post<{ secret: string; picture: string }>('/api/me/totp', { password: PASSWORD })
    const { recoveryCodes } = await who.post<{ recoveryCodes: string[] }>('/api/me/totp/confirm', { code: codeAt(secret) })
    later(60)
    return { secret, recoveryCodes }
  }
  const rows = async () => JSON.stringify(await Promise.all(['totp', 'recovery_code'].map((table) => office.rows(table))))

  it('are asked for only once one of them was seen; the picture is made here, the recovery codes are kept as hashes', async () => {
    expect((await admin.request('POST', '/api/me/totp', { password: 'ผิด' })).body).toMatchObject({
      code: 'session.wrong_password',
    })
    const begun = await admin.post<{ secret: string; picture: string }>('/api/me/totp', { password: PASSWORD })
    expect(begun.picture).toContain('<svg')
    expect((await signIn(admin)).status).toBe(200)
    expect((await admin.request('POST', '/api/me/totp/confirm', { code: '000000' })).body).toMatchObject({ code: 'totp.wrong' })
    const { recoveryCodes } = await admin.post<{ recoveryCodes: string[] }>('/api/me/totp/confirm', {
      code: codeAt(begun.secret),
    })
    expect(recoveryCodes).toHaveLength(8)
    for (const code of recoveryCodes) expect(await rows()).not.toContain(code)
    expect((await admin.request('POST', '/api/me/totp', { password: PASSWORD })).body).toMatchObject({ code: 'totp.on' })
  })

  it('are good once, one step early or late, and only after the right password', async () => {
    const { secret } = await setUp(admin)
    expect(await signIn(admin)).toMatchObject({ status: 401, code: 'totp.needed' })
    expect(await signIn(admin, codeAt(secret), 'ผิด')).toMatchObject({ code: 'session.wrong_password' })
    expect(await signIn(admin, codeAt(secret, 2))).toMatchObject({ code: 'totp.wrong' })
    expect((await signIn(admin, codeAt(secret, 1))).status).toBe(200)
    // The step of the next half minute was used: it and all before it are worth nothing any more.
    for (const steps of [1, 0, -1]) expect(await signIn(admin, codeAt(secret, steps))).toMatchObject({ code: 'totp.wrong' })
    later(60)
    const late = codeAt(secret, -1)
    expect((await signIn(admin, late)).code).toBe('totp.wrong')
    expect((await signIn(admin, codeAt(secret))).status).toBe(200)
  })

  it('are replaced by a recovery code, once', async () => {
    const { recoveryCodes } = await setUp(admin)
    const [first = ''] = recoveryCodes
    expect((await signIn(admin, first.toLowerCase())).status).toBe(200)
    expect((await signIn(admin, first)).code).toBe('totp.wrong')
    expect(await admin.get('/api/me/totp')).toEqual({ on: true, recoveryCodes: 7 })
  })

  it('cannot be guessed on', async () => {
    await setUp(admin)
    const codes = []
    for (let at = 0; at < 8; at += 1) codes.push((await signIn(admin, `00000${at}`)).code)
    expect(codes.slice(5)).toEqual(['session.wait', 'session.wait', 'session.wait'])
  })

  it('are not gone round by a one-use code that an admin hands over', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const { secret } = await setUp(noi)
    const { code } = await office.owner.post<{ code: string }>(`/api/users/${noi.id}/code`)
    const reply = await office.app.inject({
      method: 'POST',
      url: '/api/session/code',
      headers: LOOPBACK,
      payload: { code, password: 'ปลาทูสองเข่ง' },
    })
    expect(reply.statusCode).toBe(200)
    expect(reply.cookies).toEqual([])
    expect((await signIn(noi, undefined, 'ปลาทูสองเข่ง')).code).toBe('totp.needed')
    expect((await signIn(noi, codeAt(secret), 'ปลาทูสองเข่ง')).status).toBe(200)
  })

  it('are taken away by their person with password and code, or by an admin; an owner’s by owners only', async () => {
    const noi = await office.person('หน่อย', 'sales')
    await setUp(noi)
    expect((await noi.request('POST', '/api/me/totp/end', { password: PASSWORD, code: '000000' })).status).toBe(401)
    expect((await noi.request('DELETE', `/api/users/${noi.id}/totp`)).status).toBe(403)
    expect((await admin.request('DELETE', `/api/users/${office.owner.id}/totp`)).body).toMatchObject({ code: 'user.owner_only' })
    expect((await admin.request('DELETE', `/api/users/${noi.id}/totp`)).status).toBe(200)
    expect((await signIn(noi)).status).toBe(200)
  })

  it('are asked of admins before anything else when the owner says so, and cannot be given up then', async () => {
    const noi = await office.person('หน่อย', 'sales')
    await office.request('PUT', '/api/access-rules', { namesShown: false, codeForAdmins: true, keepDays: 90 })
    expect((await admin.request('POST', '/api/records/customer/list', {})).body).toMatchObject({ code: 'totp.required' })
    expect((await admin.request('GET', '/api/stream')).status).toBe(403)
    expect((await admin.session()).codeNeeded).toBe(true)
    expect((await noi.request('POST', '/api/records/customer/list', {})).status).toBe(200)
    const { secret } = await setUp(admin)
    expect((await admin.request('POST', '/api/records/customer/list', {})).status).toBe(200)
    expect((await admin.request('POST', '/api/me/totp/end', { password: PASSWORD, code: codeAt(secret) })).body).toMatchObject({
      code: 'totp.required',
    })
  })
})

describe('the secrets of authenticator apps', () => {
  const spread = (secret: string) => [secret, Secret.fromBase32(secret).hex, Buffer.from(Secret.fromBase32(secret).buffer)]
  /** Everything that is written of an office, but for its keys. */
  function bytesBelow(folder: string): [name: string, bytes: Buffer][] {
    return (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => statSync(join(folder, name)).isFile() && !/secrets\.key|backup-key|samphan\.lock/.test(name))
      .map((name) => [name, readFileSync(join(folder, name))])
  }

  it('stand nowhere in the database, its log or a backup, also not those that an earlier product stored plain', async () => {
    const office = await TestOffice.open()
    try {
      const data = join(office.folder, 'data')
      const noi = await office.person('หน่อย', 'sales')
      const begin = () => noi.post<{ secret: string }>('/api/me/totp', { password: PASSWORD })
      const { secret } = await begin()
      const codeOf = (of: string) => new TOTP({ secret: Secret.fromBase32(of) }).generate({ timestamp: office.now.getTime() })
      await noi.post('/api/me/totp/confirm', { code: codeOf(secret) })
      expect(statSync(join(data, 'lan', 'secrets.key')).mode & 0o077).toBe(0)
      await office.owner.post('/api/backup')
      await office.container.backups.settled()
      const nowhere = (of: string) => {
        for (const [name, bytes] of bytesBelow(data))
          for (const form of spread(of)) expect(bytes.includes(form), name).toBe(false)
      }
      nowhere(secret)
      // As it was stored before.
      const plain = new Secret({ size: 20 }).base32
      await office.container.office.writeAlone((tx) => tx.run('update totp set secret = ?, last_step = 0', [plain]))
      expect(bytesBelow(data).some(([, bytes]) => bytes.includes(plain))).toBe(true)
      await office.stop()
      await office.start()
      nowhere(plain)
      office.now = new Date(office.now.getTime() + 60_000)
      const payload = { userId: noi.id, password: PASSWORD, code: codeOf(plain) }
      expect((await office.app.inject({ method: 'POST', url: '/api/session', headers: LOOPBACK, payload })).statusCode).toBe(200)
    } finally {
      await office.close()
    }
  })

  it('sealed for one person open for no other, and not with another key', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samphan-box-'))
    const box = new SecretBox(join(folder, 'a', 'secrets.key'))
    const sealed = box.seal('JBSWY3DPEHPK3PXP', 'totp 1')
    expect(box.open(sealed, 'totp 1')).toBe('JBSWY3DPEHPK3PXP')
    expect(box.open(sealed, 'totp 2')).toBeUndefined()
    expect(new SecretBox(join(folder, 'b', 'secrets.key')).open(sealed, 'totp 1')).toBeUndefined()
    expect(new SecretBox(join(folder, 'a', 'secrets.key')).open(sealed, 'totp 1')).toBe('JBSWY3DPEHPK3PXP')
    rmSync(folder, { recursive: true })
  })
})
