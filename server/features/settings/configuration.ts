import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import type { CustomFieldBody, configurationRoutes } from '../../../core/contract/configuration.ts'
import type { RouteRequest } from '../../../core/contract/route.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { KEPT_CHOICES } from '../../../core/entities/system-lists.ts'
import { AppError } from '../../../core/errors.ts'
import { CUSTOM_KINDS, type FieldDef, type FieldKind } from '../../../core/fields/field.ts'
import { norm } from '../../../core/thai/text.ts'
import type { Transaction } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { fieldLabel } from '../../words.ts'

type Body<K extends keyof typeof configurationRoutes> = RouteRequest<(typeof configurationRoutes)[K]>['body']

/** Adds or changes an entry of a pick list and returns its key, which records hold and which never changes. */
export async function saveChoice(tx: Transaction, list: string, body: Body<'saveChoice'>): Promise<{ key: string }> {
  const key = body.key ?? uuidv7().slice(-12)
  if (body.archived && KEPT_CHOICES[list]?.includes(key)) throw new AppError('choice.in_use', { key })
  const last = await tx.get<{ position: number | null }>('select max(position) position from choice where list = ?', [list])
  await tx.run(
    `insert into choice (list, key, label_th, label_en, colour, position, archived) values (?, ?, ?, ?, ?, ?, ?)
      on conflict (list, key) do update set label_th = excluded.label_th, label_en = excluded.label_en, colour = excluded.colour, archived = excluded.archived`,
    [list, key, body.labelTh, body.labelEn, body.colour ?? null, (last?.position ?? -1) + 1, body.archived ? 1 : 0],
  )
  return { key }
}

/** Puts the entries of a pick list into the given order; those not named keep theirs after them. */
export async function orderChoices(tx: Transaction, list: string, keys: readonly string[]): Promise<void> {
  await tx.run('update choice set position = position + 1000 where list = ?', [list])
  for (const [position, key] of keys.entries())
    await tx.run('update choice set position = ? where list = ? and key = ?', [position, list, key])
}

/**
 * Adds or changes a pipeline with all its stages in the order given. Stages left out are archived: deals that closed in them keep
 * them; a stage that open deals are in is refused (`pipeline.in_use`).
 */
export async function savePipeline(tx: Transaction, body: Body<'savePipeline'>): Promise<{ id: string }> {
  const id = body.id ?? uuidv7()
  if (!body.stages.some((stage) => stage.kind === 'open')) throw new AppError('request.invalid', { field: 'stages' })
  const last = await tx.get<{ position: number | null }>('select max(position) position from pipeline')
  await tx.run(
    'insert into pipeline (id, name_th, name_en, position) values (?, ?, ?, ?) on conflict (id) do update set name_th = excluded.name_th, name_en = excluded.name_en',
    [id, body.nameTh, body.nameEn, (last?.position ?? -1) + 1],
  )
  const known = await tx.all<{ id: string }>('select id from stage where pipeline_id = ?', [id])
  const kept = new Set(body.stages.map((stage) => stage.id))
  for (const stage of known) if (!kept.has(stage.id)) await archiveStage(tx, stage.id)
  for (const [position, stage] of body.stages.entries()) {
    if (stage.id && !known.some((row) => row.id === stage.id)) throw new AppError('request.not_found')
    await tx.run(
      `insert into stage (id, pipeline_id, name_th, name_en, kind, probability, stale_days, max_deals, colour, required, position) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (id) do update set name_th = excluded.name_th, name_en = excluded.name_en, kind = excluded.kind, probability = excluded.probability,
        stale_days = excluded.stale_days, max_deals = excluded.max_deals, colour = excluded.colour, required = excluded.required, position = excluded.position, archived = 0`,
      [
        stage.id ?? uuidv7(),
        id,
        stage.nameTh,
        stage.nameEn,
        stage.kind,
        stage.probability,
        stage.staleDays,
        stage.maxDeals,
        stage.colour,
        JSON.stringify(stage.required),
        position,
      ],
    )
  }
  return { id }
}

async function archiveStage(tx: Transaction, id: string): Promise<void> {
  const used = await tx.get<{ n: number }>(
    "select count(*) n from deal where stage = ? and deleted_at is null and status = 'open'",
    [id],
  )
  if (used && used.n > 0) throw new AppError('pipeline.in_use', { count: used.n })
  await tx.run('update stage set archived = 1 where id = ?', [id])
}

const MOST_CUSTOM_FIELDS = 100

const plain = (name: string): string => norm(name).toLowerCase()

/** Two fields of one name cannot be told apart in a list, a filter or an import. A name that the field has had all along is let be. */
function refuseTakenName(
  { catalog }: Context,
  entity: EntityDef,
  { labelTh, labelEn }: { labelTh: string; labelEn: string },
  known: FieldDef | undefined,
): void {
  for (const [lang, name] of [
    ['th', labelTh],
    ['en', labelEn],
  ] as const) {
    const called = (field: FieldDef) => fieldLabel({ lang, catalog }, entity.key, field)
    if (known && called(known) === name) continue
    const other = entity.fields.find((field) => field.key !== known?.key && plain(called(field)) === plain(name))
    if (other) throw new AppError('field.name_taken', { name: called(other) })
  }
}

/** Adds a custom field or changes its words and whether it is filterable; its kind stays what it was. Returns its key. */
export async function saveCustomField(
  ctx: Context,
  tx: Transaction,
  entityKey: string,
  body: z.output<typeof CustomFieldBody> & { id?: string },
): Promise<{ id: string; key: string }> {
  const entity = entityOf(ctx.catalog, entityKey)
  const known = body.id ? entity.fields.find((field) => field.custom?.id === body.id) : undefined
  if (body.id && !known) throw new AppError('request.not_found')
  if (known && known.kind !== body.kind) throw new AppError('field.in_use', { field: body.labelTh })
  if (!(CUSTOM_KINDS as readonly FieldKind[]).includes(body.kind)) throw new AppError('request.invalid', { field: 'kind' })
  refuseTakenName(ctx, entity, body, known)
  if (body.kind === 'reference' && !ctx.catalog.registry.has(body.to ?? ''))
    throw new AppError('request.invalid', { field: 'to' })
  if (!known && entity.fields.filter((field) => field.custom).length >= MOST_CUSTOM_FIELDS)
    throw new AppError('field.limit', { most: MOST_CUSTOM_FIELDS })
  const id = body.id ?? uuidv7()
  const key = known?.key ?? `x${id.replaceAll('-', '').slice(-10)}`
  const list = body.kind === 'choice' || body.kind === 'choices' ? `${entityKey}.${key}` : undefined
  const definition: Omit<FieldDef, 'key'> = {
    kind: body.kind,
    ...(body.required && { required: true }),
    ...(list && { list }),
    ...(body.to && { to: body.to }),
    custom: {
      id,
      labelTh: body.labelTh,
      labelEn: body.labelEn,
      filterable: body.filterable,
      position: known?.custom?.position ?? entity.fields.length,
      archived: false,
    },
  }
  await tx.run(
    'insert into custom_field (id, entity, key, definition) values (?, ?, ?, ?) on conflict (id) do update set definition = excluded.definition',
    [id, entityKey, key, JSON.stringify(definition)],
  )
  if (list) for (const choice of body.choices ?? []) await saveChoice(tx, list, choice)
  return { id, key }
}
