import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Random } from '../../server/features/demo/random.ts'
import { DEALS, LONG_TIMELINE } from './office.ts'
import { provinceOf, type Sampled, sample, sortOf } from './sample.ts'

/** Raise this when the tables below change: kept ones are then built anew. */
const VERSION = '1'
export const CEILING_TIMELINE = 1
const STAGES = 7

/** A customer as the ceiling stores it. */
export function ceilingValues(customer: Sampled): Record<string, string | number> {
  const { name } = customer
  return {
    name: name.type === 'company' ? name.name : [name.nick, name.first, name.last].filter(Boolean).join(' '),
    sort: sortOf(customer),
    phone: customer.phone,
    grade: customer.grade,
    province: provinceOf(customer),
    owner: customer.owner,
    text: customer.parts.join('\n'),
  }
}

/** The ceiling's database with so many customers; built when it is not there yet. */
export function builtCeiling(cache: string, size: number): string {
  const path = join(cache, `ceiling-${size}.db`)
  const stamp = `${path}.built`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === VERSION) return path
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
  const db = new Sqlite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = OFF')
  db.exec(`
    create table customer (id integer primary key, name text, sort text, phone text, grade text, credit_days integer, province text, owner integer, text text, created_at text);
    create index customer_sort on customer (sort, id);
    create index customer_province on customer (province, id);
    create virtual table customer_search using fts5(text, content='', contentless_delete=1, tokenize='trigram');
    create table deal (id integer primary key, name text, pipeline integer, stage text, amount integer, since text);
    create index deal_board on deal (pipeline, stage, amount);
    create index deal_cards on deal (pipeline, stage, since);
    create table activity (id integer primary key, customer integer, type text, subject text, body text, at text);
    create index activity_timeline on activity (customer, at);
  `)
  fill(db, size)
  db.close()
  writeFileSync(stamp, VERSION)
  return path
}

function fill(db: Sqlite.Database, size: number): void {
  const customer = db.prepare(
    "insert into customer (name, sort, phone, grade, province, owner, text, created_at) values (@name, @sort, @phone, @grade, @province, @owner, @text, '2025')",
  )
  const search = db.prepare('insert into customer_search (rowid, text) values (?, ?)')
  const rest = db.transaction(() => {
    const random = new Random('ceiling')
    const deal = db.prepare('insert into deal (name, pipeline, stage, amount, since) values (?, 1, ?, ?, ?)')
    for (let at = 0; at < DEALS; at += 1)
      deal.run(`งานขายที่ ${at}`, `stage ${random.whole(1, STAGES)}`, random.whole(1, 1_000_000), String(at))
    const activity = db.prepare(
      "insert into activity (customer, type, subject, body, at) values (?, 'call', ?, 'คุณต้นขอให้ส่งสเปกมอเตอร์ทาง LINE', ?)",
    )
    for (let at = 0; at < LONG_TIMELINE; at += 1)
      activity.run(CEILING_TIMELINE, `คุยเรื่องปั๊มครั้งที่ ${at}`, new Date(Date.UTC(2025, 0, 1) + at * 47_000).toISOString())
  })
  let unit: Sampled[] = []
  const flush = db.transaction(() => {
    for (const one of unit) {
      const values = ceilingValues(one)
      search.run(customer.run(values).lastInsertRowid, values.text)
    }
  })
  for (const one of sample(size)) {
    unit.push(one)
    if (unit.length < 5_000) continue
    flush()
    unit = []
  }
  flush()
  rest()
}
