import { CONFIGURABLE } from '../../../core/configuration/areas.ts'
import { type FieldRule, layoutFor } from '../../../core/configuration/ours.ts'
import { StoredKeys } from '../../../core/configuration/stored.ts'
import type { EntityInfo, Pipeline, Session } from '../../../core/contract/office.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { allFields } from '../../../core/entities/entity.ts'
import { DEAL_STATUSES } from '../../../core/entities/system-lists.ts'
import { fieldsIn } from '../../../core/query/filter.ts'
import type { Province } from '../../../core/thai/places.ts'
import { accessRules } from '../../access/access-rules.ts'
import { type Person, people } from '../../access/people.ts'
import { localDate } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { settings } from './settings.ts'

type PipelineRow = { id: string; name_th: string; name_en: string; position: number; archived: number }
type StageRow = {
  id: string
  pipeline_id: string
  name_th: string
  name_en: string
  kind: 'open' | 'won' | 'lost'
  probability: number
  stale_days: number | null
  max_deals: number | null
  colour: string | null
  required: string
  position: number
  archived: number
}

/** All pipelines with their stages, in order. */
export async function loadPipelines(db: Database): Promise<Pipeline[]> {
  const stages = await db.all<StageRow>('select * from stage order by position, id')
  const pipelines = await db.all<PipelineRow>('select * from pipeline order by position, id')
  return pipelines.map((pipeline) => ({
    id: pipeline.id,
    nameTh: pipeline.name_th,
    nameEn: pipeline.name_en,
    position: pipeline.position,
    archived: pipeline.archived === 1,
    stages: stages
      .filter((stage) => stage.pipeline_id === pipeline.id)
      .map((stage) => ({
        id: stage.id,
        pipelineId: stage.pipeline_id,
        nameTh: stage.name_th,
        nameEn: stage.name_en,
        kind: stage.kind,
        probability: stage.probability,
        staleDays: stage.stale_days,
        maxDeals: stage.max_deals,
        colour: stage.colour,
        required: storedJson<string[]>(stage.required, StoredKeys) ?? [],
        position: stage.position,
        archived: stage.archived === 1,
      })),
  }))
}

/** What the window may know of an entity: its fields without those hidden from the reader, and what he may do. */
function entityInfo(ctx: Context, entity: EntityDef): EntityInfo {
  const fields = allFields(entity).filter((field) => !ctx.policy.isHidden(entity.key, field.key))
  const layout = layoutFor(ctx.catalog.ours.get(entity.key), ctx.identity.role.key)
  return {
    key: entity.key,
    title: entity.title,
    columns: [...entity.columns],
    defaultSort: entity.defaultSort,
    owner: entity.scope.owner,
    ...maskedInfo(ctx, entity),
    ...(entity.board && { board: entity.board }),
    duplicates: entity.duplicates !== undefined,
    grant: ctx.policy.grant(entity.key),
    ...(layout && { layout }),
    ...(entity.rules && { rules: visibleRules(ctx, entity) }),
    fields: fields.map((field) => ({
      ...field,
      extras: field.extras && [...field.extras],
      readonly: ctx.policy.isReadonly(entity.key, field.key),
    })),
  }
}

/** Masked fields stand apart from the others, so that no list, filter or form offers them. */
function maskedInfo(ctx: Context, entity: EntityDef): Pick<EntityInfo, 'masked'> {
  const masks = ctx.policy.maskedFields(entity.key)
  const masked = allFields(entity).flatMap((field) => {
    const mask = masks.get(field.key)
    if (!mask || field.custom?.archived) return []
    const shown = { ...field, extras: field.extras && [...field.extras], readonly: true, sortable: false }
    return [{ field: shown, reveals: mask.reveals }]
  })
  return masked.length > 0 ? { masked } : {}
}

/** Rules whose condition the window can decide: those that look at a hidden field are left to the server. */
const visibleRules = (ctx: Context, entity: EntityDef): FieldRule[] =>
  (entity.rules ?? []).filter((rule) => fieldsIn(rule.when).every((key) => !ctx.policy.isHidden(entity.key, key)))

/** What every window gets, whoever asks. */
async function sessionBase(office: Office, version: string) {
  return {
    version,
    today: localDate(office.clock.now(), office.catalog.timeZone),
    timeZone: office.catalog.timeZone,
    ...(office.state.reason && { readOnly: office.state.reason }),
    language: await settings.language(office.connection),
    entities: [],
    choices: [],
    pipelines: [],
    provinces: [],
  }
}

/** The answer while nobody is signed in: it tells only what the sign-in screen shows, and of people only those it may name. */
export async function loadSignIn(office: Office, version: string, mayName: (person: Person) => boolean): Promise<Session> {
  const base = await sessionBase(office, version)
  const everybody = await people.list(office.connection)
  if (everybody.length === 0) return { ...base, state: 'setup', users: [] }
  const company = await settings.company(office.connection)
  return {
    ...base,
    state: 'sign-in',
    users: everybody
      .filter((person) => person.active && person.hasPassword && mayName(person))
      // Who is what is nobody's business before he came in.
      .map((person) => ({ ...person, role: '' })),
    ...(company && { company: { name: company.name } }),
  }
}

/** The first answer a window gets of somebody who is signed in. */
export async function loadSession(
  office: Office,
  ctx: Context,
  version: string,
  provinces: readonly Province[],
): Promise<Session> {
  const { place } = office.feed
  const db = office.connection
  const company = await settings.company(db)
  const everybody = await people.list(db)
  const user = everybody.find((person) => person.id === ctx.userId)
  return {
    ...(await sessionBase(office, version)),
    state: 'ready',
    place,
    ...(ctx.policy.admin && office.syncedBy && { syncedBy: office.syncedBy }),
    admin: ctx.policy.admin,
    ...((await accessRules.owesCode(db, ctx.userId, ctx.policy.admin)) && { codeNeeded: true }),
    configures: CONFIGURABLE.filter((area) => ctx.policy.configures(area)),
    renames: Object.fromEntries(
      [...ctx.catalog.ours].map(([key, { name, fieldNames }]) => [
        key,
        { ...(name && { name }), ...(fieldNames && { fieldNames }) },
      ]),
    ),
    users: everybody,
    choices: [...DEAL_STATUSES, ...office.catalog.choices],
    entities: [...ctx.catalog.registry.values()]
      .filter((entity) => ctx.policy.grant(entity.key).view !== 'none')
      .map((entity) => entityInfo(ctx, entity)),
    pipelines: await loadPipelines(db),
    provinces: provinces.map((province) => ({ key: String(province.code), labelTh: province.name, labelEn: province.nameEn })),
    ...(user && { user }),
    ...(company && { company }),
  }
}
