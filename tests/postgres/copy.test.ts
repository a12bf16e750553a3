import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyOffice } from '../../server/move/copy-office.ts'
import { POSTGRES, testDatabase } from '../support/postgres.ts'
import { company, phone, TestOffice } from '../support/test-office.ts'

const NAMES = ['ขวัญใจการช่าง', 'กตัญญูค้าวัสดุ', 'เกษมพานิช', 'แก้วมณี', 'ฐานฎีกาวิศวกรรม', 'ห้างทองป้ำปั๊ม', '๙ ดาวเรือง', 'ABC Trading']

describe('moving an office', () => {
  let source: TestOffice
  let folder: string
  let target: { url: string; drop: () => Promise<void> }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samphan-move-'))
    target = await testDatabase(process.env[POSTGRES] ?? '', true)
    source = await TestOffice.open({}, 'sqlite')
  })
  afterEach(async () => {
    await source.close()
    await target.drop()
    await rm(folder, { recursive: true, force: true })
  })
  const file = () => join(source.folder, 'data', 'samphan.db')

  async function fill(): Promise<string[]> {
    const ids: string[] = []
    for (const [at, name] of NAMES.entries())
      ids.push(
        (
          await source.owner.create('customer', {
            name: company(name),
            phones: [phone(`+6681234567${at}`)],
            tags: ['ออกบูธ', `กลุ่ม ${at % 2}`],
            creditLimit: 123_456_789_012,
            needs: at === 0 ? 'ปั๊มน้ำ "พิเศษ"\nสองแถว' : null,
          })
        ).id,
      )
    await source.owner.create('deal', { name: 'ปั๊มบาดาล', customer: ids[0], amount: 9_007_199_254_740 })
    await source.owner
      .create('activity', { type: 'call', subject: 'โทรหา', about: [{ id: 'a1', to: ids[0] }] })
      .catch(() => undefined)
    await source.owner.update('customer', ids[1] ?? '', 1, { grade: 'A' })
    await source.owner.post('/api/records/customer/delete', { ids: [ids[2]] })
    return ids
  }

  async function seen(office: TestOffice, customer: string) {
    const owner = office.owner
    return {
      order: (await owner.list('customer')).rows.map((row) => row.title),
      found: (await owner.post<{ hits: { row: { title: string } }[] }>('/api/search', { text: 'ปั๊ม' })).hits.map(
        (hit) => hit.row.title,
      ),
      record: await owner.record('customer', customer),
      history: await owner.get(`/api/records/customer/${customer}/history`),
      bin: (await owner.list('customer', { bin: true })).rows.map((row) => row.title),
    }
  }

  async function opened(databaseUrl: string | undefined, data: string): Promise<TestOffice> {
    const office = await TestOffice.reopen(data, databaseUrl ? { databaseUrl } : {}, source.owner.id)
    return office
  }

  it('brings every row to PostgreSQL and back, in the same order, found by the same words, with its history', async () => {
    const ids = await fill()
    const before = await seen(source, ids[0] ?? '')
    expect(before.order).toHaveLength(NAMES.length - 1)
    await source.stop()
    const there = await copyOffice(file(), target.url)
    expect(there.tables.customer).toBe(NAMES.length)
    expect(there.rows).toBeGreaterThan(50)
    await cp(join(source.folder, 'data'), join(folder, 'data'), { recursive: true })
    const moved = await opened(target.url, folder)
    expect(await seen(moved, ids[0] ?? '')).toEqual(before)
    const added = await moved.owner.create('customer', { name: company('ใหม่บนโพสต์เกรส') })
    expect((await moved.owner.record('customer', added.id)).title).toContain('ใหม่บนโพสต์เกรส')
    await moved.stop()

    const back = join(folder, 'back', 'data')
    await cp(join(source.folder, 'data'), back, { recursive: true })
    for (const suffix of ['', '-wal', '-shm']) await rm(join(back, `samphan.db${suffix}`), { force: true })
    const home = await copyOffice(target.url, join(back, 'samphan.db'))
    expect(home.tables.customer).toBe(NAMES.length + 1)
    const again = await opened(undefined, join(folder, 'back'))
    expect((await seen(again, ids[0] ?? '')).record).toEqual(before.record)
    expect((await seen(again, ids[0] ?? '')).history).toEqual(before.history)
    await again.stop()
    await source.start()
  })

  it('refuses a target that holds something, two of one kind, and tables of another version; nothing is written', async () => {
    await fill()
    await source.stop()
    await expect(copyOffice(file(), join(folder, 'other.db'))).rejects.toMatchObject({ code: 'move.same_engine' })
    await copyOffice(file(), target.url)
    await expect(copyOffice(file(), target.url)).rejects.toMatchObject({ code: 'move.not_empty' })
    await expect(copyOffice(target.url, file())).rejects.toMatchObject({ code: 'move.not_empty' })
    const client = new pg.Client({ connectionString: target.url })
    await client.connect()
    await client.query('update schema_version set version = version - 1')
    await expect(copyOffice(target.url, join(folder, 'new.db'))).rejects.toMatchObject({ code: 'move.other_version' })
    await client.end()
    await source.start()
  })

  it('counts for nothing when what arrived differs from what was read', async () => {
    await fill()
    await source.stop()
    const careless = await testDatabase(process.env[POSTGRES] ?? '')
    const client = new pg.Client({ connectionString: careless.url })
    await client.connect()
    await client.query(`create function careless() returns trigger language plpgsql as
      $$ begin new.title_text = left(new.title_text, 3); return new; end $$`)
    await client.query('create trigger careless before insert on customer for each row execute function careless()')
    await expect(copyOffice(file(), careless.url)).rejects.toMatchObject({ code: 'move.differs', params: { table: 'customer' } })
    expect((await client.query('select count(*)::int n from customer')).rows).toEqual([{ n: 0 }])
    await client.end()
    await careless.drop()
    await source.start()
  })

  it('that is cut off on the way leaves an empty target that takes the next try, and the source as it was', async () => {
    await fill()
    await source.stop()
    let told = 0
    await expect(
      copyOffice(file(), target.url, () => {
        told += 1
        if (told > 8) throw new Error('the cable was pulled')
      }),
    ).rejects.toThrow('the cable was pulled')
    const client = new pg.Client({ connectionString: target.url })
    await client.connect()
    expect((await client.query('select count(*)::int n from customer')).rows).toEqual([{ n: 0 }])
    await client.end()
    expect((await copyOffice(file(), target.url)).tables.customer).toBe(NAMES.length)
    await source.start()
    expect((await source.owner.list('customer')).rows).toHaveLength(NAMES.length - 1)
  })
})
