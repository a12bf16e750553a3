import type { Role } from '../../core/access/policy.ts'

/**
 * The oracle of the authorisation matrix: what each role may do, said once more in words and read here. It shares no code with the
 * product's policy, so that a mistake there is not made here, too.
 */
type Reach = 'none' | 'own' | 'team' | 'all' | 'flagged' | 'flaggedTeam'
export type Rights = { see: Reach; add: boolean; edit: Reach; remove: Reach; give: boolean; takeOut: boolean; bringIn: boolean }
export const KINDS = ['customer', 'contact', 'lead', 'deal', 'activity'] as const
export type Kind = (typeof KINDS)[number]

/** Whose a record is, seen from a person: his; his teammate's; a stranger's; a stranger's that hangs on a customer of his; his, but in the bin. */
export const RELATIONS = ['own', 'team', 'other', 'through', 'bin', 'otherBin', 'none'] as const
export type Relation = (typeof RELATIONS)[number]

/** The relations whose records fulfil the filter of the roles that have one; what else there is in the office does not. */
export const FLAGGED: readonly Relation[] = ['own', 'other', 'bin']
const FIELDS: Record<Kind, 'tags' | 'company' | 'competitors' | 'place'> = {
  customer: 'tags',
  contact: 'tags',
  lead: 'company',
  deal: 'competitors',
  activity: 'place',
}
/** By which value of which field; each role has its own. */
export function flagOf(role: string, kind: Kind): { field: string; op: 'anyOf' | 'is'; value: string | string[] } {
  const field = FIELDS[kind]
  const flag = `ส่งออก ${role}`
  return field === 'company' || field === 'place' ? { field, op: 'is', value: flag } : { field, op: 'anyOf', value: [flag] }
}

const EVERYTHING = 'see all, add, edit all, remove all, give, take out, bring in'
const SALES = 'see team, add, edit own, remove own'
/** By kind; `else` for those that are not named. */
export const DECLARED: Record<string, { else: string } & Partial<Record<Kind, string>>> = {
  owner: { else: EVERYTHING },
  admin: { else: EVERYTHING },
  manager: { else: 'see all, add, edit all, remove team, give, take out, bring in' },
  sales: { else: SALES },
  service: {
    else: 'see all',
    contact: 'see all, add, edit all',
    activity: 'see all, add, edit own, remove own',
  },
  marketing: {
    else: 'see all',
    customer: 'see all, take out',
    contact: 'see all, take out',
    lead: 'see all, add, edit all, remove own, give, take out, bring in',
    activity: 'see all, add, edit own, remove own',
  },
  readonly: { else: 'see all' },
  'own-only': { else: 'see own, add, edit own, remove own, take out, bring in' },
  'team-edits': { else: 'see team, add, edit team, remove own, give', lead: '', deal: 'see own, edit own' },
  'sees-nothing': { else: '', activity: 'see own, add, edit own' },
  'by-filter': {
    else: 'see flagged, add, edit flagged, remove flagged, give, take out, bring in',
    lead: 'see all, add, edit flagged, remove flagged, give, take out, bring in',
    deal: 'see flagged, add, edit own, remove flagged, take out',
  },
  'through-filter': {
    else: 'see own, add, edit own, remove own',
    customer: 'see flaggedTeam',
    activity: 'see team, add, edit team',
  },
}

const flagged = (role: string, kind: Kind, ...actions: ('view' | 'edit' | 'delete')[]) => ({
  only: Object.fromEntries(actions.map((action) => [action, flagOf(role, kind)])),
})
const whole = { create: true, export: true, import: true, assign: true, view: 'all', edit: 'all', delete: 'all' } as const
const nothing = { create: false, export: false, import: false, assign: false } as const
/** The roles that an office makes, as the product stores them. */
export const OWN_ROLES: Role[] = [
  {
    key: 'own-only',
    admin: false,
    grants: { '*': { view: 'own', create: true, edit: 'own', delete: 'own', export: true, import: true, assign: false } },
    fields: {},
  },
  {
    key: 'team-edits',
    admin: false,
    grants: {
      '*': { view: 'team', create: true, edit: 'team', delete: 'own', export: false, import: false, assign: true },
      lead: { view: 'none', edit: 'none', delete: 'none', ...nothing },
      deal: { view: 'own', edit: 'own', delete: 'none', ...nothing },
    },
    fields: {},
  },
  {
    key: 'sees-nothing',
    admin: false,
    grants: {
      '*': { view: 'none', edit: 'none', delete: 'none', ...nothing },
      activity: { ...nothing, view: 'own', create: true, edit: 'own', delete: 'none' },
    },
    fields: {},
  },
  {
    key: 'by-filter',
    admin: false,
    grants: {
      customer: { ...whole, ...flagged('by-filter', 'customer', 'view', 'edit', 'delete') },
      contact: { ...whole, ...flagged('by-filter', 'contact', 'view', 'edit', 'delete') },
      // What is not seen is neither changed nor deleted, whatever else is said of it.
      activity: { ...whole, ...flagged('by-filter', 'activity', 'view') },
      lead: { ...whole, ...flagged('by-filter', 'lead', 'edit', 'delete') },
      deal: { ...whole, import: false, assign: false, edit: 'own', ...flagged('by-filter', 'deal', 'view') },
    },
    fields: {},
  },
  {
    key: 'through-filter',
    admin: false,
    grants: {
      '*': { ...nothing, create: true, view: 'own', edit: 'own', delete: 'own' },
      customer: { ...nothing, view: 'team', edit: 'none', delete: 'none', ...flagged('through-filter', 'customer', 'view') },
      activity: { ...nothing, create: true, view: 'team', edit: 'team', delete: 'none' },
    },
    fields: {},
  },
]

export function rightsOf(role: string, kind: Kind): Rights {
  const said = DECLARED[role]
  if (!said) throw new Error(`nothing is declared of ${role}`)
  const parts = (said[kind] ?? said.else).split(', ')
  const reach = (verb: string): Reach =>
    (parts.find((part) => part.startsWith(`${verb} `))?.slice(verb.length + 1) as Reach) ?? 'none'
  return {
    see: reach('see'),
    edit: reach('edit'),
    remove: reach('remove'),
    add: parts.includes('add'),
    give: parts.includes('give'),
    takeOut: parts.includes('take out'),
    bringIn: parts.includes('bring in'),
  }
}

/** How a record stands to a person: by whom it is owned, and whether it fulfils the filters. */
type Standing = { owner: 'own' | 'team' | 'other' | 'none'; flagged: boolean }
const stands = (owner: Standing['owner'], relation: Relation): Standing => ({ owner, flagged: FLAGGED.includes(relation) })
const STANDING: Record<Relation, Standing> = {
  own: stands('own', 'own'),
  team: stands('team', 'team'),
  other: stands('other', 'other'),
  through: stands('other', 'through'),
  bin: stands('own', 'bin'),
  otherBin: stands('other', 'otherBin'),
  none: stands('none', 'none'),
}
/** The same of the customer on which it hangs. */
const CUSTOMER: Record<Relation, Standing> = { ...STANDING, through: STANDING.own }
const HANGS: readonly Kind[] = ['contact', 'deal', 'activity']

function reaches(reach: Reach, { owner, flagged }: Standing): boolean {
  if (owner === 'none' || reach === 'none') return false
  if (reach === 'flagged') return flagged
  if (reach === 'flaggedTeam') return flagged && owner !== 'other'
  if (reach === 'all' || owner === 'own') return true
  return reach === 'team' && owner === 'team'
}

/**
 * Whether a person of the role sees a living record; what hangs on a customer that he sees he sees, if he sees that kind at all and no
 * filter says which of it.
 */
export function sees(role: string, kind: Kind, relation: Relation): boolean {
  if (relation === 'bin' || relation === 'otherBin') return false
  return seesStanding(role, kind, STANDING[relation], CUSTOMER[relation])
}

/** The same of a record that was made for somebody else: nothing of it fulfils a filter. */
export const seesStranger = (role: string, kind: Kind, owner: 'own' | 'team' | 'other'): boolean =>
  seesStanding(role, kind, { owner, flagged: false }, { owner, flagged: false })

function seesStanding(role: string, kind: Kind, record: Standing, customer: Standing): boolean {
  const { see } = rightsOf(role, kind)
  if (reaches(see, record)) return true
  return !['none', 'flagged'].includes(see) && HANGS.includes(kind) && reaches(rightsOf(role, 'customer').see, customer)
}

/** The status of reading one record by its id: who sees nothing of a kind is refused, what is not there for one is not found. */
export function readStatus(role: string, kind: Kind, relation: Relation): number {
  const { see, remove } = rightsOf(role, kind)
  if (see === 'none') return 403
  const binned = relation === 'bin' || relation === 'otherBin'
  return (binned ? reaches(remove, STANDING[relation]) : sees(role, kind, relation)) ? 200 : 404
}

export function changeStatus(role: string, kind: Kind, relation: Relation, act: 'edit' | 'remove' | 'give'): number {
  const rights = rightsOf(role, kind)
  if (!sees(role, kind, relation)) return 404
  if (!reaches(act === 'remove' ? rights.remove : rights.edit, STANDING[relation])) return 403
  return act === 'give' && !rights.give ? 403 : 200
}

export function restoreStatus(role: string, kind: Kind, relation: Relation): number {
  const { remove } = rightsOf(role, kind)
  if (remove === 'none') return 403
  return (relation === 'bin' || relation === 'otherBin') && reaches(remove, STANDING[relation]) ? 200 : 404
}
