import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { people } from '../../server/access/people.ts'
import { SqliteConnection } from '../../server/db/sqlite-connection.ts'
import { company, seller, TestOffice } from '../support/test-office.ts'

/** Who asks is looked up once, and anew after each write that it may rest on: also while the write is under way, and when it is taken back. */
describe('what somebody may do', () => {
  let office: TestOffice
  let id: string
  let other: string

  beforeAll(async () => {
    office = await TestOffice.open()
    id = (await office.person('หน่อย', seller('seller-noi'))).id
    other = (await office.person('นิด', seller('seller-nid'))).id
  })
  afterAll(() => office.close())

  const db = () => office.container.office.connection
  const write = (sql: string, ...params: string[]) => office.container.office.writeAlone((tx) => tx.run(sql, params))
  const identity = () => people.identity(db(), id)

  it('is the same answer until something is written that it rests on', async () => {
    const first = await identity()
    await office.owner.create('customer', { name: company('กตัญญูฟาร์มกุ้ง') })
    expect(await identity()).toBe(first)
    await write('update "user" set nick = nick where id = ?', id)
    expect(await identity()).not.toBe(first)
  })

  it('follows a change of the role of the person, and of what the role may do', async () => {
    await identity()
    await write('update "user" set role = ? where id = ?', 'seller-nid', id)
    expect((await identity())?.role.key).toBe('seller-nid')
    await write('update role set definition = ? where key = ?', JSON.stringify(seller('changed')), 'seller-nid')
    expect((await identity())?.role.key).toBe('changed')
  })

  it('follows who joins the team and who leaves', async () => {
    expect((await identity())?.teamIds).toEqual([])
    await write("insert into team (id, name) values ('t', 'ขาย')")
    for (const member of [id, other]) await write("insert into team_member (team_id, user_id) values ('t', ?)", member)
    expect((await identity())?.teamIds).toHaveLength(2)
    await write('delete from team_member where user_id = ?', other)
    expect((await identity())?.teamIds).toEqual([id])
  })

  it('follows what another program writes into the file, a moment later', async () => {
    await identity()
    const other = new SqliteConnection(join(office.folder, 'data', 'samphan.db'))
    await other.run('update role set definition = ? where key = ?', [JSON.stringify(seller('written-by-another')), 'seller-nid'])
    other.close()
    await new Promise((resume) => setTimeout(resume, 60))
    expect((await identity())?.role.key).toBe('written-by-another')
  })

  it('is what it was when the change was taken back, also for who asked meanwhile', async () => {
    const before = await identity()
    await expect(
      office.container.office.writeAlone(async (tx) => {
        await tx.run('update "user" set role = ? where id = ?', ['owner', id])
        expect((await identity())?.role.key).toBe('owner')
        throw new Error('taken back')
      }),
    ).rejects.toThrow('taken back')
    expect(await identity()).toEqual(before)
  })

  it('ends with the person’s time in the office', async () => {
    await write('update "user" set active = 0 where id = ?', id)
    expect(await identity()).toBeUndefined()
  })
})
