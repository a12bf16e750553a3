import { z } from 'zod'
import { PersonNameValue, PhoneItem } from '../fields/values.ts'
import { EntityParam, Values } from './records.ts'
import { defineRoutes } from './route.ts'

/** The most letters of a message that are read at once: a dozen pages of a chat. Looking for parts in a longer one would hold up everybody. */
export const LONGEST_PASTE = 5_000

const PastedContact = z.strictObject({ name: PersonNameValue, position: z.string().trim().max(120).optional() })
/** A further person at the firm, with the numbers that stood beside him. */
const FurtherContact = PastedContact.extend({ phones: z.array(PhoneItem).max(10).optional() })

export const pasteRoutes = defineRoutes({
  /** Reads a pasted message as a record; nothing is written. `marks` are places in `text`, which is the message normalised. */
  readPaste: {
    method: 'POST',
    path: '/api/paste/:entity/read',
    permission: 'signed-in',
    params: EntityParam,
    body: z.strictObject({ text: z.string().max(LONGEST_PASTE) }),
    reply: z.object({
      text: z.string(),
      marks: z.array(z.object({ start: z.int(), end: z.int(), field: z.string() })),
      values: Values,
      contact: PastedContact.nullable(),
      others: z.array(FurtherContact),
      apart: z.array(z.string()),
      sure: z.boolean(),
    }),
  },
  /** Writes the record and the person there in one step, undone as one. */
  savePasted: {
    method: 'POST',
    path: '/api/paste/:entity',
    permission: 'signed-in',
    params: EntityParam,
    body: z.strictObject({
      values: Values,
      contact: PastedContact.optional(),
      others: z.array(FurtherContact).max(20).optional(),
    }),
    reply: z.object({ id: z.uuid(), contactId: z.uuid().nullable(), batchId: z.uuid() }),
    idempotent: true,
  },
})
