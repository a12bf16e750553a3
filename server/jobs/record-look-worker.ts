import { setPriority } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import { SqliteConnection } from '../db/sqlite-connection.ts'
import { serveTask } from '../isolation/task-program.ts'
import { type Catalog, entityOf } from '../records/catalog.ts'
import { type Checked, checkPage } from '../records/record-check.ts'

/** Where a look is: in the records of an entity, or in the search texts that belong to none. */
export type LookPlace = { entity: string; after: number; texts?: { sort: string; rid: number } }
export type LookInput = { database: string; catalog: Catalog; place: LookPlace | undefined; ms: number }
/** A search text that is no living record’s. */
export type LooseText = { sort: string; rid: number }
/** `next` is where to go on; undefined when everything was looked at. */
export type LookTold =
  | { found: ({ entity: string } & Checked)[]; loose: ({ entity: string } & LooseText)[]; next: LookPlace | undefined }
  | { failed: string }

const BELOW_PEOPLE = 10
const PAGE = 200
const TEXTS = 1_000
/** More at once would fill the memory of who repairs them. */
const MOST_FOUND = 500

serveTask<LookInput, LookTold>(async (input, report) => {
  if (isMainThread) setPriority(BELOW_PEOPLE)
  try {
    report(await look(input))
  } catch (error) {
    report({ failed: error instanceof Error ? error.message : String(error) })
  }
})

async function look({ database, catalog, place, ms }: LookInput): Promise<LookTold> {
  const db = new SqliteConnection(database, { readonly: true })
  const entities = [...catalog.registry.keys()]
  const until = performance.now() + ms
  const found: ({ entity: string } & Checked)[] = []
  const loose: ({ entity: string } & LooseText)[] = []
  let at = place && entities.includes(place.entity) ? place : firstOf(entities[0])
  try {
    while (at && found.length + loose.length < MOST_FOUND && performance.now() < until) {
      const { entity } = at
      // A page at one instant, and no longer: an open question would keep the log of changes from being brought in.
      db.raw.exec('begin')
      if (at.texts) {
        const page = looseTexts(db, entityOf(catalog, entity).table, at.texts)
        loose.push(...page.loose.map((each) => ({ entity, ...each })))
        at = page.last ? { ...at, texts: page.last } : firstOf(entities[entities.indexOf(entity) + 1])
      } else {
        const page = await checkPage(db, catalog, entityOf(catalog, entity), at.after, PAGE)
        found.push(...page.found.map((each) => ({ entity, ...each })))
        at = page.last === undefined ? { ...at, texts: { sort: '', rid: 0 } } : { ...at, after: page.last }
      }
      db.raw.exec('commit')
    }
    return { found, loose, next: at }
  } finally {
    db.close()
  }
}

const firstOf = (entity: string | undefined): LookPlace | undefined => (entity === undefined ? undefined : { entity, after: 0 })

function looseTexts(db: SqliteConnection, table: string, after: LooseText): { loose: LooseText[]; last: LooseText | undefined } {
  const rows = db.allNow<LooseText & { living: number | null }>(
    `select x.title_sort as sort, x.rid, t.rid as living from ${table}_text x
      left join ${table} t on t.rid = x.rid and t.title_sort = x.title_sort and t.deleted_at is null
      where (x.title_sort, x.rid) > (?, ?) order by x.title_sort, x.rid limit ?`,
    [after.sort, after.rid, TEXTS],
  )
  const last = rows.at(-1)
  return {
    loose: rows.filter((row) => row.living === null).map(({ sort, rid }) => ({ sort, rid })),
    last: last && { sort: last.sort, rid: last.rid },
  }
}
