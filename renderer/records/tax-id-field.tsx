import { Input, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TaxIdValue } from '../../core/fields/values.ts'
import { formatBranch, formatTaxId, parseBranch, parseTaxId, taxIdProblem } from '../../core/thai/tax-id.ts'
import type { FieldProps } from '../components/field-props.ts'
import { useWords } from '../lib/words.ts'
import './fields.css'

/** A tax number with its branch. A check digit that does not fit warns and lets through: old and foreign numbers exist. */
export function TaxIdField({ label, value, onChange, error, bare, autoFocus }: FieldProps<TaxIdValue>) {
  const { t, lang } = useWords()
  const [typed, setTyped] = useState<string | undefined>()
  const [branchTyped, setBranch] = useState<string | undefined>()
  const digits = value?.number ?? ''
  const rounded = typed !== undefined && /\d(\.\d+)?E\+\d+/i.test(typed)
  const wrong = digits.length === 13 ? taxIdProblem(digits) : undefined
  const said = rounded
    ? t('taxid.rounded')
    : digits === ''
      ? undefined
      : wrong
        ? t('taxid.warn')
        : digits.length === 13
          ? t('taxid.fine')
          : undefined
  const type = (text: string) => {
    setTyped(text)
    const read = parseTaxId(text)
    const number = read.ok ? read.digits : text.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
    onChange(number ? { number, ...(value?.branch && { branch: value.branch }) } : undefined)
  }
  const typeBranch = (text: string) => {
    setBranch(text)
    const branch = parseBranch(text)
    if (value) onChange({ number: value.number, ...(branch && { branch }) })
  }
  return (
    <Input.Wrapper
      component="div"
      label={bare ? undefined : label}
      labelElement="div"
      error={error ?? null}
      description={said && <span className={wrong || rounded ? 'sp-warn' : ''}>{said}</span>}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    >
      <div className="sp-tax-line">
        <TextInput
          aria-label={`${label}: ${t('taxid.number')}`}
          placeholder={t('taxid.number')}
          inputMode="numeric"
          value={typed ?? formatTaxId(digits)}
          {...(autoFocus && { 'data-autofocus': true, autoFocus: true })}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={() => setTyped(undefined)}
        />
        <TextInput
          aria-label={`${label}: ${t('taxid.branch')}`}
          placeholder={t('taxid.branch')}
          title={value?.branch ? formatBranch(value.branch, lang) : t('taxid.branch_hint')}
          disabled={!value}
          value={branchTyped ?? value?.branch ?? ''}
          onChange={(event) => typeBranch(event.currentTarget.value)}
          onBlur={() => setBranch(undefined)}
        />
      </div>
    </Input.Wrapper>
  )
}
