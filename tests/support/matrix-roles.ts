import type { Role } from '../../core/access/policy.ts'

/**
 * The oracle of the authorisation matrix: what each role may do, said once more in words and read here. It shares no code with the
 * product's policy, so that a mistake there is not made here, too.
 */
type Reach = 'none' | 'own' | 'team' | 'all'
export type Rights = { see: Reach; add: boolean; edit: Reach; remove: Reach; give: boolean; takeOut: boolean; bringIn: boolean }
export const KINDS = ['customer', 'contact', 'lead', 'deal', 'activity'] as const
export type Kind = (typeof KINDS)[number]

/** Whose a record is, seen from a person: his; his teammate's; a stranger's; a stranger's that hangs on a customer of his; his, but in the bin. */
export const RELATIONS = ['own', 'team', 'other', 'through', 'bin', 'otherBin', 'none'] as const
export type Relation = (typeof RELATIONS)[number]

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
}

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

/** By whom the record is owned, and by whom the customer on which it hangs. */
const OWNER: Record<Relation, 'own' | 'team' | 'other' | 'none'> = {
  own: 'own',
  team: 'team',
  other: 'other',
  through: 'other',
  bin: 'own',
  otherBin: 'other',
  none: 'none',
}
const CUSTOMERS_OWNER: Record<Relation, 'own' | 'team' | 'other' | 'none'> = { ...OWNER, through: 'own' }
const HANGS: readonly Kind[] = ['contact', 'deal', 'activity']

function reaches(reach: Reach, owner: 'own' | 'team' | 'other' | 'none'): boolean {
  if (owner === 'none' || reach === 'none') return false
  if (reach === 'all' || owner === 'own') return true
  return reach === 'team' && owner === 'team'
}

/** Whether a person of the role sees a living record; what hangs on a customer that he sees he sees, if he sees that kind at all. */
export function sees(role: string, kind: Kind, relation: Relation): boolean {
  const { see } = rightsOf(role, kind)
  if (relation === 'bin' || relation === 'otherBin') return false
  if (reaches(see, OWNER[relation])) return true
  return see !== 'none' && HANGS.includes(kind) && reaches(rightsOf(role, 'customer').see, CUSTOMERS_OWNER[relation])
}

/** The status of reading one record by its id: who sees nothing of a kind is refused, what is not there for one is not found. */
export function readStatus(role: string, kind: Kind, relation: Relation): number {
  const { see, remove } = rightsOf(role, kind)
  if (see === 'none') return 403
  const binned = relation === 'bin' || relation === 'otherBin'
  return (binned ? reaches(remove, OWNER[relation]) : sees(role, kind, relation)) ? 200 : 404
}

export function changeStatus(role: string, kind: Kind, relation: Relation, act: 'edit' | 'remove' | 'give'): number {
  const rights = rightsOf(role, kind)
  if (!sees(role, kind, relation)) return 404
  if (!reaches(act === 'remove' ? rights.remove : rights.edit, OWNER[relation])) return 403
  return act === 'give' && !rights.give ? 403 : 200
}

export function restoreStatus(role: string, kind: Kind, relation: Relation): number {
  const { remove } = rightsOf(role, kind)
  if (remove === 'none') return 403
  return (relation === 'bin' || relation === 'otherBin') && reaches(remove, OWNER[relation]) ? 200 : 404
}
