import { setPriority } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import type { EntityDef } from '../../core/entities/entity.ts'
import { SqliteConnection } from '../db/sqlite-connection.ts'
import { serveTask } from '../isolation/task-program.ts'
import { type Catalog, entityOf } from '../records/catalog.ts'
import { PostingsTally, suspectPostings } from '../records/postings-check.ts'
import { type Checked, checkPage, checkSearched } from '../records/record-check.ts'
import { type EntryPlace, type StrayEntry, strayEntries } from '../records/stray-entries.ts'

/** Where a look is: in the records of an entity, in the search texts that belong to none, in the postings, or in the value index. */
export type LookPlace = {
  entity: string
  after: number
  texts?: { sort: string; rid: number }
  postings?: true
  values?: EntryPlace | 'all'
}
export type LookInput = { database: string; catalog: Catalog; place: LookPlace | undefined; ms: number }
/** A search text that is no living record’s. */
export type LooseText = { sort: string; rid: number }
export type LookFound = {
  found: ({ entity: string } & Checked)[]
  loose: ({ entity: string } & LooseText)[]
  stray: ({ entity: string } & StrayEntry)[]
}
/** `next` is where to go on; undefined when everything was looked at. */
export type LookTold = (LookFound & { next: LookPlace | undefined }) | { failed: string }

const BELOW_PEOPLE = 10
const PAGE = 200
const ENTRIES = 1_000
/** More at once would fill the memory of who repairs them. */
const MOST_FOUND = 500
/** How far it came is told so often: a process that is killed goes on from there. */
const TELL_MS = 60_000

serveTask<LookInput, LookTold>(async (input, report) => {
  if (isMainThread) setPriority(BELOW_PEOPLE)
  const db = new SqliteConnection(input.database, { readonly: true })
  try {
    await look(db, input, report)
  } catch (error) {
    report({ failed: error instanceof Error ? error.message : String(error) })
  } finally {
    db.close()
  }
})

const NOTHING = (): LookFound => ({ found: [], loose: [], stray: [] })

async function look(db: SqliteConnection, { catalog, place, ms }: LookInput, report: (told: LookTold) => void): Promise<void> {
  const entities = [...catalog.registry.keys()]
  const until = performance.now() + ms
  const look = new Look(db, catalog)
  let at = place && entities.includes(place.entity) ? place : firstOf(entities[0])
  let told = NOTHING()
  let toldAt = performance.now()
  while (at && amount(told) < MOST_FOUND && performance.now() < until) {
    at = (await look.step(at, told)) ?? firstOf(entities[entities.indexOf(at.entity) + 1])
    if (performance.now() - toldAt < TELL_MS) continue
    if (!at) break
    report({ ...told, next: at })
    told = NOTHING()
    toldAt = performance.now()
  }
  report({ ...told, next: at })
}

const amount = ({ found, loose, stray }: LookFound): number => found.length + loose.length + stray.length
const firstOf = (entity: string | undefined): LookPlace | undefined => (entity === undefined ? undefined : { entity, after: 0 })

class Look {
  readonly #db: SqliteConnection
  readonly #catalog: Catalog
  #tally: { entity: string; of: PostingsTally } | undefined

  constructor(db: SqliteConnection, catalog: Catalog) {
    this.#db = db
    this.#catalog = catalog
  }

  /** Looks at the next page and adds what it found. Returns where to go on, undefined at the end of the entity. */
  async step(at: LookPlace, told: LookFound): Promise<LookPlace | undefined> {
    const entity = entityOf(this.#catalog, at.entity)
    if (at.postings) return this.#postings(at, entity, told)
    // A page at one instant, and no longer: an open question would keep the log of changes from being brought in.
    this.#db.raw.exec('begin')
    try {
      if (at.values) return await this.#values(at, entity, told)
      return at.texts ? this.#texts(at, entity, at.texts, told) : await this.#records(at, entity, told)
    } finally {
      this.#db.raw.exec('commit')
    }
  }

  async #records(at: LookPlace, entity: EntityDef, told: LookFound): Promise<LookPlace> {
    if (at.after === 0) this.#tally = { entity: at.entity, of: new PostingsTally() }
    const tally = this.#tallyOf(at.entity)
    const page = await checkPage(this.#db, this.#catalog, entity, { after: at.after, limit: PAGE, tally })
    told.found.push(...page.found.map((each) => ({ entity: at.entity, ...each })))
    return page.last === undefined ? { ...at, texts: { sort: '', rid: 0 } } : { ...at, after: page.last }
  }

  #texts({ entity: key, after }: LookPlace, entity: EntityDef, texts: LooseText, told: LookFound): LookPlace {
    const page = looseTexts(this.#db, entity.table, texts)
    told.loose.push(...page.loose.map((each) => ({ entity: key, ...each })))
    return page.last ? { entity: key, after, texts: page.last } : { entity: key, after, postings: true }
  }

  async #postings({ entity: key, after }: LookPlace, entity: EntityDef, told: LookFound): Promise<LookPlace> {
    const counted = this.#tallyOf(key)
    const suspects = await suspectPostings(this.#db, this.#catalog, entity, { most: MOST_FOUND, counted })
    const found = await checkSearched(this.#db, this.#catalog, entity, suspects)
    told.found.push(...found.map((each) => ({ entity: key, ...each })))
    return { entity: key, after, values: 'all' }
  }

  async #values({ entity: key, after, values }: LookPlace, entity: EntityDef, told: LookFound): Promise<LookPlace | undefined> {
    const place = values === 'all' ? undefined : values
    const { stray, next } = await strayEntries(this.#db, this.#catalog, entity, { after: place, limit: ENTRIES })
    told.stray.push(...stray.map((each) => ({ entity: key, ...each })))
    return next && { entity: key, after, values: next }
  }

  /** Of a look that began in the midst of the entity the tally would be of a part. */
  #tallyOf(entity: string): PostingsTally | undefined {
    return this.#tally?.entity === entity ? this.#tally.of : undefined
  }
}

function looseTexts(db: SqliteConnection, table: string, after: LooseText): { loose: LooseText[]; last: LooseText | undefined } {
  const rows = db.allNow<LooseText & { living: number | null }>(
    `select x.title_sort as sort, x.rid, t.rid as living from ${table}_text x
      left join ${table} t on t.rid = x.rid and t.title_sort = x.title_sort and t.deleted_at is null
      where (x.title_sort, x.rid) > (?, ?) order by x.title_sort, x.rid limit ?`,
    [after.sort, after.rid, ENTRIES],
  )
  const last = rows.at(-1)
  return {
    loose: rows.filter((row) => row.living === null).map(({ sort, rid }) => ({ sort, rid })),
    last: last && { sort: last.sort, rid: last.rid },
  }
}
