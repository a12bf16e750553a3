import { expect, it } from 'vitest'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

const { grants, ...role } = seller('line-unseen', ['customer.lineId'])
const everything = grants['*'] as NonNullable<(typeof grants)[string]>
const seeingAll = { ...role, grants: { '*': { ...everything, view: 'all' as const } } }

type Hits = { hits: { field: string; row: { title: string } }[]; more: boolean }

it('fills a page with what the reader may see, however often a frequent fragment stands in what he may not', async () => {
  const office = await TestOffice.open()
  try {
    // Those whom only the hidden field holds come first in the dictionary.
    for (let at = 0; at < 260; at += 1)
      await office.owner.create('customer', { name: company(`กอไก่ ${at}`), ...(at % 10 !== 9 && { lineId: `zz.${at}` }) })
    for (let at = 100; at < 220; at += 1) await office.owner.create('customer', { name: company(`ฮอนกฮูก zz ${at}`) })
    const blind = await office.person('หน่อย', seeingAll)
    const find = (who: Person, limit: number) => who.post<Hits>('/api/search', { text: 'zz', entities: ['customer'], limit })
    const named = Array.from({ length: 120 }, (_, at) => `ฮอนกฮูก zz ${100 + at}`)

    const page = await find(blind, 50)
    expect(page.hits.map((hit) => hit.row.title)).toEqual(named.slice(0, 50))
    expect(page.more).toBe(true)
    const whole = await find(blind, 100)
    expect(whole.hits.map((hit) => hit.row.title)).toEqual(named.slice(0, 100))
    const seen = await find(office.owner, 50)
    expect(new Set(seen.hits.map((hit) => hit.field))).toEqual(new Set(['lineId']))
  } finally {
    await office.close()
  }
})
