import { Filter } from '../../core/query/filter.ts'
import { logAccess } from '../access/access-log.ts'
import { people } from '../access/people.ts'
import type { SecretBox } from '../access/secret-box.ts'
import { storedJson } from '../db/stored-json.ts'
import type { Log } from '../log.ts'
import type { Office } from '../office.ts'
import { payloadOf } from './payload.ts'
import { type Posted, post, type Resolve } from './post.ts'
import { boxOf, signedHeaders } from './secrets.ts'

const LOOK_EVERY_MS = 5_000
const MOST_AT_ONCE = 20
const TIMEOUT_MS = 10_000
/** The wait doubles from here to half a day, each a little longer or shorter, so that not all come at once after an outage. */
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 12 * 3600_000
const GIVEN_UP_AFTER_MS = 3 * 86_400_000
/** A program that took nothing for so long is told nothing more until somebody turns it on again. */
const OFF_AFTER_MS = 5 * 86_400_000
const KEPT_MS = 30 * 86_400_000

type Waiting = {
  id: string
  webhook_id: string
  event: string
  seq: number
  at: string
  attempts: number
  url: string
  filter: string | null
  inside: number
  secret: string
  made_by: string
  failing_since: string | null
}
type Outcome = Posted | { problem: 'secret' | 'maker_left' | 'filter' } | 'skipped'
type Parts = { office: Office; box: SecretBox; log: Log; resolve: Resolve; random?: () => number }

/** Sends what waits in the outbox, again and again until it is taken or its time is over. */
export class WebhookSender {
  readonly #parts: Parts
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  schedule(): void {
    this.#timer = setInterval(() => void this.run(), LOOK_EVERY_MS).unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }

  /** Sends what is due; one look at a time. */
  run(): Promise<void> {
    this.#running ??= this.#sendDue()
      .catch((error: unknown) => this.#parts.log.error({ error: String(error) }, 'webhooks failed'))
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  async #sendDue(): Promise<void> {
    const { office } = this.#parts
    const now = office.clock.now()
    const due = await office.connection.all<Waiting>(
      `select d.id, d.webhook_id, d.event, d.seq, d.at, d.attempts, w.url, w.filter, w.inside, w.secret, w.made_by, w.failing_since
       from webhook_delivery d join webhook w on w.id = d.webhook_id and w.state = 'on'
       where d.state = 'waiting' and d.next_at <= ? order by d.next_at, d.seq limit ?`,
      [now.toISOString(), MOST_AT_ONCE],
    )
    if (due.length === 0) return
    await Promise.all([...Map.groupBy(due, (delivery) => delivery.webhook_id).values()].map((mine) => this.#sendInOrder(mine)))
    await office.writeAlone((tx) =>
      tx.run("delete from webhook_delivery where state <> 'waiting' and at < ?", [
        new Date(now.getTime() - KEPT_MS).toISOString(),
      ]),
    )
  }

  /** One after the other, as it happened; a program that does not take one is left alone until the next look. */
  async #sendInOrder(deliveries: readonly Waiting[]): Promise<void> {
    for (const delivery of deliveries) {
      const outcome = await this.#send(delivery)
      await this.#settle(delivery, outcome)
      if (typeof outcome === 'object' && 'problem' in outcome) return
    }
  }

  async #send(delivery: Waiting): Promise<Outcome> {
    const { office, box, resolve } = this.#parts
    const maker = await people.identity(office.connection, delivery.made_by)
    if (!maker) return { problem: 'maker_left' }
    const filter = delivery.filter === null ? undefined : storedJson<Filter>(delivery.filter, Filter)
    // What is not to be told cannot be told any more: it waits until the filter is set anew.
    if (delivery.filter !== null && filter === undefined) return { problem: 'filter' }
    const body = await payloadOf(office.contextFor(maker, 'th'), office.connection, delivery, filter)
    if (body === undefined) return 'skipped'
    const secret = box.open(delivery.secret, boxOf(delivery.webhook_id))
    if (!secret) return { problem: 'secret' }
    const headers = signedHeaders(Buffer.from(secret, 'base64'), delivery.id, office.clock.now(), body)
    const inside = delivery.inside === 1
    return post({ url: new URL(delivery.url), headers, body, inside, resolve, timeoutMs: TIMEOUT_MS })
  }

  async #settle(delivery: Waiting, outcome: Outcome): Promise<void> {
    const { office } = this.#parts
    const now = office.clock.now()
    const put = (state: string, nextAt: string | null) =>
      office.writeAlone(async (tx) => {
        const status = typeof outcome === 'object' && 'status' in outcome ? outcome.status : null
        const problem = typeof outcome === 'object' && 'problem' in outcome ? outcome.problem : null
        await tx.run(
          'update webhook_delivery set state = ?, attempts = attempts + ?, next_at = ?, status = ?, problem = ? where id = ?',
          [state, outcome === 'skipped' ? 0 : 1, nextAt, status, problem, delivery.id],
        )
        if (state === 'done') await tx.run('update webhook set failing_since = null where id = ?', [delivery.webhook_id])
        if (state === 'done' || state === 'skipped') return
        await tx.run('update webhook set failing_since = coalesce(failing_since, ?) where id = ?', [
          now.toISOString(),
          delivery.webhook_id,
        ])
        const { changes } = await tx.run(
          "update webhook set state = 'failed' where id = ? and state = 'on' and failing_since < ?",
          [delivery.webhook_id, new Date(now.getTime() - OFF_AFTER_MS).toISOString()],
        )
        if (changes > 0)
          await logAccess(tx, now.toISOString(), {
            userId: null,
            action: 'webhook_off',
            detail: { webhook: delivery.webhook_id },
          })
        tx.afterCommit(() => office.feed.publish())
      })
    if (outcome === 'skipped') return put('skipped', null)
    if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) return put('done', null)
    if (now.getTime() - Date.parse(delivery.at) > GIVEN_UP_AFTER_MS) return put('given_up', null)
    return put('waiting', new Date(now.getTime() + this.#wait(delivery.attempts)).toISOString())
  }

  #wait(attempts: number): number {
    const { random = Math.random } = this.#parts
    return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 20)) * (0.75 + random() / 2)
  }
}
