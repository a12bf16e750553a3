import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../core/contract/backup.ts'
import { auditHead, verifyAudit } from '../../server/changes/audit-chain.ts'
import { company, TestOffice } from '../support/test-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await TestOffice.open()
  office.damages = true
  const noi = await office.person('หน่อย', 'sales', 'ทีมเหนือ')
  for (let at = 0; at < 6; at += 1) {
    const { id } = await noi.create('customer', { name: company(`ราย ${at}`), owner: noi.id })
    await noi.request('GET', `/api/records/customer/${id}`)
    await noi.update('customer', id, 1, { needs: `ปั๊ม ${at}` })
  }
  for (const name of ['ปั๊มไทย', 'ปั๊มไทยรุ่งเรือง', 'ปั๊มไทยรุ่งเรืองกิจ']) await office.request('PUT', '/api/company', { name })
  await office.container.accessLog.flush()
})
afterEach(() => office.close())

const db = () => office.file
/** Somebody with the database file and a program for it. */
const tamper = (sql: string, ...params: (string | number)[]) =>
  db()
    .raw.prepare(sql)
    .run(...params)

describe('the chain over the logs', () => {
  it('holds over changes and looks alike, and over what was emptied when its time was over', async () => {
    const before = await verifyAudit(db())
    expect(before).toMatchObject({ holds: true, faults: [], erased: 0 })
    expect(before.entries).toBeGreaterThan(12)
    const [row] = (await office.owner.list('customer')).rows
    await office.owner.post('/api/records/customer/delete', { ids: [row?.id] })
    office.now = new Date(office.now.getTime() + 40 * 86_400_000)
    await office.container.housekeeping.run()
    const emptied = await verifyAudit(db(), [before])
    expect(emptied.holds).toBe(true)
    expect(emptied.erased).toBeGreaterThan(0)
    office.now = new Date(office.now.getTime() + 100 * 86_400_000)
    await office.container.housekeeping.run()
    expect(db().getNow('select count(*) n from access_log where action = ?', ['look'])).toEqual({ n: 0 })
    expect((await verifyAudit(db(), [before])).holds).toBe(true)
  })

  it('shows every entry that was altered, taken away, slipped in, put elsewhere, or emptied without right', async () => {
    const logs = {
      change: ['at', 'user_id', 'record_id', 'action', 'fields'],
      access_log: ['at', 'user_id', 'action', 'detail'],
      configuration_change: ['at', 'user_id', 'area', 'item', 'before', 'after'],
    }
    const logOf = { change: 'change', access_log: 'access', configuration_change: 'setting' } as const
    const contentOf = { change: 'fields', access_log: 'detail', configuration_change: 'after' } as const
    const seqs = (table: string) =>
      db()
        .allNow<{ seq: number }>(`select seq from ${table} order by seq`)
        .map(({ seq }) => seq)
    const mutation = fc.constantFrom(...(Object.keys(logs) as (keyof typeof logs)[])).chain((table) =>
      fc.record({
        table: fc.constant(table),
        seq: fc.constantFrom(...seqs(table)),
        column: fc.constantFrom(...logs[table]),
        how: fc.constantFrom('alter', 'take', 'swap', 'double', 'unsalt', 'unchain'),
      }),
    )
    await fc.assert(
      fc.asyncProperty(mutation, async ({ table, seq, column, how }) => {
        db().raw.exec('savepoint tampered')
        const log = logOf[table]
        if (how === 'alter') tamper(`update ${table} set ${column} = ${column} || 'x' where seq = ?`, seq)
        if (how === 'take') tamper(`delete from ${table} where seq = ?`, seq)
        if (how === 'swap') {
          const at = db().getNow<{ n: number }>('select n from audit_chain where log = ? and seq = ?', [log, seq])?.n ?? 0
          const other = at > 1 ? at - 1 : at + 1
          tamper('update audit_chain set n = -1 where n = ?', at)
          tamper('update audit_chain set n = ? where n = ?', at, other)
          tamper('update audit_chain set n = ? where n = -1', other)
        }
        if (how === 'double')
          tamper(
            `insert into ${table} (${logs[table].join(', ')}${table === 'change' ? ', entity, version' : ''}) select ${logs[table].join(', ')}${table === 'change' ? ', entity, version' : ''} from ${table} where seq = ?`,
            seq,
          )
        if (how === 'unsalt') {
          tamper('update audit_chain set salt = null where log = ? and seq = ?', log, seq)
          tamper(`update ${table} set ${column} = 'anders' where seq = ?`, seq)
          tamper(`update ${table} set ${contentOf[table]} = '{"a":1}' where seq = ?`, seq)
        }
        if (how === 'unchain') tamper('delete from audit_chain where log = ? and seq = ?', log, seq)
        const report = await verifyAudit(db())
        db().raw.exec('rollback to tampered; release tampered')
        expect(report.holds).toBe(false)
      }),
      { numRuns: 150 },
    )
    expect((await verifyAudit(db())).holds).toBe(true)
  })

  it('covers what was set, who set it, and nothing of it can be emptied', async () => {
    const report = await verifyAudit(db())
    expect(report.holds).toBe(true)
    const set = db().allNow<{ n: number }>("select count(*) n from audit_chain where log = 'setting'")
    expect(set).toEqual(db().allNow('select count(*) n from configuration_change'))
    const [last] = db().allNow<{ seq: number }>('select max(seq) as seq from configuration_change')
    tamper("update configuration_change set after = '{}' where seq = ?", last?.seq ?? 0)
    tamper("update audit_chain set salt = null where log = 'setting' and seq = ?", last?.seq ?? 0)
    expect((await verifyAudit(db())).faults).toMatchObject([{ log: 'setting', seq: last?.seq, is: 'altered' }])
    const [entry] = db().allNow<{ user_id: string; detail: string }>(
      "select user_id, detail from access_log where action = 'setting_changed' order by seq desc limit 1",
    )
    expect(entry?.user_id).toBe(office.owner.id)
    expect(JSON.parse(entry?.detail ?? '')).toEqual({ area: 'company', item: '', entry: last?.seq })
  })

  it('holds where settings were changed before they stood under it', async () => {
    const columns = 'at, user_id, area, item, before, after'
    tamper(`insert into configuration_change (seq, ${columns}) select 0, ${columns} from configuration_change where seq = 1`)
    expect((await verifyAudit(db())).holds).toBe(true)
    tamper(`insert into configuration_change (${columns}) select ${columns} from configuration_change where seq = 1`)
    expect((await verifyAudit(db())).faults).toMatchObject([{ log: 'setting', is: 'unlinked' }])
  })

  it('shows a tail that was cut off whole, against a head that was kept elsewhere', async () => {
    const known = await auditHead(db())
    // Whoever cuts the tail makes the head anew, too.
    const cut = await verifyAudit(db())
    tamper('delete from change where seq in (select seq from audit_chain where log = ? and n > ?)', 'change', cut.entries - 3)
    tamper('delete from access_log where seq in (select seq from audit_chain where log = ? and n > ?)', 'access', cut.entries - 3)
    tamper(
      'delete from configuration_change where seq in (select seq from audit_chain where log = ? and n > ?)',
      'setting',
      cut.entries - 3,
    )
    tamper('delete from audit_chain where n > ?', cut.entries - 3)
    const forged = await verifyAudit(db())
    db().raw.prepare('update audit_head set n = ?, head = ?').run(forged.entries, Buffer.from(forged.head, 'hex'))
    expect((await verifyAudit(db())).holds).toBe(true)
    expect((await verifyAudit(db(), [known])).holds).toBe(false)
  })

  it('stands in each backup’s manifest, and nothing of a change that was taken back is in it', async () => {
    const before = await auditHead(db())
    expect((await office.owner.request('POST', '/api/records/customer', { values: { name: 5 } })).status).toBe(422)
    await office.container.accessLog.flush()
    const refused = await auditHead(db())
    expect(refused.entries - before.entries).toBeLessThanOrEqual(1)
    await office.container.backups.run('manual')
    const { audit } = manifestOfLast()
    expect((await verifyAudit(db(), [audit])).holds).toBe(true)
  })
})

function manifestOfLast(): { audit: { entries: number; head: string } } {
  const folder = join(office.folder, 'data', 'backups')
  const name = readdirSync(folder)
    .filter((each) => each.endsWith('-manual'))
    .sort()
    .at(-1)
  return JSON.parse(readFileSync(join(folder, name ?? '', 'manifest.json'), 'utf8'))
}

describe('a look through the chain', () => {
  type State = {
    entries: number
    checked?: { entries: number; holds: boolean; cut: boolean; compared: number; faults: object[] }
    running?: object
  }
  const state = () => office.owner.get<State>('/api/audit')
  const check = async () => {
    await office.owner.post('/api/audit/check')
    await office.container.auditCheck.ended()
    return (await state()).checked
  }

  it('says whether it is whole, how many entries it has, and holds it against what backups know', async () => {
    expect((await state()).checked).toBeUndefined()
    await office.container.backups.run('manual')
    await office.container.backups.settled()
    const checked = await check()
    expect(checked).toMatchObject({ holds: true, cut: false, compared: 1, faults: [] })
    expect(checked?.entries).toBe((await state()).entries)
    expect((await state()).running).toBeUndefined()
  })

  it('names what was altered or is missing, with when and by whom', async () => {
    const altered = db().getNow<{ seq: number }>('select min(seq) seq from change')?.seq ?? 0
    const taken = db().getNow<{ seq: number }>('select max(seq) seq from change')?.seq ?? 0
    tamper("update change set fields = '{}' where seq = ?", altered)
    tamper('delete from change where seq = ?', taken)
    expect((await check())?.faults).toMatchObject([
      { is: 'altered', log: 'change', seq: altered, at: expect.any(String), userId: expect.any(String) },
      { is: 'missing', log: 'change', seq: taken },
    ])
  })

  it('shows an end that was cut off, by the head that a backup kept', async () => {
    await office.container.backups.run('manual')
    await office.container.backups.settled()
    const { entries } = await auditHead(db())
    for (const [log, table] of [
      ['change', 'change'],
      ['access', 'access_log'],
    ] as const)
      tamper(`delete from ${table} where seq in (select seq from audit_chain where log = ? and n > ?)`, log, entries - 3)
    tamper('delete from audit_chain where n > ?', entries - 3)
    const forged = await verifyAudit(db())
    db().raw.prepare('update audit_head set n = ?, head = ?').run(forged.entries, Buffer.from(forged.head, 'hex'))
    expect(await check()).toMatchObject({ holds: false, cut: true })
  })

  it('happens each night, and whoever runs the office is told on every screen for two weeks', async () => {
    const told = async (who = office.owner) =>
      (await who.get<{ notices: Notice[] }>('/api/notices')).notices.filter(({ code }) => code === 'notice.audit_broken')
    const night = async (days: number) => {
      office.now = new Date(office.now.getTime() + days * 86_400_000)
      await office.container.housekeeping.run()
    }
    await night(0)
    expect(await told()).toEqual([])
    tamper("update change set fields = '{}' where seq = (select min(seq) from change)")
    await night(1)
    const at = office.now.toISOString()
    expect(await told()).toEqual([{ code: 'notice.audit_broken', params: {}, at }])
    expect(await told(await office.person('นิด', 'sales'))).toEqual([])
    await night(8)
    expect(await told()).toEqual([{ code: 'notice.audit_broken', params: {}, at }])
    await night(8)
    expect(await told()).toEqual([])
    expect((await state()).checked).toMatchObject({ holds: false })
    // What is found later is told again.
    tamper("update change set fields = '{}' where seq = (select max(seq) from change)")
    await night(1)
    expect(await told()).toEqual([{ code: 'notice.audit_broken', params: {}, at: office.now.toISOString() }])
  })

  it('is for who runs the office', async () => {
    const nid = await office.person('นิด', 'sales')
    expect((await nid.request('POST', '/api/audit/check', {})).status).toBe(403)
    expect((await nid.request('GET', '/api/audit')).status).toBe(403)
  })
})
