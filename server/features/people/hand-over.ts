import { HANDED_OVER } from '../../../core/contract/people.ts'
import { AppError } from '../../../core/errors.ts'
import { oneUseCodes } from '../../access/one-use-codes.ts'
import type { Sessions } from '../../access/sessions.ts'
import type { Transaction } from '../../db/database.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { openBatch } from '../../records/batch.ts'
import { officeWord } from '../../words.ts'
import type { BulkService } from '../bulk/bulk-service.ts'
import { type Part, prepareParts } from '../bulk/parts.ts'
import { tracked } from '../settings/configuration-history.ts'
import { refuseWithoutOwner } from '../settings/configuration-items.ts'
import { countHoldings, type Holding, holdingsOf, type Kind } from './holdings.ts'
import { ownersOnly } from './people-handlers.ts'

type Body = Parameters<SomeHandlers<'handOver'>['handOver']>[1]['body']
type Leaver = { id: string; name: string; nick: string; role: string }

/** Handing a person's work over when he leaves, or takes up other work. */
export function handOverHandlers(
  office: Office,
  sessions: Sessions,
  bulk: BulkService,
): SomeHandlers<'getHoldings' | 'handOver'> {
  return {
    getHoldings: async (_ctx, { params }) => {
      const counts = await Promise.all(HANDED_OVER.map((kind) => countHoldings(office.connection, kind, params.id)))
      return { counts: Object.fromEntries(HANDED_OVER.map((kind, at) => [kind, counts[at] ?? 0])) as Record<Kind, number> }
    },
    handOver: async (ctx, { params, body }) => {
      const started = await office.write(ctx, (tx) => handOver(office, sessions, { ctx, tx }, params.id, body))
      office.feed.publish()
      await bulk.open(ctx, started.batchId)
      return started
    },
  }
}

/** All is decided in one transaction: who gets what, the notes, and that he is shut out. The records follow in slices. */
async function handOver(
  office: Office,
  sessions: Sessions,
  { ctx, tx }: { ctx: RequestContext; tx: Transaction },
  id: string,
  body: Body,
): Promise<{ batchId: string; total: number }> {
  const leaver = await tx.get<Leaver>('select id, name, nick, role from "user" where id = ?', [id])
  if (!leaver) throw new AppError('request.not_found')
  ownersOnly(ctx, leaver.role)
  await refuseSuccessors(tx, id, body)
  const name = leaver.nick || leaver.name
  const { idempotency: _, ...plain } = ctx
  const batch = await openBatch(plain, tx, 'handOver', null, name)
  const shares = await share(tx, id, body)
  const { total } = await prepareParts(batch, tx, partsOf(shares))
  await leaveNotes(office, batch, tx, { shares, name, note: body.note ?? '' })
  if (body.leaves) await shutOut(ctx, tx, sessions, id)
  return { batchId: batch.batchId, total }
}

async function refuseSuccessors(tx: Transaction, id: string, body: Body): Promise<void> {
  for (const to of new Set(Object.values(body.to).flat())) {
    const there = await tx.get('select 1 from "user" where id = ? and active = 1', [to])
    if (!there || to === id) throw new AppError('request.invalid', { field: 'to' })
  }
}

/** What each successor gets of each kind. */
type Shares = Map<Kind, Map<string, number[]>>

/** Deals the records out: what hangs on a customer goes where the customer goes, the rest in turn. */
async function share(tx: Transaction, id: string, body: Body): Promise<Shares> {
  const shares: Shares = new Map()
  const ownerOfCustomer = new Map<string, string>()
  for (const kind of HANDED_OVER) {
    const people = body.to[kind]
    if (!people) continue
    const given = new Map<string, number[]>()
    let turn = 0
    const next = (): string => people[turn++ % people.length] as string
    for (const holding of await holdingsOf(tx, kind, id)) {
      const to = follows(holding, kind, people, ownerOfCustomer) ?? next()
      if (kind === 'customer') ownerOfCustomer.set(holding.id, to)
      given.set(to, [...(given.get(to) ?? []), holding.rid])
    }
    shares.set(kind, given)
  }
  return shares
}

function follows(holding: Holding, kind: Kind, people: readonly string[], owners: Map<string, string>): string | undefined {
  const owner = kind !== 'customer' && holding.customer ? owners.get(holding.customer) : undefined
  return owner !== undefined && people.includes(owner) ? owner : undefined
}

const partsOf = (shares: Shares): Part[] =>
  [...shares].flatMap(([entity, given]) =>
    [...given].map(([owner, rids]): Part => ({ entity, act: { kind: 'set', values: { owner } }, rids })),
  )

/** A task for each successor, due today: what came, from whom, and what he should know. Undone with the rest. */
async function leaveNotes(
  office: Office,
  ctx: RequestContext & { batchId: string },
  tx: Transaction,
  { shares, name, note }: { shares: Shares; name: string; note: string },
): Promise<void> {
  const activity = ctx.catalog.registry.get('activity')
  if (!activity) return
  for (const to of new Set([...shares.values()].flatMap((given) => [...given.keys()]))) {
    const counts = [...shares]
      .map(([kind, given]) => ({ kind, count: given.get(to)?.length ?? 0 }))
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => `${officeWord(ctx, `${kind}.many`)} ${count}`)
    await office.writer.createTrusted(ctx, tx, activity, {
      type: 'task',
      subject: officeWord(ctx, 'handover.task', { name }),
      body: [counts.join(' · '), note].filter(Boolean).join('\n\n'),
      dueAt: ctx.now,
      owner: to,
    })
  }
}

async function shutOut(ctx: RequestContext, tx: Transaction, sessions: Sessions, id: string): Promise<void> {
  await tracked(ctx, tx, { area: 'people', item: id }, async () => {
    await tx.run('update "user" set active = 0 where id = ?', [id])
    await refuseWithoutOwner(tx)
  })
  await sessions.endAllOf(tx, id)
  await oneUseCodes.takeBack(tx, id)
}
