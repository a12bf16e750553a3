import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconFlag, IconPalette, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ColourRule, EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { isCondition } from '../../core/query/filter.ts'
import { Dialog } from '../components/dialog.tsx'
import { usePreference } from '../lib/preferences.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { conditionField, filterSentence } from './filter-words.ts'
import type { ListState } from './list-state.ts'
import { useFilterContext } from './titles.ts'

const MOST_RULES = 6
const TONES = ['bad', 'warn', 'ok', 'here'] as const
/** Each tone has a sign of its own: colour is never the only one. */
const SIGNS = { bad: IconAlertCircle, warn: IconAlertTriangle, ok: IconCircleCheck, here: IconFlag }

/** The rules by which a list is coloured: the view's, or the person's own. */
export function useColourRules(
  entity: string,
  state: ListState,
): [rules: readonly ColourRule[], set: (rules: ColourRule[]) => void] {
  const [own, keep] = usePreference<ColourRule[]>(`list.${entity}.colours`, NONE)
  const office = useOffice()
  // A rule about a field that this reader may not see says nothing to him; asking for it would be refused.
  const seen = (rule: ColourRule) => !isCondition(rule.filter) || conditionField(office, entity, rule.filter.field) !== undefined
  return [(state.colours ?? own).filter(seen), (rules) => (state.colours ? state.setColours(rules) : keep(rules))]
}
const NONE: ColourRule[] = []

/** The first rule that a record fulfils and that speaks of this cell, or of the whole row where no cell is named. */
export const ruleFor = (rules: readonly ColourRule[], row: RecordRow, field?: string): ColourRule | undefined =>
  row.marks?.map((at) => rules[at]).find((rule) => rule !== undefined && rule.field === field)

/** The first rule that a record fulfils, of the row or of any cell: where there are no cells. */
export const anyRule = (rules: readonly ColourRule[], row: RecordRow): ColourRule | undefined =>
  row.marks?.map((at) => rules[at]).find((rule) => rule !== undefined)

/** A rule's sign, with its condition as a sentence for the pointer and for readers. */
export function RuleSign({ entity, rule }: { entity: string; rule: ColourRule }) {
  const context = useFilterContext([{ entity, filter: rule.filter }])
  const Sign = SIGNS[rule.tone]
  const said = filterSentence(context, entity, rule.filter)
  return (
    <span className="sp-rule-sign" data-tone={rule.tone} title={said}>
      <Sign size={14} role="img" aria-label={said} />
    </span>
  )
}

type MenuProps = { entity: EntityInfo; rules: readonly ColourRule[]; onChange: (rules: ColourRule[]) => void }

/** Opens the rules by which rows and cells are coloured. */
export function ColourButton({ entity, rules, onChange }: MenuProps) {
  const { t } = useWords()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <ActionIcon
        aria-label={t('colour.rules')}
        title={t('colour.rules')}
        color={rules.length > 0 ? 'kram' : 'gray'}
        onClick={() => setOpened(true)}
      >
        <IconPalette size={18} />
      </ActionIcon>
      {opened && <RulesDialog entity={entity} rules={rules} onChange={onChange} onClose={() => setOpened(false)} />}
    </>
  )
}

function RulesDialog({ entity, rules, onChange, onClose }: MenuProps & { onClose: () => void }) {
  const context = useFilterContext(rules.map(({ filter }) => ({ entity: entity.key, filter })))
  const {
    office,
    words: { t },
  } = context
  const [adding, setAdding] = useState(rules.length === 0)
  const put = (at: number, rule: ColourRule | undefined) =>
    onChange(rules.flatMap((old, index) => (index === at ? (rule ? [rule] : []) : [old])))
  return (
    <Dialog opened onClose={onClose} title={t('colour.rules')} size={640} note={t('colour.first_wins')}>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place.
        <div key={at} className="sp-row">
          <RuleSign entity={entity.key} rule={rule} />
          <span className="sp-grow">{filterSentence(context, entity.key, rule.filter)}</span>
          <NativeSelect
            aria-label={t('colour.tone')}
            data={TONES.map((tone) => ({ value: tone, label: t(`colour.${tone}`) }))}
            value={rule.tone}
            onChange={(event) => put(at, { ...rule, tone: event.currentTarget.value as ColourRule['tone'] })}
          />
          <NativeSelect
            aria-label={t('colour.where')}
            data={[
              { value: '', label: t('colour.row') },
              ...entity.fields
                .filter((field) => field.key !== entity.title && !field.custom?.archived)
                .map((field) => ({ value: field.key, label: office.fieldLabel(entity.key, field.key) })),
            ]}
            value={rule.field ?? ''}
            onChange={(event) => {
              const { field: _, ...rest } = rule
              const field = event.currentTarget.value
              put(at, field ? { ...rest, field } : rest)
            }}
          />
          <ActionIcon aria-label={t('action.remove')} onClick={() => put(at, undefined)}>
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {adding ? (
        <ConditionEditor
          entity={entity.key}
          onApply={(filter) => {
            setAdding(false)
            onChange([...rules, { filter, tone: 'warn' }])
          }}
        />
      ) : (
        rules.length < MOST_RULES && (
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('colour.add')}
          </Button>
        )
      )}
    </Dialog>
  )
}
