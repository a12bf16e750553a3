import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Stage } from '../../core/contract/office.ts'
import { company, phone, TestOffice } from '../support/test-office.ts'

type Card = {
  row: { id: string; version: number; status: string; stage: string }
  noDecider: boolean
  ageDays: number
  nextStep: { subject: string } | null
}

describe('selling', () => {
  let office: TestOffice
  let stages: Stage[]
  let customer: string
  const stage = (nameEn: string) => stages.find((candidate) => candidate.nameEn === nameEn)?.id ?? ''

  beforeAll(async () => {
    office = await TestOffice.open()
    stages = (await office.owner.session()).pipelines[0]?.stages ?? []
  })
  beforeEach(async () => {
    customer = (await office.owner.create('customer', { name: company('น้ำแข็งทิพย์ธารา') })).id
  })
  afterAll(() => office.close())

  const move = (id: string, version: number, to: string, values?: object) =>
    office.owner.request<{ code?: string; version: number; problems: object[] }>('POST', `/api/deals/${id}/move`, {
      version,
      stage: stage(to),
      ...(values && { values }),
    })

  it('starts a deal in the first stage, asks for what a stage requires, and follows it to the end', async () => {
    const deal = await office.owner.create('deal', { name: 'ปั๊มน้ำเย็น', customer })
    expect(await office.owner.record('deal', deal.id)).toMatchObject({
      stage: stage('Needs'),
      status: 'open',
      code: expect.stringMatching(/^D-\d{6}$/),
    })
    expect((await move(deal.id, 1, 'Quoted')).body).toMatchObject({
      code: 'deal.missing_required',
      problems: [{ field: 'amount', code: 'required' }],
    })
    expect((await move(deal.id, 1, 'Quoted', { amount: 74_200_000 })).status).toBe(200)
    expect((await move(deal.id, 2, 'Lost')).body).toMatchObject({
      code: 'deal.missing_required',
      problems: [{ field: 'lostReason' }],
    })
    expect((await move(deal.id, 2, 'Won')).status).toBe(200)
    expect(await office.owner.record('deal', deal.id)).toMatchObject({ status: 'won', closedAt: office.now.toISOString() })
    expect((await move(deal.id, 3, 'Negotiating')).status).toBe(200)
    expect(await office.owner.record('deal', deal.id)).not.toHaveProperty('closedAt')
    expect((await move(deal.id, 3, 'Won')).body).toMatchObject({ code: 'record.stale' })
  })

  it('shows the board with sums, age, missing deciders and next steps', async () => {
    const person = await office.owner.create('contact', {
      name: { first: 'วิรุฬห์' },
      customers: [{ id: 'l1', to: customer, role: 'decides' }],
    })
    const undecided = await office.owner.create('deal', { name: 'ไม่มีคนตัดสินใจ', customer, stage: stage('Quoted'), amount: 100_00 })
    const decided = await office.owner.create('deal', {
      name: 'มีคนตัดสินใจ',
      customer,
      stage: stage('Quoted'),
      amount: 200_00,
      people: [{ id: 'p1', to: person.id, role: 'decides' }],
    })
    await office.owner.create('activity', {
      subject: 'โทรตาม',
      type: 'call',
      dueAt: '2026-11-25T02:00:00.000Z',
      about: [{ entity: 'deal', id: decided.id }],
    })
    office.now = new Date('2026-12-08T03:00:00.000Z')
    const pipeline = (await office.owner.session()).pipelines[0]?.id
    const board = await office.owner.get<{ columns: { stage: string; sum: number; count: number; cards: Card[] }[] }>(
      `/api/deals/board?pipeline=${pipeline}`,
    )
    const quoted = board.columns.find((column) => column.stage === stage('Quoted'))
    const card = (id: string) => quoted?.cards.find((candidate) => candidate.row.id === id)
    expect(card(undecided.id)).toMatchObject({ noDecider: true, ageDays: 16, nextStep: null })
    expect(card(decided.id)).toMatchObject({ noDecider: false, nextStep: { subject: 'โทรตาม' } })
    expect(quoted?.sum).toBe(
      quoted?.cards.reduce((sum, candidate) => sum + Number((candidate.row as unknown as { amount: number }).amount), 0),
    )
    office.now = new Date('2026-11-22T03:00:00.000Z')
  })

  it('counts an evening of Bangkok to its own day, not to the day of Greenwich', async () => {
    for (const [subject, dueAt] of [
      ['ก่อนเที่ยงคืน', '2026-12-01T16:59:59.000Z'],
      ['หลังเที่ยงคืน', '2026-12-01T17:00:00.000Z'],
      ['ค่ำวันถัดมา', '2026-12-02T16:59:59.000Z'],
    ] as const)
      await office.owner.create('activity', { subject, type: 'call', dueAt, about: [{ entity: 'customer', id: customer }] })
    const filter = { field: 'dueAt', op: 'between', value: ['2026-12-02', '2026-12-02'] }
    const { rows } = await office.owner.list('activity', { filter, sort: { field: 'dueAt' } })
    expect(rows.map((row) => row.title)).toEqual(['หลังเที่ยงคืน', 'ค่ำวันถัดมา'])
  })

  it('gathers a customer’s timeline from itself, its people and its deals, and moves it when a deal moves', async () => {
    const other = (await office.owner.create('customer', { name: company('กตัญญูค้าวัสดุ') })).id
    const contact = await office.owner.create('contact', { name: { first: 'ต้น' }, customers: [{ id: 'l1', to: customer }] })
    const deal = await office.owner.create('deal', { name: 'ย้ายลูกค้า', customer })
    for (const about of [
      { entity: 'customer', id: customer },
      { entity: 'contact', id: contact.id },
      { entity: 'deal', id: deal.id },
    ]) {
      await office.owner.post('/api/activities/log', {
        activity: { subject: `คุย ${about.entity}`, type: 'call', outcome: 'answered', about: [about] },
      })
    }
    const timeline = async (id: string) =>
      await office.owner.get<{ rows: { subject: string }[]; counts: object }>(`/api/timeline/customer/${id}`)
    expect((await timeline(customer)).rows.map((row) => row.subject).sort()).toEqual(['คุย contact', 'คุย customer', 'คุย deal'])
    expect((await timeline(customer)).counts).toEqual({ call: 3 })
    expect(await office.owner.record('customer', customer)).toMatchObject({
      lastContactAt: office.now.toISOString(),
      mainContact: contact.id,
    })
    await office.owner.update('deal', deal.id, 1, { customer: other })
    expect((await timeline(customer)).rows).toHaveLength(2)
    expect((await timeline(other)).rows.map((row) => row.subject)).toEqual(['คุย deal'])
  })

  it('writes a call, its outcome and the next task in one act, or nothing of it', async () => {
    const about = [{ entity: 'customer', id: customer }]
    const refused = await office.owner.request('POST', '/api/activities/log', {
      activity: { subject: 'โทรแล้ว', type: 'call', about },
      next: { subject: '  ', dueAt: '2026-11-23T02:00:00.000Z' },
    })
    expect(refused.status).toBe(400)
    expect((await office.owner.get<{ rows: object[] }>(`/api/timeline/customer/${customer}`)).rows).toEqual([])
    await office.owner.post('/api/activities/log', {
      activity: { subject: 'โทรแล้ว', type: 'call', learned: 'คนเซ็นคือคุณวิรุฬห์', about },
      next: { subject: 'ส่งราคา', dueAt: '2026-11-23T02:00:00.000Z' },
    })
    const { open, rows } = await office.owner.get<{ open: { subject: string }[]; rows: object[] }>(
      `/api/timeline/customer/${customer}`,
    )
    expect(rows).toMatchObject([{ learned: 'คนเซ็นคือคุณวิรุฬห์' }])
    expect(open).toMatchObject([{ subject: 'ส่งราคา' }])
    expect(await office.owner.record('customer', customer)).toMatchObject({ nextStepAt: '2026-11-23T02:00:00.000Z' })
  })

  it('reminds once of what fell due, and repeats what repeats from the last day of a month', async () => {
    const task = await office.owner.create('activity', {
      subject: 'วางบิล',
      type: 'task',
      dueAt: '2026-10-31T02:00:00.000Z',
      remindAt: '2026-11-22T02:59:00.000Z',
      repeat: 'monthly',
    })
    const { rows } = await office.owner.get<{ rows: { id: string }[] }>('/api/reminders?since=2026-11-22T02:58:00.000Z')
    expect(rows.map((row) => row.id)).toEqual([task.id])
    expect((await office.owner.get<{ rows: object[] }>('/api/reminders?since=2026-11-22T02:59:00.000Z')).rows).toEqual([])
    const finished = await office.owner.post<{ repeatId: string }>(`/api/activities/${task.id}/finish`, {
      version: 1,
      done: true,
    })
    expect(await office.owner.record('activity', finished.repeatId)).toMatchObject({
      dueAt: '2026-11-30T02:00:00.000Z',
      subject: 'วางบิล',
      repeat: 'monthly',
    })
    // The 31st is kept in mind: by the calendar, and by the round after; until somebody moves it.
    const shown = await office.owner.get<{ series: { row: { id: string }; at: string[] }[] }>(
      '/api/calendar?from=2026-12-01&until=2027-01-10',
    )
    expect(shown.series).toMatchObject([{ row: { id: finished.repeatId }, at: ['2026-12-31T02:00:00.000Z'] }])
    const finish = async (id: string, version: number) =>
      (await office.owner.post<{ repeatId: string }>(`/api/activities/${id}/finish`, { version, done: true })).repeatId
    const second = await finish(finished.repeatId, 1)
    expect(await office.owner.record('activity', second)).toMatchObject({ dueAt: '2026-12-31T02:00:00.000Z' })
    const april = await office.owner.create('activity', {
      subject: 'เก็บเช็ค',
      type: 'task',
      dueAt: '2027-01-31T02:00:00.000Z',
      repeat: 'quarterly',
    })
    const moved = await finish(april.id, 1)
    expect(await office.owner.record('activity', moved)).toMatchObject({ dueAt: '2027-04-30T02:00:00.000Z', repeatDay: 31 })
    await office.owner.update('activity', moved, 1, { dueAt: '2027-04-29T02:00:00.000Z' })
    expect(await office.owner.record('activity', await finish(moved, 2))).toMatchObject({ dueAt: '2027-07-29T02:00:00.000Z' })
  })

  it('turns a lead into customer, contact and deal in one step, offers the customer that looks the same, and takes it all back', async () => {
    const existing = await office.owner.create('customer', { name: company('ฟาร์มเห็ดดอยหมอก'), phones: [phone('+66810004455')] })
    const lead = await office.owner.create('lead', {
      name: { first: 'บัว' },
      company: 'ฟาร์มเห็ดดอยหมอก',
      phones: [phone('+66810004455')],
      position: 'เจ้าของ',
    })
    await office.owner.post('/api/activities/log', {
      activity: { subject: 'ทักมาทาง LINE', type: 'line', about: [{ entity: 'lead', id: lead.id }] },
    })
    expect(
      (await office.owner.get<{ customers: { id: string }[] }>(`/api/leads/${lead.id}/matches`)).customers.map((row) => row.id),
    ).toEqual([existing.id])
    const body = {
      version: 1,
      customerId: existing.id,
      contact: true,
      deal: { name: 'ปั๊มโซลาร์', pipeline: stages[0]?.pipelineId, stage: stage('Needs'), amount: 50_00 },
    }
    const converted = await office.owner.post<{ contactId: string; dealId: string; batchId: string }>(
      `/api/leads/${lead.id}/convert`,
      body,
    )
    expect(await office.owner.record('deal', converted.dealId)).toMatchObject({
      customer: existing.id,
      people: [{ to: converted.contactId }],
    })
    expect(await office.owner.record('contact', converted.contactId)).toMatchObject({
      customers: [{ to: existing.id, position: 'เจ้าของ' }],
    })
    expect((await office.owner.get<{ rows: object[] }>(`/api/timeline/customer/${existing.id}`)).rows).toMatchObject([
      { subject: 'ทักมาทาง LINE' },
    ])
    expect((await office.owner.request('POST', `/api/leads/${lead.id}/convert`, body)).body).toMatchObject({
      code: 'lead.converted',
    })
    await office.owner.post(`/api/batches/${converted.batchId}/undo`)
    expect((await office.owner.request('GET', `/api/records/deal/${converted.dealId}`)).body).toMatchObject({
      deletedAt: expect.any(String),
    })
    expect((await office.owner.get<{ rows: object[] }>(`/api/timeline/customer/${existing.id}`)).rows).toEqual([])
  })

  it('shows exact duplicates while a customer is typed: by phone, tax id with branch, and name', async () => {
    const known = await office.owner.create('customer', {
      name: company('ฐานฎีกาวิศวกรรม'),
      phones: [phone('+66829998888')],
      taxId: { number: '0107542000011', branch: '00000' },
    })
    const hits = async (values: object) =>
      (
        await office.owner.post<{ hits: { row: { id: string }; fields: string[] }[] }>('/api/records/customer/duplicates', {
          values,
        })
      ).hits.map((hit) => [hit.row.id, hit.fields])
    expect(await hits({ phones: [phone('+66829998888')] })).toEqual([[known.id, ['phones']]])
    expect(await hits({ taxId: { number: '0107542000011', branch: '00000' } })).toEqual([[known.id, ['taxId']]])
    expect(await hits({ taxId: { number: '0107542000011', branch: '00002' } })).toEqual([])
    expect(await hits({ name: company('ฐาน ฎีกา วิศวกรรม', 'limited-partnership') })).toEqual([[known.id, ['name']]])
  })

  it('exports what the list shows, the sum of open deals and the dates of the record too', async () => {
    await office.owner.create('deal', { name: 'เปิดอยู่', customer, amount: 1_234_56 })
    const request = {
      format: 'csv',
      columns: ['name', 'openDeals', 'createdAt'],
      filter: { field: 'name', op: 'is', value: 'น้ำแข็งทิพย์ธารา' },
      sort: { field: 'createdAt', desc: true },
    }
    const csv = (await office.owner.request<Buffer>('POST', '/api/records/customer/export', request)).body.toString()
    const [head = '', first = ''] = csv.split('\r\n')
    expect(head).toContain('ดีลที่เปิด')
    expect(first).toContain('1234.56')
    expect(first).toContain('2026-11-22')
  })

  it('gives the owner the whole office in open formats', async () => {
    const zip = (await office.owner.request<Buffer>('POST', '/api/export/office', {})).body
    expect(zip.subarray(0, 2).toString()).toBe('PK')
    const names = ['customer', 'contact', 'lead', 'deal', 'activity'].flatMap((key) => [
      `${key}.xlsx`,
      `${key}.csv`,
      `json/${key}.jsonl`,
    ])
    // The names of a zip's entries stand in it as they are.
    expect([...names, 'json/configuration.json'].filter((name) => !zip.includes(name))).toEqual([])
  })

  it('leaves those who asked not to be phoned out of a call list', async () => {
    await office.owner.create('customer', { name: company('โทรได้ตลอด') })
    await office.owner.create('customer', { name: company('ห้ามโทร'), doNotContact: ['phone'] })
    const csv = (
      await office.owner.request<Buffer>('POST', '/api/records/customer/export', {
        format: 'csv',
        columns: ['name'],
        forContact: 'phone',
      })
    ).body.toString()
    expect(csv).toContain('โทรได้ตลอด')
    expect(csv).not.toContain('ห้ามโทร')
  })
})
