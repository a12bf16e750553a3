import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { uuidv7 } from 'uuidv7'
import type { Role } from '../../core/access/policy.ts'
import { hashPassword } from '../../server/access/passwords.ts'
import { createContainer } from '../../server/container.ts'
import { Random } from '../../server/features/demo/random.ts'
import { writeDefaults } from '../../server/features/settings/defaults.ts'
import { createLog } from '../../server/log.ts'
import type { Office } from '../../server/office.ts'
import { entityOf } from '../../server/records/catalog.ts'
import type { Context } from '../../server/records/context.ts'
import type { Values } from '../../server/records/row.ts'
import type { NewRow } from '../../server/records/write.ts'
import type { Client } from './http-client.ts'
import { PEOPLE, type Sampled, sample, TEAM } from './sample.ts'

const PASSWORD = 'a password for the bench'
export const DEALS = 20_000
export const LONG_TIMELINE = 5_000
/** Other activities, so that the long timeline is not the whole table. */
const OTHER_ACTIVITIES = 10_000
/** Records written in one commit while the office is built; nobody else waits. */
const UNIT = 5_000

/** The seller who is measured: sees his team's records, edits his own, and one searchable field is hidden from him. */
const SELLER: Role = {
  key: 'bench-seller',
  admin: false,
  fields: { 'customer.lineId': 'hidden' },
  grants: { '*': { view: 'team', create: true, edit: 'own', delete: 'own', export: false, import: false, assign: false } },
}

/** What decides how an office is stored: when one of these changes, a kept office is built anew. */
const SOURCES = [
  'migrations/0001-foundation.ts',
  'migrations/0002-records.ts',
  'migrations/0003-duplicates.ts',
  'migrations/list.ts',
  'server/records/alike-keys.ts',
  'core/duplicates/keys.ts',
  'core/duplicates/profile.ts',
  'server/records/search-index.ts',
  'server/records/write.ts',
  'core/thai/text.ts',
  'core/thai/sort-key.ts',
  'core/fields/facets.ts',
  'tests/bench/sample.ts',
  'tests/bench/office.ts',
]

/** The data folder of an office with so many customers; built by the product's own writer when it is not there yet. */
export async function builtOffice(cache: string, size: number): Promise<string> {
  const folder = join(cache, `office-${size}`)
  const stamp = join(folder, 'built-from')
  const root = new URL('../../', import.meta.url)
  const sources = createHash('sha256')
  for (const path of SOURCES) if (existsSync(new URL(path, root))) sources.update(readFileSync(new URL(path, root)))
  const fingerprint = sources.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const container = await createContainer({ dataFolder: folder, log: createLog('silent'), readers: 0, scheduled: false })
  await new Builder(container.office, size).build()
  await container.close()
  writeFileSync(stamp, fingerprint)
  return folder
}

class Builder {
  readonly #office: Office
  readonly #size: number
  readonly #random = new Random('bench office')
  readonly #people: string[] = []
  readonly #customers: string[] = []
  readonly #owners: number[] = []

  constructor(office: Office, size: number) {
    this.#office = office
    this.#size = size
  }

  async build(): Promise<void> {
    const owner = await this.#hire()
    await this.#office.reloadCatalog()
    const ctx = await this.#office.contextOf(owner, 'th')
    let at = 0
    await this.#write(ctx, 'customer', this.#size, this.#eachCustomer(), (id) => {
      this.#customers[at++] = id
    })
    await this.#write(ctx, 'deal', DEALS, await this.#deals(), () => undefined)
    await this.#write(ctx, 'activity', LONG_TIMELINE + OTHER_ACTIVITIES, this.#eachActivity(), () => undefined)
  }

  async #hire(): Promise<string> {
    const hash = await hashPassword(PASSWORD)
    const owner = uuidv7()
    await this.#office.writeAlone(async (tx) => {
      await writeDefaults(tx)
      await tx.run('insert into role (key, name_th, name_en, definition) values (?, ?, ?, ?)', [
        SELLER.key,
        SELLER.key,
        SELLER.key,
        JSON.stringify(SELLER),
      ])
      const hire = (id: string, name: string, role: string, password: string | null) =>
        tx.run('insert into "user" (id, name, nick, role, password_hash, created_at) values (?, ?, ?, ?, ?, ?)', [
          id,
          name,
          name,
          role,
          password,
          '2025-01-01T00:00:00.000Z',
        ])
      await hire(owner, 'owner', 'owner', null)
      await tx.run("insert into team (id, name) values ('team', 'team')")
      for (let place = 0; place < PEOPLE; place += 1) {
        const id = uuidv7()
        this.#people.push(id)
        await hire(id, `seller ${place}`, SELLER.key, place === 0 ? hash : null)
        if (place < TEAM) await tx.run('insert into team_member (team_id, user_id) values (?, ?)', ['team', id])
      }
    })
    return owner
  }

  /** Writes the records in large units; each is made a minute after the one before. */
  async #write(
    ctx: Context,
    entityKey: string,
    count: number,
    records: Iterator<Values>,
    made: (id: string) => void,
  ): Promise<void> {
    const entity = entityOf(ctx.catalog, entityKey)
    for (let from = 0; from < count; from += UNIT) {
      await this.#office.writeAlone(async (tx) => {
        const rows: NewRow[] = []
        for (let at = from; at < Math.min(count, from + UNIT); at += 1) {
          const now = new Date(Date.UTC(2025, 0, 1) + at * 30_000).toISOString()
          const next = records.next()
          if (!next.done) rows.push(await this.#office.writer.createRow({ ...ctx, now }, tx, entity, next.value))
        }
        await this.#office.writer.completeRows(tx, rows)
        for (const { write } of rows) made(write.id)
      })
    }
  }

  *#eachCustomer(): Generator<Values> {
    for (const customer of sample(this.#size)) {
      this.#owners.push(customer.owner)
      yield customerValues(customer, this.#people[customer.owner])
    }
  }

  async #deals(): Promise<Generator<Values>> {
    const stages = await this.#office.connection.all<{ id: string; kind: string; pipeline_id: string }>(
      'select id, kind, pipeline_id from stage order by position',
    )
    return this.#dealsIn(stages)
  }

  *#dealsIn(stages: readonly { id: string; kind: string; pipeline_id: string }[]): Generator<Values> {
    for (let at = 0; at < DEALS; at += 1) {
      const customer = this.#random.whole(0, this.#size - 1)
      const stage = this.#random.pick(stages)
      yield {
        name: `งานขายที่ ${at + 1}`,
        customer: this.#customers[customer],
        pipeline: stage.pipeline_id,
        stage: stage.id,
        amount: Math.round(this.#random.logNormal(80_000, 1)) * 100,
        owner: this.#people[this.#owners[customer] ?? 0],
        ...(stage.kind !== 'open' && { closedAt: '2025-06-01T00:00:00.000Z' }),
        ...(stage.kind === 'lost' && { lostReason: 'price' }),
      }
    }
  }

  *#eachActivity(): Generator<Values> {
    const busiest = this.#owners.indexOf(0)
    for (let at = 0; at < LONG_TIMELINE + OTHER_ACTIVITIES; at += 1) {
      const customer = at % 3 === 0 ? busiest : this.#random.whole(0, this.#size - 1)
      const doneAt = new Date(Date.UTC(2025, 0, 1) + at * 47_000).toISOString()
      yield {
        type: this.#random.pick(['call', 'line', 'visit', 'note']),
        subject: `คุยเรื่องปั๊มครั้งที่ ${at}`,
        body: 'คุณต้นขอให้ส่งสเปกมอเตอร์ทาง LINE',
        doneAt,
        outcome: 'answered',
        about: [{ entity: 'customer', id: this.#customers[customer] }],
        owner: this.#people[this.#owners[customer] ?? 0],
      }
    }
  }
}

/** A sampled customer as the product stores it. */
export function customerValues(customer: Sampled, owner: string | undefined): Values {
  return {
    name: customer.name,
    phones: [{ id: 'p1', e164: customer.phone, type: 'mobile' }],
    grade: customer.grade,
    source: 'phone',
    addresses: [{ id: 'a1', type: 'billing', houseNo: '99/1', subdistrictCode: customer.subdistrict }],
    ...(customer.lineId && { lineId: customer.lineId }),
    ...(customer.taxId && { taxId: { number: customer.taxId, branch: '00000' } }),
    ...(customer.needs && { needs: customer.needs }),
    ...(customer.tags.length > 0 && { tags: customer.tags }),
    ...(owner && { owner }),
  }
}

/** Signs the client in as the seller of an office that is served. */
export async function signIn(folder: string, client: Client): Promise<void> {
  const db = new Sqlite(join(folder, 'samphan.db'), { readonly: true })
  const userId = db
    .prepare(`select id from "user" where role = 'bench-seller' and password_hash is not null`)
    .pluck()
    .get() as string
  db.close()
  let answer = await client.ask({ method: 'POST', path: '/api/session', body: { userId, password: PASSWORD } })
  // The kept office was made by no server that stopped: the file is looked through first.
  for (; answer.status === 503; await pause(200))
    answer = await client.ask({ method: 'POST', path: '/api/session', body: { userId, password: PASSWORD } })
  if (answer.status !== 200 || !answer.cookie) throw new Error(`the seller could not sign in: ${answer.status} ${answer.text}`)
  client.keepCookie(answer.cookie)
}
