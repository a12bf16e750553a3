import { Checkbox } from '@mantine/core'
import type { FieldInfo } from '../../core/contract/office.ts'
import type {
  AddressItem,
  EmailItem,
  FileItem,
  LinkItem,
  PartyNameValue,
  PersonNameValue,
  PhoneItem,
  TaxIdValue,
} from '../../core/fields/values.ts'
import { AddressListField } from '../components/address-list-field.tsx'
import { ChoiceField, ChoicesField, TagsField } from '../components/choice-field.tsx'
import { DateField } from '../components/date-field.tsx'
import { DateTimeField } from '../components/date-time-field.tsx'
import { EmailListField } from '../components/email-list-field.tsx'
import type { FieldProps } from '../components/field-props.ts'
import { MoneyField } from '../components/money-field.tsx'
import { NumberField } from '../components/number-field.tsx'
import { PhoneListField } from '../components/phone-list-field.tsx'
import { LongTextField, TextField } from '../components/text-field.tsx'
import { useOffice } from '../lib/session.tsx'
import { FilesField } from './files-field.tsx'
import { LinksField } from './links-field.tsx'
import { PartyNameField, PersonNameField } from './name-field.tsx'
import { RecordsField } from './records-field.tsx'
import { ReferenceField } from './reference-field.tsx'
import { TaxIdField } from './tax-id-field.tsx'

export type EditorProps = {
  entity: string
  field: FieldInfo
  /** The whole record as it stands in the form; a stage offers those of the record's pipeline. */
  values: Record<string, unknown>
  titles?: Record<string, string> | undefined
  onChange: (value: unknown) => void
  /** Changes another field of the record, too (a branch typed in the name). */
  onOther?: (key: string, value: unknown) => void
  error?: string | undefined
  autoFocus?: boolean | undefined
  bare?: boolean | undefined
  /** What was typed before the editor was there, for lists that are searched. */
  typed?: string | undefined
  label?: string
}

/** The editor of a field, by its kind: the same in forms, on the record's page and in a table's cell. */
export function FieldEditor(props: EditorProps) {
  const { entity, field, values, titles, onChange, onOther, error, autoFocus, bare, typed } = props
  const office = useOffice()
  const label = props.label ?? office.fieldLabel(entity, field.key)
  const common = <T,>(): FieldProps<T> => ({
    label,
    value: (values[field.key] ?? undefined) as T | undefined,
    onChange,
    error,
    autoFocus,
    bare,
    required: field.required,
  })
  const types = field.list ? office.options(field.list) : []
  switch (field.kind) {
    case 'text':
    case 'lineId':
    case 'url':
      return <TextField {...common<string>()} {...(field.max && { maxLength: field.max })} />
    case 'longText':
      return <LongTextField {...common<string>()} />
    case 'number':
      return <NumberField {...common<number>()} />
    case 'percent':
      return <NumberField {...common<number>()} suffix="%" />
    case 'money':
      return <MoneyField {...common<number>()} />
    case 'date':
      return <DateField {...common<string>()} today={office.today} purpose={field.purpose} />
    case 'dateTime':
      return <DateTimeField {...common<string>()} today={office.today} timeZone={office.timeZone} />
    case 'yesNo':
      return (
        <Checkbox
          label={label}
          checked={values[field.key] === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          error={error}
          mt={bare ? 0 : 'xs'}
        />
      )
    case 'choice':
      return <ChoiceField {...common<string>()} options={choicesOf(office, field, values)} typed={typed} />
    case 'choices':
      return <ChoicesField {...common<string[]>()} options={types} />
    case 'user':
      return (
        <ChoiceField {...common<string>()} options={office.options('user', [String(values[field.key] ?? '')])} typed={typed} />
      )
    case 'tags':
      return <TagsField {...common<string[]>()} />
    case 'reference':
      return <ReferenceField {...common<string>()} to={field.to ?? ''} title={titles?.[String(values[field.key])]} />
    case 'links':
      return <LinksField {...common<LinkItem[]>()} field={field} titles={titles} />
    case 'records':
      return <RecordsField {...common()} titles={titles} />
    case 'phones':
      return <PhoneListField {...common<PhoneItem[]>()} types={types} />
    case 'emails':
      return <EmailListField {...common<EmailItem[]>()} />
    case 'addresses':
      return <AddressListField {...common<AddressItem[]>()} types={types} />
    case 'taxId':
      return <TaxIdField {...common<TaxIdValue>()} />
    case 'personName':
      return <PersonNameField {...common<PersonNameValue>()} />
    case 'partyName':
      return <PartyNameField {...common<PartyNameValue>()} onBranch={(branch) => takeBranch(values, branch, onOther)} />
    case 'files':
      return <FilesField {...common<FileItem[]>()} />
  }
}

/** Not a field: a branch that stood in the name before the tax number was known. Forms that want it keep it until then. */
export const BRANCH_IN_NAME = '@branch'

/** The stages of a deal are those of its pipeline; closed ones are reached by moving the deal. */
function choicesOf(office: ReturnType<typeof useOffice>, field: FieldInfo, values: Record<string, unknown>) {
  const kept = [String(values[field.key] ?? '')]
  const options = office.options(field.list ?? '', kept)
  if (field.list !== 'stage') return options
  const known = values.pipeline ?? office.stage(kept[0] ?? '')?.pipelineId
  const pipeline = office.pipeline(String(known ?? '')) ?? office.pipelines[0]
  return options.filter((option) => pipeline?.stages.some((stage) => stage.id === option.value))
}

function takeBranch(values: Record<string, unknown>, branch: string, onOther: EditorProps['onOther']): void {
  const taxId = values.taxId as TaxIdValue | undefined
  if (!taxId) onOther?.(BRANCH_IN_NAME, branch)
  else if (!taxId.branch) onOther?.('taxId', { ...taxId, branch })
}
