import { Link } from '@tanstack/react-router'
import { allOf, type Filter } from '../../../core/query/filter.ts'
import { isSeveral, type ReportQuestion, type Tally } from '../../../core/reports/report.ts'
import { listPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { fieldAt, type ReportRow, type ReportTable } from './report-data.ts'
import { useNumbers } from './report-numbers.ts'

type Props = { question: ReportQuestion; table: ReportTable; bars: boolean; name: string }

/** As many looks of a bar's parts as the style sheet has. */
const PATTERNS = 5

/** A report as a table, with a bar in each row if wanted; each number opens the records behind it. */
export function ReportGrid({ question, table, bars, name }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const { numberOf, measureLabel } = useNumbers(question)
  // Means and extremes of parts come to nothing together.
  const addsUp = question.measure.kind === 'count' || question.measure.kind === 'sum'
  const most = Math.max(0, ...table.rows.map((row) => numberOf(row.tally) ?? 0))
  const [first, second] = question.groups.map((group) => groupLabel(office, question.entity, group.field))
  const to = (filter: Filter | undefined) => allOf(question.filter, filter)
  const rowsBy = fieldAt(office, question.entity, question.groups[0]?.field ?? '')
  const several = rowsBy !== undefined && isSeveral(rowsBy)
  return (
    <div className="sp-report-scroll">
      <table className="sp-figures sp-report-table" aria-label={name}>
        <thead>
          <tr>
            <th scope="col">{second ? `${first} / ${second}` : first}</th>
            {bars && <th scope="col" className="sp-report-wide" aria-hidden />}
            {table.columns.map((column, at) => (
              <th key={column.id} scope="col" className="sp-num">
                {bars && addsUp && <span className="sp-report-part" data-part={at % PATTERNS} aria-hidden />} {column.label}
              </th>
            ))}
            <th scope="col" className="sp-num">
              {table.columns.length > 0 ? t('report.total') : measureLabel}
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <div className="cut">{row.label}</div>
              </th>
              {bars && (
                <td className="sp-report-wide" aria-hidden>
                  <Bar row={row} most={most} value={numberOf} stacked={addsUp} />
                </td>
              )}
              {row.cells.map((cell, at) => (
                <td key={table.columns[at]?.id} className="sp-num">
                  <Value
                    question={question}
                    tally={cell}
                    filter={allOf(to(row.filter), table.columns[at]?.filter)}
                    group={row.label}
                  />
                </td>
              ))}
              <td className="sp-num sp-strong">
                <Value question={question} tally={row.tally} filter={to(row.filter)} group={row.label} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('report.total')}</th>
            {bars && <td aria-hidden />}
            {table.columns.map((column) => (
              <td key={column.id} className="sp-num">
                <Value question={question} tally={column.tally} filter={to(column.filter)} group={column.label} />
              </td>
            ))}
            <td className="sp-num sp-strong">
              <Value question={question} tally={table.total} filter={question.filter} group={t('report.total')} />
            </td>
          </tr>
        </tfoot>
      </table>
      {several && <p className="sp-t2 sp-small">{t('report.several')}</p>}
    </div>
  )
}

/** `ลูกค้า: จังหวัด` for what is one reference away. */
export function groupLabel(office: ReturnType<typeof useOffice>, entity: string, path: string): string {
  const [head = '', tail] = path.split('.')
  const own = office.fieldLabel(entity, head)
  const there = office.field(entity, head)?.to
  return tail === undefined || !there ? own : `${own}: ${office.fieldLabel(there, tail)}`
}

type ValueProps = { question: ReportQuestion; tally: Tally | undefined; filter: Filter | undefined; group: string }

/** One number, which opens its records. */
export function Value({ question, tally, filter, group }: ValueProps) {
  const { t } = useWords()
  const { numberOf, text } = useNumbers(question)
  const value = numberOf(tally)
  if (!tally || tally.count === 0 || value === null) return <span className="sp-t3">–</span>
  const words = text(value)
  return (
    <Link
      className="sp-quiet-link"
      to={listPath(question.entity)}
      search={(filter ? { f: filter } : {}) as never}
      title={t('report.open', { group, value: words })}
    >
      {words}
    </Link>
  )
}

type BarProps = { row: ReportRow; most: number; value: (tally: Tally | undefined) => number | null; stacked: boolean }

/** The parts of a bar differ by pattern, in the order of the columns, whose heads show it. */
function Bar({ row, most, value, stacked }: BarProps) {
  const width = (number: number) => `${most > 0 ? (100 * Math.max(0, number)) / most : 0}%`
  const parts = stacked && row.cells.length > 0 ? row.cells.map((cell) => value(cell) ?? 0) : [value(row.tally) ?? 0]
  return (
    <div className="sp-report-bar">
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts are the columns, in their order.
        <span key={at} className="sp-report-part" data-part={at % PATTERNS} style={{ width: width(part) }} />
      ))}
    </div>
  )
}
