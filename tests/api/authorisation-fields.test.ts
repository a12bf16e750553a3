import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FieldEffect, Role } from '../../core/access/policy.ts'
import { ENTITIES } from '../../core/entities/registry.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { canaryOf, textOf } from '../support/canaries.ts'
import type { Kind } from '../support/matrix-roles.ts'
import { MatrixWorld } from '../support/matrix-world.ts'
import { company, type Person } from '../support/test-office.ts'

/** `SAMPHAN_MATRIX=whole` hides each field in each way; otherwise each third field, hidden. */
const WHOLE = process.env.SAMPHAN_MATRIX === 'whole'
const EFFECTS: FieldEffect[] = WHOLE ? ['hidden', 'masked', 'reveal', 'readonly'] : ['hidden', 'reveal']

type Entity = { key: Kind; title: string; scope: { owner: string }; fields: readonly FieldDef[] }
const entities = ENTITIES as unknown as readonly Entity[]

/** The fields that may be kept from somebody: all but the title and the owner. */
const CASES = entities
  .flatMap((entity) =>
    entity.fields
      .filter((field) => field.key !== entity.title && field.key !== entity.scope.owner)
      .map((field) => ({ entity, field })),
  )
  .filter((_, at) => WHOLE || at % 3 === 0)

let world: MatrixWorld
let noi: Person
let customer: string
let cases = 0
const role: Role = {
  key: 'field-matrix',
  admin: false,
  grants: { '*': { view: 'own', create: true, edit: 'own', delete: 'own', export: true, import: true, assign: false } },
  fields: {},
}

beforeAll(async () => {
  world = await MatrixWorld.open()
  noi = await world.office.person('หน่อย', role)
  customer = (await world.office.owner.create('customer', { name: company('ของหน่อย'), owner: noi.id })).id
}, 60_000)
afterAll(async () => {
  console.log(`authorisation of fields: ${cases} cases`)
  await world.close()
})

const limit = (entity: string, field: string, effect: FieldEffect) =>
  world.office.file.runNow('update role set definition = ? where key = ?', [
    JSON.stringify({ ...role, fields: { [`${entity}.${field}`]: effect } }),
    role.key,
  ])

/** Each way in which a question can be about a field, all of which are refused alike for one that is hidden. */
function questions(kind: Kind, field: string): [what: string, url: string, body: unknown][] {
  const base = `/api/records/${kind}`
  const filter = { field, op: 'notEmpty' }
  const report = { entity: kind, groups: [{ field: 'owner' }], measure: { kind: 'count' } }
  return [
    ['filter', `${base}/list`, { filter }],
    ['filter, inverted', `${base}/list`, { filter: { not: { field, op: 'empty' } } }],
    ['mark', `${base}/list`, { marks: [filter] }],
    ['sort', `${base}/list`, { sort: { field } }],
    ['count', `${base}/count`, { filter }],
    ['aggregate', `${base}/aggregate`, { groupBy: field }],
    ['aggregate, sum', `${base}/aggregate`, { groupBy: 'owner', sum: field }],
    ['group', `${base}/groups`, { by: field }],
    ['group, sum', `${base}/groups`, { by: 'owner', sums: [field] }],
    ['search, filter', '/api/search', { text: 'ของ', entities: [kind], filter }],
    ['export, filter', `${base}/export`, { format: 'csv', filter }],
    ['export, sort', `${base}/export`, { format: 'csv', sort: { field } }],
    ['report, group', '/api/reports/run', { ...report, groups: [{ field }] }],
    ['report, filter', '/api/reports/run', { ...report, filter }],
    ['report, sum', '/api/reports/run', { ...report, measure: { kind: 'sum', field } }],
    ['bulk, filter', `${base}/bulk/preview`, { target: { filter }, act: { kind: 'delete' } }],
    ['print, filter', `/api/print/${kind}`, { what: 'list', filter }],
  ]
}

describe.each(EFFECTS)('a field that is %s', (effect) => {
  it.each(CASES.map(({ entity, field }) => [`${entity.key}.${field.key}`, entity, field] as const))(
    '%s is asked for by no way, written by none, and its text stands nowhere',
    async (_name, entity, field) => {
      const kind = entity.key
      const { owner } = world.office
      // Of a deal that is not lost the reason is not kept.
      const canary = field.derived || field.key === 'lostNote' ? undefined : canaryOf(field.kind)
      const base: Record<Kind, Record<string, unknown>> = {
        customer: { name: company('ของหน่อย') },
        contact: { name: { first: 'ของหน่อย' }, customers: [{ id: 'l1', to: customer }] },
        lead: { name: { first: 'ของหน่อย' }, status: 'new' },
        deal: { name: 'ของหน่อย', customer },
        activity: {
          subject: 'ของหน่อย',
          type: 'task',
          dueAt: '2026-11-23T03:00:00.000Z',
          about: [{ entity: 'customer', id: customer }],
        },
      }
      const { id } = await owner.create(kind, {
        ...base[kind],
        ...(canary && { [field.key]: canary.value }),
        owner: noi.id,
      })
      // What nobody can find proves nothing.
      if (canary) expect(JSON.stringify(await owner.record(kind, id))).toContain(canary.text)
      limit(kind, field.key, effect)
      const before = world.hash()
      const refused = async (what: string, request: Promise<{ status: number }>) => {
        const { status } = await request
        cases += 1
        expect(status >= 400 && status < 500, `${kind}.${field.key} ${effect}: ${what} gave ${status}`).toBe(true)
        expect(world.hash(), `${what} wrote something`).toBe(before)
      }
      if (effect !== 'readonly')
        for (const [what, url, body] of questions(kind, field.key)) await refused(what, noi.request('POST', url, body))
      if (effect !== 'readonly' && kind === 'customer')
        await refused(
          'one reference away',
          noi.request('POST', '/api/records/deal/list', { filter: { field: `customer.${field.key}`, op: 'notEmpty' } }),
        )
      const version = world.raw.prepare(`select version from "${kind}" where id = ?`).pluck().get(id)
      const value = canary?.value ?? 'x'
      await refused('update', noi.request('PATCH', `/api/records/${kind}/${id}`, { version, values: { [field.key]: value } }))
      await refused('emptying', noi.request('PATCH', `/api/records/${kind}/${id}`, { version, values: { [field.key]: null } }))
      await refused('create', noi.request('POST', `/api/records/${kind}`, { values: { ...base[kind], [field.key]: value } }))
      if (effect !== 'readonly' && canary) await findsNothing(kind, field, id, canary, effect)
      limit(kind, field.key, 'readonly')
      await owner.post(`/api/records/${kind}/delete`, { ids: [id] })
    },
  )
})

async function findsNothing(
  kind: Kind,
  field: FieldDef,
  id: string,
  { text, value }: { text: string; value: unknown },
  effect: FieldEffect,
): Promise<void> {
  const columns = [field.key, 'owner']
  const asked: ['GET' | 'POST', string, unknown, ('json' | 'csv' | 'xlsx' | 'pdf')?][] = [
    ['GET', `/api/records/${kind}/${id}`, undefined],
    ['GET', `/api/records/${kind}/${id}/history`, undefined],
    ['GET', '/api/session', undefined],
    ['GET', '/api/home', undefined],
    ['GET', `/api/timeline/${kind}/${id}`, undefined],
    ['GET', `/api/timeline/customer/${customer}`, undefined],
    ['GET', `/api/customers/${customer}/card`, undefined],
    ['GET', '/api/calendar?from=2026-11-22&until=2026-11-28', undefined],
    ['GET', '/api/calendar/export?from=2026-11-22&until=2026-11-28', undefined],
    ['POST', `/api/records/${kind}/list`, {}],
    ['POST', `/api/records/${kind}/list`, { columns }],
    ['POST', '/api/search', { text, entities: [kind] }],
    ['POST', '/api/search', { text: 'ของหน่อย', entities: [kind], columns }],
    ['POST', `/api/records/${kind}/duplicates`, { values: { [field.key]: value } }],
    ['POST', `/api/records/${kind}/export`, { format: 'csv' }, 'csv'],
    ['POST', `/api/records/${kind}/export`, { format: 'csv', columns }, 'csv'],
    ['POST', `/api/records/${kind}/export`, { format: 'xlsx', columns }, 'xlsx'],
    ['POST', `/api/print/${kind}`, { what: 'list' }, 'pdf'],
    ['POST', `/api/print/${kind}/preview`, { what: 'list', columns }],
  ]
  for (const [method, url, body, format] of asked) {
    const reply = await noi.request<unknown>(method, url, body)
    cases += 1
    const said = reply.status < 300 ? textOf(reply.body, format ?? 'json') : JSON.stringify(reply.body)
    expect(said.includes(text), `${kind}.${field.key} ${effect}: ${method} ${url} ${JSON.stringify(body)} tells it`).toBe(false)
  }
  const revealed = await noi.request<{ value?: unknown }>('POST', `/api/records/${kind}/${id}/reveal/${field.key}`)
  cases += 1
  expect(revealed.status, `${kind}.${field.key} ${effect}: reveal`).toBe(effect === 'reveal' ? 200 : 403)
}
