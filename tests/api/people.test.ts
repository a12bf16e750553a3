import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigurationChange } from '../../core/contract/ours.ts'
import type { TeamInfo } from '../../core/contract/people.ts'
import { company, type Person, seller, TestOffice, TOKEN } from '../support/test-office.ts'

const LOOPBACK = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN }
const OWN = 'ปลาทูสองเข่งกับข้าวสวย'

describe('the people of the office', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  const content = async () =>
    JSON.stringify(
      await Promise.all(
        ['user', 'team', 'team_member', 'one_use_code', 'setting', 'configuration_change', 'session'].map((table) =>
          office.rows(table),
        ),
      ),
    )
  const save = (who: Person, body: object) => who.request<{ id: string; code?: string }>('PUT', '/api/users', body)
  const person = (name: string, more: object = {}) => ({ name, nick: name, role: 'sales', active: true, ...more })
  const codeOf = async (who: Person, id: string) =>
    who.request<{ code: string; endsAt: string }>('POST', `/api/users/${id}/code`, {})
  const enterWith = async (code: string, password = OWN) => {
    const reply = await office.app.inject({
      method: 'POST',
      url: '/api/session/code',
      headers: LOOPBACK,
      payload: { code, password },
    })
    return { status: reply.statusCode, body: reply.json(), cookie: reply.cookies.find((each) => each.name === 'samphan_session') }
  }

  it('are nobody’s to change but an admin’s, and an owner only an owner’s', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const boss = await office.person('หัวหน้า', 'manager')
    const eye = await office.person('ตา', 'readonly')
    const admin = await office.person('แอดมิน', 'admin')
    const team = await office.owner.request<{ id: string }>('PUT', '/api/teams', { name: 'ภาคกลาง', members: [] })
    const before = await content()
    for (const who of [noi, boss, eye]) {
      const replies = [
        await save(who, person('คนใหม่')),
        await save(who, person('หน่อย', { id: who.id, role: 'owner' })),
        await codeOf(who, noi.id),
        await who.request('GET', '/api/teams'),
        await who.request('PUT', '/api/teams', { id: team.body.id, name: 'ยึด', members: [who.id] }),
        await who.request('DELETE', `/api/teams/${team.body.id}`),
        await who.request('GET', '/api/access-rules'),
        await who.request('PUT', '/api/access-rules', { namesShown: true, codeForAdmins: false, keepDays: 90 }),
      ]
      expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 403))
    }
    for (const reply of [
      await save(admin, person('แอดมิน', { id: admin.id, role: 'owner' })),
      await save(admin, person('ยึด', { id: office.owner.id, role: 'sales' })),
      await save(admin, person('ยึด', { id: office.owner.id, role: 'owner', active: false })),
      await codeOf(admin, office.owner.id),
    ])
      expect(reply).toMatchObject({ status: 403, body: { code: 'user.owner_only' } })
    for (const active of [false, true])
      expect(
        (await save(office.owner, person('เอก', { id: office.owner.id, role: active ? 'admin' : 'owner', active }))).body,
      ).toMatchObject({ code: 'user.last_owner' })
    expect((await save(office.owner, person('ผี', { id: '01890000-0000-7000-8000-000000000000' }))).status).toBe(404)
    expect((await save(office.owner, person('หน่อย'))).body).toMatchObject({ code: 'user.name_taken' })
    expect((await save(office.owner, person('ใคร', { teams: ['01890000-0000-7000-8000-000000000000'] }))).status).toBe(400)
    expect(await content()).toBe(before)
  })

  it('set their own passwords by a code that works once, for a day, and only the latest', async () => {
    const { id } = (await save(office.owner, person('น้องใหม่'))).body
    const first = (await codeOf(office.owner, id)).body
    const { code } = (await codeOf(office.owner, id)).body
    expect(await content()).not.toContain(code)
    expect(await content()).not.toContain(code.replaceAll('-', ''))
    expect((await enterWith(first.code)).body).toMatchObject({ code: 'session.wrong_code' })
    expect((await enterWith('AAAA-BBBB-CCCC')).status).toBe(401)
    expect((await enterWith(code, 'น้องใหม่น้องใหม่')).body).toMatchObject({ code: 'password.weak' })
    const used = await enterWith(code.toLowerCase().replaceAll('-', ' '))
    expect(used).toMatchObject({ status: 200, cookie: { httpOnly: true, sameSite: 'Strict' } })
    expect((await enterWith(code)).body).toMatchObject({ code: 'session.wrong_code' })
    const late = (await codeOf(office.owner, id)).body
    office.now = new Date(office.now.getTime() + 24 * 3600_000)
    expect((await enterWith(late.code)).body).toMatchObject({ code: 'session.wrong_code' })
  })

  it('cannot have a code guessed: tries are counted, whatever the code', async () => {
    const replies = []
    for (let at = 0; at < 10; at += 1) replies.push(await enterWith(`AAAA-BBBB-CC${at}`))
    expect(replies.slice(5).every(({ body }) => body.code === 'session.wait')).toBe(true)
  })

  it('are shut out by leaving, code and all; a reset ends what was open', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const reset = (await codeOf(office.owner, noi.id)).body
    await office.owner.request('POST', '/api/me/password', { next: 'ช้างสามตัวเดินเล่น' })
    // The owner goes on in this test by what he may do himself.
    expect((await noi.request('GET', '/api/preferences')).status).toBe(200)
    expect((await enterWith(reset.code)).status).toBe(200)
    expect((await noi.request('GET', '/api/preferences')).status).toBe(401)
  })

  it('lose their code when they leave', async () => {
    const noi = await office.person('หน่อย', 'sales')
    const { code } = (await codeOf(office.owner, noi.id)).body
    await save(office.owner, person('หน่อย', { id: noi.id, active: false }))
    expect((await codeOf(office.owner, noi.id)).body).toMatchObject({ code: 'user.left' })
    expect((await enterWith(code)).status).toBe(401)
    await save(office.owner, person('หน่อย', { id: noi.id }))
    expect((await enterWith(code)).status).toBe(401)
  })

  it('see their teams’ records from the moment they join, and no longer than that; the history tells and brings back', async () => {
    const noi = await office.person('หน่อย', seller('team-seller', [], 'team'))
    const ann = await office.person('แอน', seller('team-seller', [], 'team'))
    const { id } = await ann.create('customer', { name: company('ของแอน') })
    const sees = async () => (await noi.request('GET', `/api/records/customer/${id}`)).status
    expect(await sees()).toBe(404)
    const team = await office.request<{ id: string }>('PUT', '/api/teams', { name: 'ภาคกลาง', members: [ann.id] })
    await office.request('PUT', '/api/users', person('หน่อย', { id: noi.id, role: 'team-seller', teams: [team.id] }))
    expect(await sees()).toBe(200)
    expect((await office.owner.get<{ teams: TeamInfo[] }>('/api/teams')).teams).toEqual([
      { id: team.id, name: 'ภาคกลาง', members: [noi.id, ann.id] },
    ])
    const { changes } = await office.owner.get<{ changes: ConfigurationChange[] }>('/api/configuration/history')
    expect(changes[0]).toMatchObject({
      area: 'teams',
      name: 'ภาคกลาง',
      differences: [{ what: 'คนในทีม', before: 'แอน', after: 'หน่อย, แอน' }],
    })
    await office.request('POST', `/api/configuration/history/${changes[0]?.seq}/roll-back`, {})
    expect(await sees()).toBe(404)
    await office.request('DELETE', `/api/teams/${team.id}`, undefined)
    expect((await office.owner.get<{ teams: TeamInfo[] }>('/api/teams')).teams).toEqual([])
  })

  it('do not become owners again by an admin who rolls the settings back', async () => {
    const admin = await office.person('แอดมิน', 'owner')
    await save(office.owner, person('แอดมิน', { id: admin.id, role: 'admin' }))
    const { changes } = await admin.get<{ changes: ConfigurationChange[] }>('/api/configuration/history')
    expect((await admin.request('POST', `/api/configuration/history/${changes[0]?.seq}/roll-back`, {})).body).toMatchObject({
      code: 'user.owner_only',
    })
    expect((await admin.session()).user?.role).toBe('admin')
  })
})
