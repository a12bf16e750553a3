import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BulkAct, BulkRun, LeftAlone } from '../../core/contract/bulk.ts'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

type Preview = { total: number; refused: number; untried: number; left: LeftAlone[] }

let office: TestOffice
beforeEach(async () => {
  office = await TestOffice.open()
})
afterEach(() => office.close())

const act = (who: Person, target: Record<string, unknown>, what: BulkAct, entity = 'customer') => ({
  preview: () => who.post<Preview>(`/api/records/${entity}/bulk/preview`, { target, act: what }),
  start: () => who.post<{ batchId: string; total: number }>(`/api/records/${entity}/bulk/start`, { target, act: what }),
})

/** Waits for the end of a run. */
async function ended(who: Person, batchId: string): Promise<BulkRun> {
  for (;;) {
    const run = await who.get<BulkRun>(`/api/bulk/${batchId}`)
    if (run.state !== 'running') return run
    await new Promise((resume) => setImmediate(resume))
  }
}

async function customers(who: Person, count: number, more: Record<string, unknown> = {}): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < count; at++) ids.push((await who.create('customer', { name: company(`ร้านที่ ${at}`), ...more })).id)
  return ids
}

/** Customers written at once, as an import writes them. */
const many = (count: number) =>
  office.container.office.writeAlone(async (tx) => {
    const ctx = office.container.office.contextOfServer(office.owner.id)
    for (let at = 0; at < count; at++)
      await office.container.office.writer.create(ctx, tx, 'customer', { name: company(`ราย ${at}`) })
  })

describe('an act on many records', () => {
  it('says beforehand how many and which may not be changed, changes the rest, lists those left alone, and is undone as one', async () => {
    const noi = await office.person('หน่อย', seller('half', [], 'team'), 'ทีมเหนือ')
    const top = await office.person('ท็อป', seller('half', [], 'team'), 'ทีมเหนือ')
    const mine = await customers(noi, 2)
    const his = await customers(top, 2)
    await customers(office.owner, 1)
    const grade = act(noi, {}, { kind: 'set', values: { grade: 'A' } })

    const preview = await grade.preview()
    expect(preview).toMatchObject({ total: 4, refused: 2, untried: 0 })
    expect(preview.left.map((left) => left.id).sort()).toEqual([...his].sort())
    expect(preview.left[0]?.reason.code).toBe('access.denied')
    expect((await noi.record('customer', mine[0] ?? '')).version).toBe(1)

    const { batchId } = await grade.start()
    const run = await ended(noi, batchId)
    expect(run).toMatchObject({ state: 'done', total: 4, done: 2, changed: 2, refused: 2 })
    expect(run.left.map((left) => left.id).sort()).toEqual([...his].sort())
    expect((await noi.record('customer', mine[0] ?? '')).grade).toBe('A')
    expect((await noi.record('customer', his[0] ?? '')).grade).toBeUndefined()

    expect((await top.request('GET', `/api/bulk/${batchId}`)).status).toBe(404)
    await noi.post(`/api/batches/${batchId}/undo`)
    expect((await noi.record('customer', mine[1] ?? '')).grade).toBeUndefined()
  })

  it('tries the rules beforehand, too: a code that another record bears is refused with its reason', async () => {
    const [first = '', second = ''] = await customers(office.owner, 2)
    const preview = await act(office.owner, { ids: [first, second] }, { kind: 'set', values: { code: 'X-1' } }).preview()
    expect(preview.refused).toBe(0)
    await office.owner.create('customer', { name: company('เจ้าของรหัส'), code: 'X-2' })
    const taken = await act(office.owner, { ids: [first] }, { kind: 'set', values: { code: 'X-2' } }).preview()
    expect(taken).toMatchObject({ total: 1, refused: 1, left: [{ id: first, reason: { code: 'record.duplicate' } }] })
  })

  it('asks no more than the person may ask for: no hidden field as target or value, no assigning without the right', async () => {
    const noi = await office.person('หน่อย', seller('narrow', ['customer.creditLimit']))
    await customers(noi, 1)
    const replies = [
      await noi.request('POST', '/api/records/customer/bulk/preview', {
        target: { filter: { field: 'creditLimit', op: 'gte', value: 1 } },
        act: { kind: 'delete' },
      }),
      await noi.request('POST', '/api/records/customer/bulk/start', {
        target: {},
        act: { kind: 'set', values: { creditLimit: 1 } },
      }),
      await noi.request('POST', '/api/records/customer/bulk/start', {
        target: {},
        act: { kind: 'set', values: { owner: office.owner.id } },
      }),
    ]
    expect(replies.map((reply) => reply.status)).toEqual([400, 422, 403])
  })

  it('adds tags and takes them off, and deletes all that match, each undone as one', async () => {
    const ids = await customers(office.owner, 3, { tags: ['เก่า'] })
    const tagged = await act(office.owner, { ids }, { kind: 'tags', add: ['ออกบูธ'], remove: ['เก่า'] }).start()
    expect((await ended(office.owner, tagged.batchId)).changed).toBe(3)
    expect((await office.owner.record('customer', ids[0] ?? '')).tags).toEqual(['ออกบูธ'])
    const filter = { field: 'tags', op: 'anyOf', value: ['ออกบูธ'] }
    const dropped = await act(office.owner, { filter }, { kind: 'delete' }).start()
    await ended(office.owner, dropped.batchId)
    expect((await office.owner.list('customer')).rows).toEqual([])
    await office.owner.post(`/api/batches/${dropped.batchId}/undo`)
    expect((await office.owner.list('customer')).rows).toHaveLength(3)
  })

  it('is taken back while one works elsewhere: with progress, stopped when it is told to, gone on with, and not twice', async () => {
    await many(400)
    const graded = await act(office.owner, {}, { kind: 'set', values: { grade: 'B' } }).start()
    await ended(office.owner, graded.batchId)
    const noi = await office.person('หน่อย', seller('half', [], 'team'), 'ทีมเหนือ')
    expect((await noi.request('POST', `/api/batches/${graded.batchId}/undo/start`, {})).status).toBe(404)
    const first = await office.owner.post<{ batchId: string; total: number }>(`/api/batches/${graded.batchId}/undo/start`)
    expect(first.total).toBe(400)
    const stopped = await office.owner.post<BulkRun>(`/api/bulk/${first.batchId}/cancel`)
    expect(stopped.state).toBe('cancelled')
    expect(stopped.done).toBeLessThan(400)
    expect((await noi.request('GET', `/api/bulk/${first.batchId}`)).status).toBe(404)

    const second = await office.owner.post<{ batchId: string }>(`/api/batches/${graded.batchId}/undo/start`)
    await office.stop()
    await office.start()
    expect(await ended(office.owner, second.batchId)).toMatchObject({ state: 'done', done: 400, refused: 0, kept: [] })
    const left = await office.owner.post<{ count: number }>('/api/records/customer/count', {
      filter: { field: 'grade', op: 'anyOf', value: ['B'] },
    })
    expect(left.count).toBe(0)
    expect((await office.owner.request('POST', `/api/batches/${graded.batchId}/undo/start`, {})).status).toBe(409)
  })

  it('of very many tries the rules on the first, says on how many it did not, and counts those refused at the end', async () => {
    await many(400)
    await office.owner.create('customer', { name: company('เจ้าของรหัส'), code: 'X-2' })
    const coded = act(office.owner, {}, { kind: 'set', values: { code: 'X-2' } })
    expect(await coded.preview()).toMatchObject({ total: 401, untried: 101, refused: 300 })
    const { batchId } = await coded.start()
    expect(await ended(office.owner, batchId)).toMatchObject({ total: 401, done: 401, refused: 400 })
  })

  it('goes on after the server was stopped in the middle, and stops when it is told to', async () => {
    await many(400)
    const marked = act(office.owner, {}, { kind: 'set', values: { grade: 'B' } })
    const first = await marked.start()
    await office.stop()
    await office.start()
    expect(await ended(office.owner, first.batchId)).toMatchObject({ state: 'done', done: 400, changed: 400 })

    const second = await act(office.owner, {}, { kind: 'set', values: { grade: 'C' } }).start()
    const stopped = await office.owner.post<BulkRun>(`/api/bulk/${second.batchId}/cancel`)
    expect(stopped.state).toBe('cancelled')
    expect(stopped.changed).toBeLessThan(400)
    const count = await office.owner.post<{ count: number }>('/api/records/customer/count', {
      filter: { field: 'grade', op: 'anyOf', value: ['C'] },
    })
    expect(count.count).toBe(stopped.changed)
    await office.owner.post(`/api/batches/${second.batchId}/undo`)
    expect(
      await office.owner.post('/api/records/customer/count', { filter: { field: 'grade', op: 'anyOf', value: ['C'] } }),
    ).toEqual({
      count: 0,
      capped: false,
    })
  })
})
