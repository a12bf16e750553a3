import { Radio } from '@mantine/core'
import type { ImportColumn, ImportDefinition, ImportRun } from '../../../core/contract/imports.ts'
import { formatDate } from '../../../core/thai/date.ts'
import { parseDateAs } from '../../../core/thai/date-column.ts'
import { parseDate } from '../../../core/thai/date-parse.ts'
import { formatPhone } from '../../../core/thai/phone.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { mappingOf, withColumn } from './definition.ts'
import { fieldKey } from './target-options.ts'
import { UserValues } from './user-values.tsx'
import { ValueList } from './value-list.tsx'

type Props = {
  run: ImportRun
  definition: ImportDefinition
  column: ImportColumn
  onChange: (definition: ImportDefinition) => void
}

/** What needs a decision: first the column at hand, then the dates and repairs of the others. */
export function ColumnPane({ run, definition, column, onChange }: Props) {
  const { t } = useWords()
  const others = run.columns.filter((other) => other.index !== column.index && mappingOf(definition, other.index).target)
  return (
    <aside className="sp-import-pane" aria-label={t('import.pane')}>
      <AtHand run={run} definition={definition} column={column} onChange={onChange} />
      {others.map((other) => (
        <Dates key={`d${other.index}`} run={run} definition={definition} column={other} onChange={onChange} />
      ))}
      {others.map((other) => (
        <Repairs key={`r${other.index}`} column={other} />
      ))}
    </aside>
  )
}

function AtHand({ run, definition, column, onChange }: Props) {
  const office = useOffice()
  const mapping = mappingOf(definition, column.index)
  const field = office.field(run.entity, fieldKey(mapping.target ?? ''))
  const whole = mapping.target !== undefined && !mapping.target.includes('.')
  if (field && whole && (field.kind === 'choice' || field.kind === 'choices')) {
    return <ValueList run={run} definition={definition} column={column} field={field} onChange={onChange} />
  }
  if (field && whole && field.kind === 'user')
    return <UserValues run={run} definition={definition} column={column} field={field} onChange={onChange} />
  return (
    <>
      <Dates run={run} definition={definition} column={column} onChange={onChange} />
      <Repairs column={column} />
      <Values run={run} column={column} />
    </>
  )
}

function Values({ run, column }: { run: ImportRun; column: ImportColumn }) {
  const { t } = useWords()
  const many = column.distinct.length >= 200
  return (
    <section className="sp-pane-part">
      <h2 className="cut">{t('import.values_of', { label: column.header })}</h2>
      <p className="sp-t2 sp-table-text">{t('import.filled', { filled: column.filled, rows: run.rowCount })}</p>
      {column.distinct.length > 0 && (
        <p className="sp-t3 sp-table-text">
          {many ? t('import.values_many') : t('import.values_free', { count: column.distinct.length })}
        </p>
      )}
      <ul className="sp-pane-values">
        {column.distinct.slice(0, 8).map((entry) => (
          <li key={entry.value}>
            {entry.value} {entry.count > 1 && <span className="sp-t3 sp-small">{entry.count}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Repairs({ column }: { column: ImportColumn }) {
  const { t } = useWords()
  const { repairs } = column
  if (!repairs) return null
  return (
    <p className="sp-table-text sp-t2 sp-pane-part">
      <strong>{column.header}</strong>{' '}
      {t('import.repairs', { count: repairs.count, from: repairs.from, to: formatPhone(`+66${repairs.to.replace(/^0/, '')}`) })}
    </p>
  )
}

/** How the dates of a column are read, with real ones of the file written out long, so that a wrong century is seen. */
function Dates({ run, definition, column, onChange }: Props) {
  const { t, lang } = useWords()
  const office = useOffice()
  const mapping = mappingOf(definition, column.index)
  const field = office.field(run.entity, mapping.target ?? '')
  if (!field || (field.kind !== 'date' && field.kind !== 'dateTime')) return null
  const readings = column.dateReadings ?? [
    { order: 'DMY', era: 'BE', readable: 0 } as const,
    { order: 'DMY', era: 'CE', readable: 0 } as const,
    { order: 'MDY', era: 'CE', readable: 0 } as const,
  ]
  const chosen = mapping.dates ?? (readings[0] && { order: readings[0].order, era: readings[0].era })
  const best = Math.max(0, ...readings.map((reading) => reading.readable))
  const examples = column.distinct
    .slice(0, 3)
    .map((entry) => ({ text: entry.value, date: chosen ? readAs(entry.value, chosen, office.today) : undefined }))
  return (
    <section className="sp-pane-part">
      <Radio.Group
        label={t('import.dates_of', { label: column.header })}
        value={chosen ? `${chosen.order}-${chosen.era}` : ''}
        onChange={(next) => {
          const [order, era] = next.split('-') as ['DMY' | 'MDY' | 'YMD', 'BE' | 'CE']
          onChange(withColumn(definition, column.index, { dates: { order, era } }))
        }}
      >
        {readings.map(({ order, era, readable }) => (
          <Radio
            key={`${order}-${era}`}
            value={`${order}-${era}`}
            label={`${t(`import.date.${order}-${era}`)}${column.dateReadings ? ` (${readable >= best && readable >= column.distinct.length ? t('import.date_all') : t('import.date_missed', { count: Math.max(0, column.distinct.length - readable) })})` : ''}`}
          />
        ))}
      </Radio.Group>
      <div className="sp-pane-example">
        {examples.map((example) => (
          <div key={example.text}>
            <span className="sp-t2">{example.text} →</span>{' '}
            {example.date ? (
              formatDate(example.date, { lang, style: 'long' })
            ) : (
              <span className="sp-bad">{t('import.date_unreadable')}</span>
            )}
          </div>
        ))}
      </div>
    </section>
  )
}

function readAs(text: string, dates: { order: 'DMY' | 'MDY' | 'YMD'; era: 'BE' | 'CE' }, today: string): string | undefined {
  const day = text.replace(/[T ]\d{1,2}:\d{2}.*$/, '')
  const read = parseDateAs(day, dates)
  if (read.ok) return read.date
  if (!/^\d{4}-\d{1,2}-\d{1,2}$/.test(day) && !/[^\d\s./-]/.test(day)) return undefined
  const free = parseDate(day, { today, purpose: 'document' })
  return free.ok ? free.date : undefined
}
