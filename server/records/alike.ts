import { type Profile, profileOf } from '../../core/duplicates/profile.ts'
import { BARS } from '../../core/duplicates/rules.ts'
import { type Score, scorePair } from '../../core/duplicates/score.ts'
import type { EntityDef } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Database } from '../db/database.ts'
import { alikeNumber, keysToAskOf } from './alike-keys.ts'
import { entityOf, fieldNumber } from './catalog.ts'
import type { Context } from './context.ts'
import { type DbRow, selectColumns, type Values, valuesOf } from './row.ts'
import { marks, type Sql, sql, visibleFields } from './scope.ts'
import { standsInIndex } from './search-index.ts'

/** A value that more records share tells nothing: a switchboard, a common name. */
export const MOST_ALIKE = 30

/** The fields of an entity that its rules weigh. With a reader, only those that he may see: the others give nothing away. */
export function weighedFields(ctx: Context, entity: EntityDef): readonly FieldDef[] {
  const weighed = new Set(entity.duplicates?.rules.map((rule) => rule.field))
  return visibleFields(ctx, entity).filter((field) => weighed.has(field.key))
}

/** Weighs one record against others by the given fields: how strongly each looks like it, and why. */
export function scorerFor(entity: EntityDef, fields: readonly FieldDef[], values: Values): (other: Values) => Score {
  const rules = entity.duplicates
  if (!rules) return () => ({ bits: 0, reasons: [] })
  const own = profileOf(fields, values)
  return (other) => scorePair(rules, own, profileOf(fields, other))
}

/** How strongly two records look like one to this reader, and why. */
export function scoreFor(ctx: Context, entity: EntityDef, a: Values, b: Values): Score {
  return scorerFor(entity, weighedFields(ctx, entity), a)(b)
}

/**
 * Row numbers of records that share a key with the values: what sounds alike, lies at one address, has one LINE id. Also of records in the
 * bin, unless a key is common: whoever asks reads the living ones anyway, and an import asks for each of its rows.
 * @param common remembers the common keys for who asks again and again: a name that many bear is read once
 */
export async function ridsAlike(
  ctx: Context,
  db: Database,
  entity: EntityDef,
  values: Values,
  common = new Set<string>(),
): Promise<number[]> {
  const rids = new Set<number>()
  const most = MOST_ALIKE + 1
  for (const key of keysToAskOf(entity, values)) {
    if (common.has(key)) continue
    const place = [alikeNumber(ctx.catalog, entity), key]
    let found = await db.all<{ rid: number }>('select rid from value_index where field_no = ? and value = ? limit ?', [
      ...place,
      most,
    ])
    // What lies in the bin does not make a key common: an import that was undone may be done again.
    if (found.length === most)
      found = await db.all<{ rid: number }>(
        `select t.rid from value_index v join ${entity.table} t on t.rid = v.rid where v.field_no = ? and v.value = ? and t.deleted_at is null limit ?`,
        [...place, most],
      )
    if (found.length === most) common.add(key)
    else for (const { rid } of found) rids.add(rid)
  }
  return [...rids]
}

/** Where a look through all records stopped: the index that is being walked, and the last value seen. */
export type LookCursor = { at: number; value: string }
export type LookReply = { pairs: [a: number, b: number, bits: number][]; next?: LookCursor }

/** Index entries read in one piece, and how long it may weigh pairs: a reader thread is soon free for somebody who waits. */
const PIECE = 1_000
const PIECE_MS = 200

/**
 * One piece of the nightly look for pairs among all records of an entity: walks the values that records share in the order of the
 * value index and weighs who meets there. Run again with `next` until there is none.
 */
export async function lookForPairs(
  ctx: Context,
  db: Database,
  request: { entity: string; after?: LookCursor },
): Promise<LookReply> {
  const entity = entityOf(ctx.catalog, request.entity)
  const numbers = lookedThrough(ctx, entity)
  const { at, value } = request.after ?? { at: 0, value: '' }
  const number = numbers[at]
  if (number === undefined) return { pairs: [] }
  const entries = await db.all<{ value: string; rid: number }>(
    'select value, rid from value_index where field_no = ? and value > ? order by value, rid limit ?',
    [number, value, PIECE],
  )
  const groups = groupsOf(entries)
  const whole = entries.length < PIECE
  // The last value may go on behind this piece; one that fills a piece alone is far too common to tell anything.
  const last = whole ? undefined : groups.pop()
  const profiles = await weighables(db, entity, {
    fields: weighedFields(ctx, entity),
    where: sql('t.deleted_at is null'),
    rids: [...new Set(groups.flatMap((group) => (group.rids.length > 1 ? group.rids : [])))],
  })
  const { pairs, weighed } = pairsOf(entity, groups, profiles, performance.now() + PIECE_MS)
  const seen = groups[weighed - 1]?.value ?? last?.value ?? value
  const next = whole && weighed === groups.length ? { at: at + 1, value: '' } : { at, value: seen }
  return { pairs, ...(next.at < numbers.length && { next }) }
}

/** The value indexes that bring records together: the keys, and the numbers that are nobody else’s. */
function lookedThrough(ctx: Context, entity: EntityDef): number[] {
  const exact = weighedFields(ctx, entity).filter(
    (field) => standsInIndex(field) && ['phones', 'emails', 'taxId'].includes(field.kind),
  )
  return [alikeNumber(ctx.catalog, entity), ...exact.map((field) => fieldNumber(ctx.catalog, entity, field))]
}

type Group = { value: string; rids: number[] }

function groupsOf(entries: readonly { value: string; rid: number }[]): Group[] {
  const groups: Group[] = []
  for (const { value, rid } of entries) {
    const last = groups.at(-1)
    if (last?.value === value) last.rids.push(rid)
    else groups.push({ value, rids: [rid] })
  }
  return groups
}

/** A record that others are weighed against. */
export type Weighable = { title: string; profile: Profile }

/** Those of the given records that `where` lets through, by row number, ready to be weighed by some fields. */
export async function weighables(
  db: Database,
  entity: EntityDef,
  asked: { fields: readonly FieldDef[]; where: Sql; rids: readonly number[] },
): Promise<Map<number, Weighable>> {
  const { fields, where, rids } = asked
  const shown = { ...entity, fields }
  const text = `select ${selectColumns(fields)} from ${entity.table} t where ${where.text} and t.rid in`
  const found = new Map<number, Weighable>()
  for (let from = 0; from < rids.length; from += 500) {
    const some = rids.slice(from, from + 500)
    for (const row of await db.all<DbRow>(`${text} (${marks(some.length)})`, [...where.params, ...some]))
      found.set(row.rid, { title: row.title_text, profile: profileOf(fields, valuesOf(shown, row)) })
  }
  return found
}

/** Weighs who meets in each group, until the time is over; `weighed` groups were done, at least one. */
function pairsOf(
  entity: EntityDef,
  groups: readonly Group[],
  profiles: ReadonlyMap<number, Weighable>,
  until: number,
): { pairs: LookReply['pairs']; weighed: number } {
  const found = new Map<string, [number, number, number]>()
  let weighed = 0
  for (const { rids } of groups) {
    if (weighed > 0 && performance.now() > until) break
    weighed += 1
    const living = rids.flatMap((rid) => {
      const found = profiles.get(rid)
      return found ? [{ rid, profile: found.profile }] : []
    })
    if (living.length < 2 || living.length > MOST_ALIKE) continue
    for (const [at, { rid: a, profile }] of living.entries())
      for (const { rid: b, profile: other } of living.slice(at + 1)) {
        const name = `${a} ${b}`
        if (found.has(name) || !entity.duplicates) continue
        const { bits } = scorePair(entity.duplicates, profile, other)
        found.set(name, [a, b, bits])
      }
  }
  return { pairs: [...found.values()].filter(([, , bits]) => bits >= BARS.maybe), weighed }
}
