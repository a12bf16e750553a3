import type { FieldDef } from '../fields/field.ts'
import type { FormatEnv } from '../fields/format.ts'
import type { GroupKey } from '../query/groups.ts'
import { BUDDHIST_OFFSET } from '../thai/calendar.ts'
import { formatDate } from '../thai/date.ts'
import { isDated } from './report.ts'

type Env = Omit<FormatEnv, 'timeZone'> & { none: string; unseen: string; quarter: (number: number, year: string) => string }

/** A date key in words: `26 พ.ย. 69`, `พ.ย. 2569`, `ไตรมาส 4/2569`, `2569`; English keeps the common era. */
export function dateKeyText(key: string, env: Pick<Env, 'lang' | 'quarter'>): string {
  const year = (text: string) => String(env.lang === 'th' ? Number(text) + BUDDHIST_OFFSET : text)
  const quarter = /^(\d{4})-Q([1-4])$/.exec(key)
  if (quarter) return env.quarter(Number(quarter[2]), year(quarter[1] ?? ''))
  if (/^\d{4}$/.test(key)) return year(key)
  if (/^\d{4}-\d{2}$/.test(key)) return formatDate(`${key}-01`, { lang: env.lang, style: 'medium' }).split(' ').slice(1).join(' ')
  return formatDate(key, { lang: env.lang, style: 'short' })
}

/** What a group is called; a record that the reader may not see has no name. */
export function keyText(key: GroupKey, field: Pick<FieldDef, 'kind' | 'list'>, env: Env): string {
  if (key === null || key === '') return env.none
  if (isDated(field)) return dateKeyText(String(key), env)
  switch (field.kind) {
    case 'yesNo':
      return key === 1 ? env.yes : env.no
    case 'user':
      return env.user(String(key)) || env.unseen
    case 'reference':
      return env.title(String(key)) ?? env.unseen
    case 'tags':
      return String(key)
    default:
      return env.choice(field.list ?? '', String(key))
  }
}
