import { Select } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react'
import type { ImportColumn, ImportDefinition, ImportRun } from '../../../core/contract/imports.ts'
import type { FieldInfo } from '../../../core/contract/office.ts'
import { FIXED_LISTS, NEW_CHOICE } from '../../../core/imports/convert-cell.ts'
import { type OfficeInfo, useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { decisionOf, mappingOf, withColumn, withDecision } from './definition.ts'
import { guessedWords, matchingChoice, undecided } from './value-state.ts'

/** What stands in the choice for “leave empty”. */
const EMPTY = '∅'
const NEW = NEW_CHOICE

type Props = {
  run: ImportRun
  definition: ImportDefinition
  column: ImportColumn
  field: FieldInfo
  onChange: (definition: ImportDefinition) => void
}

/** The words of a pick-list column with their counts, each with what it becomes. */
export function ValueList({ run, definition, column, field, onChange }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const list = field.list ?? ''
  const fixed = FIXED_LISTS.has(list)
  const mapping = mappingOf(definition, column.index)
  const words = [...column.distinct].sort((a, b) => b.count - a.count)
  const blank = run.rowCount - column.filled
  const decide = (value: string, decision: string | null | undefined) =>
    onChange(withColumn(definition, column.index, withDecision(mapping, value, decision)))
  const unsettled = undecided(office, column, mapping, field).length
  const guessed = guessedWords(column, mapping)
  return (
    <section className="sp-pane-part">
      <div className="sp-row">
        <h2 className="sp-grow cut">{t('import.values_of', { label: column.header })}</h2>
        <span className="sp-t3 sp-small">{t('import.remembered')}</span>
      </div>
      <ul className="sp-values">
        {words.map((entry) => (
          <ValueRow
            key={entry.value}
            entry={entry}
            list={list}
            fixed={fixed}
            missing={definition.missingChoices}
            decision={decisionOf(mapping, entry.value)}
            onDecide={(decision) => decide(entry.value, decision)}
          />
        ))}
        {blank > 0 && (
          <li className="sp-value">
            <span className="sp-t2">{t('import.blank_cells')}</span>
            <span className="sp-t3 sp-small">{blank}</span>
            <IconArrowRight size={16} className="sp-t3" aria-hidden />
            <span className="sp-t2 sp-value-said">{t('import.value_empty')}</span>
          </li>
        )}
      </ul>
      {guessed.map((value) => (
        <p key={value} className="sp-warn sp-table-text sp-row">
          <IconAlertTriangle size={16} aria-hidden />
          {t('import.guessed_value', { value, choice: office.choiceLabel(list, decisionOf(mapping, value) ?? '') })}
        </p>
      ))}
      {unsettled > 0 && (
        <p className="sp-warn sp-table-text sp-row">
          <IconAlertTriangle size={16} aria-hidden /> {t('import.unsettled', { count: unsettled })}
        </p>
      )}
      {words.length >= 200 && <p className="sp-t3 sp-small">{t('import.values_more')}</p>}
    </section>
  )
}

type RowProps = {
  entry: { value: string; count: number }
  list: string
  fixed: boolean
  missing: ImportDefinition['missingChoices']
  decision: string | null | undefined
  onDecide: (decision: string | null | undefined) => void
}

function ValueRow({ entry, list, fixed, missing, decision, onDecide }: RowProps) {
  const { t, number } = useWords()
  const office = useOffice()
  const own = matchingChoice(office, list, entry.value)
  const shown =
    decision === null
      ? EMPTY
      : (entryOf(decision) ?? own ?? (fixed ? null : missing === 'create' ? NEW : missing === 'empty' ? EMPTY : null))
  // A map of the command line may name an entry by the label that it is to have.
  function entryOf(said: string | undefined) {
    if (!said?.startsWith(NEW) || said === NEW) return said
    return matchingChoice(office, list, said.slice(NEW.length)) ?? NEW
  }
  const entries = list === 'stage' ? stageGroups(office) : office.options(list).map(({ value, label }) => ({ value, label }))
  const data = [
    ...(fixed ? [] : [{ value: NEW, label: t('import.value_new') }]),
    { value: EMPTY, label: t('import.value_empty') },
    ...entries,
  ]
  return (
    <li className="sp-value">
      <strong>{entry.value}</strong>
      <span className="sp-t3 sp-small">{number(entry.count)}</span>
      <IconArrowRight size={16} className="sp-t3" aria-hidden />
      <Select
        aria-label={t('import.value_into', { value: entry.value })}
        data={data}
        value={shown}
        error={shown === null}
        placeholder={fixed ? t('import.value_choose') : t('import.value_refuse')}
        onChange={(next) => onDecide(next === null ? undefined : next === EMPTY ? null : next)}
        searchable={data.length > 10}
        nothingFoundMessage={t('field.nothing_found')}
        comboboxProps={{ keepMounted: false, shadow: 'md', width: 240, position: 'bottom-end' }}
      />
    </li>
  )
}

/** Stages under their pipelines, where there are several. */
function stageGroups(office: OfficeInfo) {
  const labels = new Map(office.options('stage').map((option) => [option.value, option.label]))
  return office.pipelines
    .filter((pipeline) => !pipeline.archived)
    .map((pipeline) => ({
      group: office.choiceLabel('pipeline', pipeline.id),
      items: pipeline.stages
        .filter((stage) => !stage.archived)
        .map((stage) => ({ value: stage.id, label: labels.get(stage.id) ?? '' })),
    }))
}
