import { createHash } from 'node:crypto'
import pg from 'pg'
import { AppError } from '../../../core/errors.ts'
import type { Database, SqlParams, SqlValue } from '../database.ts'
import { toPostgres } from './translate.ts'

const { builtins } = pg.types
const JSONB = 3802
/** Statements prepared by name on each session; those beyond are parsed each time, so that no session's memory grows for ever. */
const MOST_NAMED = 600
const MOST_KNOWN = 2_000

/** Whole numbers beyond 2^53 are in no office; yes and no are 1 and 0, as SQLite has them. */
export const PARSERS: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.INT8 || oid === builtins.NUMERIC) return Number
    if (oid === builtins.BOOL) return (text: string) => (text === 't' ? 1 : 0)
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

type Known = { text: string; name: string | undefined; types: readonly number[] | undefined }

/** What was learned of each question, for all sessions of this process. */
const known = new Map<string, Known>()

/** One session of a PostgreSQL server, asked in the engine's SQL. Several questions at once wait for each other. */
export class PostgresSession implements Database {
  readonly engine = 'postgres'
  readonly client: pg.ClientBase
  /** When its time is up (of `performance.now()`): nothing is asked any more. */
  endsAt = Number.POSITIVE_INFINITY
  readonly #serials = new Map<string, string | undefined>()
  #asked = 0

  constructor(client: pg.ClientBase) {
    this.client = client
  }

  async all<T>(sql: string, params: SqlParams = []): Promise<T[]> {
    return (await this.#query(sql, params)).rows as T[]
  }

  async get<T>(sql: string, params: SqlParams = []): Promise<T | undefined> {
    return (await this.#query(sql, params)).rows[0] as T | undefined
  }

  async run(sql: string, params: SqlParams = []): Promise<{ changes: number; lastId: number }> {
    const table = /^insert into (\w+) \([^)]*\) values \([^()]*\)$/.exec(sql)?.[1]
    const serial = table && !/\breturning\b/.test(sql) ? await this.#serialOf(table) : undefined
    const result = await this.#query(serial ? `${sql} returning ${serial}` : sql, params)
    return { changes: result.rowCount ?? 0, lastId: serial ? Number(result.rows[0]?.[serial] ?? 0) : 0 }
  }

  async #query(sql: string, params: SqlParams): Promise<pg.QueryResult> {
    if (performance.now() > this.endsAt) throw new AppError('query.too_broad')
    try {
      const { text, name, types } = await this.#know(sql, params.length > 0)
      const values = params.map((value, at) => (types?.[at] === JSONB ? asJson(value) : value))
      return await this.client.query({ text, values, types: PARSERS, ...(name && { name }) })
    } catch (error) {
      throw asAppError(error, sql)
    }
  }

  /** PostgreSQL says of which type it takes each parameter: a text for `jsonb` must be written as JSON, one for `text` must not. */
  async #know(sql: string, asksTypes: boolean): Promise<Known> {
    const before = known.get(sql)
    if (before) return before
    const text = toPostgres(sql)
    const types = asksTypes ? await this.#typesIn(text) : undefined
    const name = known.size < MOST_NAMED ? createHash('sha1').update(text).digest('base64url') : undefined
    if (known.size >= MOST_KNOWN) for (const key of [...known.keys()].slice(MOST_NAMED)) known.delete(key)
    const learned = { text, name, types }
    known.set(sql, learned)
    return learned
  }

  async #typesIn(text: string): Promise<number[]> {
    // Several questions may be on their way at once.
    const name = `asked_${++this.#asked}`
    await this.client.query(`prepare ${name} as ${text}`)
    const found = await this.client.query({
      text: "select array_to_string(parameter_types::oid[], ',') types from pg_prepared_statements where name = $1",
      values: [name],
      rowMode: 'array',
    })
    await this.client.query(`deallocate ${name}`)
    return String(found.rows[0]?.[0] ?? '')
      .split(',')
      .map(Number)
  }

  /** After rows came with their numbers: the next one is numbered behind them. */
  async continueNumbers(table: string): Promise<void> {
    const serial = await this.#serialOf(table)
    if (!serial) return
    const found = await this.get<{ most: number | null }>(`select max(${serial}) as most from "${table}"`)
    if (found?.most)
      await this.client.query('select setval(pg_get_serial_sequence($1, $2), $3)', [`"${table}"`, serial, found.most])
  }

  /** The column of a table that numbers its rows, if it has one. */
  async #serialOf(table: string): Promise<string | undefined> {
    if (!this.#serials.has(table)) {
      const found = await this.client.query(
        `select column_name from information_schema.columns where table_schema = current_schema() and table_name = $1 and column_default like 'nextval(%'`,
        [table],
      )
      this.#serials.set(table, found.rows[0]?.column_name)
    }
    return this.#serials.get(table)
  }
}

const asJson = (value: SqlValue): string | null => (value === null ? null : JSON.stringify(value))

/** Turns what the server says into the refusals that a user is told about; everything else keeps the question beside it. */
function asAppError(error: unknown, sql: string): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  if (error.code === '57014') return new AppError('query.too_broad')
  error.message += ` in: ${sql.slice(0, 400)}`
  return error
}
