import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestOffice } from '../support/test-office.ts'

const DAY_MS = 86_400_000

describe('undoing the move of a deal', () => {
  let office: TestOffice
  const stage = async (nameEn: string) =>
    (await office.owner.session()).pipelines[0]?.stages.find((candidate) => candidate.nameEn === nameEn)?.id ?? ''
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  it('leaves the deal as long in its stage as it was; the same move a day later starts anew', async () => {
    const [needs, survey] = [await stage('Needs'), await stage('Site survey')]
    const deal = await office.owner.create('deal', { name: 'ปั๊มน้ำเย็น' })
    const began = office.now.toISOString()
    const move = (version: number, to: string) => office.owner.post(`/api/deals/${deal.id}/move`, { version, stage: to })
    office.now = new Date(office.now.getTime() + 16 * DAY_MS)
    await move(1, survey)
    office.now = new Date(office.now.getTime() + 5_000)
    await move(2, needs)
    expect(await office.owner.record('deal', deal.id)).toMatchObject({ stage: needs, stageSince: began })
    await move(3, survey)
    office.now = new Date(office.now.getTime() + DAY_MS)
    await move(4, needs)
    expect(await office.owner.record('deal', deal.id)).toMatchObject({ stageSince: office.now.toISOString() })
  })
})
