import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FieldEffect, Role } from '../../core/access/policy.ts'
import { PRINT_KINDS } from '../../core/contract/print.ts'
import { ENTITIES } from '../../core/entities/registry.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { canaryOf, canRead, textOf } from '../support/canaries.ts'
import { checkImport } from '../support/import-run.ts'
import { KINDS, type Kind } from '../support/matrix-roles.ts'
import { company, type Person, TestOffice, TOKEN } from '../support/test-office.ts'

type Entity = { key: Kind; title: string; scope: { owner: string }; fields: readonly FieldDef[] }
type Canary = { entity: Kind; field: string; text: string }
type Said = { where: string; text: string }

const role = (effect: FieldEffect, canaries: readonly Canary[]): Role => ({
  key: `sees-${effect}`,
  admin: false,
  grants: { '*': { view: 'all', create: true, edit: 'all', delete: 'all', export: true, import: true, assign: true } },
  fields: Object.fromEntries(canaries.map(({ entity, field }) => [`${entity}.${field}`, effect])),
})

describe('what a field says that somebody may not see', { timeout: 300_000 }, () => {
  let office: TestOffice
  let address: string
  const canaries: Canary[] = []
  const ids = {} as Record<Kind, string>
  let twin: string

  beforeAll(async () => {
    office = await TestOffice.open()
    const { owner } = office
    const base = (kind: Kind): Record<string, unknown> => {
      if (kind === 'customer') return { name: company('ร้านปลาทู') }
      if (kind === 'contact') return { name: { first: 'ปลาทู' }, customers: [{ id: 'l1', to: ids.customer }] }
      if (kind === 'lead') return { name: { first: 'ปลาทู' }, status: 'new' }
      if (kind === 'deal') return { name: 'ปลาทู', customer: ids.customer, expectedClose: '2026-11-30' }
      const due = { dueAt: '2026-11-22T02:59:00.000Z', remindAt: '2026-11-22T02:59:00.000Z' }
      return { subject: 'ปลาทู', type: 'task', ...due, about: [{ entity: 'customer', id: ids.customer }] }
    }
    for (const kind of KINDS) {
      const entity = (ENTITIES as unknown as Entity[]).find(({ key }) => key === kind)
      const values = base(kind)
      for (const field of entity?.fields ?? []) {
        // The reason of a deal that is not lost is not kept.
        if (field.key === entity?.title || field.derived || field.key === 'lostNote' || field.key in values) continue
        const canary = canaryOf(field.kind)
        if (!canary) continue
        canaries.push({ entity: kind, field: field.key, text: canary.text })
        values[field.key] = canary.value
      }
      ids[kind] = (await owner.create(kind, values)).id
      // Whoever looks like another is shown beside it.
      if (kind === 'customer') twin = (await owner.create(kind, { ...values, code: undefined })).id
    }
    expect(canaries.length).toBeGreaterThan(30)
    address = await office.app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => office.close())

  /** All that a person is told in whatever way: answers, files, papers, refusals, what arrives by itself. */
  async function toldTo(who: Person): Promise<Said[]> {
    const said: Said[] = []
    // What is told by itself is told to whom a record belongs.
    for (const kind of KINDS) {
      const { version } = await office.owner.record(kind, ids[kind])
      await office.owner.update(kind, ids[kind], version, { owner: who.id })
    }
    const ask = async (
      method: 'GET' | 'POST' | 'PATCH' | 'PUT',
      url: string,
      body?: unknown,
      format: Parameters<typeof textOf>[1] = 'json',
    ) => {
      const reply = await who.request<unknown>(method, url, body)
      const text = reply.status < 300 ? textOf(reply.body, format) : JSON.stringify(reply.body)
      said.push({ where: `${method} ${url} ${JSON.stringify(body ?? '')} (${reply.status})`, text })
    }
    for (const kind of KINDS) {
      const [base, id] = [`/api/records/${kind}`, ids[kind]]
      const columns = canaries.filter(({ entity }) => entity === kind).map(({ field }) => field)
      await ask('GET', `${base}/${id}`)
      await ask('GET', `${base}/${id}/history`)
      await ask('GET', `/api/timeline/${kind}/${id}`)
      await ask('POST', `${base}/list`, { columns })
      await ask('POST', `${base}/list`, {})
      await ask('POST', '/api/search', { text: 'ปลาทู', entities: [kind], columns })
      for (const { text } of canaries.filter(({ entity }) => entity === kind))
        await ask('POST', '/api/search', { text, entities: [kind] })
      for (const format of ['csv', 'xlsx'] as const) {
        await ask('POST', `${base}/export`, { format }, format)
        await ask('POST', `${base}/export`, { format, columns }, format)
      }
      // Refusals: of a version long gone, with what stands there now; of a wrong value; of acts on many.
      await ask('PATCH', `${base}/${id}`, { version: 99, values: { notes: 'x' } })
      for (const column of columns) await ask('PATCH', `${base}/${id}`, { version: 1, values: { [column]: { wrong: true } } })
      await ask('POST', `${base}/bulk/preview`, { target: { ids: [id] }, act: { kind: 'delete' } })
      await ask('POST', `${base}/bulk/preview`, { target: { ids: [id] }, act: { kind: 'set', values: { owner: 'x' } } })
      const rows = [{ id, version: 1, cells: columns.slice(0, 50).map(() => 'x') }]
      await ask('POST', `${base}/paste`, { columns: columns.slice(0, 50), rows, apply: false })
      await ask('POST', '/api/titles', { of: { [kind]: [id] } })
      await ask('PUT', `/api/presence/window-${kind}`, { entity: kind, id, editing: true })
      await ask('GET', `/api/duplicates/${kind}`)
      await ask('POST', '/api/reports/run', { entity: kind, groups: [{ field: 'owner' }], measure: { kind: 'count' } })
      // Visits, labels and envelopes are of customers.
      for (const what of kind === 'customer' ? PRINT_KINDS : (['list'] as const))
        await ask('POST', `/api/print/${kind}`, { what, ids: [id] }, 'pdf')
      await ask('POST', `/api/print/${kind}`, { what: 'list', ids: [id], columns: columns.slice(0, 12) }, 'pdf')
      const file = `ชื่อ,รหัส\nปลาทู,x\nร้านปลาทู,`
      if (kind === 'customer' || kind === 'lead') {
        const run = await checkImport(who, kind, 'a.csv', file)
        await ask('GET', `/api/imports/${run.id}`)
        await ask('GET', `/api/imports/${run.id}/rows`)
        await ask('GET', `/api/imports/${run.id}/errors`, undefined, 'xlsx')
      }
    }
    const { pipelines } = await who.session()
    await ask('GET', `/api/duplicates/customer/compare?a=${ids.customer}&b=${twin}`)
    await ask('POST', '/api/records/customer/duplicates', { values: { name: company('ร้านปลาทู') } })
    for (const url of [
      '/api/session',
      '/api/home',
      '/api/home/team',
      '/api/batches',
      '/api/imports',
      '/api/forecast',
      '/api/openapi.json',
      `/api/deals/board?pipeline=${pipelines[0]?.id}`,
      `/api/deals/lanes?pipeline=${pipelines[0]?.id}`,
      `/api/deals/column?stage=${pipelines[0]?.stages[0]?.id}`,
      `/api/leads/${ids.lead}/matches`,
      `/api/customers/${ids.customer}/card`,
      `/api/customers/${ids.customer}/tree`,
      '/api/reminders?since=2026-11-01T00:00:00Z',
      '/api/calendar?from=2026-11-22&until=2026-11-28',
      '/api/calendar/export?from=2026-11-22&until=2026-11-28',
    ])
      await ask('GET', url)
    said.push({ where: 'the stream', text: await streamed(who) })
    return said
  }

  /** What arrives by itself while somebody else saves. */
  async function streamed(who: Person): Promise<string> {
    const end = new AbortController()
    const headers = { 'x-samphan-token': TOKEN, host: new URL(address).host, ...(who.cookie && { cookie: who.cookie }) }
    const reply = await fetch(`${address}/api/stream`, { headers, signal: end.signal })
    let text = ''
    const reading = (async () => {
      for await (const piece of reply.body as unknown as AsyncIterable<Uint8Array>) text += Buffer.from(piece).toString()
    })().catch(() => undefined)
    for (const kind of KINDS) {
      const { version } = await office.owner.record(kind, ids[kind])
      await office.owner.update(kind, ids[kind], version, { owner: office.owner.id })
    }
    await expect.poll(() => text.includes('event:') || text.includes('data:')).toBe(true)
    await new Promise((resume) => setTimeout(resume, 300))
    end.abort()
    await reading
    return text
  }

  it('stands in what its owner is told: each of them, and on paper', async () => {
    const said = await toldTo(office.owner)
    for (const { entity, field, text } of canaries)
      expect(
        said.some((each) => each.text.includes(text)),
        `${entity}.${field}`,
      ).toBe(true)
    for (const [format, where] of [
      ['pdf', 'POST /api/print/'],
      ['xlsx', '"format":"xlsx"'],
    ] as const)
      if (canRead(format))
        expect(
          said.filter((each) => each.where.includes(where) && canaries.some(({ text }) => each.text.includes(text))).length,
          format,
        ).toBeGreaterThan(3)
  })

  it.each(['hidden', 'masked'] as const)(
    'stands nowhere for whom it is %s: no answer, file, paper, refusal, notice or event',
    async (effect) => {
      const noi = await office.person(`คน ${effect}`, role(effect, canaries))
      const said = await toldTo(noi)
      // He is told of the records themselves, and does print and export them.
      const byItself = said.filter(({ where }) => /reminders|api\/home|calendar/.test(where))
      expect(byItself.filter(({ text }) => text.includes('ปลาทู')).length).toBeGreaterThan(2)
      expect(said.filter(({ text }) => text.includes('ปลาทู')).length).toBeGreaterThan(20)
      const told = said.flatMap(({ where, text }) =>
        canaries
          .filter((canary) => text.includes(canary.text) && !where.includes(canary.text))
          .map((canary) => `${where} tells ${canary.entity}.${canary.field}`),
      )
      expect(told).toEqual([])
    },
  )
})
