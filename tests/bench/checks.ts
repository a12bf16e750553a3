import { fold } from '../../core/thai/text.ts'
import type { Ground } from './ground.ts'
import { inReach, type Sampled } from './sample.ts'

type Row = { id: string; lineId?: string; version: number; title: string }

/** The rows must be exactly these customers, in this order, without the hidden field. */
export function checkList(ground: Ground, body: string, expected: readonly number[]): string | undefined {
  const { rows } = JSON.parse(body) as { rows: Row[] }
  if (rows.length !== expected.length) return `${rows.length} rows instead of ${expected.length}`
  const wrong = rows.findIndex((row, at) => row.id !== ground.ids[expected[at] ?? -1])
  if (wrong >= 0) return `row ${wrong} is another one`
  return rows.some((row) => row.lineId !== undefined) ? 'shows the hidden field' : undefined
}

const RANKS = ['exact', 'prefix', 'ending', 'inside', 'otherKeyboard', 'soundsLike']

/** As many hits as there are (or fit), each in reach and holding the text where the seller may look, better ones first. */
export function checkSearch(ground: Ground, body: string, text: string, limit: number): string | undefined {
  const { hits } = JSON.parse(body) as { hits: { row: Row; rank: string }[] }
  const folded = fold(text)
  const holding = new Set<string>()
  let exact = false
  for (const [at, customer] of ground.customers.entries()) {
    if (!inReach(customer) || !customer.parts.some((part) => part.includes(folded))) continue
    holding.add(ground.ids[at] ?? '')
    exact ||= customer.parts.includes(folded)
  }
  const found = hits.filter((hit) => hit.rank !== 'otherKeyboard' && hit.rank !== 'soundsLike')
  if (found.length !== Math.min(limit, holding.size))
    return `“${text}”: ${found.length} hits instead of ${Math.min(limit, holding.size)}`
  if (new Set(found.map((hit) => hit.row.id)).size !== found.length) return `“${text}”: a hit twice`
  if (found.some((hit) => !holding.has(hit.row.id))) return `“${text}”: a hit without it`
  const ranks = hits.map((hit) => RANKS.indexOf(hit.rank))
  if (ranks.some((rank, at) => rank < (ranks[at - 1] ?? 0))) return `“${text}”: a better hit after a worse one`
  return exact && hits[0]?.rank !== 'exact' ? `“${text}”: the exact hit is not first` : undefined
}

export function checkOpen(ground: Ground, body: string, place: number): string | undefined {
  const row = JSON.parse(body) as Row & { phones?: { e164: string }[]; grade?: string }
  const customer = ground.customers[place] as Sampled
  if (row.id !== ground.ids[place] || row.phones?.[0]?.e164 !== customer.phone) return 'another record'
  return row.lineId === undefined ? undefined : 'shows the hidden field'
}

export function checkTimeline(body: string): string | undefined {
  const { rows, capped } = JSON.parse(body) as { rows: { at: string }[]; capped: boolean }
  if (!capped) return 'counts a timeline of 5,000 to its end'
  return rows.length === 40 && rows.every((row, at) => at === 0 || row.at <= (rows[at - 1]?.at ?? ''))
    ? undefined
    : 'not the newest first'
}

export function checkSums(ground: Ground, groups: readonly { key: string; count: number; sum?: number }[]): string | undefined {
  if (groups.filter((group) => group.count > 0).length !== ground.sums.size) return 'another number of stages'
  const wrong = groups.find(
    (group) =>
      group.count > 0 && (ground.sums.get(group.key)?.count !== group.count || ground.sums.get(group.key)?.sum !== group.sum),
  )
  return wrong ? `stage ${wrong.key} has another sum` : undefined
}

export function checkWritten(body: string, version: number): string | undefined {
  const written = JSON.parse(body) as { id?: string; version?: number }
  return written.id && written.version === version ? undefined : `answered ${body.slice(0, 80)}`
}
