import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pipeline } from '../../core/contract/office.ts'
import { company, type Person, TestOffice } from '../support/test-office.ts'

type Lane = { owner: string | null; count: number; sum: number; won: number; target: number | null }
type Board = { columns: { stage: string; count: number; sum: number; cards: { row: { owner?: string } }[] }[] }
const reach = { create: true, edit: 'own', delete: 'own', export: false, import: false, assign: false } as const

describe('the board in lanes and with limits', () => {
  let office: TestOffice
  let pipeline: Pipeline
  let nid: Person
  let noi: Person
  const stage = (nameEn: string) => pipeline.stages.find((candidate) => candidate.nameEn === nameEn)?.id ?? ''
  const lanes = async (who: Person) => (await who.get<{ lanes: Lane[] }>(`/api/deals/lanes?pipeline=${pipeline.id}`)).lanes
  const board = (who: Person, owner: string) => who.get<Board>(`/api/deals/board?pipeline=${pipeline.id}&owner=${owner}`)

  beforeAll(async () => {
    office = await TestOffice.open()
    pipeline = (await office.owner.session()).pipelines[0] as Pipeline
    nid = await office.person('นิด', { key: 'seller', admin: false, grants: { '*': { view: 'own', ...reach } }, fields: {} })
    noi = await office.person('หน่อย', {
      key: 'blind',
      admin: false,
      grants: { '*': { view: 'all', ...reach } },
      fields: { 'deal.amount': 'hidden' },
    })
    const customer = (await nid.create('customer', { name: company('น้ำแข็งทิพย์ธารา') })).id
    const deal = (who: Person, amount: number, at: string, more: object = {}) =>
      office.owner.create('deal', {
        name: `ดีล ${amount}`,
        owner: who.id,
        amount,
        pipeline: pipeline.id,
        stage: stage(at),
        ...more,
      })
    await deal(nid, 100_00, 'Needs')
    await deal(nid, 250_00, 'Quoted')
    await deal(noi, 4_00, 'Needs', { customer })
    await deal(noi, 90_00, 'Needs')
    await deal(noi, 7_00, 'Won')
    await deal(nid, 60_00, 'Won')
    const month = '2026-11'
    const cells = [nid, noi].map(({ id }) => ({ kind: 'person', id, month, amount: 120_00, was: null }))
    await office.request('PUT', '/api/targets', { cells })
  })
  afterAll(() => office.close())

  it('heads each lane with the open deals of its owner, what he won this month and his target', async () => {
    expect(await lanes(office.owner)).toEqual([
      { owner: nid.id, count: 2, sum: 350_00, won: 60_00, target: 120_00 },
      { owner: noi.id, count: 2, sum: 94_00, won: 7_00, target: 120_00 },
    ])
    const own = await board(office.owner, noi.id)
    expect(own.columns.flatMap((column) => column.cards).map((card) => card.row.owner)).toEqual([noi.id, noi.id, noi.id])
  })

  it('tells a seller nothing of a colleague but the deals that he sees through his customers', async () => {
    expect(await lanes(nid)).toEqual([
      { owner: nid.id, count: 2, sum: 350_00, won: 60_00, target: 120_00 },
      { owner: noi.id, count: 1, sum: 4_00, won: 0, target: null },
    ])
  })

  it('has no sums and no targets for who may not see amounts, and no lanes for who may not see owners', async () => {
    expect((await lanes(noi)).map(({ count, sum, won, target }) => [count, sum, won, target])).toEqual([
      [2, 0, 0, null],
      [2, 0, 0, null],
    ])
    const nobody = await office.person('ใคร', {
      key: 'ownerless',
      admin: false,
      grants: { '*': { view: 'all', ...reach } },
      fields: { 'deal.owner': 'hidden' },
    })
    const refused = await nobody.request('GET', `/api/deals/lanes?pipeline=${pipeline.id}`)
    expect(refused).toMatchObject({ status: 400, body: { code: 'query.invalid' } })
  })

  it('gives the deals that nobody looks after a lane of their own', async () => {
    const { id } = await office.owner.create('deal', { name: 'ไม่มีผู้ดูแล', pipeline: pipeline.id, stage: stage('Needs') })
    const { version } = await office.owner.record('deal', id)
    await office.owner.update('deal', id, version, { owner: null })
    expect((await lanes(office.owner)).at(-1)).toEqual({ owner: null, count: 1, sum: 0, won: 0, target: null })
    const nobodys = await board(office.owner, 'none')
    expect(nobodys.columns.map((column) => column.count)).toEqual([1, 0, 0, 0, 0, 0, 0])
  })

  it('keeps a limit on a stage and refuses nothing for it', async () => {
    const body = {
      id: pipeline.id,
      nameTh: pipeline.nameTh,
      nameEn: pipeline.nameEn,
      stages: pipeline.stages.map(({ pipelineId: _, position: __, archived: ___, ...part }) => ({
        ...part,
        maxDeals: part.kind === 'open' ? 1 : null,
      })),
    }
    const zero = { ...body, stages: body.stages.map((part) => ({ ...part, maxDeals: 0 })) }
    expect((await office.owner.request('PUT', '/api/pipelines', zero)).status).toBe(400)
    await office.request('PUT', '/api/pipelines', body)
    expect((await office.owner.session()).pipelines[0]?.stages[0]?.maxDeals).toBe(1)
    await nid.create('deal', { name: 'เกินเกณฑ์', pipeline: pipeline.id, stage: stage('Needs') })
  })
})
