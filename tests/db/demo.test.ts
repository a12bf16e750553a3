import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PhoneItem } from '../../core/fields/values.ts'
import { parsePhones } from '../../core/thai/phone.ts'
import { taxIdProblem } from '../../core/thai/tax-id.ts'
import { type Container, createContainer } from '../../server/container.ts'
import type { SqliteConnection } from '../../server/db/sqlite-connection.ts'
import { fillDemo } from '../../server/features/demo/fill-demo.ts'
import { createLog } from '../../server/log.ts'

const NOW = new Date('2026-11-18T03:20:00.000Z')
const TODAY = '2026-11-18'
const folders: string[] = []
let first: Container
let second: Container
let db: SqliteConnection

async function demoOffice(now: Date): Promise<Container> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'samphan-demo-'))
  folders.push(dataFolder)
  const container = await createContainer({
    dataFolder,
    clock: { now: () => now },
    log: createLog('silent'),
    readers: 0,
    scheduled: false,
  })
  await fillDemo(container.office)
  return container
}

beforeAll(async () => {
  first = await demoOffice(NOW)
  // The same day at another hour: the demo must not depend on when it is made.
  second = await demoOffice(new Date(NOW.getTime() + 5 * 3_600_000))
  db = first.office.connection as SqliteConnection
}, 300_000)

afterAll(async () => {
  await first.close()
  await second.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const count = (sql: string, ...params: string[]): number =>
  db.getNow<{ n: number }>(`select count(*) n from ${sql}`, params)?.n ?? -1

test('the demo office has 6 people in teams, 2,000 customers, 4,000 contacts, 1,500 deals in two pipelines and 20,000 activities', () => {
  expect(db.allNow('select role from "user" order by created_at')).toEqual(
    ['owner', 'manager', 'sales', 'sales', 'sales', 'admin'].map((role) => ({ role })),
  )
  expect(count('team')).toBe(2)
  expect(count('user where id not in (select user_id from team_member) and role = ?', 'sales')).toBe(0)
  expect([count('customer'), count('contact'), count('deal'), count('activity'), count('lead')]).toEqual([
    2_000, 4_000, 1_500, 20_000, 120,
  ])
  expect(count('pipeline')).toBe(2)
  expect([count('report'), count('dashboard')]).toEqual([4, 1])
  expect(count('(select pipeline from deal group by pipeline having count(*) > 300)')).toBe(2)
})

/** A record's content with every id replaced by the place of the record in its table, so that two offices can be compared. */
function contentOf(connection: SqliteConnection): string[] {
  const places = new Map<string, string>()
  for (const table of ['user', 'pipeline', 'stage', 'customer', 'contact', 'lead', 'deal', 'activity']) {
    for (const [at, row] of connection.allNow<{ id: string }>(`select id from "${table}" order by rowid`).entries())
      places.set(row.id, `${table} ${at}`)
  }
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
  return ['customer', 'contact', 'lead', 'deal', 'activity', 'change'].flatMap((table) =>
    connection
      .allNow(`select * from "${table}" order by rowid`)
      .map((row) => JSON.stringify(row).replace(uuid, (id) => places.get(id) ?? 'unknown id')),
  )
}

test('two demos of one day hold the same names, values, links and history', () => {
  const one = contentOf(first.office.connection as SqliteConnection)
  const other = contentOf(second.office.connection as SqliteConnection)
  expect(other.length).toBe(one.length)
  expect(one.findIndex((line, at) => line !== other[at])).toBe(-1)
  expect(one.some((line) => line.includes('unknown id'))).toBe(false)
})

test('nothing points at a record that is not there', () => {
  for (const [table, column, target] of [
    ['customer', 'parent', 'customer'],
    ['customer', 'referrer', 'customer'],
    ['customer', 'main_contact', 'contact'],
    ['deal', 'customer', 'customer'],
    ['deal', 'stage', 'stage'],
    ['activity', 'anchor_customer', 'customer'],
    ['lead', 'customer', 'customer'],
    ['activity', 'owner', 'user'],
  ] as const) {
    expect([
      table,
      column,
      count(`${table} where ${column} is not null and ${column} not in (select id from ${target})`),
    ]).toEqual([table, column, 0])
  }
  for (const [table, column, target] of [
    ['contact', 'customers', 'customer'],
    ['deal', 'people', 'contact'],
    ['customer', 'links', 'customer'],
  ] as const) {
    expect(
      count(`${table} t, json_each(t.${column}) link where json_extract(link.value, '$.to') not in (select id from ${target})`),
    ).toBe(0)
  }
  for (const entity of ['customer', 'contact', 'deal', 'lead']) {
    expect(
      count(
        `activity t, json_each(t.about) link where json_extract(link.value, '$.entity') = ? and json_extract(link.value, '$.id') not in (select id from ${entity})`,
        entity,
      ),
    ).toBe(0)
  }
  expect(count('activity where anchor_customer is null and about not like \'%"lead"%\'')).toBe(0)
})

test('nothing is said about a record before it was made, and nothing was done in the future', () => {
  for (const entity of ['customer', 'contact', 'deal', 'lead']) {
    expect(
      count(
        `activity t, json_each(t.about) link join ${entity} r on r.id = json_extract(link.value, '$.id') where t.created_at < r.created_at`,
      ),
    ).toBe(0)
  }
  expect(count('activity where done_at >= ?', NOW.toISOString())).toBe(0)
  expect(count('change where at >= ?', NOW.toISOString())).toBe(0)
  expect(count('change later join change earlier on earlier.seq = later.seq - 1 where later.at < earlier.at')).toBe(0)
})

test('today has late tasks, tasks of today and tasks of the next seven days for the owner and every seller', () => {
  const open = `activity a join "user" u on u.id = a.owner where a.done_at is null and a.type <> 'note' and u.role in ('owner', 'sales')`
  const day = "date(a.due_at, '+7 hours')"
  for (const span of [
    `${day} < '${TODAY}'`,
    `${day} = '${TODAY}'`,
    `${day} > '${TODAY}' and ${day} <= date('${TODAY}', '+7 days')`,
  ]) {
    expect(count(`(select a.owner from ${open} and ${span} group by a.owner)`)).toBe(4)
  }
})

test('deals are won, lost with a reason, stuck past the stage’s days, without a next step, and late without anybody who decides', () => {
  expect(count("deal where status = 'won' and amount > 0 and closed_at is not null")).toBeGreaterThan(500)
  expect(count("deal where status = 'lost'")).toBeGreaterThan(400)
  expect(count("deal where status = 'lost' and lost_reason is null")).toBe(0)
  expect(count("deal where status = 'open' and next_step_at is null")).toBeGreaterThan(15)
  expect(
    count(
      `deal d join stage s on s.id = d.stage where d.status = 'open' and julianday('${TODAY}') - julianday(d.stage_since) > s.stale_days`,
    ),
  ).toBeGreaterThan(30)
  const late = "deal d join stage s on s.id = d.stage where d.status = 'open' and s.probability >= 50"
  const without = count(`${late} and coalesce(d.people, '') not like '%decides%'`)
  expect(without).toBeGreaterThan(10)
  expect(without).toBeLessThan(count(late) * 0.6)
})

test('telephone and tax numbers are well formed and plainly made up, addresses real', () => {
  const phones = db.allNow<{ phones: string }>(
    'select phones from customer where phones is not null union all select phones from contact where phones is not null',
  )
  const numbers = phones.flatMap((row) => (JSON.parse(row.phones) as PhoneItem[]).map((phone) => phone.e164))
  const unusual = numbers.filter(
    (number) => !/^\+66[2-9]\d?000\d+$/.test(number) || parsePhones(number.replace('+66', '0'))[0]?.e164 !== number,
  )
  expect(unusual.slice(0, 3)).toEqual([])
  const taxIds = db
    .allNow<{ number: string }>("select json_extract(tax_id, '$.number') number from customer where tax_id is not null")
    .map((row) => row.number)
  expect(taxIds.length).toBeGreaterThan(800)
  expect(new Set(taxIds).size).toBe(taxIds.length)
  expect(taxIds.filter((number) => taxIdProblem(number) !== undefined || !/^0...999|^0994999/.test(number))).toEqual([])
  const places = first.places()
  const codes = db.allNow<{ code: string }>(
    "select distinct json_extract(a.value, '$.subdistrictCode') code from customer, json_each(addresses) a",
  )
  expect(codes.length).toBeGreaterThan(900)
  expect(codes.filter(({ code }) => places.bySubdistrict(code) === undefined)).toEqual([])
  expect(count('(select province from customer group by province)')).toBe(77)
})

test('everybody who sells has targets for the whole year, which nobody has passed by far', () => {
  const shares = db.allNow<{ month: string; share: number }>(
    `select t.month, sum(d.amount) * 1.0 / t.amount share from target t join deal d on d.owner = t.subject_id
     and d.status = 'won' and substr(d.closed_at, 1, 7) = t.month where t.kind = 'person' group by t.subject_id, t.month`,
  )
  expect(count('target')).toBe(12 * count('(select distinct owner from deal where status = ?)', 'won'))
  expect(shares.length).toBeGreaterThan(40)
  expect(shares.filter(({ share }) => share > 1.2)).toEqual([])
  // Two thirds of the working days of this month are over.
  const now = shares.filter(({ month }) => month === TODAY.slice(0, 7)).map(({ share }) => share)
  expect(now.length).toBeGreaterThan(3)
  expect(now.filter((share) => share < 0.3 || share > 0.9)).toEqual([])
})

test('last contact and next step of every customer are those of its activities', () => {
  const mine = 'from activity t where t.anchor_customer = c.id and t.deleted_at is null'
  expect(
    count(
      `customer c where c.last_contact_at is not (select max(t.at) ${mine} and t.done_at is not null and t.type not in ('note', 'task'))`,
    ),
  ).toBe(0)
  expect(count(`customer c where c.next_step_at is not (select min(t.due_at) ${mine} and t.done_at is null)`)).toBe(0)
  expect(count('customer where next_step_at is not null')).toBeGreaterThan(200)
})

test('names whose marks stand above and below each other are among the records and can be found', async () => {
  for (const word of ['ฐานฎีกา', 'ป้ำ', 'ปั๊ม', 'ผู้เลี้ยงกุ้ง', 'กตัญญู'])
    expect([word, count('customer_text where instr(text, ?) > 0', word) > 0]).toEqual([word, true])
})

test('an office that has people is left as it is', async () => {
  const before = count('change')
  await fillDemo(first.office)
  expect(count('change')).toBe(before)
  expect(count('user')).toBe(6)
})

test('a few firms were entered twice, by one name and telephone, for the look for duplicates to find', () => {
  const twice = count(
    `customer a join customer b on a.id < b.id and json_extract(a.name, '$.name') = json_extract(b.name, '$.name')
     and json_extract(a.phones, '$[0].e164') = json_extract(b.phones, '$[0].e164') and a.tax_id is null <> b.tax_id is null`,
  )
  expect(twice).toBeGreaterThanOrEqual(3)
  expect(twice).toBeLessThanOrEqual(15)
})
