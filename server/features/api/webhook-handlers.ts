import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { StoredKeys } from '../../../core/configuration/stored.ts'
import type { Delivery, Webhook } from '../../../core/contract/webhooks.ts'
import { AppError } from '../../../core/errors.ts'
import { Filter } from '../../../core/query/filter.ts'
import { logAccess } from '../../access/access-log.ts'
import type { SecretBox } from '../../access/secret-box.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import { whereOf } from '../../records/list.ts'
import { boxOf, toldSecret } from '../../webhooks/secrets.ts'
import type { WebhookSender } from '../../webhooks/sender.ts'

type Names = 'listWebhooks' | 'saveWebhook' | 'removeWebhook' | 'listDeliveries' | 'retryDelivery' | 'retryDeliveries'
type Body = Parameters<SomeHandlers<'saveWebhook'>['saveWebhook']>[1]['body']
type WebhookRow = {
  id: string
  name: string
  url: string
  events: string
  filter: string | null
  inside: number
  state: Webhook['state']
  made_by: string
  failing_since: string | null
  waiting: number
  last_at: string | null
}

const done = { ok: true } as const
const SECRET_BYTES = 32
const SHOWN = 50
/** What a program was told of and did not take. */
const FAILED = "(state = 'given_up' or (state = 'waiting' and attempts > 0))"

/** Programs that are told of changes. */
export function webhookHandlers(office: Office, box: SecretBox, sender: WebhookSender): SomeHandlers<Names> {
  return {
    listWebhooks: async () => {
      const rows = await office.connection.all<WebhookRow>(
        `select w.*, (select count(*) from webhook_delivery d where d.webhook_id = w.id and d.state = 'waiting') waiting,
         (select max(at) from webhook_delivery d where d.webhook_id = w.id and d.state = 'done') last_at from webhook w order by w.id`,
      )
      return { webhooks: rows.map(told) }
    },
    saveWebhook: async (ctx, { body }) => {
      refuseWrong(ctx, body)
      return office.write(ctx, (tx) => save(ctx, tx, box, body))
    },
    removeWebhook: async (ctx, { params }) => {
      await office.write(ctx, async (tx) => {
        const { changes } = await tx.run('delete from webhook where id = ?', [params.id])
        if (changes === 0) throw new AppError('request.not_found')
        await tx.run('delete from webhook_delivery where webhook_id = ?', [params.id])
        await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'webhook_removed' })
      })
      return done
    },
    listDeliveries: async (_ctx, { params }) => ({
      deliveries: await office.connection.all<Delivery>(
        `select id, event, at, state, attempts, status, problem, next_at as "nextAt" from webhook_delivery
         where webhook_id = ? order by at desc, id desc limit ?`,
        [params.id, SHOWN],
      ),
      failed:
        (
          await office.connection.get<{ n: number }>(
            `select count(*) n from webhook_delivery where webhook_id = ? and ${FAILED}`,
            [params.id],
          )
        )?.n ?? 0,
    }),
    retryDeliveries: async (ctx, { params }) => {
      const { changes } = await office.write(ctx, (tx) =>
        tx.run(`update webhook_delivery set state = 'waiting', next_at = ? where webhook_id = ? and ${FAILED}`, [
          ctx.now,
          params.id,
        ]),
      )
      await sender.run()
      return { count: changes }
    },
    retryDelivery: async (ctx, { params }) => {
      await office.write(ctx, async (tx) => {
        const { changes } = await tx.run(
          "update webhook_delivery set state = 'waiting', next_at = ? where id = ? and state in ('waiting', 'given_up')",
          [ctx.now, params.id],
        )
        if (changes === 0) throw new AppError('request.not_found')
      })
      await sender.run()
      return done
    },
  }
}

const filterOf = (text: string | null): { filter?: Filter } => {
  const filter = text === null ? undefined : storedJson<Filter>(text, Filter)
  return filter ? { filter } : {}
}

const told = (row: WebhookRow): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: storedJson<string[]>(row.events, StoredKeys) ?? [],
  ...filterOf(row.filter),
  inside: row.inside === 1,
  state: row.state,
  madeBy: row.made_by,
  failingSince: row.failing_since,
  waiting: row.waiting,
  lastAt: row.last_at,
})

function refuseWrong(ctx: RequestContext, body: Body): void {
  const url = new URL(body.url)
  // What leaves the house is not readable on the way; inside it, the owner answers for it.
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && body.inside)
  if (!safe || url.username !== '' || url.password !== '') throw new AppError('webhook.url')
  if (body.inside && ctx.identity.role.key !== 'owner') throw new AppError('user.owner_only')
  for (const event of body.events) {
    const entity = entityOf(ctx.catalog, event.split('.')[0] ?? '')
    // A filter that no record of the kind can be asked is refused now, not when something happens.
    if (body.filter) whereOf(ctx, entity, body.filter)
  }
}

async function save(
  ctx: RequestContext,
  tx: Parameters<Parameters<Office['writeAlone']>[0]>[0],
  box: SecretBox,
  body: Body,
): Promise<{ id: string; secret?: string }> {
  const { name, url, events, filter, inside, on } = body
  const values = [name, url, JSON.stringify(events), filter ? JSON.stringify(filter) : null, inside ? 1 : 0, on ? 'on' : 'off']
  if (body.id) {
    const before = await tx.get<{ inside: number; url: string }>('select inside, url from webhook where id = ?', [body.id])
    if (!before) throw new AppError('request.not_found')
    // It goes on with the rights of whoever changed it last, so that nobody leads another's view elsewhere.
    await tx.run(
      'update webhook set name = ?, url = ?, events = ?, filter = ?, inside = ?, state = ?, made_by = ?, failing_since = null where id = ?',
      [...values, ctx.userId, body.id],
    )
    await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'webhook_saved', detail: { webhook: body.id } })
    return { id: body.id }
  }
  const id = uuidv7()
  const secret = randomBytes(SECRET_BYTES)
  await tx.run(
    'insert into webhook (name, url, events, filter, inside, state, made_by, id, secret) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [...values, ctx.userId, id, box.seal(secret.toString('base64'), boxOf(id))],
  )
  await logAccess(tx, ctx.now, { userId: ctx.userId, action: 'webhook_saved', detail: { webhook: id } })
  return { id, secret: toldSecret(secret) }
}
