import { Checkbox, Select, Textarea } from '@mantine/core'
import type { FieldInfo } from '../../../core/contract/office.ts'
import { CUSTOM_KINDS, type FieldKind } from '../../../core/fields/field.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKept } from '../../lib/drafts.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'

/** A field of the office's own: its name, its kind (for good), and how it is used. */
export function FieldDialog({ entity, field, onClose }: { entity: string; field: FieldInfo | undefined; onClose: () => void }) {
  const { t, lang } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { run, busy, error } = useCommand('saveCustomField')
  const { value, put, clear, found } = useKept(`settings.field.${entity}.${field?.key ?? 'new'}`, () => ({
    labelTh: field?.custom?.labelTh ?? '',
    labelEn: field?.custom?.labelEn ?? '',
    kind: field?.kind ?? ('text' as FieldKind),
    filterable: field?.custom?.filterable ?? true,
    required: field?.required ?? false,
    choices: '',
    to: field?.to ?? 'customer',
  }))
  const { labelTh, labelEn, kind, filterable, required, choices, to } = value
  const lists = kind === 'choice' || kind === 'choices'
  const name = inLang(lang, labelTh, labelEn)
  const discard = () => {
    clear()
    onClose()
  }
  const save = async () => {
    if (!name) return
    const entries = choices
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((label) => ({ labelTh: label, labelEn: label }))
    await run({
      params: { entity },
      body: {
        ...(field?.custom && { id: field.custom.id }),
        labelTh: labelTh || name,
        labelEn: labelEn || name,
        kind,
        filterable,
        required,
        ...(lists && entries.length > 0 && { choices: entries }),
        ...(kind === 'reference' && { to }),
      },
    })
    toast.show({ text: t('settings.field.saved', { name }) })
    discard()
  }
  return (
    <FormDialog
      title={
        field
          ? t('settings.field.edit', { name: office.fieldLabel(entity, field.key) })
          : t('settings.field.new', { entity: office.entityLabel(entity, 'one') })
      }
      note={found && t('draft.found')}
      verb={t('settings.field.save')}
      busy={busy}
      ready={Boolean(name)}
      error={error}
      // What was refused is told below the fields.
      onSubmit={() => void save().catch(() => undefined)}
      onDiscard={discard}
      onClose={onClose}
    >
      <TextField
        label={t('settings.field.label')}
        value={labelTh}
        onChange={(text) => put({ labelTh: text ?? '' })}
        required
        autoFocus
        maxLength={120}
      />
      <TextField
        label={t('settings.field.label_en')}
        value={labelEn}
        onChange={(text) => put({ labelEn: text ?? '' })}
        maxLength={120}
      />
      <Select
        label={t('settings.field.kind')}
        data={CUSTOM_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={kind}
        onChange={(next) => next && put({ kind: next as FieldKind })}
        allowDeselect={false}
        disabled={field !== undefined}
        description={field ? t('settings.field.kind_fixed') : undefined}
        inputWrapperOrder={['label', 'input', 'description']}
        searchable
      />
      {kind === 'reference' && (
        <Select
          label={t('settings.field.to')}
          data={office.entities.map((candidate) => ({ value: candidate.key, label: office.entityLabel(candidate.key, 'one') }))}
          value={to}
          onChange={(next) => next && put({ to: next })}
          allowDeselect={false}
          disabled={field !== undefined}
        />
      )}
      {lists && !field && (
        <Textarea
          label={t('settings.field.choices')}
          autosize
          minRows={3}
          maxRows={10}
          value={choices}
          onChange={(event) => put({ choices: event.currentTarget.value })}
        />
      )}
      {lists && field && <p className="sp-t2 sp-table-text">{t('settings.field.choices_later')}</p>}
      {kind !== 'files' && (
        <Checkbox
          size="sm"
          label={t('settings.field.filterable')}
          checked={filterable}
          onChange={(event) => put({ filterable: event.currentTarget.checked })}
        />
      )}
      <Checkbox
        size="sm"
        label={t('settings.field.required')}
        checked={required}
        onChange={(event) => put({ required: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}
