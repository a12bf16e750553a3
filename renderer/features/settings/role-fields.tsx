import { NativeSelect, Select } from '@mantine/core'
import { FIELD_EFFECTS, type FieldEffect } from '../../../core/access/policy.ts'
import type { RoleDetail } from '../../../core/contract/roles.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

type Fields = RoleDetail['fields']

/** The fields that the role does not see or change; all others follow its rights over the records. */
export function RoleFields({ fields, onChange }: { fields: Fields; onChange: (fields: Fields) => void }) {
  const { t } = useWords()
  const office = useOffice()
  const labelOf = (path: string) => {
    const [entity = '', key = ''] = path.split('.')
    return `${office.entityLabel(entity, 'one')}: ${office.fieldLabel(entity, key)}`
  }
  const free = office.entities.map((entity) => ({
    group: office.entityLabel(entity.key),
    items: entity.fields
      .filter((field) => field.key !== entity.title && field.key !== entity.owner && !field.custom?.archived)
      .map((field) => ({ value: `${entity.key}.${field.key}`, label: office.fieldLabel(entity.key, field.key) }))
      .filter(({ value }) => fields[value] === undefined),
  }))
  const without = (path: string) => Object.fromEntries(Object.entries(fields).filter(([other]) => other !== path))
  return (
    <section aria-label={t('rights.fields')}>
      <h3>{t('rights.fields')}</h3>
      <p className="sp-t2 sp-table-text">{t('rights.fields_note')}</p>
      <ul className="sp-role-fields">
        {Object.entries(fields).map(([path, effect]) => (
          <li key={path}>
            <span className="sp-grow">{labelOf(path)}</span>
            <NativeSelect
              size="xs"
              aria-label={t('rights.effect_of', { field: labelOf(path) })}
              value={effect}
              onChange={(event) => onChange({ ...fields, [path]: event.currentTarget.value as FieldEffect })}
              data={FIELD_EFFECTS.map((each) => ({ value: each, label: t(`rights.field.${each}`) }))}
            />
            <button
              type="button"
              className="sp-link sp-table-text"
              aria-label={t('rights.free_field_of', { field: labelOf(path) })}
              onClick={() => onChange(without(path))}
            >
              {t('rights.free_field')}
            </button>
          </li>
        ))}
      </ul>
      <Select
        className="sp-role-add"
        aria-label={t('rights.add_field')}
        placeholder={t('rights.add_field')}
        data={free}
        value={null}
        onChange={(path) => path && onChange({ ...fields, [path]: 'reveal' })}
        searchable
      />
    </section>
  )
}
