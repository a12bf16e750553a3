import { columnOf } from '../../../core/entities/entity.ts'
import type { LinkItem, RecordLink } from '../../../core/fields/values.ts'
import type { Transaction } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { customerOwnerOf } from '../../records/customer-owner.ts'
import { itemsOf, type Values } from '../../records/row.ts'
import { isLost, type Rule, type Write } from '../../records/rules.ts'

/** The customer under which an activity is filed: the one it is about, or that of its deal, or its contact's current one. */
async function anchorOf(tx: Transaction, about: readonly RecordLink[]): Promise<string | undefined> {
  const direct = about.find((link) => link.entity === 'customer')
  if (direct) return direct.id
  for (const link of about) {
    if (link.entity === 'deal') {
      const deal = await tx.get<{ customer: string | null }>('select customer from deal where id = ?', [link.id])
      if (deal?.customer) return deal.customer
    }
    if (link.entity === 'contact') {
      const contact = await tx.get<{ customers: string | null }>('select customers from contact where id = ?', [link.id])
      const current = currentCustomer(contact?.customers)
      if (current) return current
    }
  }
  return undefined
}

function currentCustomer(customers: string | null | undefined): string | undefined {
  const links = itemsOf<LinkItem>('links', customers) ?? []
  return (links.find((link) => !link.until) ?? links[0])?.to
}

const about = (values: Values): RecordLink[] => (values.about as RecordLink[] | undefined) ?? []

/** Sets what an activity derives: its customer, and its place on the timeline. */
async function derive(ctx: Context, tx: Transaction, write: Write): Promise<void> {
  const { after } = write
  if (write.action !== 'create' && write.action !== 'update') return
  // A note is something that happened; it is never open.
  if (after.type === 'note' && after.doneAt === undefined) after.doneAt = ctx.now
  after.at = after.doneAt ?? after.dueAt ?? write.before.at ?? ctx.now
  // Whoever moves it says anew on which day of the month it comes.
  if (write.before.dueAt !== after.dueAt || write.before.repeat !== after.repeat) after.repeatDay = undefined
  if (!isLost(write, 'about')) after.anchorCustomer = await anchorOf(tx, about(after))
}

/** Keeps “last contact” and “next step” of the records that an activity is about. They carry no version: nobody edits them. */
async function keepTimes(ctx: Context, tx: Transaction, write: Write): Promise<void> {
  const touched = new Map<string, RecordLink>()
  const note = (link: RecordLink) => touched.set(`${link.entity}:${link.id}`, link)
  for (const values of [write.before, write.after]) {
    for (const link of about(values)) note(link)
    if (values.anchorCustomer) note({ entity: 'customer', id: values.anchorCustomer as string })
  }
  for (const link of touched.values())
    await (write.action === 'create' ? addTimes(ctx, tx, link, write.after) : refreshTimes(ctx, tx, link))
}

/** Somebody with an open task that has no date still has a next step. */
const NO_DATE = '9999-12-31T00:00:00.000Z'

/** A new activity can only make the last contact later or the next step sooner: nothing else of a long timeline is looked at. */
async function addTimes(ctx: Context, tx: Transaction, link: RecordLink, activity: Values): Promise<void> {
  const entity = ctx.catalog.registry.get(link.entity)
  if (!entity?.fields.some((field) => field.key === 'lastContactAt')) return
  if (activity.doneAt === undefined && activity.type !== 'note' && entity.fields.some((field) => field.key === 'nextStepAt')) {
    const at = (activity.dueAt as string | undefined) ?? NO_DATE
    await tx.run(`update ${entity.table} set next_step_at = ? where id = ? and (next_step_at is null or next_step_at > ?)`, [
      at,
      link.id,
      at,
    ])
  }
  if (activity.doneAt !== undefined && activity.type !== 'note' && activity.type !== 'task') {
    const at = activity.at as string
    await tx.run(
      `update ${entity.table} set last_contact_at = ? where id = ? and (last_contact_at is null or last_contact_at < ?)`,
      [at, link.id, at],
    )
  }
}

/** Works out “last contact” and “next step” of one record from its activities. */
async function refreshTimes(ctx: Context, tx: Transaction, link: RecordLink): Promise<void> {
  const entity = ctx.catalog.registry.get(link.entity)
  if (!entity?.fields.some((field) => field.key === 'lastContactAt')) return
  const number = ctx.catalog.fieldNumbers.get('activity.about') ?? -1
  const [from, params] =
    link.entity === 'customer'
      ? (['activity t where t.anchor_customer = ?', [link.id]] as const)
      : ([
          'value_index v join activity t on t.rid = v.rid where v.field_no = ? and v.value = ?',
          [number, `${link.entity}:${link.id}`],
        ] as const)
  const last = await tx.get<{ at: string | null }>(
    `select max(t.at) at from ${from} and t.deleted_at is null and t.done_at is not null and t.type not in ('note', 'task')`,
    params,
  )
  const hasNext = entity.fields.some((field) => field.key === 'nextStepAt')
  const next = hasNext
    ? await tx.get<{ at: string | null }>(
        `select min(coalesce(t.due_at, '${NO_DATE}')) at from ${from} and t.deleted_at is null and t.done_at is null and t.type <> 'note'`,
        params,
      )
    : undefined
  const sets = [`${columnOf('lastContactAt')} = ?`, ...(hasNext ? [`${columnOf('nextStepAt')} = ?`] : [])]
  await tx.run(`update ${entity.table} set ${sets.join(', ')} where id = ?`, [
    last?.at ?? null,
    ...(hasNext ? [next?.at ?? null] : []),
    link.id,
  ])
}

/** When a deal or contact moves to another customer, its activities move with it. */
async function moveAnchors(ctx: Context, tx: Transaction, write: Write): Promise<void> {
  const { entity, before, after, id } = write
  const moved =
    entity.key === 'deal'
      ? before.customer !== after.customer
      : JSON.stringify(before.customers ?? null) !== JSON.stringify(after.customers ?? null)
  if (write.action !== 'update' || !moved) return
  const number = ctx.catalog.fieldNumbers.get('activity.about') ?? -1
  const activities = await tx.all<{ rid: number; about: string; anchor_customer: string | null }>(
    'select t.rid, t.about, t.anchor_customer from value_index v join activity t on t.rid = v.rid where v.field_no = ? and v.value = ?',
    [number, `${entity.key}:${id}`],
  )
  const touched = new Set<string>()
  for (const activity of activities) {
    const about = itemsOf<RecordLink>('records', activity.about)
    const anchor = about && ((await anchorOf(tx, about)) ?? null)
    if (anchor === undefined || anchor === activity.anchor_customer) continue
    const owner = await customerOwnerOf(tx, entityOf(ctx.catalog, 'activity'), { anchorCustomer: anchor ?? undefined })
    await tx.run('update activity set anchor_customer = ?, customer_owner = ? where rid = ?', [anchor, owner, activity.rid])
    for (const customer of [anchor, activity.anchor_customer]) if (customer) touched.add(customer)
  }
  for (const customer of touched) await refreshTimes(ctx, tx, { entity: 'customer', id: customer })
}

export const activityRules: readonly Rule[] = [
  { entity: 'activity', before: derive, after: keepTimes },
  { entity: 'deal', after: moveAnchors },
  { entity: 'contact', after: moveAnchors },
]
