import type { ErrorParams } from '../../../core/errors.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import type { LinkItem, RecordLink } from '../../../core/fields/values.ts'
import { newItemId } from '../../../core/ids.ts'
import type { ConvertEnv } from '../../../core/imports/convert-cell.ts'
import type { Database } from '../../db/database.ts'
import type { Context } from '../../records/context.ts'
import { titlesOf } from '../../records/titles.ts'
import type { Lookups, Named } from '../imports/lookups.ts'

type Problem = { problem: { code: string; params?: ErrorParams } }
type Reading = { lookups: Lookups; env: ConvertEnv; field: FieldDef; had: readonly LinkItem[] }

/** A name with commas is looked for in so many pieces at most. */
const MOST_PIECES = 5

/**
 * Reads the links of one record from a cell as a list copies them: `ชื่อ · ตำแหน่ง · บทบาท, ชื่ออื่น`. A record that was linked keeps what the
 * cell does not say of it, and links to records that the reader may not see stay.
 */
export async function linksFrom(
  ctx: Context,
  db: Database,
  { lookups, env, field, had }: Reading,
  text: string,
): Promise<{ value: LinkItem[] } | Problem> {
  const target = field.to ?? ''
  const before = had.map((link) => ({ entity: target, id: link.to }))
  const titles = await titlesOfHad(ctx, db, before)
  const read = await namedIn(text, finder({ lookups, kinds: [target], had: before, titles }))
  if ('problem' in read) return read
  const links = read.named.map(
    ({ id, part }): LinkItem => ({
      id: newItemId(),
      ...had.find((link) => link.to === id),
      to: id,
      ...factsOf(env, field, part),
    }),
  )
  return { value: [...links, ...had.filter((link) => !titles.has(`${target}:${link.to}`))] }
}

/**
 * Reads the records that one is about from their names as a list copies them. Of several kinds of records that bear a name, what the record
 * was about already is meant; otherwise it is not clear and refused. What the reader may not see stays.
 */
export async function recordsFrom(
  ctx: Context,
  db: Database,
  { lookups, entity, had }: { lookups: Lookups; entity: string; had: readonly RecordLink[] },
  text: string,
): Promise<{ value: RecordLink[] } | Problem> {
  const kinds = [...ctx.catalog.registry.keys()].filter((kind) => kind !== entity)
  const titles = await titlesOfHad(ctx, db, had)
  const read = await namedIn(text, finder({ lookups, kinds, had, titles }))
  if ('problem' in read) return read
  const named = read.named.map(({ entity: kind, id }) => ({ entity: kind, id }))
  return { value: [...named, ...had.filter((link) => !titles.has(`${link.entity}:${link.id}`))] }
}

type Finding = { lookups: Lookups; kinds: readonly string[]; had: readonly RecordLink[]; titles: ReadonlyMap<string, string> }
type Find = (title: string) => Promise<RecordLink | 'nobody' | 'several'>

/** Finds a record of some kinds by its name: first among those that the cell held, whether they lie in the bin or share their name. */
function finder({ lookups, kinds, had, titles }: Finding): Find {
  const held = new Map<string, RecordLink>()
  for (const link of had) {
    const title = titles.get(`${link.entity}:${link.id}`)
    if (title !== undefined && !held.has(title)) held.set(title, link)
  }
  return async (title) => {
    const known = held.get(title)
    if (known) return known
    const found: { entity: string; named: Exclude<Named, 'nobody'> }[] = []
    for (const entity of kinds) {
      const named = await lookups.byTitle(entity, title)
      if (named !== 'nobody') found.push({ entity, named })
    }
    const [one] = found
    if (!one) return 'nobody'
    return found.length > 1 || one.named === 'several' ? 'several' : { entity: one.entity, id: one.named.id }
  }
}

/** Those named in a text, each once. Commas divide the names, and may stand in one. */
async function namedIn(text: string, find: Find): Promise<{ named: (RecordLink & { part: string })[] } | Problem> {
  const named = new Map<string, RecordLink & { part: string }>()
  for (const line of text.split('\n')) {
    const pieces = line.split(/(?<=[,;|])/)
    while (pieces.length > 0) {
      const { part, length, found } = await longest(pieces, find)
      pieces.splice(0, length)
      const title = titleOf(part)
      if (title === '') continue
      if (typeof found === 'string') {
        const code = found === 'several' ? 'several_references' : 'unknown_reference'
        return { problem: { code, params: { value: title.slice(0, 80) } } }
      }
      named.set(`${found.entity}:${found.id}`, { ...found, part })
    }
  }
  return { named: [...named.values()] }
}

/** The longest run of pieces that names somebody; the first piece where none does. */
async function longest(pieces: readonly string[], find: Find) {
  for (let length = Math.min(pieces.length, MOST_PIECES); length > 1; length--) {
    const run = pieces.slice(0, length)
    // What follows a name's dot is said of that name, and ends with the piece.
    if (run.slice(0, -1).some((piece) => piece.includes('·'))) continue
    const part = withoutMark(run.join(''))
    const found = await find(titleOf(part))
    if (typeof found !== 'string') return { part, length, found }
  }
  const part = withoutMark(pieces[0] ?? '')
  return { part, length: 1, found: titleOf(part) === '' ? ('nobody' as const) : await find(titleOf(part)) }
}

const withoutMark = (part: string): string => part.replace(/[,;|]$/, '').trim()
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

/** The titles of what a record points at, as the reader is shown them, by `kind:id`. What has none here he does not see, and it stays. */
async function titlesOfHad(ctx: Context, db: Database, had: readonly RecordLink[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>()
  for (const entity of new Set(had.map((link) => link.entity))) {
    const ids = had.filter((link) => link.entity === entity).map((link) => link.id)
    for (const { id, title } of await titlesOf(ctx, db, entity, ids)) titles.set(`${entity}:${id}`, title)
  }
  return titles
}
