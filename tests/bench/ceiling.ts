import { parseArgs } from 'node:util'
import Sqlite from 'better-sqlite3'
import fastify from 'fastify'
import type { CeilingQuery } from './operations.ts'

/**
 * What the machine can do at best: fastify on better-sqlite3 with the right indexes and `synchronous=FULL`, without sign-in,
 * rights, validation, history or an engine. Not a product; the denominator of the bench.
 */
const COLUMNS = 'id, name, phone, grade, province, owner, created_at'
const PAGE = 50
/** Fragments shorter than this are looked for along the name index, longer ones in the trigram table. */
const TRIGRAM = 3

function open(path: string): Sqlite.Database {
  const db = new Sqlite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('cache_size = -65536')
  db.pragma('mmap_size = 268435456')
  return db
}

/** Runs the work in one transaction. Spelled out, so that a slowed disk can be put under `commit` alone. */
function unitOfWork<T>(db: Sqlite.Database, statements: { begin: Sqlite.Statement; commit: Sqlite.Statement }, work: () => T): T {
  statements.begin.run()
  try {
    const value = work()
    statements.commit.run()
    return value
  } catch (error) {
    if (db.inTransaction) db.exec('rollback')
    throw error
  }
}

type Answer = (query: CeilingQuery) => unknown

/** The reads, each one prepared statement. */
function reads(db: Sqlite.Database): Record<string, Answer> {
  const byName = db.prepare(`select ${COLUMNS}, sort from customer where (sort, id) > (?, ?) order by sort, id limit ${PAGE}`)
  const byProvince = db.prepare(`select ${COLUMNS} from customer where province = ? order by id desc limit ${PAGE}`)
  const walk = db.prepare(`select ${COLUMNS} from customer where instr(text, ?) > 0 order by sort limit ${PAGE}`)
  const trigram = db.prepare(
    `select ${COLUMNS} from (select rowid from customer_search where customer_search match ?) f join customer c on c.id = f.rowid order by c.sort limit ${PAGE}`,
  )
  const one = db.prepare('select * from customer where id = ?')
  const sums = db.prepare('select stage, count(*) n, sum(amount) total from deal where pipeline = ? group by stage')
  const cards = db.prepare(
    'select id, name, stage, amount, since from deal where pipeline = ? and stage = ? order by since limit 30',
  )
  const timeline = db.prepare('select id, type, subject, body, at from activity where customer = ? order by at desc limit 40')
  return {
    byName: ({ sort = '', id = 0 }) => byName.all(sort, id),
    byProvince: ({ province }) => byProvince.all(province),
    search: ({ text = '' }) => ([...text].length < TRIGRAM ? walk.all(text) : trigram.all(`"${text.replaceAll('"', '""')}"`)),
    open: ({ id }) => one.get(id),
    sums: ({ pipeline }) => sums.all(pipeline),
    board: ({ pipeline }) => {
      const groups = sums.all(pipeline) as { stage: string }[]
      return { groups, columns: groups.map((group) => cards.all(pipeline, group.stage)) }
    },
    timeline: ({ id }) => timeline.all(id),
  }
}

/** The writes: a row and what is needed to find it. */
function writes(db: Sqlite.Database): Record<string, Answer> {
  const statements = { begin: db.prepare('begin immediate'), commit: db.prepare('commit') }
  const insert = db.prepare(
    'insert into customer (name, sort, phone, grade, province, owner, text, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const index = db.prepare('insert into customer_search (rowid, text) values (?, ?)')
  const update = db.prepare('update customer set grade = ?, credit_days = ? where id = ?')
  return {
    create: ({ values = {} }) =>
      unitOfWork(db, statements, () => {
        const { name, sort, phone, grade, province, owner, text } = values
        const { lastInsertRowid } = insert.run(name, sort, phone, grade, province, owner, text, new Date().toISOString())
        index.run(lastInsertRowid, text)
        return { id: Number(lastInsertRowid) }
      }),
    update: ({ id, values = {} }) =>
      unitOfWork(db, statements, () => ({ changes: update.run(values.grade, values.creditDays, id).changes })),
  }
}

async function serve(path: string): Promise<void> {
  const db = open(path)
  const answers = { ...reads(db), ...writes(db) }
  const app = fastify()
  app.post<{ Params: { operation: string }; Body: CeilingQuery }>('/:operation', async (request, reply) => {
    const answer = answers[request.params.operation]
    return answer ? answer(request.body) : reply.code(404).send()
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  process.stdout.write(`${JSON.stringify({ ready: true, port: typeof address === 'object' ? address?.port : 0 })}\n`)
  process.on('SIGTERM', () => process.exit(0))
}

const { values } = parseArgs({ options: { serve: { type: 'string' } } })
if (values.serve) await serve(values.serve)
