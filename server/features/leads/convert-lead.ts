import { AppError } from '../../../core/errors.ts'
import type { LinkItem, RecordLink } from '../../../core/fields/values.ts'
import { newItemId } from '../../../core/ids.ts'
import type { Transaction } from '../../db/database.ts'
import { closeBatch, openBatch } from '../../records/batch.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { readOne } from '../../records/read-one.ts'
import { type Values, valuesOf } from '../../records/row.ts'
import { type RecordWriter, rowById } from '../../records/write.ts'
import { customerFromLead } from './reads.ts'

type ConvertRequest = {
  version: number
  customerId?: string
  customerValues?: Values
  contact: boolean
  deal?: { name: string; pipeline: string; stage: string; amount?: number; expectedClose?: string }
}

/**
 * Makes of a lead a customer (or uses the existing one), its contact and a deal, in one step that can be undone as one.
 * The lead stays, marked as converted, and its activities hang on the customer too. Throws `lead.converted` the second time.
 */
export async function convertLead(ctx: Context, tx: Transaction, writer: RecordWriter, leadId: string, request: ConvertRequest) {
  const seen = await readOne(ctx, tx, 'lead', leadId)
  if (seen.convertedAt) throw new AppError('lead.converted')
  if (seen.version !== request.version) throw new AppError('record.stale', { version: seen.version })
  const batch = await openBatch(ctx, tx, 'convert', 'lead', seen.title)
  const customerId = request.customerId
    ? (await readOne(batch, tx, 'customer', request.customerId)).id
    : (await writer.create(batch, tx, 'customer', { ...customerFromLead(seen), stage: 'prospect', ...request.customerValues })).id
  const contactId = request.contact ? await makeContact(batch, tx, writer, seen, customerId) : null
  const dealId = request.deal ? await makeDeal(batch, tx, writer, seen, { ...request.deal }, customerId, contactId) : null
  await markConverted(batch, tx, writer, leadId, {
    convertedAt: ctx.now,
    customer: customerId,
    contact: contactId,
    deal: dealId,
    status: 'converted',
  })
  const made = [{ entity: 'customer', id: customerId }, ...(dealId ? [{ entity: 'deal', id: dealId }] : [])]
  await takeActivitiesAlong(batch, tx, writer, leadId, made)
  await closeBatch(batch, tx, { converted: 1 })
  return { customerId, contactId, dealId, batchId: batch.batchId }
}

const pick = (values: Values, keys: string[]): Values =>
  Object.fromEntries(keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])))

async function makeContact(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  lead: Values,
  customerId: string,
): Promise<string> {
  const link: LinkItem = { id: newItemId(), to: customerId, ...(lead.position ? { position: lead.position as string } : {}) }
  return (
    await writer.create(ctx, tx, 'contact', {
      ...pick(lead, ['name', 'phones', 'emails', 'lineId', 'doNotContact', 'owner']),
      customers: [link],
    })
  ).id
}

async function makeDeal(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  lead: Values,
  deal: NonNullable<ConvertRequest['deal']>,
  customerId: string,
  contactId: string | null,
): Promise<string> {
  const people = contactId ? { people: [{ id: newItemId(), to: contactId }] } : {}
  const values: Values = { ...deal, customer: customerId, ...people, ...pick(lead, ['source', 'owner']) }
  values.amount ??= lead.expectedAmount
  return (await writer.create(ctx, tx, 'deal', values)).id
}

/** Derived fields are the product's own: they are written past the request's validation. */
async function markConverted(ctx: Context, tx: Transaction, writer: RecordWriter, leadId: string, values: Values): Promise<void> {
  const entity = entityOf(ctx.catalog, 'lead')
  const row = await rowById(tx, entity, leadId)
  if (!row) throw new AppError('record.not_found')
  await writer.apply(ctx, tx, entity, row, values)
}

async function takeActivitiesAlong(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  leadId: string,
  made: RecordLink[],
): Promise<void> {
  const entity = entityOf(ctx.catalog, 'activity')
  const number = ctx.catalog.fieldNumbers.get('activity.about') ?? -1
  const rows = await tx.all<{ id: string }>(
    'select t.id from value_index v join activity t on t.rid = v.rid where v.field_no = ? and v.value = ? and t.deleted_at is null',
    [number, `lead:${leadId}`],
  )
  for (const { id } of rows) {
    const row = await rowById(tx, entity, id)
    if (!row) continue
    const about = (valuesOf(entity, row).about as RecordLink[] | undefined) ?? []
    await writer.apply(ctx, tx, entity, row, { about: [...about, ...made] })
  }
}
