import type { PersonNameValue, PhoneItem } from '../../../core/fields/values.ts'
import { newItemId } from '../../../core/ids.ts'
import type { Transaction } from '../../db/database.ts'
import { closeBatch, openBatch } from '../../records/batch.ts'
import type { Context } from '../../records/context.ts'
import type { Values } from '../../records/row.ts'
import type { RecordWriter } from '../../records/write.ts'

type Contact = { name: PersonNameValue; position?: string | undefined; phones?: PhoneItem[] | undefined }
type PastedRequest = {
  entity: string
  values: Values
  contact?: Contact | undefined
  /** Further people there. */
  others?: Contact[] | undefined
}

/** Writes a record that was read from a pasted message, and the people at it if there are some: all or nothing, undone as one. */
export async function savePasted(ctx: Context, tx: Transaction, writer: RecordWriter, request: PastedRequest) {
  const batch = await openBatch(ctx, tx, 'paste', request.entity)
  const { id } = await writer.create(batch, tx, request.entity, request.values)
  const { owner } = request.values
  const addContact = async ({ name, position, phones }: Contact): Promise<string> => {
    const link = { id: newItemId(), to: id, ...(position && { position }) }
    const values = { name, customers: [link], ...(phones && { phones }), ...(owner !== undefined && { owner }) }
    return (await writer.create(batch, tx, 'contact', values)).id
  }
  const contactId = request.contact ? await addContact(request.contact) : null
  const others = request.others ?? []
  for (const other of others) await addContact(other)
  await closeBatch(batch, tx, { added: 1 + (contactId ? 1 : 0) + others.length })
  return { id, contactId, batchId: batch.batchId }
}
