import type { TreeNode } from '../../../core/contract/customer-tree.ts'
import type { LinkItem } from '../../../core/fields/values.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { whereOf } from '../../records/list.ts'
import { readOne } from '../../records/read-one.ts'
import { itemsOf } from '../../records/row.ts'
import { marks } from '../../records/scope.ts'

const HOPS = 2
/** A head office with more branches than this has a list of its own to look at. */
const MOST_NODES = 200

type Row = { id: string; title_text: string; parent: string | null; links: string | null }
type Step = Pick<TreeNode, 'id' | 'via' | 'relation' | 'role'>

/**
 * The customers around one, breadth first, each once. A step goes on only from customers that the reader sees: what hangs on a hidden one
 * stays hidden with it, and so does that there is one. Throws `record.not_found`.
 */
async function customerTree(
  ctx: Context,
  db: Database,
  request: { id: string },
): Promise<{ nodes: TreeNode[]; capped: boolean }> {
  const root = await readOne(ctx, db, 'customer', request.id)
  const nodes: TreeNode[] = [{ id: root.id, title: root.title, via: null, relation: null, role: null, hop: 0 }]
  const known = new Set([root.id])
  let border = await seen(ctx, db, [root.id])
  for (let hop = 1; hop <= HOPS && border.length > 0; hop++) {
    const steps = new Map<string, Step>()
    for (const step of await stepsFrom(ctx, db, border)) if (!known.has(step.id) && !steps.has(step.id)) steps.set(step.id, step)
    border = await seen(ctx, db, [...steps.keys()])
    for (const row of border) {
      const step = steps.get(row.id)
      if (!step || nodes.length > MOST_NODES) continue
      known.add(row.id)
      nodes.push({ ...step, title: row.title_text, hop })
    }
    border = border.filter((row) => known.has(row.id))
  }
  return { nodes: nodes.slice(0, MOST_NODES), capped: nodes.length > MOST_NODES }
}

/** Those of some customers that are alive and in the reader's reach, by name. */
async function seen(ctx: Context, db: Database, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return []
  const where = whereOf(ctx, entityOf(ctx.catalog, 'customer'), undefined)
  return db.all<Row>(
    `select t.id, t.title_text, t.parent, t.links from customer t where t.id in (${marks(ids.length)}) and ${where.text} order by t.title_sort limit ?`,
    [...ids, ...where.params, MOST_NODES + 1],
  )
}

/** One step further from each of the rows: to its parent, its children, whom it links to and who links to it. Fields hidden from the reader lead nowhere. */
async function stepsFrom(ctx: Context, db: Database, rows: readonly Row[]): Promise<Step[]> {
  const steps: Step[] = []
  const ids = rows.map((row) => row.id)
  const shows = (field: string) => !ctx.policy.isHidden('customer', field)
  if (shows('parent')) {
    for (const row of rows) if (row.parent) steps.push({ id: row.parent, via: row.id, relation: 'parent', role: null })
    const children = await db.all<{ id: string; parent: string }>(
      `select id, parent from customer where deleted_at is null and parent in (${marks(ids.length)}) limit ?`,
      [...ids, MOST_NODES * 2],
    )
    for (const child of children) steps.push({ id: child.id, via: child.parent, relation: 'child', role: null })
  }
  if (shows('links')) {
    for (const row of rows)
      for (const link of linksOf(row.links)) steps.push({ id: link.to, via: row.id, relation: 'link', role: link.role ?? null })
    const number = ctx.catalog.fieldNumbers.get('customer.links') ?? -1
    const linked = await db.all<{ id: string; to: string; links: string | null }>(
      `select t.id, v.value as "to", t.links from value_index v join customer t on t.rid = v.rid
        where v.field_no = ? and v.value in (${marks(ids.length)}) and t.deleted_at is null limit ?`,
      [number, ...ids, MOST_NODES * 2],
    )
    for (const row of linked) {
      const role = linksOf(row.links).find((link) => link.to === row.to)?.role ?? null
      steps.push({ id: row.id, via: row.to, relation: 'linkedBy', role })
    }
  }
  return steps
}

const linksOf = (links: string | null): LinkItem[] => itemsOf<LinkItem>('links', links) ?? []

export const customerReads = { customerTree }
