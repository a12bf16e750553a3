import type { Filter } from '../query/filter.ts'
import type { EntityGrant } from './policy.ts'

/** A part of a grant whose words stand under `rights.<key>`: `rights.view.team` is “sees the team’s”; with the filter that narrows it. */
export type GrantPhrase = { word: GrantWord; only?: Filter }
type GrantWord =
  | `${'view' | 'edit' | 'delete'}.${EntityGrant['view'] | 'some'}`
  | `${'create' | 'export' | 'import' | 'assign'}.${'yes' | 'no'}`

/** A grant as phrases, in the order in which one says them; who sees nothing does nothing. */
export function grantPhrases(grant: EntityGrant): GrantPhrase[] {
  if (grant.view === 'none') return [{ word: 'view.none' }]
  const may = (action: 'create' | 'assign' | 'export' | 'import'): GrantPhrase => ({
    word: `${action}.${grant[action] ? 'yes' : 'no'}`,
  })
  const reach = (action: 'view' | 'edit' | 'delete'): GrantPhrase => {
    const only = grant[action] === 'none' ? undefined : grant.only?.[action]
    return only
      ? { word: `${action}.${grant[action] === 'all' ? 'some' : grant[action]}`, only }
      : { word: `${action}.${grant[action]}` }
  }
  return [
    reach('view'),
    may('create'),
    reach('edit'),
    reach('delete'),
    ...(grant.edit === 'none' ? [] : [may('assign')]),
    may('export'),
    ...(grant.create ? [may('import')] : []),
  ]
}
