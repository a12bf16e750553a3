import { IconAlertOctagon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useDates } from '../lib/instants.ts'
import { useRead } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'

const LOOK_MS = 60_000

/**
 * What everybody whom it concerns must see whatever he is doing, such as that last night's backup failed, with the way to what is to be
 * done. The server decides who sees what; its codes are keys of words.
 */
export function OfficeNotices() {
  const { t, find } = useWords()
  const dates = useDates()
  const { data } = useRead('notices', {}, { refetchInterval: LOOK_MS })
  if (!data || data.notices.length === 0) return null
  return (
    <section className="sp-notices" aria-label={t('notice.title')}>
      {data.notices.map((notice) => (
        <div key={`${notice.code} ${String(notice.params.folder ?? '')}`} className="sp-banner" data-grave role="alert">
          <IconAlertOctagon size={18} aria-hidden />
          <p className="sp-grow">
            <strong>
              {find(notice.code, { ...notice.params, ...(notice.at && { when: dates.when(notice.at, true) }) }) ?? notice.code}
            </strong>
          </p>
          {notice.code !== 'notice.clock' && (
            <Link className="sp-link" to="/settings" search={{ tab: 'backup' } as never}>
              {t('notice.backup_do')}
            </Link>
          )}
        </div>
      ))}
    </section>
  )
}
