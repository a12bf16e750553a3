import { StoredField, StoredOurs } from '../core/configuration/stored.ts'
import type { Registry } from '../core/entities/registry.ts'
import type { FieldDef } from '../core/fields/field.ts'
import type { Database } from './db/database.ts'
import { storedJson } from './db/stored-json.ts'
import { type Catalog, loadCatalog } from './records/catalog.ts'
import { wordOf } from './words.ts'

/** Reads the office's configuration, without what cannot be read of it any more: one damaged setting keeps nobody out of the office. */
export const loadOfficeCatalog = (db: Database, declared: Registry, version: number, timeZone: string): Promise<Catalog> =>
  loadCatalog(readableIn(db), declared, version, timeZone)

type Row = { key?: string; definition?: string; value?: string; archived?: number }

/** The database as the catalog is to see it. */
const readableIn = (db: Database): Database => ({
  engine: db.engine,
  get: (sql, params) => db.get(sql, params),
  run: (sql, params) => db.run(sql, params),
  all: async <T>(sql: string, params?: Parameters<Database['all']>[1]) =>
    (await db.all<T & Row>(sql, params)).flatMap((row) => readable(row)),
})

/** A row with what it may say; none where it says nothing of use. */
function readable<R extends Row>(row: R): R[] {
  if (row.value !== undefined) return storedJson(row.value, StoredOurs) === undefined ? [] : [row]
  if (row.definition === undefined || storedJson(row.definition, StoredField) !== undefined) return [row]
  return [{ ...row, definition: JSON.stringify(putAway()), archived: 1 }]
}

/** A field of which nobody knows what it is stands as one that was put away: what records hold in it stays in them when they are saved. */
function putAway(): Omit<FieldDef, 'key'> {
  const [labelTh, labelEn] = [wordOf('th', 'settings.field.unreadable'), wordOf('en', 'settings.field.unreadable')]
  return { kind: 'text', custom: { id: '', labelTh, labelEn, filterable: false, position: 0, archived: true } }
}
