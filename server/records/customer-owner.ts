import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Context } from './context.ts'
import type { Values } from './row.ts'

/** The owner of the living customer that a record hangs on: who may see that customer may see the record. */
export async function customerOwnerOf(tx: Pick<Database, 'get'>, entity: EntityDef, values: Values): Promise<string | null> {
  const customer = values[entity.scope.throughCustomer ?? ''] as string | undefined
  if (customer === undefined) return null
  const row = await tx.get<{ owner: string | null }>('select owner from customer where id = ? and deleted_at is null', [customer])
  return row?.owner ?? null
}

/** Writes a customer's owner on everything that hangs on the customer: it got another one, went to the bin or came back. */
export async function keepCustomerOwner(ctx: Context, tx: Transaction, customerId: string): Promise<void> {
  for (const entity of ctx.catalog.registry.values()) {
    const through = entity.scope.throughCustomer
    if (!through) continue
    const owner = await customerOwnerOf(tx, entity, { [through]: customerId })
    await tx.run(`update ${entity.table} set customer_owner = ? where ${columnOf(through)} = ?`, [owner, customerId])
  }
}
