import type { ErrorParams } from '../../../core/errors.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import type { LinkItem } from '../../../core/fields/values.ts'
import { newItemId } from '../../../core/ids.ts'
import type { ConvertEnv } from '../../../core/imports/convert-cell.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { whereOf } from '../../records/list.ts'
import { marks } from '../../records/scope.ts'
import type { Lookups } from '../imports/lookups.ts'

type Reading = { lookups: Lookups; env: ConvertEnv; field: FieldDef; had: readonly LinkItem[] }
type Links = { value: LinkItem[] } | { problem: { code: string; params?: ErrorParams } }

/**
 * Reads the links of one record from a cell as a list copies them: `ชื่อ · ตำแหน่ง · บทบาท, ชื่ออื่น`. A record that was linked keeps what the
 * cell does not say of it, and links to records that the reader may not see stay.
 */
export async function linksFrom(ctx: Context, db: Database, { lookups, env, field, had }: Reading, text: string): Promise<Links> {
  const target = field.to ?? ''
  const parts: string[] = []
  for (const line of text.split('\n')) {
    // A firm's name may hold a comma.
    const whole = await lookups.byTitle(target, titleOf(line))
    parts.push(...(typeof whole === 'object' ? [line] : line.split(/[,;|]+/)))
  }
  const links: LinkItem[] = []
  for (const part of parts) {
    const title = titleOf(part)
    if (title === '') continue
    const named = await lookups.byTitle(target, title)
    const params = { value: title.slice(0, 80) }
    if (named === 'several') return { problem: { code: 'several_references', params } }
    if (named === 'nobody') return { problem: { code: 'unknown_reference', params } }
    const known = had.find((link) => link.to === named.id)
    links.push({ id: newItemId(), ...known, to: named.id, ...factsOf(env, field, part) })
  }
  return { value: [...links, ...(await unseen(ctx, db, target, had))] }
}

const wordsOf = (part: string): string[] => part.split('·').map((word) => word.trim())
const titleOf = (part: string): string => wordsOf(part)[0] ?? ''

/** What a cell says of a link besides its name: a part that the list knows, and a position where links have one. */
function factsOf(env: ConvertEnv, field: FieldDef, part: string): Partial<LinkItem> {
  const said: Partial<LinkItem> = {}
  for (const fact of wordsOf(part).slice(1)) {
    const role = field.list ? env.choice(field.list, fact) : undefined
    if (role) said.role = role
    else if (field.extras?.includes('position')) said.position = fact
  }
  return said
}

async function unseen(ctx: Context, db: Database, target: string, had: readonly LinkItem[]): Promise<LinkItem[]> {
  if (had.length === 0) return []
  const entity = entityOf(ctx.catalog, target)
  const reach = whereOf(ctx, entity, undefined)
  const ids = had.map((link) => link.to)
  const seen = await db.all<{ id: string }>(
    `select t.id from ${entity.table} t where t.id in (${marks(ids.length)}) and ${reach.text}`,
    [...ids, ...reach.params],
  )
  return had.filter((link) => !seen.some(({ id }) => id === link.to))
}
