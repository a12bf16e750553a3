import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATORS } from '../../core/query/filter.ts'
import { recordStatements } from '../support/recorded-statements.ts'
import { company, TestOffice } from '../support/test-office.ts'

/** Stands in whatever is typed, and survives folding; its bytes in hexadecimal are what a search asks for. */
const MARK = 'zq7markqz'
const HEX = Buffer.from(MARK).toString('hex')
const PIECES = [
  "'",
  '"',
  ';',
  '--',
  '/*',
  '*/',
  '\\',
  '$1',
  '?',
  ':a',
  ')',
  '(',
  '%',
  '_',
  '\n',
  ' or 1=1 ',
  ' union select ',
  '.',
  '$.',
  '0',
]

/** What somebody types who would rather speak to the database. */
const typed = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })), { maxLength: 6 })
  .map((pieces) => MARK + pieces.join('') + MARK)

type Body = { [key: string]: unknown }
type Request = ['GET' | 'POST' | 'PUT' | 'PATCH', url: string, body?: Body]

describe('what is typed is never part of a statement', { timeout: 300_000 }, () => {
  let office: TestOffice
  let customer: { id: string; version: number }
  let own: string
  const statements = recordStatements(() => office)

  beforeAll(async () => {
    office = await TestOffice.open()
    customer = await office.owner.create('customer', { name: company('มั่นคง'), tags: ['ด่วน'], owner: office.owner.id })
    await office.owner.create('deal', { name: 'งานแรก', customer: customer.id })
    // What an office calls things of its own is no more a part of statements than what it writes into them.
    const field = { labelTh: `ช่อง ${MARK}'`, labelEn: `Field ${MARK}"`, kind: 'choice', filterable: true }
    const choices = [{ labelTh: `${MARK}'`, labelEn: `${MARK}'` }]
    own = (await office.request<{ key: string }>('PUT', '/api/fields/customer', { ...field, choices })).key
  })
  afterAll(() => office.close())

  /** Every place in which a text of the person who asks meets the database, with `text` standing there. */
  const requests = (text: string): Request[] => {
    const base = '/api/records/customer'
    const filters = [
      ...['name', 'nameEn', 'notes', 'taxId', 'phones', 'emails', 'tags', 'grade', 'owner', 'code', own, 'addresses'].flatMap(
        (field) =>
          OPERATORS.map((op) => ({
            field,
            op,
            value: ['anyOf', 'noneOf'].includes(op) ? [text] : op === 'between' ? [text, text] : text,
          })),
      ),
      { field: text, op: 'is', value: '1' },
      { field: `name.${text}`, op: 'is', value: '1' },
      { field: 'name', op: text, value: '1' },
    ]
    const word = encodeURIComponent(text)
    const cursor = (sort: unknown, value: unknown, rid: unknown) =>
      Buffer.from(JSON.stringify([sort, value, rid])).toString('base64url')
    const report = { entity: 'customer', groups: [{ field: 'owner' }], measure: { kind: 'count' } }
    return [
      ...filters.map((filter): Request => ['POST', `${base}/list`, { filter }]),
      ['POST', '/api/records/deal/list', { filter: { field: 'customer.name', op: 'contains', value: text } }],
      ['POST', `${base}/list`, { search: text }],
      ['POST', `${base}/list`, { sort: { field: text } }],
      ['POST', `${base}/list`, { columns: [text, 'name'] }],
      ['POST', `${base}/list`, { marks: [{ field: 'name', op: 'contains', value: text }] }],
      ['POST', `${base}/list`, { after: text }],
      ['POST', `${base}/list`, { after: cursor('name+', text, 1) }],
      ['POST', `${base}/list`, { after: cursor(text, text, 1) }],
      ['POST', `${base}/list`, { after: cursor('name+', 'ก', text) }],
      ['POST', `${base}/count`, { filter: { field: 'notes', op: 'contains', value: text } }],
      ['POST', `${base}/aggregate`, { groupBy: text }],
      ['POST', `${base}/aggregate`, { groupBy: 'owner', sum: text }],
      ['POST', `${base}/groups`, { by: text }],
      ['POST', `${base}/groups`, { by: own, sums: [text] }],
      ['POST', '/api/search', { text }],
      ['POST', '/api/search', { text, entities: [text] }],
      ['POST', '/api/titles', { customer: [text] }],
      [
        'POST',
        `${base}/duplicates`,
        { values: { name: company(text), nameEn: text, emails: [{ id: 'e1', address: `${MARK}@a.co` }] } },
      ],
      ['POST', '/api/reports/run', report],
      ['POST', '/api/reports/run', { ...report, entity: text }],
      ['POST', '/api/reports/run', { ...report, groups: [{ field: text }] }],
      ['POST', '/api/reports/run', { ...report, groups: [{ field: 'createdAt', by: text }] }],
      ['POST', '/api/reports/run', { ...report, measure: { kind: text, field: 'x' } }],
      ['POST', '/api/reports/run', { ...report, measure: { kind: 'sum', field: text } }],
      [
        'POST',
        `${base}/bulk/preview`,
        { target: { filter: { field: 'name', op: 'contains', value: text } }, act: { kind: 'delete' } },
      ],
      ['POST', `${base}/export`, { format: 'csv', search: text, columns: ['name', 'notes'] }],
      ['POST', `${base}/export`, { format: 'csv', sort: { field: text } }],
      ['POST', base, { values: { name: company(text), nameEn: text, notes: text, tags: [text.slice(0, 60)] } }],
      ['POST', base, { values: { name: company('x'), [text]: text } }],
      ['PATCH', `${base}/${customer.id}`, { version: customer.version, values: { [text]: 'x' } }],
      ['POST', `/api/records/${word}/list`, {}],
      ['GET', `${base}/${word}`],
      ['GET', `/api/deals/board?pipeline=${word}&text=${word}`],
      ['GET', `/api/access-log?user=${word}&action=${word}&entity=${word}`],
      ['GET', `/api/audit?user=${word}`],
      ['GET', `/api/timeline/customer/${customer.id}?type=${word}`],
      ['GET', `/api/calendar?from=${word}&until=${word}`],
      ['GET', `/api/home/team?team=${word}`],
      ['GET', `/api/calendar/feed/${word}`],
      ['PUT', `/api/choices/${word}`, { labelTh: text, labelEn: text }],
      ['PUT', '/api/choices/grade', { labelTh: text.slice(0, 40), labelEn: text.slice(0, 40) }],
      ['POST', '/api/session', { name: text.slice(0, 100), password: text }],
    ]
  }

  const told = () => [...statements].filter((statement) => statement.toLowerCase().includes(MARK) || statement.includes(HEX))

  it('wherever it stands: in values, names of fields and columns, sorts, searches, cursors, addresses and labels', async () => {
    let [asked, answered] = [0, 0]
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        for (const [method, url, body] of requests(text)) {
          const { status } = await office.owner.request(method, url, body)
          asked += 1
          if (status < 300) answered += 1
          expect(status, `${method} ${url} ${JSON.stringify(body)}`).toBeLessThan(500)
          expect(told(), `${method} ${url} ${JSON.stringify(body)}`).toEqual([])
        }
      }),
      { numRuns: 12 },
    )
    // Refusals alone would prove nothing.
    expect(answered / asked).toBeGreaterThan(0.2)
    expect(statements.size).toBeGreaterThan(100)
  })

  /** Statements but for how many values are asked for at once, and the names under which PostgreSQL is asked of their types. */
  const shapes = () =>
    new Set(
      [...statements].map((statement) =>
        statement
          .replace(/\$\d+/g, '?')
          .replace(/\?(, \?)+/g, '?…')
          .replace(/\basked_\d+/g, 'asked')
          .replace(/\?…?/g, '?'),
      ),
    )

  it('another text asks with the statements of the one before: their number has an end', async () => {
    const ask = async (text: string) => {
      for (const [method, url, body] of requests(text)) await office.owner.request(method, url, body)
    }
    // Of one length, since a search asks for each pair of letters.
    for (const text of ['a', 'b', 'c']) await ask(MARK + text)
    const before = shapes()
    expect(before.size).toBeGreaterThan(100)
    for (const text of ['d', 'e', '9']) await ask(MARK + text)
    expect([...shapes()].filter((shape) => !before.has(shape))).toEqual([])
  })
})
