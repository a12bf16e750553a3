import { targetText } from '../../../core/sales/target-text.ts'
import { BUDDHIST_OFFSET } from '../../../core/thai/calendar.ts'
import { formatDate } from '../../../core/thai/date.ts'
import type { Context } from '../../records/context.ts'
import { officeWord } from '../../words.ts'
import { statesOfYears, subjectOfYear, type TargetsState, yearsOfItem } from './target-store.ts'

/** What people and teams are called. */
export type WhoNames = { person: (id: string) => string; team: (id: string) => string }

/** So many are named before the rest is counted. */
const MOST_NAMED = 3

/** Who the years of an item are of, by the names of the years; people of one nickname are counted apart. */
function whoIn(item: string, names: WhoNames): ReadonlyMap<string, string> {
  const ids = new Map<string, string[]>()
  return new Map(
    yearsOfItem(item).map((year) => {
      const { kind, id } = subjectOfYear(year)
      const who = kind === 'team' ? names.team(id) : names.person(id)
      const same = ids.get(who) ?? []
      if (!same.includes(id)) ids.set(who, [...same, id])
      const at = (ids.get(who) ?? []).indexOf(id)
      return [year, at > 0 ? `${who} (${at + 1})` : who]
    }),
  )
}

function yearOf(ctx: Context, name: string): string {
  const { year } = subjectOfYear(name)
  return ctx.lang === 'th' ? String(Number(year) + BUDDHIST_OFFSET) : year
}

/** Targets in words, a line a month; those of several begin with what each is to sell in the year. */
export function describeTargets(ctx: Context, state: TargetsState, item: string, names: WhoNames): Map<string, string> {
  const states = statesOfYears(item, state)
  const years = yearsOfItem(item)
  const whos = whoIn(item, names)
  const lines = new Map<string, string>()
  const said = (satang: number) => officeWord(ctx, 'targets.amount', { amount: targetText(satang) })
  // Whoever has none gets an empty line, so that the sums stand together whichever side has them.
  if (years.length > 1)
    for (const name of years) {
      const amounts = Object.values(states.get(name) ?? {})
      const sum = amounts.reduce((all, one) => all + one, 0)
      const what = officeWord(ctx, 'targets.whole_year', { who: whos.get(name), year: yearOf(ctx, name) })
      lines.set(what, amounts.length > 0 ? said(sum) : '')
    }
  for (const name of years)
    for (const [month, amount] of Object.entries(states.get(name) ?? {})) {
      const when = formatDate(`${month}-01`, { lang: ctx.lang, style: 'medium' }).split(' ').slice(1).join(' ')
      lines.set(years.length > 1 ? `${whos.get(name)} ${when}` : when, said(amount))
    }
  return lines
}

/** Whose targets of which years: the first few by name, the others counted. */
export function nameOfTargets(ctx: Context, item: string, names: WhoNames): string {
  const years = yearsOfItem(item)
  const who = [...new Set(whoIn(item, names).values())]
  const more = who.length - MOST_NAMED
  const named = who.slice(0, MOST_NAMED).join(', ')
  const shown = more > 0 ? `${named} ${officeWord(ctx, 'field.more_items', { count: more })}` : named
  const when = [...new Set(years.map((name) => yearOf(ctx, name)))].join(', ')
  return [shown, when].join(who.length > 1 ? ' · ' : ' ')
}
