import type { PersonNameValue } from '../../../core/fields/values.ts'
import { newItemId } from '../../../core/ids.ts'
import type { Transaction } from '../../db/database.ts'
import { closeBatch, openBatch } from '../../records/batch.ts'
import type { Context } from '../../records/context.ts'
import type { Values } from '../../records/row.ts'
import type { RecordWriter } from '../../records/write.ts'

type PastedRequest = {
  entity: string
  values: Values
  contact?: { name: PersonNameValue; position?: string | undefined } | undefined
}

/** Writes a record that was read from a pasted message, and the contact at it if there is one: both or neither, undone as one. */
export async function savePasted(ctx: Context, tx: Transaction, writer: RecordWriter, request: PastedRequest) {
  const batch = await openBatch(ctx, tx, 'paste', request.entity)
  const { id } = await writer.create(batch, tx, request.entity, request.values)
  let contactId: string | null = null
  if (request.contact) {
    const { name, position } = request.contact
    const link = { id: newItemId(), to: id, ...(position && { position }) }
    const { owner } = request.values
    contactId = (await writer.create(batch, tx, 'contact', { name, customers: [link], ...(owner !== undefined && { owner }) })).id
  }
  await closeBatch(batch, tx, { added: contactId ? 2 : 1 })
  return { id, contactId, batchId: batch.batchId }
}
