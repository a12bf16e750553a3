import type { ImportColumn, ImportDefinition } from '../../../core/contract/imports.ts'
import type { Pipeline } from '../../../core/contract/office.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { dateReadings, guessMapping } from '../../../core/imports/guess-mapping.ts'
import { NAMED_BY } from '../../../core/imports/named-by.ts'
import { guessStage } from '../../../core/imports/stage-words.ts'
import { importTargets, partHeader, type Target } from '../../../core/imports/targets.ts'
import { parsePhones } from '../../../core/thai/phone.ts'
import { fold, norm } from '../../../core/thai/text.ts'
import type { Context } from '../../records/context.ts'
import type { SheetInspection } from '../../sheets/inspect-sheet.ts'
import { fieldLabel, wordOf } from '../../words.ts'

/** The signature under which a mapping is remembered: the file's headers, whatever their order. */
export const signatureOf = (headers: readonly string[]): string =>
  headers
    .map((header) => fold(header))
    .sort()
    .join('|')

/** Match fields that an entity starts with: what is surest first. */
const FIRST_MATCH: Record<string, string[]> = {
  customer: ['taxId', 'code', 'phones'],
  contact: ['phones'],
  lead: ['phones', 'emails'],
  deal: ['code'],
}

/** The surest fields that the file has; a customer list without any of them is compared by name, so that the same file twice is not two offices. */
function firstMatch(entity: EntityDef, mapped: ReadonlySet<string | undefined>): string[] {
  const sure = (FIRST_MATCH[entity.key] ?? []).filter((key) => mapped.has(key))
  return sure.length === 0 && entity.key === 'customer' && mapped.has(entity.title) ? [entity.title] : sure
}

/** What a new record is where its row does not say. */
const FIRST_DEFAULTS: Record<string, Record<string, unknown>> = { lead: { status: 'new' }, activity: { type: 'task' } }

/** The second target of the column that names the records as well, where no column is the name itself. */
function namedBy(entity: EntityDef, columns: readonly ImportColumn[]): ImportDefinition['columns'] {
  const targets = columns.map((column) => column.mapping.target)
  if ([entity.title, `${entity.title}.first`, `${entity.title}.last`].some((target) => targets.includes(target))) return []
  const by = NAMED_BY[entity.key]?.find((target) => targets.includes(target))
  return by === undefined ? [] : [{ column: targets.indexOf(by), target: entity.title }]
}

/** What the file's columns hold and where each is guessed to go: remembered from the last such file, by header, or by value. */
export function describeFile(
  ctx: Context,
  entity: EntityDef,
  sheet: SheetInspection,
  remembered: ImportDefinition | undefined,
  pipelines: readonly Pipeline[],
): { columns: ImportColumn[]; definition: ImportDefinition } {
  const targets = importTargets(entity, (field) => !ctx.policy.isReadonly(entity.key, field.key))
  const texts = (at: number) => sheet.columns[at]?.distinct.map((entry) => entry.value) ?? []
  const guesses = guessMapping(
    entity,
    targets,
    sheet.headers.map((header, at) => ({ header, values: texts(at) })),
    (target) => labelsOf(ctx, entity, target),
  )
  const second = (column: ImportDefinition['columns'][number], at: number) =>
    remembered?.columns.findIndex((other) => other.column === column.column) !== at
  const byHeader = new Map(
    (remembered?.columns ?? [])
      .filter((column, at) => !second(column, at))
      .map((column) => [sheet.headers[column.column], column]),
  )
  const columns = sheet.headers.map((header, index): ImportColumn => {
    const known = byHeader.get(header)
    const knownFits = known?.target === undefined || targets.some((target) => target.key === known.target)
    const guess =
      known && knownFits ? { target: known.target, from: 'memory' as const } : (guesses[index] ?? { from: 'none' as const })
    const target = targets.find((candidate) => candidate.key === guess.target)
    const readings = target && !target.part ? dateReadings(target.field, texts(index)) : undefined
    const dates = known?.dates ?? (readings?.[0] && { order: readings[0].order, era: readings[0].era })
    const values = known?.values ?? (target?.field.list === 'stage' ? stagesOf(texts(index), pipelines) : undefined)
    const repairs = target?.field.kind === 'phones' ? repairsIn(texts(index)) : undefined
    return {
      index,
      header,
      samples: sheet.sample
        .flatMap((row) => (row[index] === null || row[index] === undefined ? [] : [String(row[index])]))
        .slice(0, 3),
      filled: sheet.columns[index]?.filled ?? 0,
      guess: guess.from,
      distinct: sheet.columns[index]?.distinct ?? [],
      mapping: {
        column: index,
        ...(guess.target && { target: guess.target }),
        ...(values && { values }),
        ...(dates && { dates }),
      },
      ...(readings && { dateReadings: readings }),
      ...(repairs && { repairs }),
    }
  })
  const mapped = new Set(columns.map((column) => column.mapping.target))
  const named = remembered ? remembered.columns.filter(second) : namedBy(entity, columns)
  const definition: ImportDefinition = {
    columns: [...columns.map((column) => column.mapping), ...named],
    match: remembered?.match.filter((key) => mapped.has(key)) ?? firstMatch(entity, mapped),
    onMatch: remembered?.onMatch ?? 'fill',
    missingReferences: remembered?.missingReferences ?? 'create',
    missingChoices: remembered?.missingChoices ?? 'create',
    skipBadRows: false,
    ...((remembered?.defaults ?? FIRST_DEFAULTS[entity.key]) && { defaults: remembered?.defaults ?? FIRST_DEFAULTS[entity.key] }),
  }
  return { columns, definition }
}

/** Guesses for the stage words of other programs that are none of ours: the window shows them as guesses. */
function stagesOf(words: readonly string[], pipelines: readonly Pipeline[]): Record<string, string> | undefined {
  const living = pipelines
    .filter((pipeline) => !pipeline.archived)
    .map((pipeline) => pipeline.stages.filter((stage) => !stage.archived))
  const ours = new Set(living.flat().flatMap((stage) => [fold(stage.nameTh), fold(stage.nameEn)]))
  const guesses = words.flatMap((word) => {
    const stage = ours.has(fold(word)) ? undefined : guessStage(word, living[0] ?? [])
    return stage ? [[norm(word), stage] as const] : []
  })
  return guesses.length > 0 ? Object.fromEntries(guesses) : undefined
}

/** A field's own label in both languages: an export of ours maps itself. */
function labelsOf(ctx: Context, entity: EntityDef, target: Target): string[] {
  if (target.part)
    return [
      `${target.field.key}.${target.part}`,
      ...(['th', 'en'] as const).map((lang) => partLabel(ctx, entity, lang, target)).filter((label) => label !== ''),
    ]
  // What the office calls it, and what the product does: files exported before a renaming are read, too.
  const called = (['th', 'en'] as const).flatMap((lang) => [
    fieldLabel({ lang, catalog: ctx.catalog }, entity.key, target.field),
    fieldLabel({ lang, catalog: { ours: new Map() } }, entity.key, target.field),
  ])
  return [...called, target.key]
}

const EXPORTED_PARTS: Record<string, string> = {
  'taxId.branch': 'export.branch',
  'name.nick': 'export.nick',
  'addresses.province': 'export.province',
  'addresses.postcode': 'export.postcode',
}

/** Of the office's own fields, by their kind. */
const OWN_EXPORTED_PARTS: Record<string, string> = {
  'taxId.branch': 'export.branch',
  'personName.nick': 'export.nick',
  'addresses.province': 'export.province',
  'addresses.postcode': 'export.postcode',
}

function partLabel(ctx: Context, entity: EntityDef, lang: 'th' | 'en', { key, field, part }: Target): string {
  const word = field.custom ? OWN_EXPORTED_PARTS[`${field.kind}.${part}`] : EXPORTED_PARTS[key]
  return word ? partHeader(field, fieldLabel({ lang, catalog: ctx.catalog }, entity.key, field), wordOf(lang, word)) : ''
}

/** Phones whose leading zero a spreadsheet ate, with one example, so that the repair is said aloud. */
function repairsIn(values: readonly string[]): { count: number; from: string; to: string } | undefined {
  let first: { from: string; to: string } | undefined
  let count = 0
  for (const value of values) {
    const repaired = parsePhones(value).find((phone) => phone.note?.code === 'zero_added')
    if (!repaired) continue
    count += 1
    first ??= { from: repaired.raw, to: repaired.e164.replace('+66', '0') }
  }
  return first && { count, ...first }
}
