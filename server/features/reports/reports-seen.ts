import { StoredColumns, StoredKeys, StoredReport } from '../../../core/configuration/stored.ts'
import type { ReportDefinition } from '../../../core/reports/report.ts'
import type { Database } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { Context } from '../../records/context.ts'
import { checkQuestion } from '../../records/tallies.ts'

export type ReportRow = { id: string; name: string; owner: string; shared: number; definition: string; version: number }

export type DashboardRow = {
  id: string
  name: string
  owner: string
  shared_with: string
  first_for: string
  columns: string
  version: number
}

/** Stands for all roles among those that a page is shared with. */
export const EVERYBODY = '*'
export const listOf = (text: string): string[] => storedJson(text, StoredKeys) ?? []

/** The pages that the reader may open, by name. */
export async function dashboardsSeen(ctx: Context, db: Database): Promise<DashboardRow[]> {
  const rows = await db.all<DashboardRow>('select * from dashboard order by name, id')
  return rows.filter((row) => isWhole(row) && (row.owner === ctx.userId || isSharedWith(row, ctx.identity.role.key)))
}

/** A page of which something cannot be read is left out, and nobody writes over it, until whoever runs the office puts it back. */
export const isWhole = (row: DashboardRow): boolean =>
  storedJson(row.columns, StoredColumns) !== undefined &&
  [row.shared_with, row.first_for].every((text) => storedJson(text, StoredKeys) !== undefined)

/** The reports on a page, whether the reader sees them or not. */
export const columnsOf = (row: Pick<DashboardRow, 'columns'>): string[][] => storedJson(row.columns, StoredColumns) ?? []

/** True for a page that people of this role may open. */
export const isSharedWith = (row: DashboardRow, role: string): boolean =>
  listOf(row.shared_with).some((each) => each === EVERYBODY || each === role)

/** The reports that the reader may ask for: one's own, shared ones, and those that somebody put on a page which he shares; by name. */
export async function reportsSeen(ctx: Context, db: Database): Promise<ReportRow[]> {
  const onPages = new Set<string>()
  for (const page of await dashboardsSeen(ctx, db)) for (const id of columnsOf(page).flat()) onPages.add(`${page.owner} ${id}`)
  const rows = await db.all<ReportRow>('select * from report order by name, id')
  return rows.filter((row) => {
    const definition = storedJson<ReportDefinition>(row.definition, StoredReport)
    if (!definition) return false
    // What one asked oneself stays to be mended, also when its field was put away since.
    return row.owner === ctx.userId || ((row.shared === 1 || onPages.has(`${row.owner} ${row.id}`)) && mayAsk(ctx, definition))
  })
}

/** A shared report about a field hidden from the reader is not offered: its very words would tell. */
function mayAsk(ctx: Context, definition: ReportDefinition): boolean {
  try {
    checkQuestion(ctx, definition)
    return true
  } catch {
    return false
  }
}
