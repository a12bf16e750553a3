import type { Office } from '../office.ts'
import { entityOf, fieldNumber, sortNumber } from './catalog.ts'
import { type DbRow, valuesOf } from './row.ts'
import { updateValueIndex } from './search-index.ts'

const CHUNK = 500

/**
 * Puts the values that records already hold in a custom field into the value index, in chunks with other people's saves in between. What
 * stood there from an earlier time, before it changed unseen, goes.
 */
export async function backfillValueIndex(
  office: Pick<Office, 'connection' | 'catalog' | 'writeAlone'>,
  entityKey: string,
  fieldKey: string,
): Promise<void> {
  const entity = entityOf(office.catalog, entityKey)
  const only = { ...entity, fields: entity.fields.filter((field) => field.key === fieldKey) }
  for (const field of only.fields)
    for (const number of new Set([fieldNumber(office.catalog, entity, field), sortNumber(office.catalog, entity, field)]))
      await clear(office, number)
  let after = 0
  for (;;) {
    const rows = await office.connection.all<DbRow>(`select * from ${entity.table} where rid > ? order by rid limit ?`, [
      after,
      CHUNK,
    ])
    if (rows.length === 0) return
    await office.writeAlone(async (tx) => {
      for (const row of rows) await updateValueIndex(tx, office.catalog, only, row.rid, {}, valuesOf(only, row))
    })
    after = rows[rows.length - 1]?.rid ?? after
  }
}

async function clear(office: Pick<Office, 'writeAlone'>, number: number): Promise<void> {
  const some = 'select field_no, value, rid from value_index where field_no = ? limit ?'
  const clearSome = () =>
    office.writeAlone((tx) => tx.run(`delete from value_index where (field_no, value, rid) in (${some})`, [number, CHUNK]))
  while ((await clearSome()).changes === CHUNK);
}
