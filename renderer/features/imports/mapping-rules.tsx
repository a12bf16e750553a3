import { Menu, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ImportDefinition, ImportRun } from '../../../core/contract/imports.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { ENTITIES } from '../../../core/entities/registry.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { isMapped, titleColumn, withTitleColumn } from './definition.ts'

type Props = { run: ImportRun; definition: ImportDefinition; onChange: (definition: ImportDefinition) => void }

/** The rules for the file as a whole, each a sentence: what names a record, what is already there, and what is not there yet. */
export function MappingRules(props: Props) {
  return (
    <div className="sp-map-rules">
      <TitleRule {...props} />
      <DefaultRules {...props} />
      <MatchRule {...props} />
      <MissingRules {...props} />
    </div>
  )
}

/** Where no column is the record's name, one that goes elsewhere can name it as well. */
function TitleRule({ run, definition, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const title = office.entity(run.entity)?.title ?? 'name'
  const chosen = titleColumn(definition, title)
  if (isMapped(definition, title) && chosen === undefined) return null
  const label = t('import.title_from', { label: office.fieldLabel(run.entity, title) })
  return (
    <div className="sp-map-rule">
      <span>{label}</span>
      <Select
        aria-label={label}
        error={chosen === undefined}
        placeholder={t('import.value_choose')}
        data={run.columns
          .filter((column) => column.filled > 0)
          .map((column) => ({ value: String(column.index), label: column.header }))}
        value={chosen === undefined ? null : String(chosen)}
        onChange={(next) => onChange(withTitleColumn(definition, title, next === null ? undefined : Number(next)))}
      />
    </div>
  )
}

/** Choices that every record must have: what those get whose row says nothing. */
function DefaultRules({ run, definition, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const defaults = definition.defaults ?? {}
  const asked = (office.entity(run.entity)?.fields ?? []).filter(
    (field) =>
      field.required && field.kind === 'choice' && !field.derived && field.list && !['pipeline', 'stage'].includes(field.key),
  )
  return asked.map((field) => {
    const label = t('import.default', { label: office.fieldLabel(run.entity, field.key) })
    return (
      <div key={field.key} className="sp-map-rule">
        <span>{label}</span>
        <Select
          aria-label={label}
          data={office.options(field.list ?? '').map(({ value, label: name }) => ({ value, label: name }))}
          value={(defaults[field.key] as string | undefined) ?? null}
          placeholder={t('import.missing.refuse')}
          onChange={(next) => onChange({ ...definition, defaults: { ...defaults, [field.key]: next ?? undefined } })}
          clearable
        />
      </div>
    )
  })
}

function MatchRule({ run, definition, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const entity = ENTITIES.find((candidate) => candidate.key === run.entity) as EntityDef | undefined
  const possible = (entity?.matchFields ?? []).filter((key) => isMapped(definition, key))
  const chosen = definition.match.filter((key) => possible.includes(key))
  const label = (key: string) => (key === 'taxId' ? t('import.taxId_match') : office.fieldLabel(run.entity, key))
  const rest = possible.filter((key) => !chosen.includes(key))
  return (
    <div className="sp-map-rule">
      <span>{t('import.if_there')}</span>
      {chosen.length === 0 && <span className="sp-strong">{t('import.match_none')}</span>}
      {chosen.map((key) => (
        <button
          key={key}
          type="button"
          className="sp-match-chip"
          title={t('import.match_remove', { label: label(key) })}
          onClick={() => onChange({ ...definition, match: chosen.filter((other) => other !== key) })}
        >
          {label(key)}
          <IconX size={14} aria-hidden />
        </button>
      ))}
      {rest.length > 0 && (
        <Menu>
          <Menu.Target>
            <button type="button" className="sp-link">
              {t('import.match_add')}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((key) => (
              <Menu.Item
                key={key}
                onClick={() =>
                  onChange({ ...definition, match: possible.filter((other) => other === key || chosen.includes(other)) })
                }
              >
                {label(key)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {chosen.length > 0 && (
        <>
          <span>{t('import.match_then')}</span>
          <Select
            aria-label={t('import.on_match')}
            data={(['fill', 'update', 'skip'] as const).map((value) => ({ value, label: t(`import.on_match.${value}`) }))}
            value={definition.onMatch}
            onChange={(next) => next && onChange({ ...definition, onMatch: next as ImportDefinition['onMatch'] })}
            allowDeselect={false}
          />
        </>
      )}
    </div>
  )
}

/** What to do with names and words of the file that the office does not know yet. */
function MissingRules({ run, definition, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const fields = definition.columns.flatMap((mapping) => office.field(run.entity, mapping.target ?? '') ?? [])
  const entities = [
    ...new Set(fields.filter((field) => field.kind === 'reference' || field.kind === 'links').map((field) => field.to ?? '')),
  ]
  const lists = fields.some((field) => field.kind === 'choice' || field.kind === 'choices')
  const options = (['create', 'empty', 'refuse'] as const).map((value) => ({ value, label: t(`import.missing.${value}`) }))
  const rule = (label: string, key: 'missingReferences' | 'missingChoices') => (
    <div className="sp-map-rule">
      <span>{label}</span>
      <Select
        aria-label={label}
        data={options}
        value={definition[key]}
        onChange={(next) => next && onChange({ ...definition, [key]: next })}
        allowDeselect={false}
      />
    </div>
  )
  return (
    <>
      {entities.length > 0 &&
        rule(
          t('import.missing_refs', { labels: entities.map((key) => office.entityLabel(key, 'one')).join(t('list.separator')) }),
          'missingReferences',
        )}
      {lists && rule(t('import.missing_choices'), 'missingChoices')}
    </>
  )
}
