import { DEAL_STATUSES } from '../../../core/entities/system-lists.ts'
import type { FormatEnv } from '../../../core/fields/format.ts'
import type { Province } from '../../../core/thai/places.ts'
import { people } from '../../access/people.ts'
import type { Database } from '../../db/database.ts'
import type { Context } from '../../records/context.ts'
import { wordOf } from '../../words.ts'
import { loadPipelines } from './session.ts'

export type ValueWords = Omit<FormatEnv, 'title'>

/** How values are written for this reader: the words of every pick list, also the product's own, and people's names. */
export async function valueWords(ctx: Context, db: Database, provinces: readonly Province[]): Promise<ValueWords> {
  const th = ctx.lang === 'th'
  const users = new Map((await people.list(db)).map((person) => [person.id, person.nick || person.name]))
  const words = new Map<string, string>()
  for (const choice of [...ctx.catalog.choices, ...DEAL_STATUSES])
    words.set(`${choice.list} ${choice.key}`, th ? choice.labelTh : choice.labelEn)
  for (const province of provinces) words.set(`province ${province.code}`, th ? province.name : province.nameEn)
  for (const pipeline of await loadPipelines(db)) {
    words.set(`pipeline ${pipeline.id}`, th ? pipeline.nameTh : pipeline.nameEn)
    for (const stage of pipeline.stages) words.set(`stage ${stage.id}`, th ? stage.nameTh : stage.nameEn)
  }
  return {
    lang: ctx.lang,
    timeZone: ctx.catalog.timeZone,
    user: (id) => users.get(id) ?? '',
    choice: (list, key) => words.get(`${list} ${key}`) ?? key,
    yes: wordOf(ctx.lang, 'value.yes'),
    no: wordOf(ctx.lang, 'value.no'),
  }
}
