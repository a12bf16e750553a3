import { ActionIcon } from '@mantine/core'
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconFlag, IconPalette } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { ColourRule, EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { isCondition } from '../../core/query/filter.ts'
import { usePreference } from '../lib/preferences.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { conditionField, filterSentence } from './filter-words.ts'
import { ColoursDialog } from './list-parts.ts'
import type { ListState } from './list-state.ts'
import { useFilterContext } from './titles.ts'

/** Each tone has a sign of its own: colour is never the only one. */
const SIGNS = { bad: IconAlertCircle, warn: IconAlertTriangle, ok: IconCircleCheck, here: IconFlag }

/** The rules by which a list is coloured: the view's, or the person's own. */
export function useColourRules(
  entity: string,
  state: ListState,
): [rules: readonly ColourRule[], set: (rules: ColourRule[]) => void] {
  const [own, keep] = usePreference<ColourRule[]>(`list.${entity}.colours`, NONE)
  const office = useOffice()
  const all = state.colours ?? own
  // A rule about a field that this reader may not see says nothing to him; asking for it would be refused.
  const rules = useMemo(
    () => all.filter(({ filter }) => !isCondition(filter) || conditionField(office, entity, filter.field) !== undefined),
    [all, office, entity],
  )
  return [rules, (rules) => (state.colours ? state.setColours(rules) : keep(rules))]
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

export type ColoursProps = { entity: EntityInfo; rules: readonly ColourRule[]; onChange: (rules: ColourRule[]) => void }

/** Opens the rules by which rows and cells are coloured. */
export function ColourButton({ entity, rules, onChange }: ColoursProps) {
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
      {opened && <ColoursDialog entity={entity} rules={rules} onChange={onChange} onClose={() => setOpened(false)} />}
    </>
  )
}
