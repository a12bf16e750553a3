import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Route } from '../../core/contract/route.ts'
import { ROUTES } from '../../core/contract/routes.ts'
import { ENTITIES } from '../../core/entities/registry.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { KINDS, type Kind } from '../support/matrix-roles.ts'
import { MatrixWorld, type Subject } from '../support/matrix-world.ts'

/** `SAMPHAN_MATRIX=whole` puts each id in each place; otherwise each fourth, in turn. */
const WHOLE = process.env.SAMPHAN_MATRIX === 'whole'

type Json = Record<string, unknown>
type Schema = {
  type?: string
  format?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minimum?: number
  pattern?: string
  minLength?: number
  $ref?: string
  $defs?: Record<string, Schema>
}

/** Names of parameters and properties whose values are known by their meaning, not by their shape. */
const KNOWN: Record<string, unknown> = {
  window: 'window-of-the-matrix',
  field: 'website',
  sha256: 'a'.repeat(64),
  token: 'x'.repeat(43),
  list: 'grade',
  key: 'preference',
  groupBy: 'owner',
  by: 'owner',
  month: '2026-11',
  year: '2026',
  values: {},
  activity: { subject: 'ก', type: 'task' },
}

/**
 * The least that a schema lets through. Each place of an id is filled by `id`, which is told the path; optional places are filled, too,
 * where they hold one.
 */
function sample(schema: Schema, id: (path: string) => string, path = '', root = schema): unknown {
  if (schema.$ref) {
    const found = root.$defs?.[schema.$ref.split('/').at(-1) ?? '']
    return found ? sample(found, id, path, root) : { field: 'owner', op: 'notEmpty' }
  }
  const name = path.split('.').at(-1) ?? ''
  if (schema.format === 'uuid') return id(path)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (name in KNOWN) return KNOWN[name]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) {
    const wanted = choices.find((each) => JSON.stringify(each).includes('"uuid"')) ?? choices[0]
    return wanted && sample(wanted, id, path, root)
  }
  switch (schema.type) {
    case 'object': {
      const made: Json = {}
      for (const [key, part] of Object.entries(schema.properties ?? {}))
        if (schema.required?.includes(key) || JSON.stringify(part).includes('"uuid"'))
          made[key] = sample(part, id, path ? `${path}.${key}` : key, root)
      return made
    }
    case 'array':
      return schema.items ? [sample(schema.items, id, `${path}.0`, root)] : []
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return false
    case 'string':
      if (schema.format === 'date') return '2026-11-22'
      if (schema.format === 'date-time') return '2026-11-25T03:00:00.000Z'
      return 'ของใคร'
    default:
      return undefined
  }
}

const toJson = (schema: z.ZodType): Schema => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema

/** Every id-typed place of a route: in its path, its query and its body. */
function placesOf(route: Route): string[] {
  const places: string[] = []
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = route[part]
    if (schema)
      sample(toJson(schema), (path) => {
        places.push(`${part}:${path}`)
        return ''
      })
  }
  return places
}

describe('an id of somebody else’s, in every place of every route that takes an id', () => {
  let world: MatrixWorld
  let subject: Subject
  /** Ids of what is a stranger's, by what it is. */
  let foreign: Record<string, string>
  let said = ''
  let cases = 0
  beforeAll(async () => {
    world = await MatrixWorld.open()
    subject = await world.subject('own-only')
    const { owner } = world.office
    const other = subject.records
    const view = await owner.post<{ id: string }>('/api/views/customer', { name: 'ลับ', shared: false, definition: {} })
    const report = await owner.post<{ id: string }>('/api/reports', {
      name: 'ลับ',
      shared: false,
      definition: { entity: 'customer', groups: [{ field: 'grade' }], measure: { kind: 'count' }, chart: 'table' },
    })
    const feed = await owner.post<{ id: string }>('/api/calendar/feeds', { name: 'ลับ', whose: 'mine' })
    const file = await owner.upload('customer', 'ลับ.csv', 'ชื่อ\nลับ\n')
    const extra = await owner.post<{ id: string }>('/api/records/customer', { values: { name: { type: 'company', name: 'ก' } } })
    const { batchId } = await owner.post<{ batchId: string }>('/api/records/customer/delete', { ids: [extra.id] })
    const key = await owner.post<{ id: string }>('/api/keys', {
      name: 'ลับ',
      role: 'manager',
      scope: { customer: 'read' },
      until: null,
    })
    foreign = {
      ...Object.fromEntries(
        KINDS.flatMap((kind) => [
          [kind, other[kind].other],
          [`${kind} in the bin`, other[kind].otherBin],
        ]),
      ),
      view: view.id,
      report: report.id,
      feed: feed.id,
      import: file.body.id,
      batch: batchId,
      key: key.id,
      person: owner.id,
    }
  }, 60_000)
  afterAll(async () => {
    console.log(`foreign ids: ${cases} cases`)
    await world.close()
  })

  /** Everything in the office that is not the subject's own, so that it must stay as it is whatever he asks. */
  const strangers = (): string => {
    const all = (sql: string, ...params: string[]) => JSON.stringify(world.raw.prepare(sql).all(...params))
    const me = subject.who.id
    return [
      ...KINDS.map((kind) =>
        all(`select * from "${kind}" where coalesce(owner, '') <> ? and created_by <> ? order by rid`, me, me),
      ),
      all("select * from saved_view where coalesce(owner, '') <> ?", me),
      all('select * from report where owner <> ?', me),
      all('select * from calendar_feed where user_id <> ?', me),
      all('select * from import_run where user_id <> ?', me),
      all('select * from batch where user_id <> ?', me),
      all('select * from api_key'),
      all('select id, name, nick, role, active, password_hash from user'),
      all('select * from role'),
    ].join('\n')
  }

  /** Acts on many go on after their answer; what they write is not the next question's. */
  const settled = async () => {
    for (let times = 0; times < 400; times += 1) {
      if (!world.raw.prepare("select 1 from bulk_run where state = 'running'").get()) return
      await new Promise((go) => setTimeout(go, 5))
    }
    throw new Error('an act on many does not end')
  }

  it('is refused or leads to nothing: no stranger’s record changes, none of its texts is said', async () => {
    const before = strangers()
    const mine = subject.records
    let turn = 0
    for (const [name, route] of Object.entries(ROUTES) as [string, Route][]) {
      const places = placesOf(route)
      if (places.length === 0 || name === 'signIn') continue
      for (const place of places) {
        turn += 1
        for (const [what, id] of Object.entries(foreign).filter((_, at) => WHOLE || (at + turn) % 4 === 0))
          for (const kind of route.path.includes(':entity') ? (WHOLE ? KINDS : [KINDS[cases % KINDS.length]]) : [undefined]) {
            const at = (part: string) => (path: string) => (`${part}:${path}` === place ? id : mine[kind ?? 'customer'].own)
            const params = route.params ? (sample(toJson(route.params), at('params')) as Json) : {}
            const query = route.query ? (sample(toJson(route.query), at('query')) as Record<string, string>) : {}
            const body = route.body ? sample(toJson(route.body), at('body')) : undefined
            if (kind) params.entity = kind
            const path = route.path.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(String(params[part])))
            const url = Object.keys(query).length > 0 ? `${path}?${new URLSearchParams(query)}` : path
            await settled()
            const hash = world.hash()
            const reply = await subject.who.request<unknown>(route.method, url, body)
            cases += 1
            const text = Buffer.isBuffer(reply.body) ? reply.body.toString('latin1') : JSON.stringify(reply.body)
            said += text
            const where = `${name} ${place} with a stranger's ${what}${kind ? ` of ${kind}` : ''}`
            expect(reply.status, where).not.toBe(500)
            if (reply.status >= 400 && world.hash() !== hash)
              throw new Error(`${where} was refused (${reply.status}) and wrote something`)
            if (strangers() !== before) throw new Error(`${where} (${reply.status}) changed what is not his`)
            for (const canary of world.canaries.values()) {
              const theirs = Object.values(mine[canary.kind])
              const seen = [
                mine[canary.kind].own,
                mine[canary.kind].bin,
                ...(canary.kind === 'contact' || canary.kind === 'deal' || canary.kind === 'activity'
                  ? [mine[canary.kind].through]
                  : []),
              ]
              if (seen.includes(canary.id) || !theirs.includes(canary.id)) continue
              const told = canary.texts.find((each) => text.includes(each))
              if (told) throw new Error(`${where} (${reply.status}) tells ${told} of a stranger's ${canary.kind}`)
            }
          }
      }
    }
    expect(said.length).toBeGreaterThan(1000)
  }, 300_000)

  it('is not taken as what a record points at', async () => {
    const points = new Set(['reference', 'links', 'records'])
    const made: Record<Kind, Json> = {
      customer: { name: { type: 'company', name: 'ก' } },
      contact: { name: { first: 'ก' } },
      lead: { name: { first: 'ก' }, status: 'new' },
      deal: { name: 'ก' },
      activity: { subject: 'ก', type: 'task' },
    }
    for (const entity of ENTITIES)
      for (const field of entity.fields as readonly FieldDef[]) {
        if (!points.has(field.kind) || field.derived) continue
        const kind = entity.key as Kind
        const to = (field.to ?? 'customer') as Kind
        for (const id of [subject.records[to].other, subject.records[to].none]) {
          const value = field.kind === 'reference' ? id : field.kind === 'links' ? [{ id: 'l1', to: id }] : [{ entity: to, id }]
          const hash = world.hash()
          const own = subject.records[kind].own
          const version = world.raw.prepare(`select version from "${kind}" where id = ?`).pluck().get(own)
          for (const [method, url, body] of [
            ['POST', `/api/records/${kind}`, { values: { ...made[kind], [field.key]: value } }],
            ['PATCH', `/api/records/${kind}/${own}`, { version, values: { [field.key]: value } }],
          ] as const) {
            const { status } = await subject.who.request(method, url, body)
            cases += 1
            expect.soft(status, `${method} ${kind}.${field.key} → ${id === subject.records[to].none ? 'nothing' : to}`).toBe(422)
          }
          expect.soft(world.hash() === hash, `${kind}.${field.key}`).toBe(true)
        }
      }
  })
})
