import { ActionIcon, Button, NativeSelect, Select } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { FieldRule } from '../../../core/configuration/ours.ts'
import type { EntityInfo } from '../../../core/contract/office.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { FilterBar } from '../../records/filter-bar.tsx'
import { isEditable } from '../../records/is-editable.ts'

type Props = { entity: EntityInfo; rules: FieldRule[]; onChange: (rules: FieldRule[]) => void }
const EFFECTS = ['required', 'shown'] as const

/** When a field must be filled or is shown at all: field, what happens to it, and the conditions as in any filter. */
export function FormsRules({ entity, rules, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const put = (at: number, part: Partial<FieldRule>) =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)))
  const fields = entity.fields
    .filter((field) => isEditable(field) && field.key !== entity.title)
    .map((field) => ({ value: field.key, label: office.fieldLabel(entity.key, field.key) }))
  return (
    <section className="sp-forms-part">
      <div className="sp-row">
        <div className="sp-grow">
          <h3>{t('settings.forms.rules')}</h3>
          <p className="sp-t2 sp-small">{rules.length === 0 ? t('settings.forms.rules_none') : t('settings.forms.rules_note')}</p>
        </div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange([...rules, { field: '', effect: 'required', when: { all: [] } }])}
        >
          {t('settings.forms.rule_add')}
        </Button>
      </div>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no identity but its place.
        <div key={at} className="sp-rule">
          <Select
            aria-label={t('settings.forms.rule_field')}
            placeholder={t('settings.forms.field')}
            data={fields}
            value={rule.field || null}
            onChange={(field) => put(at, { field: field ?? '' })}
            searchable
          />
          <NativeSelect
            aria-label={t('settings.forms.rule_effect')}
            data={EFFECTS.map((value) => ({ value, label: t(`settings.forms.${value}`) }))}
            value={rule.effect}
            onChange={(event) => put(at, { effect: event.currentTarget.value as FieldRule['effect'] })}
          />
          <span className="sp-t2">{t('settings.forms.rule_when')}</span>
          <div className="sp-row sp-grow sp-rule-when">
            <FilterBar entity={entity.key} filter={rule.when} onChange={(when) => put(at, { when: asAll(when) })} own />
          </div>
          <ActionIcon
            aria-label={t('settings.forms.rule_remove', { name: rule.field ? office.fieldLabel(entity.key, rule.field) : '' })}
            onClick={() => onChange(rules.filter((_, index) => index !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
    </section>
  )
}

/** One form for all conditions, also for none yet. */
function asAll(filter: Filter | undefined): Filter {
  if (!filter) return { all: [] }
  return 'all' in filter ? filter : { all: [filter] }
}
