import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

type Tree = {
  nodes: { id: string; title: string; via: string | null; relation: string | null; role: string | null; hop: number }[]
}

describe('the customers around a customer', () => {
  let office: TestOffice
  let noi: Person
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('own-seller'))
    const add = async (key: string, person: Person, more: object = {}) => {
      // Whoever keys them in sees them all; whose they are is another matter.
      ids[key] = (await office.owner.create('customer', { name: company(key), owner: person.id, ...more })).id
    }
    // The head office, its branch, the branch's dealer, and the dealer's own branch three steps away.
    await add('แม่', office.owner)
    await add('กลาง', noi, { parent: ids.แม่ })
    await add('ตัวแทน', noi, { links: [{ id: 'l1', to: ids.กลาง, role: 'dealerOf' }] })
    await add('สาขาตัวแทน', noi, { parent: ids.ตัวแทน })
    await add('ไกล', noi, { parent: ids.สาขาตัวแทน })
    await add('พี่น้อง', noi, { parent: ids.แม่ })
    await add('ลับ', office.owner, { parent: ids.กลาง })
  })
  afterAll(() => office.close())

  const around = async (person: Person, of: string) =>
    (await person.get<Tree>(`/api/customers/${ids[of]}/tree`)).nodes.map((node) => [
      node.title,
      node.relation,
      node.role,
      node.hop,
    ])

  it('is refused for a customer whom the reader may not see', async () => {
    expect((await noi.request('GET', `/api/customers/${ids.แม่}/tree`)).body).toMatchObject({ code: 'record.not_found' })
  })

  it('goes two steps: up, down and along links in both directions, each customer once', async () => {
    expect(await around(office.owner, 'กลาง')).toEqual([
      ['กลาง', null, null, 0],
      ['ตัวแทน', 'linkedBy', 'dealerOf', 1],
      ['แม่', 'parent', null, 1],
      ['ลับ', 'child', null, 1],
      ['พี่น้อง', 'child', null, 2],
      ['สาขาตัวแทน', 'child', null, 2],
    ])
  })

  it('shows a seller only his own customers, and nothing that hangs on one he may not see', async () => {
    // His own “พี่น้อง” is a sister through a head office that he does not see: that it exists stays hidden.
    expect(await around(noi, 'กลาง')).toEqual([
      ['กลาง', null, null, 0],
      ['ตัวแทน', 'linkedBy', 'dealerOf', 1],
      ['สาขาตัวแทน', 'child', null, 2],
    ])
    const blind = await office.person('ไม่เห็นลิงก์', {
      ...seller('no-links', ['customer.links'], 'own'),
      grants: { '*': { view: 'all', create: true, edit: 'own', delete: 'own', export: false, import: false, assign: false } },
    })
    expect((await around(blind, 'กลาง')).map(([title]) => title)).toEqual(['กลาง', 'แม่', 'ลับ', 'พี่น้อง'])
  })

  it('leaves out who is in the bin', async () => {
    await office.owner.post('/api/records/customer/delete', { ids: [ids.ลับ] }).catch(() => undefined)
    const deleted = await office.owner.record('customer', ids.ลับ ?? '')
    expect(deleted).toMatchObject({ deletedAt: expect.any(String) })
    expect((await around(office.owner, 'กลาง')).map(([title]) => title)).not.toContain('ลับ')
  })
})
