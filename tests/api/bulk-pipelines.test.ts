import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BulkRun, LeftAlone, PastedRow } from '../../core/contract/bulk.ts'
import { seller, TestOffice } from '../support/test-office.ts'

type Preview = { total: number; refused: number; left: LeftAlone[] }
type Groups = { groups: { key: string | null; count: number }[] }

let office: TestOffice
/** Two pipelines whose first stages bear the same name. */
let sales: { id: string; stages: { id: string; nameTh: string }[] }
let service: { id: string; stages: { id: string; nameTh: string }[] }
let pump = ''
let repair = ''

beforeEach(async () => {
  office = await TestOffice.open()
  sales = (await office.owner.session()).pipelines[0] as typeof sales
  const stage = (nameTh: string, kind: string) => ({
    nameTh,
    nameEn: nameTh,
    kind,
    probability: 50,
    staleDays: null,
    maxDeals: null,
    colour: null,
    required: [],
  })
  const body = {
    nameTh: 'งานซ่อม',
    nameEn: 'Service',
    stages: [stage('นัดดูงาน', 'open'), stage(sales.stages[0]?.nameTh ?? '', 'open'), stage('ซ่อมเสร็จ', 'won')],
  }
  const made = await office.request<{ id: string }>('PUT', '/api/pipelines', body)
  service = (await office.owner.session()).pipelines.find(({ id }) => id === made.id) as typeof service
  const deal = async (name: string, pipeline: typeof sales) =>
    (await office.owner.create('deal', { name, pipeline: pipeline.id, stage: pipeline.stages[0]?.id })).id
  pump = await deal('ปั๊มน้ำ', sales)
  repair = await deal('ซ่อมปั๊ม', service)
})
afterEach(() => office.close())

const set = (values: Record<string, unknown>) => ({ target: { ids: [pump, repair] }, act: { kind: 'set', values } })

async function change(values: Record<string, unknown>): Promise<BulkRun> {
  const { batchId } = await office.owner.post<{ batchId: string }>('/api/records/deal/bulk/start', set(values))
  for (;;) {
    const run = await office.owner.get<BulkRun>(`/api/bulk/${batchId}`)
    if (run.state !== 'running') return run
    await new Promise((resume) => setImmediate(resume))
  }
}

describe('a stage for many deals', () => {
  it('leaves deals of another pipeline where they are and says so; with the pipeline chosen, too, they are moved', async () => {
    const stage = sales.stages[1]?.id
    const preview = await office.owner.post<Preview>('/api/records/deal/bulk/preview', set({ stage }))
    expect(preview).toMatchObject({ total: 2, refused: 1, left: [{ id: repair, reason: { code: 'deal.wrong_stage' } }] })
    expect(await change({ stage })).toMatchObject({ changed: 1, refused: 1 })
    expect(await office.owner.record('deal', pump)).toMatchObject({ pipeline: sales.id, stage })
    expect(await office.owner.record('deal', repair)).toMatchObject({ pipeline: service.id, stage: service.stages[0]?.id })

    expect(await change({ pipeline: sales.id, stage })).toMatchObject({ changed: 1, refused: 0 })
    expect(await office.owner.record('deal', repair)).toMatchObject({ pipeline: sales.id, stage })
  })

  it('is offered by the pipelines of the named deals, of those in reach only', async () => {
    const noi = await office.person('หน่อย', seller('narrow'))
    const by = (ids: string[]) => ({ by: 'pipeline', ids })
    const { groups } = await office.owner.post<Groups>('/api/records/deal/groups', by([repair]))
    expect(groups.map(({ key, count }) => [key, count])).toEqual([[service.id, 1]])
    expect((await office.owner.post<Groups>('/api/records/deal/groups', by([pump, repair]))).groups).toHaveLength(2)
    expect((await noi.post<Groups>('/api/records/deal/groups', by([pump, repair]))).groups).toEqual([])
  })

  it('pasted by a name that several pipelines have is the one of the deal’s own, or of the pipeline pasted beside it', async () => {
    const name = sales.stages[0]?.nameTh ?? ''
    const paste = (columns: string[], cells: string[]) =>
      office.owner.post<{ rows: PastedRow[] }>('/api/records/deal/paste', {
        columns,
        rows: [{ id: repair, version: 1, cells }],
        apply: false,
      })
    expect((await paste(['stage'], [name])).rows[0]?.cells).toMatchObject([{ state: 'change', value: service.stages[1]?.id }])
    expect((await paste(['stage', 'pipeline'], [name, 'งานซ่อม'])).rows[0]?.cells[0]?.value).toBe(service.stages[1]?.id)
    const foreign = (await paste(['stage'], [sales.stages[1]?.nameTh ?? ''])).rows[0]?.cells
    expect(foreign).toMatchObject([{ state: 'refused', reason: { code: 'deal.wrong_stage' } }])
  })
})
