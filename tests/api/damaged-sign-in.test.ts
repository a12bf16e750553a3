import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSignIn } from '../../server/features/settings/session.ts'
import { Backups } from '../support/backups.ts'
import { company, PASSWORD, type Person, TestOffice } from '../support/test-office.ts'

describe('while the file is damaged', { timeout: 90_000 }, () => {
  let office: TestOffice
  let noi: Person
  let ann: Person
  let recovery: string[]
  let mine: string
  let backup: { folder: string; file: string }
  const database = () => join(office.folder, 'data', 'samphan.db')
  const hash = () => createHash('sha256').update(readFileSync(database())).digest('hex')

  beforeEach(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', 'sales')
    mine = (await office.owner.create('customer', { name: company('ของหน่อย'), owner: noi.id })).id
    ann = await office.person('แอน', 'sales')
    const { secret } = await ann.post<{ secret: string }>('/api/me/totp', { password: PASSWORD })
    const first = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: office.now.getTime() })
    ;({ recoveryCodes: recovery } = await ann.post<{ recoveryCodes: string[] }>('/api/me/totp/confirm', { code: first }))
    backup = await new Backups(office).make()
    await office.stop()
    const db = new Sqlite(database())
    const page = Number(
      db.prepare("select rootpage from sqlite_master where type = 'index' and tbl_name = 'lead' limit 1").pluck().get(),
    )
    const size = Number(db.pragma('page_size', { simple: true }))
    db.close()
    const file = openSync(database(), 'r+')
    writeSync(file, Buffer.alloc(size, 0x5a), 0, size, (page - 1) * size)
    closeSync(file)
    await office.start()
    await expect.poll(() => office.container.office.state.reason, { timeout: 20_000 }).toBe('database.damaged')
  }, 90_000)
  afterEach(() => office.close())

  const signIn = (password: string) =>
    office.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: '127.0.0.1:4780', 'x-samphan-token': office.container.token },
      payload: { userId: noi.id, password },
    })
  const get = (url: string, cookie: string, method: 'GET' | 'DELETE' = 'GET') =>
    office.app.inject({ method, url, headers: { host: '127.0.0.1:4780', 'x-samphan-token': office.container.token, cookie } })

  it('people come in to read, under their own rights, until the next start; not a byte of the file is written', async () => {
    const before = hash()
    const reply = await signIn(PASSWORD)
    expect(reply.statusCode).toBe(200)
    const cookie = reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    expect((await get(`/api/records/customer/${mine}`, cookie)).json()).toMatchObject({ id: mine })
    expect((await get('/api/session', cookie)).json()).toMatchObject({ user: { id: noi.id }, readOnly: 'database.damaged' })
    expect((await get('/api/roles/details', cookie)).statusCode).toBe(403)
    const gone = (await signIn(PASSWORD)).cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    expect((await get('/api/session', gone, 'DELETE')).statusCode).toBe(200)
    // On this PC there is then the owner, who has no password.
    expect((await get('/api/session', gone)).json()).not.toMatchObject({ user: { id: noi.id } })
    await office.stop()
    expect(hash()).toBe(before)
    await office.start()
    expect((await get('/api/session', cookie)).json()).not.toMatchObject({ user: { id: noi.id } })
  })

  it('whoever is not in yet is told before he comes in', async () => {
    expect(await loadSignIn(office.container.office, '0', () => true)).toMatchObject({
      state: 'sign-in',
      readOnly: 'database.damaged',
      choices: [],
    })
  })

  it('wrong passwords wait as ever', async () => {
    const codes: string[] = []
    for (let at = 0; at < 8; at += 1) codes.push((await signIn('ไม่ใช่รหัส ผิดแน่นอน')).json<{ code: string }>().code)
    expect(codes[0]).toBe('session.wrong_password')
    expect(codes.at(-1)).toBe('session.wait')
    expect((await signIn(PASSWORD)).json()).toMatchObject({ code: 'session.wait' })
  })

  it('a recovery code lets in once: not again, not after the next start, nor once a backup of before is back', async () => {
    const withCode = (given?: string) =>
      office.app.inject({
        method: 'POST',
        url: '/api/session',
        headers: { host: '127.0.0.1:4780', 'x-samphan-token': office.container.token },
        payload: { userId: ann.id, password: PASSWORD, ...(given !== undefined && { code: given }) },
      })
    expect((await withCode()).json()).toMatchObject({ code: 'totp.needed' })
    expect((await withCode('AAAA-BBBB-CCCC')).json()).toMatchObject({ code: 'totp.wrong' })
    const before = hash()
    expect((await withCode(recovery[0] ?? '')).statusCode).toBe(200)
    expect(hash()).toBe(before)
    expect((await withCode(recovery[0] ?? '')).json()).toMatchObject({ code: 'totp.wrong' })
    await office.stop()
    await office.start()
    await expect.poll(() => office.container.office.state.reason, { timeout: 20_000 }).toBe('database.damaged')
    expect((await withCode(recovery[0] ?? '')).json()).toMatchObject({ code: 'totp.wrong' })
    await new Backups(office).restore(backup)
    await office.stop()
    await office.start()
    await office.container.office.state.checked()
    await expect.poll(() => office.rows('recovery_code')).toHaveLength(7)
    expect((await withCode(recovery[0] ?? '')).json()).toMatchObject({ code: 'totp.wrong' })
    expect((await withCode(recovery[1] ?? '')).statusCode).toBe(200)
  })

  it('the owner brings a backup back', async () => {
    expect(await new Backups(office).restore(backup)).toMatchObject({ status: 200 })
    await office.stop()
    await office.start()
    await office.container.office.state.checked()
    expect(office.container.office.state.reason).toBeUndefined()
    expect(await office.owner.record('customer', mine)).toMatchObject({ id: mine })
  })
})
