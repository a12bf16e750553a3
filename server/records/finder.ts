import { soundRanges } from '../../core/duplicates/keys.ts'
import { type EntityDef, RECORD_FIELDS } from '../../core/entities/entity.ts'
import type { FieldDef, Sensitivity } from '../../core/fields/field.ts'
import type { Filter } from '../../core/query/filter.ts'
import { fold } from '../../core/thai/text.ts'
import type { Database } from '../db/database.ts'
import { alikeNumber } from './alike-keys.ts'
import { fieldNumber } from './catalog.ts'
import type { Context } from './context.ts'
import { present, whereOf } from './list.ts'
import { maskedFields } from './mask-values.ts'
import { holdingTokens } from './postings.ts'
import { type Candidate, explain, type Found, ranked } from './ranks.ts'
import { type LargeReach, type Reach, reachOf } from './reach.ts'
import { type DbRow, type RecordRow, selectColumns } from './row.ts'
import { and, FALSE, marks, type Sql, sql, visibleFields } from './scope.ts'
import type { Hit } from './search.ts'
import { endToken, fieldMarker, PART_END, queryTokens, startToken } from './search-index.ts'

/** Postings looked at for parts that start or end with the query: with more of them, any page of them will do. */
const MOST_STARTING = 500
/** The same once titles that start with it fill the page: then only exact nicknames and numbers can come before them. */
const ENOUGH_STARTING = 150
/** A fragment in fewer records than these is found by reading them all: what starts with it need not be looked for apart. */
const MOST_READ = 1_000
/** Postings looked at for a fragment inside a part. */
const MOST_CANDIDATES = 20_000
/** At the most so many times the rows are read for one who may not see every searchable field: some hold the query only there. */
const HIDDEN_FIELD_FACTOR = 10
/** How many texts read along the names take as long as one that a posting leads to. */
const POSTING_COST = 10
/** How much longer than foreseen the walk along the names may become: fragments do not lie evenly. */
const WALK_SLACK = 1.5

/** Characters from which on a text is taken for a name that may be spelled otherwise. */
const SHORTEST_SOUNDING = 3
/** Names looked at that sound like the query. */
const MOST_SOUNDING = 2_000

/** Finds the records of one entity that a reader may see; `search` asks it for each entity and each reading of the text. */
export class Finder {
  readonly #ctx: Context
  readonly #db: Database
  readonly #entity: EntityDef
  readonly #where: Sql
  /** The fields that may explain a hit, by their marker in the search text. */
  readonly #byMarker = new Map<string, FieldDef>()
  readonly #classes: Sensitivity[]
  #reach: Promise<Reach> | undefined
  readonly #factor: number

  constructor(ctx: Context, db: Database, entity: EntityDef, filter: Filter | undefined) {
    this.#ctx = ctx
    this.#db = db
    this.#entity = entity
    this.#where = whereOf(ctx, entity, filter)
    const searchable = visibleFields(ctx, entity).filter((field) => field.searchable)
    for (const field of searchable) this.#byMarker.set(fieldMarker(fieldNumber(ctx.catalog, entity, field)), field)
    this.#factor = ctx.policy.hiddenFields(entity.key).length > 0 ? HIDDEN_FIELD_FACTOR : 1
    this.#classes = [...new Set(searchable.map((field) => field.sensitivity ?? 'normal'))]
  }

  /** Up to `limit` records that hold the text, best first. */
  async find(text: string, limit: number): Promise<Found[]> {
    const query = fold(text)
      .replace(/[\ue000-\uf8ff]/g, '')
      .slice(0, 100)
    if (query === '' || this.#where.text === FALSE.text || this.#classes.length === 0) return []
    const found = new Map<number, Found>()
    const take = (candidates: readonly Candidate[]) => {
      for (const candidate of candidates) {
        if (found.has(candidate.rid)) continue
        const hit = explain(candidate, query, this.#byMarker)
        if (hit) found.set(candidate.rid, hit)
      }
    }
    this.#reach ??= reachOf(this.#db, this.#entity, this.#where)
    const reach = await this.#reach
    if (reach.small) {
      take(await this.#everyone(query))
      return ranked(found, limit)
    }
    if (query.length === 1) take(await this.#titlesStarting(query, limit))
    if (found.size >= limit) return ranked(found, limit)
    const turn = turnOf(reach, limit)
    const postings = await this.#postings(query, turn)
    if (postings.count < Math.min(turn, MOST_READ)) {
      take(await this.#among(listed(postings.rids), { ...holding(query), limit: MOST_READ }))
      return ranked(found, limit)
    }
    if (query.length > 1) take(await this.#titlesStarting(query, limit))
    take(await this.#startingOrEnding(query, limit, found.size < limit ? MOST_STARTING : ENOUGH_STARTING))
    if (found.size >= limit) return ranked(found, limit)
    const wanted = limit + found.size
    if (postings.count < turn) await this.#inOrder(query, { rids: postings.rids, limit, wanted }, found, take)
    else await this.#anywhere(query, { limit, wanted, turn }, found, take)
    return ranked(found, limit)
  }

  /** Adds the records that hold a frequent fragment: along the names, and where they lie too far apart there, by its postings. */
  async #anywhere(
    query: string,
    { limit, wanted, turn }: { limit: number; wanted: number; turn: number },
    found: ReadonlyMap<number, Found>,
    take: (candidates: readonly Candidate[]) => void,
  ) {
    await this.#alongNames(query, { limit, wanted, visited: Math.ceil(turn * POSTING_COST * WALK_SLACK) }, found, take)
    if (found.size >= limit) return
    // What only hidden fields hold falls away when it is read; for one who sees every field any page of them will do.
    const rest = { holds: holding(query).holds, order: sql(''), limit: this.#factor > 1 ? MOST_CANDIDATES : wanted }
    take(await this.#among(this.#matching(queryTokens(query), MOST_CANDIDATES), rest))
  }

  /** Adds those of some rows that hold the query, in dictionary order: their texts are read only until `limit` records are found. */
  async #inOrder(
    query: string,
    { rids, limit, wanted }: { rids: string; limit: number; wanted: number },
    found: ReadonlyMap<number, Found>,
    take: (candidates: readonly Candidate[]) => void,
  ) {
    const all = listed(rids)
    const rows = await this.#db.all<{ rid: number }>(
      `select t.rid from ${all.text} g cross join ${this.#entity.table} t on t.rid = g.rid where ${this.#where.text} order by t.title_sort, t.rid`,
      [...all.params, ...this.#where.params],
    )
    for (let at = 0; at < rows.length && found.size < limit; at += wanted) {
      const some = rows.slice(at, at + wanted).map((row) => row.rid)
      take(await this.#among(listed(JSON.stringify(some)), { ...holding(query), limit: wanted }))
    }
  }

  /** Adds what is met along the names until `limit` records are found, or the way becomes too long. */
  async #alongNames(
    query: string,
    { limit, wanted, visited }: { limit: number; wanted: number; visited: number },
    found: ReadonlyMap<number, Found>,
    take: (candidates: readonly Candidate[]) => void,
  ) {
    const most = wanted * this.#factor
    let after = { title_sort: '', rid: 0 }
    let rows = wanted
    for (;;) {
      const before = found.size
      const walked = await this.#walk(query, { after, visited, limit: rows })
      take(walked)
      const last = walked[rows - 1]
      if (found.size >= limit || !last || rows === most) return
      after = last
      // What only hidden fields hold fell away: as many more as would have to be read if it goes on like this.
      rows = Math.min(most, Math.ceil(((limit - found.size) * rows * 1.5) / Math.max(1, found.size - before)))
    }
  }

  /** All records of a small reach whose search text holds the query. */
  #everyone(query: string): Promise<Candidate[]> {
    const table = this.#entity.table
    return this.#db.all<Candidate>(
      `select t.rid, x.text, t.title_sort from ${table} t cross join ${table}_text x on x.title_sort = t.title_sort and x.rid = t.rid where ${this.#where.text} and instr(x.text, ?) > 0`,
      [...this.#where.params, query],
    )
  }

  /** Records along the name index, from a place on, whose search text holds the query; looks at `visited` names at the most. */
  #walk(
    query: string,
    how: { after: { title_sort: string; rid: number }; visited: number; limit: number },
  ): Promise<Candidate[]> {
    const table = this.#entity.table
    // The texts lie in this order and tell most records away; only what is left is read whole.
    return this.#db.all<Candidate>(
      `select t.rid, x.text, t.title_sort
        from (select title_sort, rid, text from ${table}_text where (title_sort, rid) > (?, ?) order by title_sort, rid limit ?) x
        cross join ${table} t on t.rid = x.rid where instr(x.text, ?) > 0 and ${this.#where.text} limit ?`,
      [how.after.title_sort, how.after.rid, how.visited, query, ...this.#where.params, how.limit],
    )
  }

  /** Records whose title starts with the query, by the index on the folded title. */
  async #titlesStarting(query: string, limit: number): Promise<Candidate[]> {
    if (this.#ctx.policy.isHidden(this.#entity.key, this.#entity.title)) return []
    const table = this.#entity.table
    // Cross joins keep the order of the tables: the few rows found come first, whatever the planner thinks of the reach.
    return this.#db.all<Candidate>(
      `select t.rid, x.text, t.title_sort from (select rid from ${table} where deleted_at is null and title_fold >= ? and title_fold < ? order by title_fold limit ?) p
        cross join ${table} t on t.rid = p.rid cross join ${table}_text x on x.title_sort = t.title_sort and x.rid = t.rid where ${this.#where.text} limit ?`,
      [query, `${query}\u{10FFFF}`, MOST_STARTING * 8, ...this.#where.params, limit],
    )
  }

  /** Records of which some part (a nickname, a last name, a phone) starts with the query, or a number ends with it. */
  async #startingOrEnding(query: string, limit: number, candidates: number): Promise<Candidate[]> {
    const start = [...query].slice(0, 2).join('')
    // What starts with one or two characters holds them: their own posting list need not be read.
    const tokens = [startToken(start), ...(start === query ? [] : queryTokens(query))]
    const markers = [...this.#byMarker.keys()]
    const any = (texts: string[]) => sql(`(${texts.map(() => 'instr(x.text, ?) > 0').join(' or ')})`, texts)
    const found = await this.#among(this.#matching(tokens, candidates), {
      holds: any(markers.map((marker) => marker + query)),
      order: sql(
        `${any(markers).text} desc, t.title_sort`,
        markers.map((marker) => marker + query + PART_END),
      ),
      limit,
    })
    if (!/^\d{4}$/.test(query)) return found
    const ending = { holds: any([query + PART_END]), order: sql('t.title_sort'), limit: limit * this.#factor }
    return [...found, ...(await this.#among(this.#matching([endToken(query)], candidates), ending))]
  }

  /** The rows among some whose text, read then, holds what it must. */
  #among(rids: Sql, how: { holds: Sql; order: Sql; limit: number }): Promise<Candidate[]> {
    const table = this.#entity.table
    const where = and(this.#where, how.holds)
    return this.#db.all<Candidate>(
      `select t.rid, x.text, t.title_sort from ${rids.text} g
        cross join ${table} t on t.rid = g.rid cross join ${table}_text x on x.title_sort = t.title_sort and x.rid = t.rid where ${where.text}
        ${how.order.text === '' ? '' : `order by ${how.order.text}`} limit ?`,
      [...rids.params, ...where.params, ...how.order.params, how.limit],
    )
  }

  /** The rows whose postings hold all tokens, `most` of them at the most. */
  #matching(tokens: readonly string[], most: number): Sql {
    return holdingTokens(this.#db.engine, this.#entity, { tokens, classes: this.#classes, most })
  }

  /** How many records hold every fragment of the query, up to `most`, and their row numbers as a JSON list. */
  async #postings(query: string, most: number): Promise<{ count: number; rids: string }> {
    const { text, params } = this.#matching(queryTokens(query), most)
    const found = await this.#db.get<{ count: number; rids: string }>(
      `select count(*) count, json_group_array(rid) rids from ${text}`,
      params,
    )
    return found ?? { count: 0, rids: '[]' }
  }

  /** Up to `limit` records more whose name sounds like the text, in Thai or in Latin letters, by the keys that duplicates meet under. */
  async soundingLike(text: string, known: ReadonlySet<number>, limit: number): Promise<Found[]> {
    const { table, key, title } = this.#entity
    // Two letters sound like half of all names.
    const ranges = this.#entity.duplicates && fold(text).length >= SHORTEST_SOUNDING ? soundRanges(text) : []
    if (ranges.length === 0 || this.#where.text === FALSE.text || this.#ctx.policy.isHidden(key, title)) return []
    const alike = ranges.map(() => '(v.field_no = ? and v.value >= ? and v.value <= ?)').join(' or ')
    const number = alikeNumber(this.#ctx.catalog, this.#entity)
    const rows = await this.#db.all<{ rid: number; title: string; title_sort: string }>(
      `select distinct t.rid, t.title_text title, t.title_sort from (select v.rid from value_index v where ${alike} limit ?) p
        cross join ${table} t on t.rid = p.rid where ${this.#where.text} order by t.title_sort limit ?`,
      [...ranges.flatMap(([from, to]) => [number, from, to]), MOST_SOUNDING, ...this.#where.params, limit + known.size],
    )
    return rows
      .filter((row) => !known.has(row.rid))
      .slice(0, limit)
      .map((row) => ({ rid: row.rid, rank: 'soundsLike', field: title, text: row.title, title_sort: row.title_sort }))
  }

  /** Reads the rows of the hits as the reader may see them. */
  async present(found: readonly Found[], columns: string[] | undefined): Promise<Hit[]> {
    if (found.length === 0) return []
    const entity = this.#entity
    const shown = [...visibleFields(this.#ctx, entity), ...maskedFields(this.#ctx, entity), ...RECORD_FIELDS]
    const fields = columns ? shown.filter((field) => columns.includes(field.key) || field.key === entity.title) : shown
    const rows = await this.#db.all<DbRow>(
      `select ${selectColumns(fields)} from ${entity.table} t where t.rid in (${marks(found.length)})`,
      found.map((hit) => hit.rid),
    )
    const presented = await present(this.#ctx, this.#db, entity, fields, rows)
    const byRid = new Map(rows.map((row, at) => [row.rid, presented[at] as RecordRow]))
    return found.flatMap((hit) => {
      const row = byRid.get(hit.rid)
      return row
        ? [
            {
              entity: entity.key,
              row,
              rank: hit.rank,
              field: hit.field,
              text: hit.text.slice(0, 120),
            },
          ]
        : []
    })
  }
}

/**
 * From how many records on, of which a page is wanted, a fragment is looked for along the names. In n of N records, of which the share s is in reach,
 * it costs page·N/(n·s) texts along the names, one after another, or n by postings, each about ten times as dear: they lie all over the file,
 * and so do the rows read with them. Equal at n = √(page·N / 10s).
 */
const turnOf = ({ newest, share }: LargeReach, page: number): number =>
  Math.min(MOST_CANDIDATES, Math.ceil(Math.sqrt((page * newest) / (POSTING_COST * share))))

/** The query anywhere in the search text, in dictionary order. */
const holding = (query: string): { holds: Sql; order: Sql } => ({
  holds: sql('instr(x.text, ?) > 0', [query]),
  order: sql('t.title_sort'),
})

/** Row numbers in JSON as a table of `rid`. */
const listed = (rids: string): Sql => sql('(select cast(value as bigint) as rid from json_each(?))', [rids])
