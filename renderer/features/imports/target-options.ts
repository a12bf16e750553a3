import type { EntityInfo, FieldInfo } from '../../../core/contract/office.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { importTargets } from '../../../core/imports/targets.ts'
import type { OfficeInfo } from '../../lib/session.tsx'
import type { Words } from '../../lib/words.ts'

export type TargetOption = { value: string; label: string; disabled?: boolean }
export type TargetGroup = { group: string; items: TargetOption[] }

/** The whole target's field, for a target that may be a part: `name.first` is `name`. */
export const fieldKey = (target: string): string => target.split('.')[0] ?? ''

/** How a target is called: its field, or its field and the part. */
export function targetLabel(office: OfficeInfo, words: Words, entity: string, target: string): string {
  const [key = '', part] = target.split('.')
  const label = office.fieldLabel(entity, key)
  return part ? words.t('import.part', { label, part: words.find(`target_part.${part}`) ?? part }) : label
}

/**
 * Everything that a column of the file can fill, grouped for choosing: fields with parts stand together under their name,
 * the office's own fields last. Targets that another column holds cannot be chosen twice.
 */
export function targetGroups(office: OfficeInfo, words: Words, entity: EntityInfo, taken: ReadonlySet<string>): TargetGroup[] {
  const targets = importTargets(entity as unknown as EntityDef, (field) => !(field as FieldInfo).readonly)
  const single: TargetOption[] = []
  const custom: TargetOption[] = []
  const groups: TargetGroup[] = []
  for (const target of targets) {
    const label = targetLabel(office, words, entity.key, target.key)
    const option = { value: target.key, label, disabled: taken.has(target.key) }
    const partsOf = targets.filter((other) => other.field.key === target.field.key)
    if (partsOf.length > 1) {
      const group = groups.find((candidate) => candidate.group === office.fieldLabel(entity.key, target.field.key))
      if (group) group.items.push(option)
      else groups.push({ group: label, items: [option] })
    } else if (target.field.custom) custom.push(option)
    else single.push(option)
  }
  return [
    ...groups,
    { group: words.t('import.group.fields'), items: single },
    ...(custom.length > 0 ? [{ group: words.t('import.group.custom'), items: custom }] : []),
  ]
}
