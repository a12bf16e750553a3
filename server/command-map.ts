import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { ColumnMapping, type ImportRun } from '../core/contract/imports.ts'
import { AppError } from '../core/errors.ts'
import type { FieldDef } from '../core/fields/field.ts'
import { FIXED_LISTS, NEW_CHOICE } from '../core/imports/convert-cell.ts'
import { SHARED_TARGETS } from '../core/imports/guess-mapping.ts'
import { importTargets, type Target } from '../core/imports/targets.ts'
import { norm } from '../core/thai/text.ts'
import { oneOf } from './command-value.ts'
import type { Container } from './container.ts'
import { Lookups } from './features/imports/lookups.ts'
import { entityOf } from './records/catalog.ts'
import type { Context } from './records/context.ts'

/** By header: the field it goes into, nothing for “not imported”, or the field with what its words mean. */
const MapFile = z.record(z.string(), z.union([z.string(), z.null(), ColumnMapping.omit({ column: true })]))
type MapFile = z.infer<typeof MapFile>

const targetsOf = (ctx: Context, entity: string): Target[] => importTargets(entityOf(ctx.catalog, entity), () => true)

/** Reads a --map file; refuses one that is no JSON, and fields that the entity does not have. */
export function readMap(ctx: Context, entityKey: string, file: string): MapFile {
  if (!existsSync(file)) throw new AppError('file.not_found', { file })
  const map = parsedMap(file)
  const targets = targetsOf(ctx, entityKey).map((target) => target.key)
  for (const said of Object.values(map)) {
    const target = said === null || typeof said === 'string' ? said : said.target
    if (target) oneOf('--map', target, targets)
  }
  return map
}

function parsedMap(file: string): MapFile {
  try {
    const bytes = readFileSync(file)
    // Notepad begins a file with a mark, and PowerShell writes UTF-16; the decoder takes the mark away.
    const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
    return MapFile.parse(JSON.parse(new TextDecoder(encoding).decode(bytes)))
  } catch {
    throw new AppError('command.map', { file })
  }
}

/** The guessed columns with what the map says of them, by header: what it says goes before what was guessed. */
export async function mapped(container: Container, ctx: Context, run: ImportRun, map: MapFile): Promise<ColumnMapping[]> {
  const headers = run.columns.map((column) => column.header)
  for (const column of Object.keys(map))
    if (!headers.includes(column)) throw new AppError('command.column', { column, columns: headers.join(', ') })
  const lookups = await Lookups.load(ctx, container.office.connection, container.places())
  const targets = targetsOf(ctx, run.entity)
  const columns = run.definition.columns.map((column) => {
    const said = map[headers[column.column] ?? '']
    if (said === undefined) return column
    if (said === null) return { column: column.column }
    const { values, ...rest } = typeof said === 'string' ? { target: said } : said
    const next: ColumnMapping =
      rest.target === undefined || rest.target === column.target ? { ...column, ...rest } : { column: column.column, ...rest }
    const field = targets.find((target) => target.key === next.target)?.field
    return values && field ? { ...next, values: { ...next.values, ...decisions(field, values, lookups) } } : next
  })
  const claimed = new Set(columns.filter((column) => isSaid(map, headers, column)).map((column) => column.target))
  return columns.map((column) =>
    !isSaid(map, headers, column) && claimed.has(column.target) && !SHARED_TARGETS.has(column.target ?? '')
      ? { column: column.column }
      : column,
  )
}

const isSaid = (map: MapFile, headers: readonly string[], column: ColumnMapping): boolean =>
  map[headers[column.column] ?? ''] !== undefined

/** What the words of a column become: our words, as people write them, stand for the entries and people they name. */
function decisions(
  field: FieldDef,
  values: Readonly<Record<string, string | null>>,
  lookups: Lookups,
): Record<string, string | null> {
  const env = lookups.env({})
  const decided = (ours: string | null): string | null => {
    if (ours === null || ours.startsWith(NEW_CHOICE)) return ours
    const key = field.kind === 'user' ? env.user(ours) : env.choice(field.list ?? '', ours)
    if (key !== undefined) return key
    if (field.kind === 'user' || FIXED_LISTS.has(field.list ?? ''))
      throw new AppError('command.value', { option: '--map', value: ours, allowed: lookups.wordsOf(field).join(', ') })
    return `${NEW_CHOICE}${ours}`
  }
  return Object.fromEntries(Object.entries(values).map(([theirs, ours]) => [norm(theirs), decided(ours)]))
}
