import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PastedRow } from '../../core/contract/bulk.ts'
import { company, type Person, phone, seller, TestOffice } from '../support/test-office.ts'

type Pasted = { rows: PastedRow[]; batchId?: string; changed: number }

let office: TestOffice
beforeEach(async () => {
  office = await TestOffice.open()
})
afterEach(() => office.close())

async function customers(who: Person, count: number, more: Record<string, unknown> = {}): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < count; at++) ids.push((await who.create('customer', { name: company(`ร้านที่ ${at}`), ...more })).id)
  return ids
}

describe('a block pasted into a list', () => {
  const paste = (who: Person, columns: string[], rows: { id: string; version: number; cells: string[] }[], apply = false) =>
    who.post<Pasted>('/api/records/customer/paste', { columns, rows, apply })
  const states = ({ rows }: Pasted) => rows.map((row) => row.cells.map((cell) => cell.reason?.code ?? cell.state))

  it('links records by name as a list copies them: what is not said of a link stays, and so do links that one may not see', async () => {
    const [red = '', blue = ''] = await Promise.all(
      ['ร้านแดง', 'น้ำเงิน, ขาว'].map(async (name) => (await office.owner.create('customer', { name: company(name) })).id),
    )
    const hidden = (await office.owner.create('customer', { name: company('ร้านลับ') })).id
    const noi = await office.person('หน่อย', seller('links'))
    for (const id of [red, blue])
      await office.owner.request('PATCH', `/api/records/customer/${id}`, { version: 1, values: { owner: noi.id } })
    const item = (to: string, more = {}) => ({ id: crypto.randomUUID().slice(0, 8), to, ...more })
    const contact = await noi.create('contact', {
      name: { first: 'ต้น' },
      customers: [item(red, { position: 'จัดซื้อ', from: '2026-01-01' })],
    })
    const added = await office.owner.request('PATCH', `/api/records/contact/${contact.id}`, {
      version: 1,
      values: { customers: [item(red, { position: 'จัดซื้อ', from: '2026-01-01' }), item(hidden)] },
    })
    expect(added.status).toBe(200)
    const put = (text: string, version: number, apply: boolean) =>
      noi.post<Pasted>('/api/records/contact/paste', {
        columns: ['customers'],
        rows: [{ id: contact.id, version, cells: [text] }],
        apply,
      })
    expect(states(await put('ร้านแดง, ร้านที่ไม่มี', 2, false))).toEqual([['unknown_reference']])
    expect((await put('ร้านแดง · ผู้จัดการ\nน้ำเงิน, ขาว', 2, true)).changed).toBe(1)
    const links = (await office.owner.record('contact', contact.id)).customers as {
      to: string
      position?: string
      from?: string
    }[]
    expect(links.map(({ to, position, from }) => ({ to, position, from }))).toEqual([
      { to: red, position: 'ผู้จัดการ', from: '2026-01-01' },
      { to: blue, position: undefined, from: undefined },
      { to: hidden, position: undefined, from: undefined },
    ])
  })

  it('takes what a list copies of the records that one is about: of any kind, with commas in a name; what is not clear is named', async () => {
    const red = (await office.owner.create('customer', { name: company('ร้านแดง') })).id
    const blue = (await office.owner.create('customer', { name: company('น้ำเงิน, ขาว') })).id
    const twice = (await office.owner.create('customer', { name: company('คู่แฝด') })).id
    await office.owner.create('customer', { name: company('คู่แฝด') })
    const ton = (await office.owner.create('contact', { name: { first: 'ต้น' } })).id
    const both = (await office.owner.create('contact', { name: { first: 'ร้านสองหน้า' } })).id
    await office.owner.create('customer', { name: company('ร้านสองหน้า') })
    const noi = await office.person('หน่อย', seller('about'))
    for (const id of [red, blue]) await office.owner.update('customer', id, 1, { owner: noi.id })
    const about = [red, twice].map((id) => ({ entity: 'customer', id }))
    const task = await office.owner.create('activity', {
      subject: 'โทร',
      type: 'call',
      about: [...about, { entity: 'contact', id: both }],
    })
    const put = (who: Person, text: string, version: number, apply = false) =>
      who.post<Pasted>('/api/records/activity/paste', {
        columns: ['about'],
        rows: [{ id: task.id, version, cells: [text] }],
        apply,
      })
    const titles = (await office.owner.record('activity', task.id)).titles as Record<string, string>
    const copied = [red, twice, both].map((id) => titles[id]).join(', ')

    expect(states(await put(office.owner, copied, 1))).toEqual([['same']])
    const [strange] = (await put(office.owner, 'ร้านแดง, ใครไม่รู้', 1)).rows
    expect(strange?.cells[0]).toMatchObject({ reason: { code: 'unknown_reference', params: { value: 'ใครไม่รู้' } } })
    const done = await put(office.owner, 'น้ำเงิน, ขาว, ต้น', 1, true)
    expect(done.changed).toBe(1)
    const after = await office.owner.record('activity', task.id)
    expect(after).toMatchObject({
      about: [
        { entity: 'customer', id: blue },
        { entity: 'contact', id: ton },
      ],
      anchorCustomer: blue,
    })
    for (const name of ['คู่แฝด', 'ร้านสองหน้า']) {
      const [unclear] = (await put(office.owner, name, 2)).rows
      expect(unclear?.cells[0]).toMatchObject({
        state: 'refused',
        reason: { code: 'several_references', params: { value: name } },
      })
    }
    // Whoever does not see the contact does not take it away.
    await office.owner.update('activity', task.id, 2, { owner: noi.id })
    expect((await put(noi, 'ร้านแดง', 3, true)).changed).toBe(1)
    expect((await office.owner.record('activity', task.id)).about).toEqual([
      { entity: 'customer', id: red },
      { entity: 'contact', id: ton },
    ])
  })

  it('is shown cell by cell before anything is written, then written as one batch and undone as one', async () => {
    const [first = '', second = ''] = await customers(office.owner, 2, { grade: 'A' })
    const rows = [
      { id: first, version: 1, cells: ['A', '๔๕', '1,500.50', '26 พ.ย. 2569', '081-234-5678'] },
      { id: second, version: 1, cells: ['b', '=SUM(A1:A3)', 'สามบาทถ้วนๆ', '31/02/2569', '12'] },
    ]
    const columns = ['grade', 'creditDays', 'creditLimit', 'customerSince', 'phones']
    const preview = await paste(office.owner, columns, rows)
    expect(states(preview)).toEqual([
      ['same', 'change', 'change', 'change', 'change'],
      ['change', 'formula', 'money', 'date', 'phone'],
    ])
    expect((await office.owner.record('customer', first)).version).toBe(1)

    const done = await paste(office.owner, columns, rows, true)
    expect(done.changed).toBe(2)
    expect(await office.owner.record('customer', first)).toMatchObject({
      creditDays: 45,
      creditLimit: 150_050,
      customerSince: '2026-11-26',
      phones: [{ e164: '+66812345678' }],
    })
    expect(await office.owner.record('customer', second)).toMatchObject({ grade: 'B', version: 2 })
    await office.owner.post(`/api/batches/${done.batchId}/undo`)
    expect((await office.owner.record('customer', first)).creditDays).toBeUndefined()
    expect((await office.owner.record('customer', second)).grade).toBe('A')
  })

  it('leaves alone what is not the person’s to change, what he may not see, and what somebody changed meanwhile', async () => {
    const noi = await office.person('หน่อย', seller('paster', ['customer.creditLimit'], 'team'), 'ทีมเหนือ')
    const top = await office.person('ท็อป', seller('paster', ['customer.creditLimit'], 'team'), 'ทีมเหนือ')
    const [mine = '', changed = ''] = await customers(noi, 2)
    const [his = ''] = await customers(top, 1)
    const [foreign = ''] = await customers(office.owner, 1)
    await noi.update('customer', changed, 1, { creditDays: 7 })
    const rows = [mine, changed, his, foreign].map((id) => ({ id, version: 1, cells: ['30', '100', 'C-9'] }))
    const pasted = await paste(noi, ['creditDays', 'creditLimit', 'owner'], rows, true)
    expect(states(pasted)).toEqual([
      ['change', 'unknown_field', 'unknown_person'],
      ['record.stale', 'unknown_field', 'unknown_person'],
      ['access.denied', 'unknown_field', 'unknown_person'],
      ['record.not_found', 'record.not_found', 'record.not_found'],
    ])
    expect(pasted.rows[3]?.title).toBe('')
    expect((await noi.record('customer', mine)).creditDays).toBe(30)
    expect((await noi.record('customer', changed)).creditDays).toBe(7)
  })

  it('of more rows than one paste may have is refused whole', async () => {
    const [id = ''] = await customers(office.owner, 1, { phones: [phone('+66812345678')] })
    const rows = Array.from({ length: 1001 }, () => ({ id, version: 1, cells: ['A'] }))
    const reply = await office.owner.request('POST', '/api/records/customer/paste', { columns: ['grade'], rows, apply: true })
    expect(reply.status).toBe(400)
    expect((await office.owner.record('customer', id)).version).toBe(1)
  })
})
