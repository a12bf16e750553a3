import { ActionIcon, Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { STAGE_KINDS } from '../../../core/contract/office.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { type Colour, ColourChoice } from './colour-choice.tsx'
import { OrderButtons, reordered } from './order-buttons.tsx'

export type StageDraft = {
  /** Tells the lines of the form apart; new stages have no id yet. */
  key: string
  id?: string | undefined
  nameTh: string
  nameEn: string
  kind: (typeof STAGE_KINDS)[number]
  probability: number
  staleDays: number | null
  maxDeals: number | null
  colour: Colour | null
  required: string[]
}

/** Fields that a stage never asks for: they follow from it, or are always there. */
const NOT_ASKED = new Set(['name', 'code', 'pipeline', 'stage', 'files', 'closedAt', 'lostReason', 'lostNote'])

/** The stages of a pipeline as a table to edit in place. */
export function StageTable({ stages, onChange }: { stages: StageDraft[]; onChange: (stages: StageDraft[]) => void }) {
  const { t } = useWords()
  const put = (at: number, part: Partial<StageDraft>) =>
    onChange(stages.map((stage, index) => (index === at ? { ...stage, ...part } : stage)))
  const add = () => {
    const closing = stages.findIndex((stage) => stage.kind !== 'open')
    const stage: StageDraft = {
      key: crypto.randomUUID(),
      nameTh: t('settings.stage.new'),
      nameEn: '',
      kind: 'open',
      probability: 50,
      staleDays: 14,
      maxDeals: null,
      colour: null,
      required: [],
    }
    onChange(closing < 0 ? [...stages, stage] : [...stages.slice(0, closing), stage, ...stages.slice(closing)])
  }
  return (
    <div className="sp-stages">
      <table className="sp-set-table sp-stacks sp-stage-table">
        <thead>
          <tr>
            <th>{t('settings.name_th')}</th>
            <th>{t('settings.name_en')}</th>
            <th>{t('settings.stage.kind')}</th>
            <th>{t('settings.stage.probability')}</th>
            <th>{t('settings.stage.stale')}</th>
            <th>{t('settings.stage.most')}</th>
            <th>{t('settings.stage.required')}</th>
            <th>{t('settings.colour')}</th>
            <th aria-hidden />
          </tr>
        </thead>
        <tbody>
          {stages.map((stage, at) => (
            <StageRow
              key={stage.key}
              stage={stage}
              first={at === 0}
              last={at === stages.length - 1}
              onChange={(part) => put(at, part)}
              onMove={(by) => onChange(reordered(stages, at, by))}
              onRemove={() => onChange(stages.filter((_, index) => index !== at))}
            />
          ))}
        </tbody>
      </table>
      <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
        {t('settings.stage.add')}
      </Button>
    </div>
  )
}

type RowProps = {
  stage: StageDraft
  first: boolean
  last: boolean
  onChange: (part: Partial<StageDraft>) => void
  onMove: (by: number) => void
  onRemove: () => void
}

function StageRow({ stage, first, last, onChange, onMove, onRemove }: RowProps) {
  const { t, lang } = useWords()
  const office = useOffice()
  const name = inLang(lang, stage.nameTh, stage.nameEn)
  const label = (word: string) => `${name}: ${word}`
  const fields = (office.entity('deal')?.fields ?? [])
    .filter((field) => !field.derived && !NOT_ASKED.has(field.key) && !field.custom?.archived)
    .map((field) => ({ value: field.key, label: office.fieldLabel('deal', field.key) }))
  return (
    <tr>
      <td data-label={t('settings.name_th')}>
        <TextInput
          aria-label={label(t('settings.name_th'))}
          value={stage.nameTh}
          maxLength={120}
          onChange={(event) => onChange({ nameTh: event.currentTarget.value })}
        />
      </td>
      <td data-label={t('settings.name_en')}>
        <TextInput
          aria-label={label(t('settings.name_en'))}
          value={stage.nameEn}
          maxLength={120}
          onChange={(event) => onChange({ nameEn: event.currentTarget.value })}
        />
      </td>
      <td data-label={t('settings.stage.kind')}>
        <Select
          aria-label={label(t('settings.stage.kind'))}
          data={STAGE_KINDS.map((kind) => ({ value: kind, label: t(`settings.stage.kind.${kind}`) }))}
          value={stage.kind}
          onChange={(kind) =>
            kind &&
            onChange({
              kind: kind as StageDraft['kind'],
              ...(kind === 'won' && { probability: 100 }),
              ...(kind === 'lost' && { probability: 0 }),
            })
          }
          allowDeselect={false}
        />
      </td>
      <td data-label={t('settings.stage.probability')}>
        <NumberInput
          aria-label={label(t('settings.stage.probability'))}
          value={stage.probability}
          min={0}
          max={100}
          allowDecimal={false}
          hideControls
          disabled={stage.kind !== 'open'}
          onChange={(value) => onChange({ probability: Number(value) || 0 })}
        />
      </td>
      <td data-label={t('settings.stage.stale')}>
        <NumberInput
          aria-label={label(t('settings.stage.stale'))}
          value={stage.staleDays ?? ''}
          min={1}
          max={3650}
          allowDecimal={false}
          hideControls
          disabled={stage.kind !== 'open'}
          onChange={(value) => onChange({ staleDays: value === '' ? null : Number(value) })}
        />
      </td>
      <td data-label={t('settings.stage.most')}>
        <NumberInput
          aria-label={label(t('settings.stage.most'))}
          value={stage.maxDeals ?? ''}
          min={1}
          max={10_000}
          allowDecimal={false}
          hideControls
          disabled={stage.kind !== 'open'}
          onChange={(value) => onChange({ maxDeals: value === '' ? null : Number(value) })}
        />
      </td>
      <td data-label={t('settings.stage.required')}>
        <MultiSelect
          aria-label={label(t('settings.stage.required'))}
          data={fields}
          value={stage.required}
          placeholder={stage.required.length === 0 ? t('settings.stage.required_none') : ''}
          onChange={(required) => onChange({ required })}
          comboboxProps={{ width: 240, position: 'bottom-start' }}
        />
      </td>
      <td data-label={t('settings.colour')}>
        <ColourChoice label={label(t('settings.colour'))} value={stage.colour} onChange={(colour) => onChange({ colour })} />
      </td>
      <td className="sp-set-acts sp-stacks-end">
        <OrderButtons name={name} first={first} last={last} onMove={onMove} />
        <ActionIcon size={26} aria-label={t('settings.stage.remove', { name })} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      </td>
    </tr>
  )
}
