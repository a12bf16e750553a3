import type { Office } from '../office.ts'
import { entityOf } from './catalog.ts'
import { type DbRow, valuesOf } from './row.ts'
import { updateValueIndex } from './search-index.ts'

const CHUNK = 500

/** Puts the values that records already hold in a custom field into the value index, in chunks with other people's saves in between. */
export async function backfillValueIndex(
  office: Pick<Office, 'connection' | 'catalog' | 'writeAlone'>,
  entityKey: string,
  fieldKey: string,
): Promise<void> {
  const entity = entityOf(office.catalog, entityKey)
  const only = { ...entity, fields: entity.fields.filter((field) => field.key === fieldKey) }
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
