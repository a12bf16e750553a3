import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PASSWORD, TestOffice, TOKEN } from '../support/test-office.ts'

/** What was done to a password, with the cost that its hash names. */
const work: string[] = []
const costOf = (stored: unknown) => String(stored).split('$').slice(0, 4).join('$')

vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof import('@node-rs/argon2')>()
  return {
    ...argon2,
    hash: (...given: Parameters<typeof argon2.hash>) => {
      work.push('hash')
      return argon2.hash(...given)
    },
    verify: async (...given: Parameters<typeof argon2.verify>) => {
      const right = await argon2.verify(...given)
      work.push(`verify ${costOf(given[0])}`)
      return right
    },
  }
})

describe('whoever cannot come in learns nothing of who can', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  let from = 0
  /** A try from an address of its own: what it answered, and all that the server did for it. */
  async function tried(who: object, password = 'ผิดแน่นอน') {
    // What was noted of those before is written a second later, whoever tries then.
    await office.container.accessLog.flush()
    const { connection } = office.container.office
    const statements: string[] = []
    const spies = (['all', 'get', 'run'] as const).map((name) => {
      const asked = connection[name].bind(connection) as (sql: string, params?: readonly never[]) => Promise<never>
      return vi.spyOn(connection, name).mockImplementation(((sql: string, params?: readonly never[]) => {
        statements.push(sql)
        return asked(sql, params)
      }) as never)
    })
    work.length = 0
    from += 1
    const reply = await office.app.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress: `10.1.${from >> 8}.${from & 255}`,
      headers: { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN },
      payload: { ...who, password },
    })
    for (const spy of spies) spy.mockRestore()
    const { date: _, ...headers } = reply.headers
    for (const name of Object.keys(headers)) if (/ratelimit|retry/.test(name)) delete headers[name]
    return { status: reply.statusCode, body: reply.json<Record<string, unknown>>(), headers, work: [...work], statements }
  }

  /** Everybody whom one may try, and the password with which he would have come in once. */
  async function everybody(): Promise<[who: object, password?: string][]> {
    const noi = await office.person('หน่อย', 'sales')
    const left = await office.person('แอน', 'sales')
    const fresh = await office.person('ใหม่', 'sales')
    const hurt = await office.person('เจ็บ', 'sales')
    await office.person('ซ้ำ', 'sales')
    const twin = await office.person('ซ้ำกัน', 'sales')
    await office.container.office.writeAlone(async (tx) => {
      await tx.run('update "user" set active = 0 where id = ?', [left.id])
      await tx.run('update "user" set password_hash = null where id = ?', [fresh.id])
      await tx.run(`update "user" set password_hash = '$argon2id$v=19$m=' where id = ?`, [hurt.id])
      await tx.run(`update "user" set name = 'ซ้ำ', nick = 'ซ้ำ' where id = ?`, [twin.id])
    })
    return [
      [{ name: 'หน่อย' }],
      [{ userId: noi.id }],
      [{ name: 'ไม่มีคนนี้' }],
      [{ userId: '01890000-0000-7000-8000-000000000000' }],
      [{ name: 'แอน' }, PASSWORD],
      [{ userId: left.id }, PASSWORD],
      [{ name: 'ใหม่' }, ''],
      [{ name: 'เจ็บ' }, PASSWORD],
      [{ name: 'ซ้ำ' }, PASSWORD],
      [{ name: 'เอก' }],
      [{ name: '' }],
    ]
  }

  it('has one answer and one and the same work for a wrong password, nobody, somebody who left, and somebody without one', async () => {
    const all = await everybody()
    // The first one after a start does no more than the others either.
    await office.stop()
    await office.start()
    const first = await tried({ name: 'ใครก็ไม่รู้' })
    expect(first).toMatchObject({ status: 401, body: { code: 'session.wrong_password' } })
    expect(first.work).toEqual([expect.stringMatching(/^verify \$argon2id\$v=19\$m=\d+,t=\d+,p=1$/)])
    // What is read once and then kept is read by now.
    const nobody = await tried({ name: 'ใครก็ไม่รู้' })
    expect(nobody.statements.length).toBeGreaterThan(3)
    for (const [who, password] of all) expect(await tried(who, password), JSON.stringify(who)).toEqual(nobody)
    expect(await tried({ name: 'หน่อย' }, PASSWORD)).toMatchObject({ status: 200, work: first.work })
  })

  it('makes a guesser wait alike for all of them', async () => {
    const answers = async (who: object, password?: string) => {
      const said: string[] = []
      for (let at = 0; at < 8; at += 1) {
        const { status, body } = await tried(who, password)
        said.push(`${status} ${JSON.stringify(body)}`)
      }
      return said
    }
    const all = await everybody()
    const nobody = await answers({ name: 'ใครก็ไม่รู้' })
    expect(nobody.map((said) => said.slice(0, 3))).toEqual(['401', '401', '401', '401', '401', '429', '429', '429'])
    // By another name of his the same person has the same tries.
    const tries = all.filter(([who]) => !('userId' in who) || who.userId === '01890000-0000-7000-8000-000000000000')
    for (const [who, password] of tries) expect(await answers(who, password), JSON.stringify(who)).toEqual(nobody)
  })
})
