import { AppError } from '../../core/errors.ts'

/** Where a page ended: the sort value (null among records that have none) and the row number that breaks ties. */
export type Cursor = { sort: string; value: string | number | null; rid: number }

/** The cursor as opaque text for a URL or a request. */
export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify([cursor.sort, cursor.value, cursor.rid])).toString('base64url')

/** Reads a cursor back; `cursor.invalid` when it is not one of ours or belongs to another sort. */
export function decodeCursor(text: string, sort: string): Cursor {
  try {
    const [of, value, rid] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [
      string,
      string | number | null,
      number,
    ]
    if (of !== sort || !Number.isSafeInteger(rid) || (value !== null && typeof value !== 'string' && typeof value !== 'number'))
      throw new Error()
    return { sort, value, rid }
  } catch {
    throw new AppError('cursor.invalid')
  }
}
