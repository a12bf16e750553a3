import type { ReportDefinition } from '../../../core/reports/report.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { LineChart } from './line-chart.tsx'
import { tableOf } from './report-data.ts'
import { ReportGrid } from './report-grid.tsx'
import { useNumbers } from './report-numbers.ts'
import { YearsReport } from './years-report.tsx'
import './reports.css'

/** A report's answer, as its definition wants it drawn. Lines always have their numbers as a table below. */
export function ReportView({ definition, name }: { definition: ReportDefinition; name: string }) {
  const { chart, ...question } = definition
  const { t, ...rest } = useWords()
  const words = { t, ...rest }
  const office = useOffice()
  const numbers = useNumbers(question)
  const { data, error, refetch } = useRead('runReport', { body: question }, { keep: true, staleTime: 60_000 })
  const failure = failureOf({ data, error })
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows height="2rem" count={5} />
  if (data.cells.length === 0) return <p className="sp-t2 sp-report-empty">{t('report.empty')}</p>
  const table = tableOf(words, office, question, data)
  if (chart === 'years') return <YearsReport question={question} table={table} name={name} />
  if (chart !== 'line') return <ReportGrid question={question} table={table} bars={chart === 'bar'} name={name} />
  const series =
    table.columns.length === 0
      ? [{ label: numbers.measureLabel, values: table.rows.map((row) => numbers.numberOf(row.tally)) }]
      : table.columns.map((column, at) => ({
          label: column.label,
          values: table.rows.map((row) => numbers.numberOf(row.cells[at]) ?? 0),
        }))
  return (
    <>
      <LineChart labels={table.rows.map((row) => row.label)} series={series} text={numbers.short} />
      <ReportGrid question={question} table={table} bars={false} name={name} />
    </>
  )
}
