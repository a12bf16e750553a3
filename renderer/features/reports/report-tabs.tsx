import { IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { OWN_PAGE } from './page-of-reports.ts'

const PageDialog = lazy(() => import('./page-dialog.tsx').then((file) => ({ default: file.PageDialog })))

/** One's own page of reports, the pages that somebody made, those made ready for selling, and the forecast. */
export function ReportTabs() {
  const { t } = useWords()
  const office = useOffice()
  const [making, setMaking] = useState(false)
  const { data } = useRead('listDashboards', {}, { staleTime: 60_000 })
  const pages = data?.dashboards ?? []
  const deals = (office.entity('deal')?.grant.view ?? 'none') !== 'none'
  const ready = deals
    ? [
        { to: '/reports/sales', label: t('report.tab.sales') },
        { to: '/forecast', label: t('report.tab.forecast') },
      ]
    : []
  // Where a role begins with another page, one's own needs an address of its own.
  const own = pages.some((page) => page.first) ? { page: OWN_PAGE } : {}
  return (
    <nav className="sp-report-tabs sp-no-print" aria-label={t('report.tabs')}>
      <Link to="/reports" search={own as never} activeOptions={{ exact: true, includeSearch: true }}>
        {t('report.tab.own')}
      </Link>
      {pages.map((page) => (
        <Link
          key={page.id}
          to="/reports"
          search={{ page: page.id } as never}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {page.shared && <IconUsersGroup size={15} aria-label={t('dashboard.shared_mark')} />}
          <span className="cut">{page.name}</span>
        </Link>
      ))}
      {ready.map((tab) => (
        <Link key={tab.to} to={tab.to} activeOptions={{ exact: true, includeSearch: false }}>
          {tab.label}
        </Link>
      ))}
      <button type="button" onClick={() => setMaking(true)}>
        <IconPlus size={14} aria-hidden /> {t('dashboard.new')}
      </button>
      <Suspense fallback={null}>{making && <PageDialog onClose={() => setMaking(false)} />}</Suspense>
    </nav>
  )
}
