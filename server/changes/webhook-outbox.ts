import { uuidv7 } from 'uuidv7'
import { StoredKeys } from '../../core/configuration/stored.ts'
import { eventsOf } from '../../core/webhooks/events.ts'
import type { Transaction } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'

type Changed = { entity: string; action: string; fields: readonly string[]; seq: number; at: string }

/** Writes down, in the transaction of changes, which programs are to be told of them. What they are told is decided when it is sent. */
export async function queueWebhooks(tx: Transaction, changes: readonly Changed[]): Promise<void> {
  const webhooks = await tx.all<{ id: string; events: string }>("select id, events from webhook where state = 'on'")
  if (webhooks.length === 0) return
  for (const change of changes) await queueChange(tx, webhooks, change)
}

async function queueChange(
  tx: Transaction,
  webhooks: readonly { id: string; events: string }[],
  { entity, action, fields, seq, at }: Changed,
): Promise<void> {
  const events = eventsOf(entity, action, fields)
  for (const { id, events: asked } of webhooks) {
    const wanted = new Set(storedJson<string[]>(asked, StoredKeys))
    for (const event of events)
      if (wanted.has(event))
        await tx.run(
          `insert into webhook_delivery (id, webhook_id, event, seq, at, state, attempts, next_at)
           values (?, ?, ?, ?, ?, 'waiting', 0, ?)`,
          [uuidv7(), id, event, seq, at, at],
        )
  }
}
