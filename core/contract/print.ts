import { z } from 'zod'
import { LABEL_SHEET_NAMES } from '../print/sheets.ts'
import { Filter } from '../query/filter.ts'
import { defineRoutes } from './route.ts'

/** More than this is no errand for a printer; the user is told to narrow the list. */
export const MOST_PRINTED = { list: 2_000, labels: 2_000, envelopes: 500, window: 500, visits: 200 } as const
export type PrintKind = keyof typeof MOST_PRINTED
export const PRINT_KINDS = Object.keys(MOST_PRINTED) as [PrintKind, ...PrintKind[]]

export const PrintRequest = z.strictObject({
  what: z.enum(PRINT_KINDS),
  /** These records, in this order; else all that the filter and the search find. */
  ids: z.array(z.uuid()).min(1).max(5_000).optional(),
  filter: Filter.optional(),
  search: z.string().max(200).optional(),
  sort: z.strictObject({ field: z.string().max(80), desc: z.boolean().optional() }).optional(),
  /** Of a list: which columns. */
  columns: z.array(z.string().max(80)).max(12).optional(),
  /** Of labels: which sheet, and how many of its stickers are used up. */
  sheet: z.enum(LABEL_SHEET_NAMES).optional(),
  skip: z.int().min(0).max(40).optional(),
  /** Which of several addresses is wanted first: an entry of the list `addressType`. */
  addressType: z.string().max(40).optional(),
})
export type PrintRequest = z.infer<typeof PrintRequest>

const Entity = z.strictObject({ entity: z.string().max(40) })

export const printRoutes = defineRoutes({
  /** The PDF, as a file. */
  printRecords: {
    method: 'POST',
    path: '/api/print/:entity',
    permission: 'signed-in',
    params: Entity,
    body: PrintRequest,
    reply: 'raw',
  },
  /** What would be printed: how much, what is left out, and the first page as a picture. */
  previewPrint: {
    method: 'POST',
    path: '/api/print/:entity/preview',
    permission: 'signed-in',
    params: Entity,
    body: PrintRequest,
    reply: z.object({
      pages: z.int(),
      printed: z.int(),
      /** Records without an address. */
      withoutAddress: z.int(),
      /** Records that asked to get no mail. */
      refused: z.int(),
      /** The first page as SVG; absent when there is nothing to print. */
      svg: z.string().optional(),
    }),
  },
})
