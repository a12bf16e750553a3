import { Button, NativeSelect, Select } from '@mantine/core'
import { type ComponentProps, useEffect, useRef, useState } from 'react'
import type { FieldInfo } from '../../core/contract/office.ts'
import { type Condition, DATE_SPANS, ME, needsNoValue, type Operator, operatorsFor } from '../../core/query/filter.ts'
import { DECIDABLE } from '../../core/query/matches.ts'
import { parsePhone } from '../../core/thai/phone.ts'
import { ChoicesField, TagsField } from '../components/choice-field.tsx'
import { DateField } from '../components/date-field.tsx'
import { MoneyField } from '../components/money-field.tsx'
import { NumberField } from '../components/number-field.tsx'
import { TextField } from '../components/text-field.tsx'
import { type OfficeInfo, useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { conditionField } from './filter-words.ts'
import { ReferenceField } from './reference-field.tsx'
import { useTitles } from './titles.ts'

type Value = Condition['value']
type Choice = { path: string; label: string }

const NOT_FILTERED = new Set(['records'])

/** The fields that can be asked for: an entity's own, and those of a customer one step away. */
function filterable(
  office: OfficeInfo,
  entity: string,
  own: string,
  away: (label: string) => string,
  barred: readonly string[],
): { group: string; items: Choice[] }[] {
  const info = office.entity(entity)
  if (!info) return []
  const usable = (of: string) => (field: FieldInfo) =>
    !barred.includes(`${of}.${field.key}`) &&
    !NOT_FILTERED.has(field.kind) &&
    !field.custom?.archived &&
    (!field.custom || field.custom.filterable)
  const groups = [
    {
      group: own,
      items: info.fields
        .filter(usable(entity))
        .map((field) => ({ path: field.key, label: office.fieldLabel(entity, field.key) })),
    },
  ]
  for (const field of info.fields.filter((candidate) => candidate.to === 'customer' && candidate.to !== entity)) {
    const there = office.entity('customer')
    if (!there) continue
    const items = there.fields
      .filter(usable('customer'))
      .filter((inner) => inner.kind !== 'links')
      .map((inner) => ({ path: `${field.key}.${inner.key}`, label: `${office.fieldLabel('customer', inner.key)}` }))
    groups.push({ group: away(office.fieldLabel(entity, field.key)), items })
  }
  return groups
}

type Props = {
  entity: string
  condition?: Condition
  /** Only what a record's own values decide. */
  own?: boolean
  /** Fields, as `entity.field`, that are not offered. */
  barred?: readonly string[]
  /** Set where it stands in a popover: lists drawn elsewhere on the page would count as clicks outside and close it. */
  inPopover?: boolean
  onApply: (condition: Condition) => void
}

/** Builds one condition: field, operator, value, in that order, each as words. */
export function ConditionEditor({ entity, condition, own, barred = [], inPopover = false, onApply }: Props) {
  const { t, find } = useWords()
  const office = useOffice()
  const [path, setPath] = useState<string | null>(condition?.field ?? null)
  const found = path ? conditionField(office, entity, path) : undefined
  const operators = found
    ? operatorsFor(found.field).filter(
        (op) => (found.field.kind !== 'addresses' || needsNoValue(op)) && (!own || DECIDABLE.includes(op)),
      )
    : []
  const [chosenOp, setOp] = useState<Operator | undefined>(condition?.op)
  const op = chosenOp && operators.includes(chosenOp) ? chosenOp : operators[0]
  const [value, setValue] = useState<Value>(condition?.value)
  const ready = path && op && (needsNoValue(op) || isFilled(value))
  const form = useRef<HTMLFormElement>(null)
  const [before] = useState(path)
  // Whoever chose the field goes on with its value; the usual operator stands between the two and is one step back.
  useEffect(() => {
    if (path !== before) form.current?.querySelector<HTMLElement>('.sp-condition-value :is(input, select)')?.focus()
  }, [path, before])
  const apply = () => {
    if (path && op && ready) onApply({ field: path, op, ...(!needsNoValue(op) && { value }) })
  }
  const away = (label: string) => t('filter.of_reference', { entity: label })
  const groups = filterable(office, entity, office.entityLabel(entity, 'one'), away, barred).slice(0, own ? 1 : undefined)
  return (
    <form
      ref={form}
      className="sp-condition"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Select
        label={t('filter.field')}
        data={groups.map(({ group, items }) => ({
          group,
          items: items.map((item) => ({ value: item.path, label: item.label })),
        }))}
        value={path}
        onChange={(next) => {
          setPath(next)
          setOp(undefined)
          setValue(undefined)
        }}
        searchable
        nothingFoundMessage={t('field.nothing_found')}
        data-autofocus
        autoFocus={!condition}
        comboboxProps={{ shadow: 'md', withinPortal: !inPopover }}
        withScrollArea={false}
        maxDropdownHeight={260}
        styles={{ dropdown: { overflowY: 'auto', maxHeight: 260 } }}
      />
      {op && (
        <NativeSelect
          label={t('filter.operator')}
          value={op}
          data={operators.map((each) => ({ value: each, label: find(`op.${each}`) ?? each }))}
          onChange={(event) => setOp(event.currentTarget.value as Operator)}
        />
      )}
      {found && op && !needsNoValue(op) && (
        <div className="sp-condition-value">
          <ValueEditor field={found.field} op={op} value={value} onChange={setValue} inPopover={inPopover} />
        </div>
      )}
      <Button type="submit" disabled={!ready}>
        {t('action.apply')}
      </Button>
    </form>
  )
}

const isFilled = (value: Value): boolean =>
  value !== undefined && value !== '' && (!Array.isArray(value) || (value.length > 0 && value.every((part) => part !== '')))

type ValueProps = { field: FieldInfo; op: Operator; value: Value; onChange: (value: Value) => void; inPopover: boolean }

function ValueEditor({ field, op, value, onChange, inPopover }: ValueProps) {
  const { t, find } = useWords()
  const office = useOffice()
  const label = t('filter.value')
  const list = Array.isArray(value) ? value.map(String) : undefined
  if (op === 'within') {
    return (
      <NativeSelect
        label={label}
        value={typeof value === 'string' ? value : ''}
        data={[
          { value: '', label: t('action.choose') },
          ...DATE_SPANS.map((span) => ({ value: span, label: find(`span.${span}`) ?? span })),
        ]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  if (op === 'between') return <Between field={field} value={value} onChange={onChange} />
  switch (field.kind) {
    case 'choice':
    case 'choices':
      return (
        <ChoicesField
          inPopover={inPopover}
          label={label}
          value={list}
          options={office.options(field.list ?? '', list)}
          onChange={onChange}
        />
      )
    case 'user':
      return (
        <ChoicesField
          inPopover={inPopover}
          label={label}
          value={list}
          options={[{ value: ME, label: t('filter.me') }, ...office.options('user', list)]}
          onChange={onChange}
        />
      )
    case 'tags':
      return <TagsField label={label} value={list} onChange={onChange} />
    case 'reference':
    case 'links':
      return <Reference label={label} to={field.to ?? ''} value={list?.[0]} onChange={(id) => onChange(id ? [id] : undefined)} />
    default:
      return <Single field={field} value={value} onChange={onChange} label={label} />
  }
}

/** A record; the name of one that was chosen earlier is asked for. */
function Reference(props: ComponentProps<typeof ReferenceField>) {
  const titles = useTitles(props.value ? [[props.to, props.value]] : [])
  return <ReferenceField {...props} title={titles[props.value ?? '']} />
}

function Single({
  field,
  value,
  onChange,
  label,
}: {
  field: FieldInfo
  value: Value
  onChange: (value: Value) => void
  label: string
}) {
  const { today } = useOffice()
  switch (field.kind) {
    case 'date':
    case 'dateTime':
      return (
        <DateField
          label={label}
          today={today}
          purpose={field.purpose}
          value={typeof value === 'string' ? value : undefined}
          onChange={onChange}
        />
      )
    case 'money':
      return <MoneyField label={label} value={typeof value === 'number' ? value : undefined} onChange={onChange} />
    case 'number':
    case 'percent':
      return <NumberField label={label} value={typeof value === 'number' ? value : undefined} onChange={onChange} />
    case 'phones':
      return (
        <TextField
          label={label}
          value={typeof value === 'string' ? value.replace(/^\+66/, '0') : undefined}
          onChange={(text) => onChange(text && phoneStart(text))}
        />
      )
    case 'taxId':
      return (
        <TextField
          label={label}
          value={typeof value === 'string' ? value : undefined}
          onChange={(text) => onChange(text?.replace(/\D/g, ''))}
        />
      )
    default:
      return <TextField label={label} value={typeof value === 'string' ? value : undefined} onChange={onChange} />
  }
}

/** Numbers are stored in the international form; what people type begins with 0. */
function phoneStart(text: string): string {
  const whole = parsePhone(text)
  if (whole.ok) return whole.phone.e164
  return text.replace(/[^\d+]/g, '').replace(/^0/, '+66')
}

function Between({ field, value, onChange }: { field: FieldInfo; value: Value; onChange: (value: Value) => void }) {
  const { t } = useWords()
  const [from, until] = Array.isArray(value) ? value : []
  const part = (at: 0 | 1) => (next: Value) => {
    const one = next === undefined || Array.isArray(next) ? '' : next
    onChange(at === 0 ? [one, until ?? ''] : [from ?? '', one])
  }
  return (
    <>
      <Single field={field} label={t('links.from')} value={from === '' ? undefined : from} onChange={part(0)} />
      <Single field={field} label={t('links.until')} value={until === '' ? undefined : until} onChange={part(1)} />
    </>
  )
}
