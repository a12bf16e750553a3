import type { Filter } from '../../core/query/filter.ts'
import { otherLayout } from '../../core/thai/keyboard.ts'
import { fold } from '../../core/thai/text.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import { Finder } from './finder.ts'
import type { RecordRow } from './row.ts'
import { authorise } from './scope.ts'

export type Rank = 'exact' | 'prefix' | 'ending' | 'inside' | 'otherKeyboard' | 'soundsLike'
export type Hit = { entity: string; row: RecordRow; rank: Rank; field: string; text: string }
export type SearchRequest = { text: string; entities?: string[]; filter?: Filter; limit: number; columns?: string[] }
export type SearchReply = { hits: Hit[]; otherText?: string; more: boolean }

/**
 * Finds records by any fragment of their searchable, visible fields: exact before prefix before “ends with these four
 * digits” before inside, each group in dictionary order. When little is found, the wrong-keyboard reading is searched too
 * and comes after those; names that only sound like the text are the last group.
 */
export async function search(ctx: Context, db: Database, request: SearchRequest): Promise<SearchReply> {
  const keys = request.entities ?? ['customer', 'contact', 'lead', 'deal']
  const wanted = request.limit + 1
  const hits: Hit[] = []
  const other = readableOther(request.text)
  let otherUsed = false
  let more = false
  for (const key of keys) {
    const entity = entityOf(ctx.catalog, key)
    if (ctx.policy.grant(key).view === 'none' && request.entities === undefined) continue
    authorise(ctx, entity, 'view')
    const finder = new Finder(ctx, db, entity, request.filter)
    const found = await finder.find(request.text, wanted)
    const known = new Set(found.map((hit) => hit.rid))
    const others =
      other && found.length < wanted ? (await finder.find(other, wanted - found.length)).filter((hit) => !known.has(hit.rid)) : []
    otherUsed ||= others.length > 0
    for (const hit of others) known.add(hit.rid)
    const room = wanted - found.length - others.length
    const alike = room > 0 ? await finder.soundingLike(request.text, known, room) : []
    more ||= found.length + others.length + alike.length > request.limit
    const all = [...found, ...others.map((hit) => ({ ...hit, rank: 'otherKeyboard' as const })), ...alike]
    hits.push(...(await finder.present(all.slice(0, request.limit), request.columns)))
  }
  return { hits, more, ...(otherUsed && other && { otherText: other }) }
}

/** The text as the other keyboard layout would have written it; a reading that is mostly punctuation is none. */
function readableOther(text: string): string | undefined {
  const other = otherLayout(text)
  return other !== undefined && fold(other).length >= fold(text).length ? other : undefined
}
