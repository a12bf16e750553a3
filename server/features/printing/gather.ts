import { MOST_PRINTED, type PrintRequest } from '../../../core/contract/print.ts'
import { findField } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import { formatName } from '../../../core/fields/format.ts'
import type { AddressItem, PartyNameValue, PersonNameValue } from '../../../core/fields/values.ts'
import { postalLines } from '../../../core/print/postal-lines.ts'
import { formatPersonName } from '../../../core/thai/person-name.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { pagesOf } from '../../records/every-row.ts'
import type { RecordRow } from '../../records/row.ts'
import { authorise } from '../../records/scope.ts'

/**
 * The records to print, of those the reader may see and take out of the office. Throws `access.denied`, and `print.too_many`
 * rather than print a part without saying so.
 */
export async function rowsToPrint(ctx: Context, db: Database, entityKey: string, request: PrintRequest): Promise<RecordRow[]> {
  const entity = entityOf(ctx.catalog, entityKey)
  // On paper, what is printed leaves the office as it does in a file.
  authorise(ctx, entity, 'export')
  const most = MOST_PRINTED[request.what]
  const rows: RecordRow[] = []
  const { ids, search, filter, sort, columns } = request
  const wanted = { entity: entity.key, ids, search: search?.trim() || undefined, filter, sort }
  const named = request.what === 'list' && columns ? { columns } : {}
  for await (const page of pagesOf(ctx, db, { ...withoutUndefined(wanted), ...named })) {
    rows.push(...page)
    if (rows.length > most) throw new AppError('print.too_many', { most })
  }
  return rows
}

const withoutUndefined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }

export type Letter = { name: string; lines: string[]; postcode: string }
export type Mailing = { letters: Letter[]; withoutAddress: number; refused: number }

/** Whom mail goes to and where; who has no address, and who asked for none, is counted and left out. */
export function mailingOf(ctx: Context, entityKey: string, rows: readonly RecordRow[], addressType: string | undefined): Mailing {
  const entity = entityOf(ctx.catalog, entityKey)
  const title = findField(entity, entity.title)
  if (!findField(entity, 'addresses') || !title || ctx.policy.isHidden(entity.key, 'addresses'))
    throw new AppError('request.invalid', { field: 'entity' })
  // Whoever may not see who wants no mail cannot send any.
  if (ctx.policy.isHidden(entity.key, 'doNotContact')) throw new AppError('access.denied', { entity: entity.key })
  const mailing: Mailing = { letters: [], withoutAddress: 0, refused: 0 }
  for (const row of rows) {
    const all = (row.addresses as AddressItem[] | undefined) ?? []
    const address = all.find((each) => each.type === addressType) ?? all[0]
    if (((row.doNotContact as string[] | undefined) ?? []).includes('post')) mailing.refused += 1
    else if (!address) mailing.withoutAddress += 1
    else mailing.letters.push({ name: onEnvelope(row[entity.title], row.title), ...postalLines(address) })
  }
  return mailing
}

/** A person is written to politely, a company by its full name; a nickname is nothing for the postman. */
function onEnvelope(value: unknown, title: string): string {
  const name = value as PartyNameValue | PersonNameValue | string | undefined
  if (name === undefined || typeof name === 'string') return title
  if ('type' in name && name.type === 'company') return formatName(name)
  const { nick: _, ...full } = name as PersonNameValue
  return formatPersonName(full, 'list')
}
