import { Link } from '@tanstack/react-router'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** One's own page of reports, those made ready for selling, and the forecast. */
export function ReportTabs() {
  const { t } = useWords()
  const office = useOffice()
  const deals = (office.entity('deal')?.grant.view ?? 'none') !== 'none'
  const tabs = [
    { to: '/reports', label: t('report.tab.own') },
    ...(deals
      ? [
          { to: '/reports/sales', label: t('report.tab.sales') },
          { to: '/forecast', label: t('report.tab.forecast') },
        ]
      : []),
  ]
  return (
    <nav className="sp-report-tabs sp-no-print" aria-label={t('report.tabs')}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} activeOptions={{ exact: true, includeSearch: false }}>
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
