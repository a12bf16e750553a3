import type { EntityDef } from '../../../core/entities/entity.ts'
import { DEAL_STATUSES } from '../../../core/entities/system-lists.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import { type ConvertEnv, lookUpKey } from '../../../core/imports/convert-cell.ts'
import { coreName, parseCompanyName } from '../../../core/thai/company-name.ts'
import type { Places } from '../../../core/thai/places.ts'
import { people } from '../../access/people.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import { startOfDay } from '../../records/compile-filter.ts'
import type { Context } from '../../records/context.ts'
import { whereOf } from '../../records/list.ts'
import { loadPipelines } from '../settings/session.ts'

/** Finds what the words of a file mean in this office: pick-list entries, people, records by title. */
export class Lookups {
  readonly #choices = new Map<string, string>()
  readonly #users = new Map<string, string>()
  readonly #titles = new Map<string, Named>()
  readonly #ctx: Context
  readonly #db: Database
  readonly #places: Places

  private constructor(ctx: Context, db: Database, places: Places) {
    this.#ctx = ctx
    this.#db = db
    this.#places = places
  }

  static async load(ctx: Context, db: Database, places: Places): Promise<Lookups> {
    const lookups = new Lookups(ctx, db, places)
    const add = (list: string, key: string, ...words: string[]) => {
      for (const word of words)
        if (!lookups.#choices.has(`${list} ${lookUpKey(word)}`)) lookups.#choices.set(`${list} ${lookUpKey(word)}`, key)
    }
    for (const choice of [...ctx.catalog.choices, ...DEAL_STATUSES])
      if (!choice.archived) add(choice.list, choice.key, choice.labelTh, choice.labelEn, choice.key)
    for (const pipeline of await loadPipelines(db)) {
      if (pipeline.archived) continue
      add('pipeline', pipeline.id, pipeline.nameTh, pipeline.nameEn, pipeline.id)
      for (const stage of pipeline.stages) {
        if (stage.archived) continue
        for (const list of ['stage', stagesOf(pipeline.id)]) add(list, stage.id, stage.nameTh, stage.nameEn, stage.id)
      }
    }
    for (const person of await people.list(db))
      for (const word of [person.name, person.nick]) if (word) lookups.#users.set(lookUpKey(word), person.id)
    return lookups
  }

  /** What the field's cells can say, of a pick list or a person, as a refusal names it. */
  wordsOf(field: FieldDef): string[] {
    if (field.kind === 'user') return [...this.#users.keys()]
    const prefix = `${field.list} `
    const words = [...this.#choices].filter(([word]) => word.startsWith(prefix))
    // Both languages and the key name an entry; the first is the office's own word.
    return words
      .filter(([, key], at) => words.findIndex(([, other]) => other === key) === at)
      .map(([word]) => word.slice(prefix.length))
  }

  /** The environment for the cells of one column. */
  env(column: Pick<ConvertEnv, 'dates' | 'values' | 'lenient'>): ConvertEnv {
    return {
      today: this.#ctx.today,
      places: this.#places,
      ...column,
      choice: (list, text) => this.#choices.get(`${list} ${lookUpKey(text)}`),
      user: (text) => this.#users.get(lookUpKey(text)),
      instant: (date, time) =>
        new Date(Date.parse(startOfDay(date, this.#ctx.catalog.timeZone)) + minutes(time) * 60_000).toISOString(),
    }
  }

  /** The record in the person's reach that bears this title. */
  async byTitle(entityKey: string, text: string): Promise<Named> {
    const key = `${entityKey} ${text}`
    const known = this.#titles.get(key)
    if (known) return known
    const found = await findByTitle(this.#ctx, this.#db, entityOf(this.#ctx.catalog, entityKey), text)
    this.#titles.set(key, found)
    return found
  }
}

/** The list of one pipeline's stages: several pipelines may have a stage of the same name. */
export const stagesOf = (pipeline: string): string => `stage of ${pipeline}`

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** Whom a title names: one record, nobody, or several among whom a file cannot choose. */
export type Named = { id: string } | 'nobody' | 'several'

/** Whom in reach this text names by title (legal form and spaces aside) or by code. */
export async function findByTitle(ctx: Context, db: Database, entity: EntityDef, text: string): Promise<Named> {
  const where = whereOf(ctx, entity, undefined)
  if (entity.codePrefix && !ctx.policy.isHidden(entity.key, 'code')) {
    const byCode = await db.get<{ id: string }>(`select t.id from ${entity.table} t where t.code = ? and ${where.text}`, [
      text,
      ...where.params,
    ])
    if (byCode) return byCode
  }
  if (ctx.policy.isHidden(entity.key, entity.title)) return 'nobody'
  const words = [...new Set([lookUpKey(text), lookUpKey(parseCompanyName(text).name), coreName(text)])].filter(Boolean)
  const rows = await db.all<{ id: string }>(
    `select t.id from ${entity.table} t where t.title_fold in (${words.map(() => '?').join(', ')}) and ${where.text} limit 2`,
    [...words, ...where.params],
  )
  return rows.length > 1 ? 'several' : (rows[0] ?? 'nobody')
}
