import type { EntityGrant } from './policy.ts'

/** A part of a grant whose words stand under `rights.<key>`: `rights.view.team` is “sees the team’s”. */
export type GrantPhrase =
  | `view.${EntityGrant['view']}`
  | `edit.${EntityGrant['edit']}`
  | `delete.${EntityGrant['delete']}`
  | `${'create' | 'export' | 'import' | 'assign'}.${'yes' | 'no'}`

/** A grant as phrases, in the order in which one says them; who sees nothing does nothing. */
export function grantPhrases(grant: EntityGrant): GrantPhrase[] {
  if (grant.view === 'none') return ['view.none']
  const may = (does: boolean) => (does ? 'yes' : 'no')
  return [
    `view.${grant.view}`,
    `create.${may(grant.create)}`,
    `edit.${grant.edit}`,
    `delete.${grant.delete}`,
    ...(grant.edit === 'none' ? [] : ([`assign.${may(grant.assign)}`] as const)),
    `export.${may(grant.export)}`,
    ...(grant.create ? ([`import.${may(grant.import)}`] as const) : []),
  ]
}
