import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { company, type Person, TestOffice } from '../support/test-office.ts'

type Run = { state: string; total: number; done: number; changed: number; refused: number }

describe('handing work over', () => {
  let office: TestOffice
  let ton: Person
  let ann: Person
  let noi: Person
  beforeEach(async () => {
    office = await TestOffice.open()
    ton = await office.person('ต้น', 'sales')
    ann = await office.person('แอน', 'sales')
    noi = await office.person('หน่อย', 'sales')
  })
  afterEach(() => office.close())

  const handOver = (who: Person, of: Person, body: object) =>
    who.request<{ batchId: string; total: number; code?: string }>('POST', `/api/users/${of.id}/hand-over`, body)
  const ended = async (batchId: string): Promise<Run> => {
    for (;;) {
      const run = await office.owner.get<Run>(`/api/bulk/${batchId}`)
      if (run.state !== 'running') return run
      await new Promise((resume) => setTimeout(resume, 20))
    }
  }
  const ownerOf = async (entity: string, id: string) => (await office.owner.record<{ owner: string }>(entity, id)).owner
  const owners = async () =>
    JSON.stringify(
      await Promise.all(['customer', 'deal', 'lead', 'activity', 'user', 'batch'].map((table) => office.rows(table))),
    )

  it('is refused to everybody but admins, to people who are not there, and never leaves the office without an owner', async () => {
    const boss = await office.person('หัวหน้า', 'manager')
    const admin = await office.person('แอดมิน', 'admin')
    await ton.create('customer', { name: company('ของต้น') })
    const before = await owners()
    const to = { customer: [ann.id] }
    for (const who of [ton, ann, boss]) {
      expect((await handOver(who, ton, { to, leaves: true })).status).toBe(403)
      expect((await who.request('GET', `/api/users/${ton.id}/holdings`)).status).toBe(403)
    }
    for (const body of [
      { to: { customer: [ton.id] }, leaves: true },
      { to: { customer: ['01890000-0000-7000-8000-000000000000'] }, leaves: true },
      { to: { customer: [] }, leaves: true },
      { to: { user: [ann.id] }, leaves: true },
    ])
      expect((await handOver(office.owner, ton, body)).status, JSON.stringify(body)).toBe(400)
    expect((await handOver(admin, office.owner, { to, leaves: true })).body).toMatchObject({ code: 'user.owner_only' })
    expect((await handOver(office.owner, office.owner, { to, leaves: true })).body).toMatchObject({ code: 'user.last_owner' })
    expect(await owners()).toBe(before)
  })

  it('gives what is open to whom it was meant, keeps customers and their deals together, leaves a note, and is undone as one', async () => {
    const pipeline = (await office.owner.session()).pipelines[0]
    const stage = (kind: string) => pipeline?.stages.find((each) => each.kind === kind)?.id
    const customers: string[] = []
    const deals: string[] = []
    for (const name of ['ก้าวหน้า', 'ขยัน', 'คงทน', 'งามตา']) {
      const { id } = await ton.create('customer', { name: company(name) })
      customers.push(id)
      const deal = { customer: id, pipeline: pipeline?.id, stage: stage('open') }
      deals.push((await ton.create('deal', { name: `ดีล ${name}`, ...deal })).id)
    }
    const won = await ton.create('deal', {
      name: 'ปิดแล้ว',
      customer: customers[0],
      pipeline: pipeline?.id,
      stage: stage('won'),
      amount: 100_00,
    })
    const task = await ton.create('activity', {
      type: 'task',
      subject: 'โทรกลับ',
      dueAt: '2026-11-23T03:00:00.000Z',
      about: [{ entity: 'customer', id: customers[1] }],
    })
    const lead = await ton.create('lead', { name: { first: 'สมชาย' } })
    expect(await office.owner.get(`/api/users/${ton.id}/holdings`)).toEqual({
      counts: { customer: 4, contact: 0, lead: 1, deal: 4, activity: 1 },
    })
    const both = [ann.id, noi.id]
    const { body } = await handOver(office.owner, ton, {
      to: { customer: both, deal: both, activity: both },
      note: 'คุณป้ำชอบให้โทรตอนเช้า',
      leaves: true,
    })
    // He is out before the last record has moved.
    const left = await office.owner.get<{ sessions: { userId: string }[] }>('/api/sessions')
    expect(left.sessions.filter(({ userId }) => userId === ton.id)).toEqual([])
    expect((await office.owner.session()).users.find(({ id }) => id === ton.id)?.active).toBe(false)
    expect(await ended(body.batchId)).toMatchObject({ state: 'done', total: 9, changed: 9, refused: 0 })
    const got = await Promise.all(customers.map((id) => ownerOf('customer', id)))
    expect(got.filter((id) => id === ann.id)).toHaveLength(2)
    expect(got.filter((id) => id === noi.id)).toHaveLength(2)
    expect(await Promise.all(deals.map((id) => ownerOf('deal', id)))).toEqual(got)
    expect(await ownerOf('activity', task.id)).toBe(got[1])
    expect(await ownerOf('lead', lead.id)).toBe(ton.id)
    expect(await ownerOf('deal', won.id)).toBe(ton.id)
    for (const who of [ann, noi]) {
      const { rows } = await who.list('activity', { filter: { field: 'subject', op: 'contains', value: 'รับงานต่อจาก ต้น' } })
      expect(rows).toHaveLength(1)
      expect((await who.record('activity', rows[0]?.id ?? '')).body).toContain('คุณป้ำชอบให้โทรตอนเช้า')
    }
    await office.owner.post(`/api/batches/${body.batchId}/undo`, {})
    for (const id of customers) expect(await ownerOf('customer', id)).toBe(ton.id)
    for (const id of deals) expect(await ownerOf('deal', id)).toBe(ton.id)
    const notes = await ann.list('activity', { filter: { field: 'subject', op: 'contains', value: 'รับงานต่อจาก' } })
    expect(notes.rows).toEqual([])
  })

  it('goes on after the server was stopped in the middle', async () => {
    for (let at = 0; at < 60; at += 1) await ton.create('customer', { name: company(`ร้านที่ ${at}`) })
    const { body } = await handOver(office.owner, ton, { to: { customer: [ann.id, noi.id] }, leaves: false })
    await office.stop()
    await office.start()
    expect(await ended(body.batchId)).toMatchObject({ state: 'done', changed: 60 })
    expect((await ann.list('customer', { limit: 100 })).rows).toHaveLength(30)
  })
})
