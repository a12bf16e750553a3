import { SegmentedControl } from '@mantine/core'
import { daysOf } from '../../../core/query/date-span.ts'
import type { DateSpan, Filter } from '../../../core/query/filter.ts'
import type { ReportDefinition } from '../../../core/reports/report.ts'
import { endedDeals, OPEN_DEALS } from '../../../core/sales/attention.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { useUrlState } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { Endings } from './endings.tsx'
import { fieldAt } from './report-data.ts'
import { ReportFile } from './report-file.tsx'
import { ReportTabs } from './report-tabs.tsx'
import { ReportView } from './report-view.tsx'
import './reports.css'

const PERIODS = ['thisMonth', 'lastMonth', 'thisYear', 'lastYear'] as const satisfies readonly DateSpan[]
type Period = (typeof PERIODS)[number]
const ENDED_KEYS = ['amount', 'status', 'owner', 'closedAt', 'openedOn']

/** The reports about selling that every office asks for, of a period. Those about a field hidden from the reader are left out. */
export function SalesReportsScreen() {
  const { t } = useWords()
  const office = useOffice()
  const [url, change] = useUrlState<{ period?: Period }>()
  const period = PERIODS.find((known) => known === url.period) ?? 'thisYear'
  const { from = '', until = '' } = daysOf(period, office.today)
  const shown = (definition: ReportDefinition) => isSeen(office, definition)
  return (
    <div className="sp-reports">
      <PageHeader
        title={t('report.title')}
        actions={
          <SegmentedControl
            className="sp-no-print"
            aria-label={t('report.period')}
            data={PERIODS.map((value) => ({ value, label: t(`report.period.${value}`) }))}
            value={period}
            onChange={(value) => change({ period: PERIODS.find((known) => known === value) })}
          />
        }
      >
        <ReportTabs />
      </PageHeader>
      <div className="sp-sales">
        {ENDED_KEYS.every((key) => office.field('deal', key)) && <Endings from={from} until={until} />}
        {readyMade(office.today, from, until)
          .filter(({ definition }) => shown(definition))
          .map(({ name, definition, wide }) => (
            <section key={name} className="sp-report-tile" data-wide={wide || undefined} aria-label={t(name)}>
              <div className="sp-row sp-report-tile-head">
                <h2 className="cut sp-grow">{t(name)}</h2>
                <ReportFile definition={definition} name={t(name)} />
              </div>
              <ReportView definition={definition} name={t(name)} />
            </section>
          ))}
      </div>
    </div>
  )
}

/** True when the reader may see every field that a report speaks of. */
function isSeen(office: ReturnType<typeof useOffice>, { entity, filter, groups, measure }: ReportDefinition): boolean {
  const paths = [...groups.map((group) => group.field), ...fieldsIn(filter), ...(measure.field ? [measure.field] : [])]
  return (office.entity(entity)?.grant.view ?? 'none') !== 'none' && paths.every((path) => fieldAt(office, entity, path))
}

function fieldsIn(filter: Filter | undefined): string[] {
  if (!filter) return []
  if ('field' in filter) return [filter.field]
  if ('not' in filter) return fieldsIn(filter.not)
  return ('all' in filter ? filter.all : filter.any).flatMap(fieldsIn)
}

const SUM = { kind: 'sum', field: 'amount' } as const
const COUNT = { kind: 'count' } as const
const YEARS_BACK = 2

function readyMade(today: string, from: string, until: string) {
  const year = Number(today.slice(0, 4))
  const won = endedDeals(['won'], from, until)
  const years = endedDeals(['won'], `${year - YEARS_BACK}-01-01`, `${year}-12-31`)
  const done: Filter = { field: 'doneAt', op: 'between', value: [from, until] }
  const made: Filter = { field: 'createdAt', op: 'between', value: [from, until] }
  const list: {
    name: `report.${'years' | 'by_year' | 'stages' | 'sources' | 'new_leads' | 'activities'}`
    definition: ReportDefinition
    wide?: boolean
  }[] = [
    {
      name: 'report.years',
      wide: true,
      definition: { entity: 'deal', filter: years, groups: [{ field: 'closedAt', by: 'month' }], measure: SUM, chart: 'years' },
    },
    {
      name: 'report.stages',
      definition: { entity: 'deal', filter: OPEN_DEALS, groups: [{ field: 'stage' }], measure: SUM, chart: 'bar' },
    },
    {
      name: 'report.sources',
      definition: { entity: 'deal', filter: won, groups: [{ field: 'source' }], measure: SUM, chart: 'bar' },
    },
    {
      name: 'report.new_leads',
      definition: { entity: 'lead', filter: made, groups: [{ field: 'source' }], measure: COUNT, chart: 'bar' },
    },
    {
      name: 'report.by_year',
      definition: {
        entity: 'deal',
        filter: { field: 'status', op: 'anyOf', value: ['won'] },
        groups: [{ field: 'closedAt', by: 'year' }],
        measure: SUM,
        chart: 'bar',
      },
    },
    {
      name: 'report.activities',
      wide: true,
      definition: {
        entity: 'activity',
        filter: done,
        groups: [{ field: 'owner' }, { field: 'type' }],
        measure: COUNT,
        chart: 'table',
      },
    },
  ]
  return list
}
