import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
    const asked = { namesShown: false, codeForAdmins: true, keepDays: 90 }
    // Not by one who would then stand before a shut door himself.
    expect((await admin.request('PUT', '/api/access-rules', asked)).body).toMatchObject({ code: 'totp.own_first' })
    await office.request('PUT', '/api/access-rules', asked)
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
