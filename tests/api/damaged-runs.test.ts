import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BulkRun } from '../../core/contract/bulk.ts'
import type { ImportRun } from '../../core/contract/imports.ts'
import { applyImport, checkImport } from '../support/import-run.ts'
import { company, TestOffice } from '../support/test-office.ts'

const SHEET = 'ชื่อร้าน/บริษัท,เกรด\nบจก. กตัญญูค้าวัสดุ,A\nร้านลุงป้ำอะไหล่,B\n'
const SOON = { timeout: 20_000 }
const DAMAGES: [how: string, sql: string][] = [
  ['cut short', 'substr({}, 1, length({}) - 1)'],
  ['of another form', `'{"columns":7,"rowCount":"x","kind":7,"rows":null}'`],
]

describe.each(DAMAGES)('work on many records of which a cell is %s', { timeout: 60_000 }, (_, damaged) => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
    office.damages = true
  })
  afterEach(() => office.close())

  const connection = () => office.container.office.connection
  const write = (sql: string) =>
    office.container.office.writeAlone(async (tx) => expect((await tx.run(sql, [])).changes).toBeGreaterThan(0))
  const damage = (table: string, column: string, more = '') =>
    write(`update ${table} set "${column}" = ${damaged.replaceAll('{}', `"${column}"`)}${more}`)
  const restart = async () => {
    await office.stop()
    await office.start()
  }
  const imports = async () => (await office.owner.get<{ runs: ImportRun[] }>('/api/imports')).runs
  const count = async () => (await office.owner.post<{ count: number }>('/api/records/customer/count')).count
  const codeOf = async (url: string, body?: object) =>
    (await office.owner.request<{ code?: string }>(body ? 'POST' : 'GET', url, body)).body.code

  it('is told as an import that failed, and the others as they are', async () => {
    const run = await checkImport(office.owner, 'customer', 'ลูกค้า.csv', SHEET)
    await damage('import_run', 'definition')
    const other = await checkImport(office.owner, 'customer', 'อีกไฟล์.csv', SHEET)
    const told = new Map((await imports()).map(({ id, state, error }) => [id, [state, error?.code]]))
    expect(told.get(run.id)).toEqual(['failed', 'import.unreadable'])
    expect(told.get(other.id)).toEqual(['checked', undefined])
    expect(await office.owner.get(`/api/imports/${run.id}`)).toMatchObject({ state: 'failed', columns: [], rowCount: 0 })
    const { definition } = run
    expect(await codeOf(`/api/imports/${run.id}/check`, definition)).toBe('import.unreadable')
    expect(await codeOf(`/api/imports/${run.id}/apply`, {})).toBe('import.unreadable')
    expect(await codeOf(`/api/imports/${run.id}/rows?limit=10`)).toBe('import.unreadable')
    expect(await codeOf(`/api/imports/${run.id}/errors`)).toBe('import.unreadable')
    expect((await applyImport(office.owner, other)).state).toBe('done')
  })

  it('can still be undone as an import that was done', async () => {
    const done = await applyImport(office.owner, await checkImport(office.owner, 'customer', 'ลูกค้า.csv', SHEET))
    await damage('import_run', 'definition')
    await damage('import_run', 'counts')
    expect(await imports()).toMatchObject([{ state: 'done', batchId: done.batchId }])
    await office.owner.post(`/api/batches/${done.batchId}/undo`)
    expect(await count()).toBe(0)
  })

  it('is checked anew where what the check found cannot be read', async () => {
    const run = await checkImport(office.owner, 'customer', 'ลูกค้า.csv', SHEET)
    await damage('import_run', 'counts')
    expect(await imports()).toMatchObject([{ state: 'checked' }])
    expect(await codeOf(`/api/imports/${run.id}/apply`, {})).toBe('import.not_ready')
    await office.owner.post(`/api/imports/${run.id}/check`, run.definition)
    await expect.poll(async () => (await imports())[0], SOON).toMatchObject({ state: 'checked', counts: { add: 2 } })
    expect((await applyImport(office.owner, run)).state).toBe('done')
  })

  it('guesses anew where what was remembered of such a file cannot be read', async () => {
    await applyImport(office.owner, await checkImport(office.owner, 'customer', 'ลูกค้า.csv', SHEET))
    await damage('import_memory', 'definition')
    const again = await checkImport(office.owner, 'customer', 'ลูกค้า.csv', SHEET)
    expect(again.columns.map(({ mapping, guess }) => [mapping.target, guess])).toEqual([
      ['name', 'header'],
      ['grade', 'header'],
    ])
  })

  it('lets the server start, takes back an import in midst of its writing, and keeps what stood there', async () => {
    await applyImport(office.owner, await checkImport(office.owner, 'customer', 'ลูกค้า.csv', SHEET))
    await damage('import_run', 'definition', ", state = 'applying'")
    const stood = await connection().get('select definition from import_run')
    await restart()
    expect(await imports()).toMatchObject([{ state: 'failed', error: { code: 'import.unreadable' } }])
    expect(await count()).toBe(0)
    expect(await connection().get('select definition from import_run')).toEqual(stood)
  })

  it.each(['act', 'rids', 'left_alone'])(
    'tells of an act on many whose %s cannot be read, and does not go on with it',
    async (cell) => {
      for (const name of ['หนึ่ง', 'สอง']) await office.owner.create('customer', { name: company(name) })
      const act = { kind: 'set', values: { grade: 'A' } }
      const { batchId } = await office.owner.post<{ batchId: string }>('/api/records/customer/bulk/start', { target: {}, act })
      const run = () => office.owner.get<BulkRun>(`/api/bulk/${batchId}`)
      await expect.poll(run, SOON).toMatchObject({ state: 'done', changed: 2 })
      await damage('bulk_run', cell, ", state = 'running', done = 1")
      const stood = await connection().get('select act, rids from bulk_run')
      const unreadable = cell === 'left_alone' ? {} : { unreadable: true }
      expect(await run()).toMatchObject({ left: [], ...unreadable })
      await restart()
      await expect.poll(run, SOON).toMatchObject({ state: cell === 'left_alone' ? 'done' : 'cancelled', left: [], ...unreadable })
      if (cell !== 'left_alone') expect(await connection().get('select act, rids from bulk_run')).toEqual(stood)
      expect((await office.owner.request('POST', `/api/batches/${batchId}/undo`, {})).status).toBe(200)
      expect((await office.owner.list('customer', { filter: { field: 'grade', op: 'anyOf', value: ['A'] } })).rows).toEqual([])
    },
  )

  it('shows logs and histories without what cannot be read of them, and leaves alone what it would take back', async () => {
    const { id } = await office.owner.create('customer', { name: company('ก้าวหน้า') })
    await office.owner.record('customer', id)
    const act = { kind: 'set', values: { grade: 'A' } }
    const { batchId } = await office.owner.post<{ batchId: string }>('/api/records/customer/bulk/start', { target: {}, act })
    await expect.poll(() => office.owner.get(`/api/bulk/${batchId}`), SOON).toMatchObject({ state: 'done' })
    await office.container.accessLog.flush()
    await write(`update change set fields = ${damaged.replaceAll('{}', 'fields')} where action = 'update'`)
    await damage('access_log', 'detail')
    await damage('batch', 'counts')
    await write(
      `insert into backup_run (at, kind, folder, state, detail) values ('2026-11-22T00:00:00.000Z', 'hand', '/x', 'good', '{"')`,
    )
    for (const url of [
      '/api/audit',
      `/api/audit?record=${id}`,
      '/api/batches',
      '/api/backup',
      `/api/records/customer/${id}/history`,
    ])
      expect((await office.owner.request('GET', url)).status, url).toBe(200)
    const undone = await office.owner.post<{ kept: { id: string }[] }>(`/api/batches/${batchId}/undo`)
    expect(undone.kept.map((kept) => kept.id)).toEqual([id])
    expect(await office.owner.record('customer', id)).toMatchObject({ grade: 'A' })
  })
})
