import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PartyNameValue, PersonNameValue } from '../../core/fields/values.ts'
import { formatCompanyName, looksLikeCompany, parseCompanyName } from '../../core/thai/company-name.ts'
import { parsePersonName } from '../../core/thai/person-name.ts'
import { type FieldProps, inputProps } from '../components/field-props.ts'
import { useWords, type Words } from '../lib/words.ts'
import { legalName } from './names.ts'
import './fields.css'

type Part = 'title' | 'first' | 'last' | 'nick' | 'firstEn' | 'lastEn'
const PARTS: readonly Part[] = ['title', 'first', 'last', 'nick', 'firstEn', 'lastEn']

const written = (value: PartyNameValue | PersonNameValue | undefined): string =>
  value ? `${legalName(value)}${value.nick && !('type' in value && value.type === 'company') ? ` (${value.nick})` : ''}` : ''

function readPerson(text: string, old: PersonNameValue | undefined): PersonNameValue | undefined {
  if (text.trim() === '') return undefined
  const read = parsePersonName(text)
  return { ...(old?.firstEn && { firstEn: old.firstEn }), ...(old?.lastEn && { lastEn: old.lastEn }), ...read }
}

/** A person's name in one box as it is written (`คุณสมชาย รักงาน (ต้น)`), shown in its parts below, which can be mended one by one. */
export function PersonNameField({ value, onChange, ...rest }: FieldProps<PersonNameValue>) {
  const words = useWords()
  const [typed, setTyped] = useState<string | undefined>()
  return (
    <div>
      <TextInput
        {...inputProps(rest)}
        placeholder={words.t('name.person_hint')}
        value={typed ?? written(value)}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          onChange(readPerson(event.currentTarget.value, value))
        }}
        onBlur={() => setTyped(undefined)}
      />
      {value && <PersonParts value={value} onChange={onChange} words={words} />}
    </div>
  )
}

function PersonParts({
  value,
  onChange,
  words,
}: {
  value: PersonNameValue
  onChange: (value: PersonNameValue) => void
  words: Words
}) {
  const [open, setOpen] = useState(false)
  const { t } = words
  const read = PARTS.flatMap((part) => (value[part] ? [`${t(`name.${part}` as const)} ${value[part]}`] : []))
  const put = (part: Part, text: string) => {
    const next = { ...value, [part]: text || undefined }
    onChange({ ...next, first: next.first ?? '' })
  }
  return (
    <div>
      <div className="sp-read-as">
        <span>
          {t('name.read_as')}: {read.join(' · ')}
        </span>
        <button type="button" className="sp-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('name.parts')}
        </button>
      </div>
      {open && (
        <div className="sp-name-parts">
          {PARTS.map((part) => (
            <TextInput
              key={part}
              label={t(`name.${part}` as const)}
              value={value[part] ?? ''}
              onChange={(event) => put(part, event.currentTarget.value)}
            />
          ))}
        </div>
      )}
    </div>
  )
}

const FORMS = [
  'limited',
  'public',
  'limited-partnership',
  'ordinary-partnership',
  'shop',
  'joint-venture',
  'cooperative',
  'foundation',
  'association',
  'condominium',
  'housing-estate',
  'school',
  'hospital',
] as const

/** A customer's name: company or person, typed in one box and taken apart. A branch in the name is handed to `onBranch`. */
export function PartyNameField({
  value,
  onChange,
  onBranch,
  ...rest
}: FieldProps<PartyNameValue> & { onBranch?: ((branch: string) => void) | undefined }) {
  const { t } = useWords()
  const [kind, setKind] = useState<'company' | 'person'>(value?.type ?? 'company')
  const [chosen, setChosen] = useState(value !== undefined)
  const [typed, setTyped] = useState<string | undefined>()
  const readCompany = (text: string) => {
    const read = parseCompanyName(text)
    if (read.branch) onBranch?.(read.branch)
    onChange(
      text.trim() === ''
        ? undefined
        : {
            type: 'company',
            name: read.name,
            ...(read.form && { form: read.form }),
            ...(value?.type === 'company' && value.nick && { nick: value.nick }),
          },
    )
  }
  const readAs = (text: string, as: 'company' | 'person') => {
    if (as === 'company') return readCompany(text)
    const person = readPerson(text, value?.type === 'person' ? value : undefined)
    onChange(person && { type: 'person', ...person })
  }
  const type = (text: string) => {
    setTyped(text)
    // Until somebody chooses, the text itself says what it is: a title or a nickname in brackets makes a person.
    const as = chosen ? kind : looksLikeCompany(text) || !parsePersonName(text).title ? 'company' : 'person'
    setKind(as)
    readAs(text, as)
  }
  const choose = (as: 'company' | 'person') => {
    setChosen(true)
    setKind(as)
    readAs(typed ?? written(value), as)
  }
  return (
    <div>
      {!rest.bare && (
        <SegmentedControl
          size="xs"
          mb={4}
          aria-label={rest.label}
          value={kind}
          onChange={(next) => choose(next as 'company' | 'person')}
          data={[
            { value: 'company', label: t('name.company') },
            { value: 'person', label: t('name.person') },
          ]}
        />
      )}
      <TextInput
        {...inputProps(rest)}
        placeholder={kind === 'company' ? t('name.company_hint') : t('name.person_hint')}
        value={typed ?? written(value)}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {value?.type === 'company' && <CompanyParts value={value} onChange={onChange} />}
      {value?.type === 'person' && <PersonPartsOf value={value} onChange={onChange} />}
    </div>
  )
}

type CompanyValue = Extract<PartyNameValue, { type: 'company' }>
type PersonValue = Extract<PartyNameValue, { type: 'person' }>

function PersonPartsOf({ value, onChange }: { value: PersonValue; onChange: (value: PartyNameValue) => void }) {
  const words = useWords()
  return <PersonParts value={value} words={words} onChange={(person) => onChange({ ...person, type: 'person' })} />
}

function CompanyParts({ value, onChange }: { value: CompanyValue; onChange: (value: PartyNameValue) => void }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const printed = (form: (typeof FORMS)[number]) => formatCompanyName({ form, name: '…' })
  return (
    <div>
      <div className="sp-read-as">
        <span>
          {t('name.read_as')}: {legalName(value)}
        </span>
        <button type="button" className="sp-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('name.parts')}
        </button>
      </div>
      {open && (
        <div className="sp-name-parts">
          <NativeSelect
            label={t('name.form')}
            value={value.form ?? ''}
            data={[{ value: '', label: t('field.empty') }, ...FORMS.map((form) => ({ value: form, label: printed(form) }))]}
            onChange={(event) => onChange({ ...value, form: event.currentTarget.value || undefined })}
          />
          <TextInput
            label={t('name.nick')}
            value={value.nick ?? ''}
            onChange={(event) => onChange({ ...value, nick: event.currentTarget.value || undefined })}
          />
        </div>
      )}
    </div>
  )
}
