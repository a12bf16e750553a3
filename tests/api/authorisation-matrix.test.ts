import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../core/contract/routes.ts'
import { ENTITIES } from '../../core/entities/registry.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import {
  changeStatus,
  DECLARED,
  KINDS,
  type Kind,
  RELATIONS,
  type Relation,
  readStatus,
  restoreStatus,
  rightsOf,
  sees,
  seesStranger,
} from '../support/matrix-roles.ts'
import { MatrixWorld, type Subject } from '../support/matrix-world.ts'

/** `SAMPHAN_MATRIX=whole` goes through every role; otherwise those that differ most. */
const WHOLE = process.env.SAMPHAN_MATRIX === 'whole'
const PATIENCE_MS = WHOLE ? 600_000 : 60_000
const SAMPLE = ['sales', 'own-only', 'team-edits', 'sees-nothing', 'by-filter', 'through-filter', 'service']
const ROLES = Object.keys(DECLARED).filter((role) => WHOLE || SAMPLE.includes(role))

/** A field of each kind that anybody may write who may write anything. */
const PLAIN: Record<Kind, string> = {
  customer: 'website',
  contact: 'website',
  lead: 'website',
  deal: 'lostNote',
  activity: 'learned',
}
const NEW: Record<Kind, Record<string, unknown>> = {
  customer: { name: { type: 'company', name: 'ใหม่' } },
  contact: { name: { first: 'ใหม่' } },
  lead: { name: { first: 'ใหม่' }, status: 'new' },
  deal: { name: 'ใหม่' },
  activity: { subject: 'ใหม่', type: 'task' },
}

let world: MatrixWorld
let cases = 0
beforeAll(async () => {
  world = await MatrixWorld.open()
}, PATIENCE_MS)
afterAll(async () => {
  console.log(`authorisation: ${cases} cases agree with the oracle`)
  await world.close()
})

/** Asks, and demands the status; after a refusal the whole database is as it was. */
async function demand(
  subject: Subject,
  what: string,
  wanted: number | readonly number[],
  [method, url, body]: [method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, body?: unknown],
): Promise<unknown> {
  const before = world.hash()
  const reply = await subject.who.request<{ code?: string }>(method, url, body)
  cases += 1
  const allowed = typeof wanted === 'number' ? [wanted] : wanted
  if (!allowed.includes(reply.status))
    throw new Error(`${subject.role}: ${what}: ${method} ${url} gave ${reply.status} ${reply.body?.code ?? ''}, not ${allowed}`)
  if (reply.status >= 400 && world.hash() !== before)
    throw new Error(`${subject.role}: ${what}: ${method} ${url} was refused with ${reply.status} and changed something`)
  return reply.body
}

const versionOf = (kind: Kind, id: string): number =>
  (world.raw.prepare(`select version from "${kind}" where id = ?`).pluck().get(id) as number | undefined) ?? 1
const ownerOf = (kind: Kind, id: string): string =>
  world.raw.prepare(`select owner from "${kind}" where id = ?`).pluck().get(id) as string

describe.each(ROLES)('a person whose role is %s', (role) => {
  let subject: Subject
  beforeAll(async () => {
    subject = await world.subject(role)
  }, PATIENCE_MS)

  const each = async (act: (kind: Kind, relation: Relation, id: string) => Promise<void>) => {
    for (const kind of KINDS) for (const relation of RELATIONS) await act(kind, relation, subject.records[kind][relation])
  }

  it('reads of single records what the oracle says, by every route that tells of one', async () => {
    await each(async (kind, relation, id) => {
      const wanted = readStatus(role, kind, relation)
      const what = `reads ${kind} (${relation})`
      await demand(subject, what, wanted, ['GET', `/api/records/${kind}/${id}`])
      await demand(subject, `${what}, its history`, wanted, ['GET', `/api/records/${kind}/${id}/history`])
      const living = sees(role, kind, relation)
      // Nothing is told apart: a file, a stranger at the record, or a mask of what one does not see.
      await demand(subject, `${what}, a file`, living ? [404] : [403, 404], [
        'GET',
        `/api/records/${kind}/${id}/files/${'a'.repeat(64)}`,
      ])
      await demand(subject, `${what}, who is there`, wanted, [
        'PUT',
        '/api/presence/window-of-the-matrix',
        { entity: kind, id, editing: false },
      ])
      await demand(subject, `${what}, a mask`, [403, 404], ['POST', `/api/records/${kind}/${id}/reveal/${PLAIN[kind]}`])
      if (kind === 'customer')
        for (const url of [`/api/customers/${id}/card`, `/api/customers/${id}/tree`, `/api/timeline/customer/${id}`])
          await demand(subject, `${what}, ${url}`, living ? [200, 403] : [403, 404, ...(wanted === 200 ? [200] : [])], [
            'GET',
            url,
          ])
      if (kind === 'lead')
        await demand(subject, `${what}, matches`, living ? [200, 403] : [403, 404, ...(wanted === 200 ? [200] : [])], [
          'GET',
          `/api/leads/${id}/matches`,
        ])
    })
  })

  it('finds in lists, counts, groups, searches and files exactly the records that the oracle says', async () => {
    for (const kind of KINDS) {
      const seesKind = rightsOf(role, kind).see !== 'none'
      const url = `/api/records/${kind}`
      const status = seesKind ? 200 : 403
      const ids = (world.raw.prepare(`select id from "${kind}" where deleted_at is null`).pluck().all() as string[]).filter(
        (id) => isSeen(kind, id),
      )
      const list = (await demand(subject, `lists ${kind}`, status, ['POST', `${url}/list`, { limit: 200 }])) as {
        rows: { id: string }[]
      }
      const count = (await demand(subject, `counts ${kind}`, status, ['POST', `${url}/count`, {}])) as { count: number }
      const groups = (await demand(subject, `groups ${kind}`, status, ['POST', `${url}/groups`, { by: 'owner' }])) as {
        groups: { count: number }[]
      }
      const report = (await demand(
        subject,
        `reports on ${kind}`,
        [status, ...(seesKind ? [] : [403])],
        ['POST', '/api/reports/run', { entity: kind, groups: [{ field: 'owner' }], measure: { kind: 'count' } }],
      )) as { cells: { count: number }[] }
      if (seesKind) {
        expect(list.rows.map((row) => row.id).sort(), `${role}: ${kind}`).toEqual(ids.sort())
        expect(count.count).toBe(ids.length)
        expect(groups.groups.reduce((sum, group) => sum + group.count, 0)).toBe(ids.length)
        expect(report.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(ids.length)
      }
      const csv = await demand(subject, `exports ${kind}`, rightsOf(role, kind).takeOut && seesKind ? 200 : 403, [
        'POST',
        `${url}/export`,
        { format: 'csv' },
      ])
      const text = Buffer.isBuffer(csv) ? csv.toString() : ''
      for (const canary of world.canaries.values()) {
        if (canary.kind !== kind) continue
        const seen = isSeen(kind, canary.id) && isLiving(kind, canary.id)
        if (!seesKind) continue
        const found = (await subject.who.post<{ hits: { row: { id: string } }[] }>('/api/search', {
          text: canary.texts[0],
          entities: [kind],
          limit: 50,
        })) as { hits: { row: { id: string } }[] }
        cases += 1
        expect(
          found.hits.some((hit) => hit.row.id === canary.id),
          `${role} searches ${kind} ${canary.id}`,
        ).toBe(seen)
        if (text) expect(text.includes(canary.texts[0] ?? ''), `${role} exports ${kind} ${canary.id}`).toBe(seen)
      }
    }
  })

  it(
    'changes, gives away, bins, takes back, makes, prints and imports what the oracle says',
    async () => {
      const { owner } = world.office
      await each(async (kind, relation, id) => {
        const what = `${kind} (${relation})`
        const patch = (values: Record<string, unknown>) =>
          ['PATCH', `/api/records/${kind}/${id}`, { version: versionOf(kind, id), values }] as ['PATCH', string, unknown]
        await demand(
          subject,
          `edits ${what}`,
          changeStatus(role, kind, relation, 'edit'),
          patch({ [PLAIN[kind]]: 'https://x.co' }),
        )
        // To whom it belongs already it is not given.
        const was = relation === 'none' ? '' : ownerOf(kind, id)
        const to = was === subject.mate.id ? subject.who.id : subject.mate.id
        const gave = changeStatus(role, kind, relation, 'give')
        await demand(subject, `gives away ${what}`, gave, patch({ owner: to }))
        if (gave === 200) await owner.update(kind, id, versionOf(kind, id), { owner: was })
        const removed = changeStatus(role, kind, relation, 'remove')
        await demand(subject, `bins ${what}`, removed, ['POST', `/api/records/${kind}/delete`, { ids: [id] }])
        if (removed === 200) await owner.post(`/api/records/${kind}/restore`, { ids: [id] })
        const restored = restoreStatus(role, kind, relation)
        await demand(subject, `takes back ${what}`, restored, ['POST', `/api/records/${kind}/restore`, { ids: [id] }])
        if (restored === 200) await owner.post(`/api/records/${kind}/delete`, { ids: [id] })
      })
      for (const kind of KINDS) {
        const { add, give, takeOut, bringIn, see } = rightsOf(role, kind)
        const url = `/api/records/${kind}`
        const made = (await demand(subject, `makes ${kind}`, add ? 200 : 403, ['POST', url, { values: NEW[kind] }])) as {
          id: string
        }
        await demand(subject, `makes ${kind} for another`, add && give ? 200 : 403, [
          'POST',
          url,
          { values: { ...NEW[kind], owner: subject.mate.id } },
        ])
        if (made?.id) subject.records[kind].own = subject.records[kind].own ?? made.id
        const canPrint = kind === 'customer' || kind === 'contact' || kind === 'lead'
        await demand(
          subject,
          `prints ${kind}`,
          !takeOut || see === 'none' ? [400, 403] : canPrint ? [200, 422] : [200, 400, 422],
          ['POST', `/api/print/${kind}/preview`, { what: 'list' }],
        )
        const before = world.hash()
        const file = await subject.who.upload(kind, 'ก.csv', 'ชื่อ,เบอร์โทร\nสมชาย,0812345678\n')
        cases += 1
        expect(file.status, `${role} imports ${kind}`).toBe(bringIn && add ? 200 : 403)
        if (file.status === 403) expect(world.hash()).toBe(before)
      }
    },
    PATIENCE_MS,
  )

  it('runs and configures the office only if the role does', async () => {
    const runs = role === 'owner' || role === 'admin'
    const id = subject.who.id
    for (const [name, route] of Object.entries(ROUTES)) {
      if (runs || route.permission === 'anyone' || route.permission === 'signed-in') continue
      const url = route.path.replace(':entity', 'customer').replace(':list', 'grade').replace(/:\w+/g, id)
      await demand(subject, name, 403, [route.method, url, route.method === 'GET' ? undefined : {}])
    }
  })

  const isLiving = (kind: Kind, id: string): boolean =>
    world.raw.prepare(`select 1 from "${kind}" where id = ? and deleted_at is null`).get(id) !== undefined

  /** Whether the oracle lets the person see a record, of whoever's making. */
  function isSeen(kind: Kind, id: string): boolean {
    for (const relation of RELATIONS) if (subject.records[kind][relation] === id) return sees(role, kind, relation)
    // Of somebody else's: they stand to this person as a stranger's, unless it is his own or his mate's.
    const owner = ownerOf(kind, id)
    return seesStranger(role, kind, owner === subject.who.id ? 'own' : owner === subject.mate.id ? 'team' : 'other')
  }
})

describe('mass assignment', () => {
  it('takes in no column of a table that is not a field which is written', async () => {
    const subject = await world.subject('manager', { records: false })
    for (const entity of ENTITIES) {
      const kind = entity.key as Kind
      const columns = world.raw.prepare(`select name from pragma_table_info('${entity.table}')`).pluck().all() as string[]
      const written = new Set<string>(
        (entity.fields as readonly FieldDef[]).filter((field) => !field.derived).map((field) => field.key),
      )
      const customer: string = kind === 'customer' ? '' : await world.make('customer', subject.who.id, '')
      const id = await world.make(kind, subject.who.id, customer)
      for (const column of [
        ...columns,
        'id',
        'admin',
        'role',
        'createdAt',
        'deletedAt',
        'mergedInto',
        'customerOwner',
        '__proto__',
      ]) {
        if (written.has(column)) continue
        const values = JSON.parse(`{ "${column}": "1" }`) as object
        await demand(
          subject,
          `makes with ${column}`,
          [400, 422],
          ['POST', `/api/records/${kind}`, { values: { ...NEW[kind], ...values } }],
        )
        await demand(
          subject,
          `edits ${column}`,
          [400, 422],
          ['PATCH', `/api/records/${kind}/${id}`, { version: versionOf(kind, id), values }],
        )
      }
    }
  })
})
