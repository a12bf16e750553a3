import { Random } from '../../server/features/demo/random.ts'
import { encodeCursor } from '../../server/records/cursor.ts'
import { CEILING_TIMELINE, ceilingValues } from './ceiling-data.ts'
import { checkList, checkOpen, checkSearch, checkSums, checkTimeline, checkWritten } from './checks.ts'
import type { Ground } from './ground.ts'
import type { Ask } from './http-client.ts'
import { customerValues } from './office.ts'
import { provinceOf, type Sampled, sample, searchTexts } from './sample.ts'

/** What the ceiling is asked; each of its operations takes what it needs of this. */
export type CeilingQuery = {
  id?: number
  sort?: string
  province?: string
  text?: string
  pipeline?: number
  values?: Record<string, string | number>
}

/** One class of requests: how the product and the ceiling are asked the same thing, and whether the product's answer is right. */
export type Operation = {
  name: string
  queries: number
  product: (at: number) => Ask
  ceiling: (at: number) => Ask
  /** What is wrong with the answer, or undefined. */
  check: (at: number, body: string) => string | undefined
}

export const QUERIES = 200
const COLUMNS = ['name', 'phones', 'grade', 'province', 'owner', 'lastContactAt']
const LIMIT = 50

const ceilingAsk = (operation: string, body: CeilingQuery): Ask => ({ method: 'POST', path: `/${operation}`, body })
const listAsk = (body: Record<string, unknown>): Ask => ({
  method: 'POST',
  path: '/api/records/customer/list',
  body: { limit: LIMIT, columns: COLUMNS, ...body },
})
const searchAsk = (text: string): Ask => ({
  method: 'POST',
  path: '/api/search',
  body: { text, entities: ['customer'], limit: LIMIT, columns: COLUMNS },
})

/** Reads first: the writes at the end change what brute force knows. */
export function operations(ground: Ground): Operation[] {
  return [...lists(ground), ...searches(ground), ...single(ground), ...deals(ground), ...changes(ground)]
}

function lists(ground: Ground): Operation[] {
  const random = new Random('bench lists')
  const { visibleByName, visibleByProvince, customers } = ground
  const depths = Array.from({ length: QUERIES }, () => Math.floor(visibleByName.length * (0.5 + 0.49 * random.next())))
  const provinces = Array.from({ length: QUERIES }, () => provinceOf(random.pick(customers)))
  return [
    {
      name: 'list by name',
      queries: QUERIES,
      product: () => listAsk({ sort: { field: 'name' } }),
      ceiling: () => ceilingAsk('byName', {}),
      check: (_, body) => checkList(ground, body, visibleByName.slice(0, LIMIT)),
    },
    {
      name: 'deep page by name',
      queries: QUERIES,
      product: (at) => {
        const place = visibleByName[depths[at] ?? 0] ?? 0
        return listAsk({
          sort: { field: 'name' },
          after: encodeCursor({ sort: 'name+', value: ground.sorts[place] ?? '', rid: place + 1 }),
        })
      },
      ceiling: (at) => {
        const place = visibleByName[depths[at] ?? 0] ?? 0
        return ceilingAsk('byName', { sort: ground.sorts[place] ?? '', id: place + 1 })
      },
      check: (at, body) => checkList(ground, body, visibleByName.slice((depths[at] ?? 0) + 1, (depths[at] ?? 0) + 1 + LIMIT)),
    },
    {
      name: 'by province, newest',
      queries: QUERIES,
      product: (at) =>
        listAsk({ filter: { field: 'province', op: 'anyOf', value: [provinces[at]] }, sort: { field: 'createdAt', desc: true } }),
      ceiling: (at) => ceilingAsk('byProvince', { province: provinces[at] ?? '' }),
      check: (at, body) => checkList(ground, body, (visibleByProvince.get(provinces[at] ?? '') ?? []).slice(0, LIMIT)),
    },
  ]
}

function searches(ground: Ground): Operation[] {
  return ([1, 2, 3, 'more'] as const).map((length) => {
    const texts = searchTexts(ground.customers, length, QUERIES)
    return {
      name: `search ${length === 'more' ? '4–9' : length}`,
      queries: QUERIES,
      product: (at) => searchAsk(texts[at] ?? ''),
      ceiling: (at) => ceilingAsk('search', { text: texts[at] ?? '' }),
      check: (at, body) => checkSearch(ground, body, texts[at] ?? '', LIMIT),
    }
  })
}

function single(ground: Ground): Operation[] {
  const random = new Random('bench open')
  const places = Array.from({ length: QUERIES }, () => random.pick(ground.visibleByName))
  return [
    {
      name: 'open',
      queries: QUERIES,
      product: (at) => ({ method: 'GET', path: `/api/records/customer/${ground.ids[places[at] ?? 0]}` }),
      ceiling: (at) => ceilingAsk('open', { id: (places[at] ?? 0) + 1 }),
      check: (at, body) => checkOpen(ground, body, places[at] ?? 0),
    },
    {
      name: 'timeline of 5,000',
      queries: QUERIES,
      product: () => ({ method: 'GET', path: `/api/timeline/customer/${ground.ids[ground.busiest]}` }),
      ceiling: () => ceilingAsk('timeline', { id: CEILING_TIMELINE }),
      check: (_, body) => checkTimeline(body),
    },
  ]
}

function deals(ground: Ground): Operation[] {
  const filter = { field: 'pipeline', op: 'anyOf', value: [ground.pipeline] }
  return [
    {
      name: 'sums of 20,000 deals',
      queries: QUERIES,
      product: () => ({ method: 'POST', path: '/api/records/deal/aggregate', body: { filter, groupBy: 'stage', sum: 'amount' } }),
      ceiling: () => ceilingAsk('sums', { pipeline: 1 }),
      check: (_, body) =>
        checkSums(ground, (JSON.parse(body) as { groups: { key: string; count: number; sum: number }[] }).groups),
    },
    {
      name: 'whole board',
      queries: QUERIES / 4,
      product: () => ({ method: 'GET', path: `/api/deals/board?pipeline=${ground.pipeline}` }),
      ceiling: () => ceilingAsk('board', { pipeline: 1 }),
      check: (_, body) =>
        checkSums(
          ground,
          (JSON.parse(body) as { columns: { stage: string; count: number; sum: number }[] }).columns.map(
            ({ stage, ...rest }) => ({ key: stage, ...rest }),
          ),
        ),
    },
  ]
}

/** Customers whom nobody has yet. */
function newcomers(ground: Ground, count: number): Sampled[] {
  const all: Sampled[] = []
  for (const customer of sample(ground.size + count)) all.push(customer)
  return all.slice(-count)
}

export const createAsk = (customer: Sampled, key: string): Ask => ({
  method: 'POST',
  path: '/api/records/customer',
  headers: { 'idempotency-key': key },
  body: { values: { ...customerValues({ ...customer, lineId: undefined }, undefined) } },
})
export const updateAsk = (id: string, version: number, at: number): Ask => ({
  method: 'PATCH',
  path: `/api/records/customer/${id}`,
  body: { version, values: { grade: 'ABCD'[at % 4], creditDays: (at % 365) + 1 } },
})

function changes(ground: Ground): Operation[] {
  const fresh = newcomers(ground, QUERIES)
  return [
    {
      name: 'create',
      queries: QUERIES,
      product: (at) => createAsk(fresh[at] as Sampled, `bench-create-${at}`),
      ceiling: (at) => ceilingAsk('create', { values: ceilingValues(fresh[at] as Sampled) }),
      check: (_, body) => checkWritten(body, 1),
    },
    {
      name: 'update',
      queries: QUERIES,
      // Each of his records once: the version is then known to be 1. The busiest one was not edited either.
      product: (at) => updateAsk(ground.ids[ground.own[at] ?? 0] ?? '', 1, at),
      ceiling: (at) =>
        ceilingAsk('update', {
          id: (ground.own[at] ?? 0) + 1,
          values: { grade: 'ABCD'[at % 4] ?? 'A', creditDays: (at % 365) + 1 },
        }),
      check: (_, body) => checkWritten(body, 2),
    },
  ]
}
