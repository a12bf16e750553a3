import type { Database } from '../../db/database.ts'
import type { Context } from '../../records/context.ts'
import { findDuplicates } from '../../records/duplicates.ts'
import { readOne } from '../../records/read-one.ts'
import type { Values } from '../../records/row.ts'

/** The values of a customer that a lead would become. */
export function customerFromLead(lead: Values): Values {
  const company = lead.company as string | undefined
  const name = lead.name as { first: string }
  return {
    name: company ? { type: 'company', name: company } : { type: 'person', ...name },
    ...Object.fromEntries(
      ['phones', 'emails', 'lineId', 'addresses', 'source', 'website', 'doNotContact', 'tags', 'owner'].flatMap((key) =>
        lead[key] === undefined ? [] : [[key, lead[key]]],
      ),
    ),
  }
}

/** Existing customers that look the same as the lead, offered before a new one is made. */
async function leadMatches(ctx: Context, db: Database, request: { id: string }) {
  const lead = await readOne(ctx, db, 'lead', request.id)
  const duplicates = await findDuplicates(ctx, db, 'customer', customerFromLead(lead))
  return { customers: duplicates.map((duplicate) => duplicate.row) }
}

export const leadReads = { leadMatches }
