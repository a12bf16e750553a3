import { Select } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { ColumnMapping, ImportColumn, ImportDefinition, ImportRun } from '../../../core/contract/imports.ts'
import { SHARED_TARGETS } from '../../../core/imports/guess-mapping.ts'
import { Mark } from '../../components/mark.tsx'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { leftOut, mappingOf, withColumn } from './definition.ts'
import { NewFieldDialog } from './new-field-dialog.tsx'
import { targetGroups } from './target-options.ts'
import { guessedWords, undecided } from './value-state.ts'

/** The value that asks for a new field in place of a target. */
const NEW_FIELD = '+'
/** More unmapped columns than this are told in plain, not in amber. */
const MOST_AMBER = 5

type Props = {
  run: ImportRun
  definition: ImportDefinition
  at: number | undefined
  onAt: (column: number) => void
  onChange: (definition: ImportDefinition) => void
}

/** Every column of the file with three of its values, the field it goes to, and where that guess came from. */
export function MappingTable({ run, definition, at, onAt, onChange }: Props) {
  const { t } = useWords()
  const [making, setMaking] = useState<ImportColumn>()
  return (
    <>
      <table className="sp-map">
        <thead>
          <tr>
            <th>{t('import.col.theirs')}</th>
            <th>{t('import.col.samples')}</th>
            <th aria-hidden />
            <th>{t('import.col.ours')}</th>
            <th>{t('import.col.guess')}</th>
          </tr>
        </thead>
        <tbody>
          {run.columns.map((column) => (
            <MappingRow
              key={column.index}
              run={run}
              definition={definition}
              column={column}
              here={column.index === at}
              onAt={() => onAt(column.index)}
              onTarget={(target) =>
                target === NEW_FIELD ? setMaking(column) : onChange(withColumn(definition, column.index, { target }))
              }
            />
          ))}
        </tbody>
      </table>
      {making && (
        <NewFieldDialog
          entity={run.entity}
          column={making}
          rows={run.rowCount}
          onClose={() => setMaking(undefined)}
          onMade={(target) => onChange(withColumn(definition, making.index, { target }))}
        />
      )}
    </>
  )
}

type RowProps = {
  run: ImportRun
  definition: ImportDefinition
  column: ImportColumn
  here: boolean
  onAt: () => void
  onTarget: (target: string | undefined) => void
}

function MappingRow({ run, definition, column, here, onAt, onTarget }: RowProps) {
  const { t } = useWords()
  const mapping = mappingOf(definition, column.index)
  return (
    <tr data-cur={here || undefined} aria-selected={here} onClick={onAt} onFocusCapture={onAt}>
      <td className="sp-map-header">
        <div className="cut">{column.header}</div>
      </td>
      <td className="sp-t3">
        <div className="cut">{column.samples.length > 0 ? column.samples.join(' · ') : t('import.guess.empty')}</div>
      </td>
      <td aria-hidden className="sp-t3 sp-map-arrow">
        <IconArrowRight size={16} />
      </td>
      <td>
        <TargetSelect run={run} definition={definition} column={column} onTarget={onTarget} />
      </td>
      <td>
        <GuessMark run={run} column={column} mapping={mapping} here={here} />
      </td>
    </tr>
  )
}

const isShared = (target: string): boolean => target.startsWith('phones') || SHARED_TARGETS.has(target)

function TargetSelect({ run, definition, column, onTarget }: Pick<RowProps, 'run' | 'definition' | 'column' | 'onTarget'>) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const target = mappingOf(definition, column.index).target
  const entity = office.entity(run.entity)
  const data = useMemo(() => {
    const taken = new Set(
      definition.columns.flatMap((mapping) =>
        mapping.target && mapping.target !== target && !isShared(mapping.target) ? [mapping.target] : [],
      ),
    )
    const groups = entity ? targetGroups(office, words, entity, taken) : []
    const own = office.admin ? [{ value: NEW_FIELD, label: t('import.new_field', { name: column.header }) }] : []
    return [...own, ...groups]
  }, [definition.columns, target, entity, office, words, column.header, t])
  return (
    <Select
      aria-label={t('import.into', { header: column.header })}
      data={data}
      value={target ?? null}
      placeholder={column.filled === 0 ? t('import.not_imported') : t('import.choose_field')}
      onChange={(next) => onTarget(next ?? undefined)}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('import.not_imported') }}
      nothingFoundMessage={t('field.nothing_found')}
      maxDropdownHeight={320}
      comboboxProps={{ keepMounted: false, shadow: 'md', width: 300, position: 'bottom-start' }}
    />
  )
}

function GuessMark({
  run,
  column,
  mapping,
  here,
}: {
  run: ImportRun
  column: ImportColumn
  mapping: ColumnMapping
  here: boolean
}) {
  const { t } = useWords()
  const office = useOffice()
  const { target } = mapping
  if (column.filled === 0) return <Mark>{t('import.guess.empty')}</Mark>
  const field = office.field(run.entity, target ?? '')
  const open = field ? undecided(office, column, mapping, field).length : 0
  // A file with many more columns than fields is no reason to look at each of them.
  if (!target && leftOut(run.definition, run.columns).length > MOST_AMBER) return <Mark>{t('import.guess.none')}</Mark>
  const warning = !target
    ? t('import.guess.none')
    : open > 0
      ? t(field?.kind === 'user' ? 'import.guess.unknown_people' : 'import.guess.undecided', { count: open })
      : guessedWords(column, mapping).length > 0
        ? t('import.guess.look')
        : undefined
  if (warning) {
    return (
      <Mark tone="warn" icon={IconAlertTriangle}>
        {warning}
      </Mark>
    )
  }
  const from = column.mapping.target === target ? column.guess : 'chosen'
  return <Mark tone={here ? 'here' : 'plain'}>{t(`import.guess.${from}`)}</Mark>
}
