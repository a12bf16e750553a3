import type { z } from 'zod'
import { KeyScope } from '../../../core/access/key-role.ts'
import {
  StoredAccessRules,
  StoredBackupPlan,
  StoredColumns,
  StoredCompany,
  StoredField,
  StoredHost,
  StoredKeys,
  StoredLanguage,
  StoredOurs,
  StoredReport,
  StoredRole,
  StoredView,
} from '../../../core/configuration/stored.ts'
import { Filter } from '../../../core/query/filter.ts'
import type { Database } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'

/** A setting whose cell says nothing any more, with the text that stands there instead, and what people call it. */
export type Unreadable = { area: string; item: string; text: string; th: string; en: string }

type Row = Omit<Unreadable, 'area'>

const setting = (item: string, key = item) =>
  `select '${item}' item, value as text, '' th, '' en from setting where key = '${key}'`
const named = (table: string, column: string, where = '') =>
  `select id as item, "${column}" as text, name as th, name as en from ${table} ${where}`

/** Every cell of the configuration that holds JSON, by where it is set. What has a history has there the area of that. */
const CELLS: readonly [area: string, select: string, form: z.ZodType<unknown>][] = [
  ['company', setting('', 'company'), StoredCompany],
  ['company', setting('language'), StoredLanguage],
  ['backup', setting('', 'backup'), StoredBackupPlan],
  ['people', setting('access'), StoredAccessRules],
  ['share', setting('lan'), StoredHost],
  ['forms', "select substr(key, 6) as item, value as text, '' th, '' en from setting where key like 'ours.%'", StoredOurs],
  ['fields', "select id as item, definition as text, '' th, '' en from custom_field", StoredField],
  ['roles', 'select key as item, definition as text, name_th as th, name_en as en from role', StoredRole],
  [
    'pipelines',
    `select p.id as item, s.required as text, p.name_th as th, p.name_en as en
      from stage s join pipeline p on p.id = s.pipeline_id`,
    StoredKeys,
  ],
  ['views', named('saved_view', 'definition'), StoredView],
  ['views', named('saved_view', 'first_for'), StoredKeys],
  ['reports', named('report', 'definition'), StoredReport],
  ['dashboards', named('dashboard', 'columns'), StoredColumns],
  ['dashboards', named('dashboard', 'shared_with'), StoredKeys],
  ['dashboards', named('dashboard', 'first_for'), StoredKeys],
  ['api', named('webhook', 'events'), StoredKeys],
  ['api', named('webhook', 'filter', 'where filter is not null'), Filter],
  ['api', named('api_key', 'scope'), KeyScope],
]

/** The settings that cannot be read any more, each once: of all areas, or of one. */
export async function unreadableSettings(db: Database, only?: string): Promise<Unreadable[]> {
  const found = new Map<string, Unreadable>()
  for (const [area, select, form] of CELLS) {
    if (only !== undefined && area !== only) continue
    for (const row of await db.all<Row>(select))
      if (!found.has(`${area} ${row.item}`) && storedJson(row.text, form) === undefined)
        found.set(`${area} ${row.item}`, { ...row, area })
  }
  return [...found.values()]
}

/** True for a setting of which nobody knows any more what it was. */
export const isUnreadable = async (db: Database, area: string, item: string): Promise<boolean> =>
  (await unreadableSettings(db, area)).some((each) => each.item === item)
