import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import type { PrintRequest } from '../../../core/contract/print.ts'
import { AppError } from '../../../core/errors.ts'
import { LABEL_SHEETS, LONG_ENVELOPE, placesOn } from '../../../core/print/sheets.ts'
import type { Places } from '../../../core/thai/places.ts'
import { logAccess } from '../../access/access-log.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import { FileReply } from '../../http/reply.ts'
import type { Office } from '../../office.ts'
import { typesetPdf, typesetPreview } from '../../print/typeset.ts'
import type { Context } from '../../records/context.ts'
import { officeWord } from '../../words.ts'
import { settings } from '../settings/settings.ts'
import { valueWords } from '../settings/value-words.ts'
import { mailingOf, rowsToPrint } from './gather.ts'
import { listSheet } from './print-list.ts'
import { visitSheets } from './print-visits.ts'

type Counts = { printed: number; withoutAddress: number; refused: number }
type Prepared = Counts & {
  template: string
  data: Record<string, unknown>
  /** The same with as much as a first page shows. */
  first: Record<string, unknown>
  /** Where it is known without setting the whole in type. */
  pages?: number
}

/** Lines that fill the first page of a list. */
const FIRST_LINES = 60

/** Printing what a list shows: as a list, visit sheets, stickers or envelopes. Each print is written to the access log. */
export function printHandlers(
  office: Office,
  workFolder: string,
  places: () => Places,
): SomeHandlers<'printRecords' | 'previewPrint'> {
  const prepared = (ctx: Context, entity: string, request: PrintRequest) => prepare(ctx, office, places(), entity, request)
  return {
    previewPrint: async (ctx, { params, body }) => {
      const { template, data, first, pages, printed, withoutAddress, refused } = await prepared(ctx, params.entity, body)
      if (printed === 0) return { pages: 0, printed, withoutAddress, refused }
      const preview = await typesetPreview({ template, first, ...(pages === undefined ? { whole: data } : { pages }) })
      return { ...preview, printed, withoutAddress, refused }
    },
    printRecords: async (ctx, { params, body }) => {
      const { template, data, printed } = await prepared(ctx, params.entity, body)
      if (printed === 0) throw new AppError('print.nothing')
      const path = join(workFolder, `print-${uuidv7()}.pdf`)
      await writeFile(path, await typesetPdf({ template, data }), { mode: 0o600 })
      await office.writeAlone((tx) =>
        logAccess(tx, ctx.now, {
          userId: ctx.userId,
          action: 'print',
          entity: params.entity,
          detail: { what: body.what, rows: printed, filter: body.filter ?? null },
        }),
      )
      const name = `${officeWord(ctx, `print.${body.what}`)} ${officeWord(ctx, `${params.entity}.many`)} ${ctx.today}.pdf`
      return new FileReply(path, name, 'application/pdf', true)
    },
  }
}

async function prepare(ctx: Context, office: Office, places: Places, entity: string, request: PrintRequest): Promise<Prepared> {
  const db = office.connection
  const rows = await rowsToPrint(ctx, db, entity, request)
  const all = { printed: rows.length, withoutAddress: 0, refused: 0 }
  switch (request.what) {
    case 'list': {
      const data = await listSheet(ctx, db, await valueWords(ctx, db, places.provinces), { entity, request, rows })
      return { ...all, template: 'list', data, first: { ...data, rows: data.rows.slice(0, FIRST_LINES) } }
    }
    case 'visits': {
      const data = await visitSheets(ctx, db, await valueWords(ctx, db, places.provinces), entity, rows)
      const pages = Math.ceil(rows.length / 2)
      return { ...all, template: 'visits', data, first: { ...data, visits: data.visits.slice(0, 2) }, pages }
    }
    case 'labels':
    case 'envelopes':
    case 'window': {
      const { letters, ...left } = mailingOf(ctx, entity, rows, request.addressType)
      const counts = { printed: letters.length, ...left }
      return { ...counts, ...mailSheet(ctx, await senderOf(office), request, letters) }
    }
  }
}

type Sender = { name: string; lines: string[] }

/** The office as it stands on the envelope. */
async function senderOf(office: Office): Promise<Sender> {
  const company = await settings.company(office.connection)
  return { name: company?.name ?? '', lines: (company?.address ?? '').split('\n').filter(Boolean) }
}

function mailSheet(
  ctx: Context,
  sender: Sender,
  request: PrintRequest,
  letters: readonly { name: string; lines: string[]; postcode: string }[],
) {
  if (request.what !== 'labels') {
    const data = { lang: ctx.lang, sender, ...LONG_ENVELOPE, labels: letters }
    const template = request.what === 'window' ? 'window' : 'envelopes'
    return { template, data, first: { ...data, labels: letters.slice(0, 1) }, pages: letters.length }
  }
  const sheet = LABEL_SHEETS[request.sheet ?? '2x8']
  const skip = Math.min(request.skip ?? 0, placesOn(sheet) - 1)
  // A sticker has no boxes for the postcode: it ends the last line.
  const labels = letters.map(({ name, lines, postcode }) => ({
    name,
    lines: [...lines.slice(0, -1), [lines.at(-1), postcode].filter(Boolean).join(' ')].filter(Boolean),
  }))
  const data = { lang: ctx.lang, sheet, skip, labels }
  return {
    template: 'labels',
    data,
    first: { ...data, labels: labels.slice(0, placesOn(sheet) - skip) },
    pages: Math.ceil((skip + labels.length) / placesOn(sheet)),
  }
}
