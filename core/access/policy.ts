import { z } from 'zod'
import { CONFIGURABLE, type Configurable } from '../configuration/areas.ts'
import { Filter } from '../query/filter.ts'

/** Whose records an action reaches: none, those one owns, those one's teams own, or all. */
export const REACHES = ['none', 'own', 'team', 'all'] as const
export const Reach = z.enum(REACHES)
export type Reach = z.infer<typeof Reach>

export const ACTIONS = ['view', 'create', 'edit', 'delete', 'export', 'import', 'assign'] as const
export type Action = (typeof ACTIONS)[number]

/**
 * Filters that narrow what is in reach: which records are seen, and of these, which are edited and which deleted. Each is the office's
 * rule, not the reader's question: it looks at the records themselves, whoever asks.
 */
const Only = z.strictObject({ view: Filter.optional(), edit: Filter.optional(), delete: Filter.optional() })
export type Only = z.infer<typeof Only>

export const EntityGrant = z.strictObject({
  view: Reach,
  create: z.boolean(),
  edit: Reach,
  delete: Reach,
  export: z.boolean(),
  import: z.boolean(),
  assign: z.boolean(),
  only: Only.optional(),
})
export type EntityGrant = z.infer<typeof EntityGrant>

/**
 * What a role may not do with a field: change it; see more of it than a mask, which may be lifted one record at a time and is written
 * down (`reveal`) or not (`masked`); know of it at all.
 */
export const FIELD_EFFECTS = ['readonly', 'reveal', 'masked', 'hidden'] as const
export const FieldEffect = z.enum(FIELD_EFFECTS)
export type FieldEffect = z.infer<typeof FieldEffect>

/** A role as it is stored: what it grants per entity (`*` for those not named), what it hides, and whether it runs the office. */
export const Role = z.strictObject({
  key: z.string().regex(/^[a-z][a-z-]{1,30}$/),
  admin: z.boolean(),
  grants: z.record(z.string(), EntityGrant),
  fields: z.record(z.string(), FieldEffect),
  /** Areas of the configuration that the role may change; who runs the office may change all. */
  configures: z.array(z.enum(CONFIGURABLE)).optional(),
})
export type Role = z.infer<typeof Role>

const everything: EntityGrant = {
  view: 'all',
  create: true,
  edit: 'all',
  delete: 'all',
  export: true,
  import: true,
  assign: true,
}
/** What is granted where nothing is. */
export const NOTHING: EntityGrant = {
  view: 'none',
  create: false,
  edit: 'none',
  delete: 'none',
  export: false,
  import: false,
  assign: false,
}

/** Changes nothing and sees everything: what roles for one kind of work begin with. */
const looking: EntityGrant = { ...NOTHING, view: 'all' }

/** The roles of a new office. */
export const BUILT_IN_ROLES: readonly Role[] = [
  { key: 'owner', admin: true, grants: { '*': everything }, fields: {} },
  { key: 'admin', admin: true, grants: { '*': everything }, fields: {} },
  { key: 'manager', admin: false, grants: { '*': { ...everything, delete: 'team' } }, fields: {} },
  {
    key: 'sales',
    admin: false,
    grants: { '*': { view: 'team', create: true, edit: 'own', delete: 'own', export: false, import: false, assign: false } },
    fields: {},
  },
  {
    key: 'service',
    admin: false,
    grants: {
      '*': looking,
      contact: { ...looking, create: true, edit: 'all' },
      activity: { ...looking, create: true, edit: 'own', delete: 'own' },
    },
    fields: {},
  },
  {
    key: 'marketing',
    admin: false,
    grants: {
      '*': looking,
      customer: { ...looking, export: true },
      contact: { ...looking, export: true },
      lead: { ...everything, delete: 'own' },
      activity: { ...looking, create: true, edit: 'own', delete: 'own' },
    },
    fields: {},
  },
  { key: 'readonly', admin: false, grants: { '*': { ...NOTHING, view: 'all' } }, fields: {} },
]

/** One person's rights, ready to be asked: made once per request from his role and teams. */
export type Policy = {
  userId: string
  admin: boolean
  configures: (area: Configurable) => boolean
  grant: (entity: string) => EntityGrant
  /** Ids of the people whose records count as the team's; holds the person himself. */
  teamIds: readonly string[]
  /** True for masked fields, too: what is not asked for by its mask or by `reveal` treats them as not there. */
  isHidden: (entity: string, field: string) => boolean
  /** The fields of which a mask may be shown, and whether it may be lifted. */
  maskedFields: (entity: string) => ReadonlyMap<string, { reveals: boolean }>
  isReadonly: (entity: string, field: string) => boolean
  hiddenFields: (entity: string) => readonly string[]
}

const hides = (effect: FieldEffect | undefined): boolean => effect !== undefined && effect !== 'readonly'

/** Compiles a role into a policy. What the role does not name is denied. */
export function compilePolicy(role: Role, userId: string, teamIds: readonly string[]): Policy {
  const rule = (entity: string, field: string) => role.fields[`${entity}.${field}`]
  const fieldsOf = (entity: string, fits: (effect: FieldEffect) => boolean): [field: string, effect: FieldEffect][] =>
    Object.entries(role.fields).flatMap(([path, effect]) =>
      fits(effect) && path.startsWith(`${entity}.`) ? [[path.slice(entity.length + 1), effect]] : [],
    )
  return {
    userId,
    admin: role.admin,
    configures: (area) => role.admin || (role.configures?.includes(area) ?? false),
    grant: (entity) => role.grants[entity] ?? role.grants['*'] ?? NOTHING,
    teamIds: teamIds.includes(userId) ? teamIds : [userId, ...teamIds],
    isHidden: (entity, field) => hides(rule(entity, field)),
    maskedFields: (entity) =>
      new Map(
        fieldsOf(entity, (effect) => effect === 'masked' || effect === 'reveal').map(([field, effect]) => [
          field,
          { reveals: effect === 'reveal' },
        ]),
      ),
    isReadonly: (entity, field) => rule(entity, field) !== undefined,
    hiddenFields: (entity) => fieldsOf(entity, hides).map(([field]) => field),
  }
}

/** The ids whose records an action reaches, or 'all'. */
export function ownersInReach(policy: Policy, reach: Reach): readonly string[] | 'all' {
  switch (reach) {
    case 'all':
      return 'all'
    case 'team':
      return policy.teamIds
    case 'own':
      return [policy.userId]
    case 'none':
      return []
  }
}
