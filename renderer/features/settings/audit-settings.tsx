import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ACCESS_ACTIONS, type AccessAction, nobodyWord } from '../../../core/access/access-actions.ts'
import type { AccessEntry } from '../../../core/contract/audit.ts'
import { DateField } from '../../components/date-field.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { call, download } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { AuditChain } from './audit-chain.tsx'
import { SectionHead } from './section-head.tsx'
import './audit.css'

type Asked = {
  user?: string | undefined
  action?: AccessAction | undefined
  from?: string | undefined
  until?: string | undefined
  record?: AccessEntry['record'] | undefined
}

const queryOf = ({ user, action, from, until, record }: Asked) => ({
  ...(user && { user }),
  ...(action && { action }),
  ...(from && { from }),
  ...(until && { until }),
  ...(record && { record: record.id }),
})

/** Who looked at what, exported, printed, came in and was refused: by person, act, day and record. */
export function AuditSettings() {
  const { t } = useWords()
  const toast = useToast()
  const [asked, setAsked] = useState<Asked>({})
  const query = queryOf(asked)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['accessLog', query],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) =>
      call('accessLog', { query: { ...query, ...(pageParam && { before: String(pageParam) }) } }, { signal }),
    getNextPageParam: (page) => page.next,
  })
  const entries = data?.pages.flatMap((page) => page.entries)
  return (
    <>
      <SectionHead title={t('settings.tab.audit')} note={t('audit.note')}>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void download('accessLogFile', { query }).catch(toast.problem)}
        >
          {t('audit.file')}
        </Button>
      </SectionHead>
      <AuditChain />
      <Filters asked={asked} onChange={setAsked} />
      {error && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {!entries && !error && <SkeletonRows count={8} />}
      {entries?.length === 0 && <p className="sp-t2">{t('audit.none')}</p>}
      {entries && entries.length > 0 && <Entries entries={entries} onRecord={(record) => setAsked({ ...asked, record })} />}
      {hasNextPage && (
        <button type="button" className="sp-tool" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('audit.more')}
        </button>
      )}
      <Keeping />
    </>
  )
}

function Filters({ asked, onChange }: { asked: Asked; onChange: (asked: Asked) => void }) {
  const { t } = useWords()
  const office = useOffice()
  const { today } = useDates()
  return (
    <div className="sp-audit-filters">
      <NativeSelect
        label={t('audit.who')}
        value={asked.user ?? ''}
        onChange={(event) => onChange({ ...asked, user: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t('audit.everybody') },
          ...office.users.map((user) => ({ value: user.id, label: user.nick || user.name })),
        ]}
      />
      <NativeSelect
        label={t('audit.what')}
        value={asked.action ?? ''}
        onChange={(event) => onChange({ ...asked, action: (event.currentTarget.value || undefined) as AccessAction | undefined })}
        data={[
          { value: '', label: t('audit.everything') },
          ...ACCESS_ACTIONS.map((action) => ({ value: action, label: t(`audit.action.${action}`) })),
        ]}
      />
      <DateField label={t('audit.from')} value={asked.from} onChange={(from) => onChange({ ...asked, from })} today={today} />
      <DateField label={t('audit.until')} value={asked.until} onChange={(until) => onChange({ ...asked, until })} today={today} />
      {asked.record && (
        <Button variant="default" size="compact-sm" onClick={() => onChange({ ...asked, record: undefined })}>
          {t('audit.only_record', { title: asked.record.title || t('audit.gone') })} ✕
        </Button>
      )}
    </div>
  )
}

type EntriesProps = { entries: readonly AccessEntry[]; onRecord: (record: AccessEntry['record']) => void }

function Entries({ entries, onRecord }: EntriesProps) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  return (
    <table className="sp-set-table sp-audit-entries">
      <thead>
        <tr>
          <th scope="col">{t('audit.when')}</th>
          <th scope="col">{t('audit.who')}</th>
          <th scope="col">{t('audit.what')}</th>
          <th scope="col">{t('audit.record')}</th>
          <th scope="col" className="sp-desk">
            {t('audit.detail')}
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.seq}>
            <td className="sp-t2">{dates.when(entry.at, true)}</td>
            <td>{office.userLabel(entry.userId) || t(nobodyWord(entry.action))}</td>
            <td>
              {t(`audit.action.${entry.action}`)}{' '}
              {entry.entity && !entry.record && <span className="sp-t2">{office.entityLabel(entry.entity, 'one')}</span>}
            </td>
            <td>
              {entry.record && entry.entity && (
                <>
                  <Link className="sp-link" to={recordPath(entry.entity, entry.record.id)}>
                    {entry.record.title || t('audit.gone')}
                  </Link>{' '}
                  <button type="button" className="sp-link sp-small sp-desk" onClick={() => onRecord(entry.record)}>
                    {t('audit.only_this')}
                  </button>
                </>
              )}
            </td>
            <td className="sp-t2 sp-desk">{entry.detail}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** For how long it is all kept. */
function Keeping() {
  const { t } = useWords()
  const toast = useToast()
  const { data } = useRead('getAccessRules', {})
  const { run, busy } = useCommand('saveAccessRules')
  const [days, setDays] = useState<number>()
  if (!data) return null
  const wanted = days ?? data.keepDays
  const fits = Number.isInteger(wanted) && wanted >= 90 && wanted <= 730
  const save = () =>
    run({ body: { ...data, keepDays: wanted } })
      .then(() => toast.show({ text: t('toast.saved') }))
      .catch(toast.problem)
  return (
    <section className="sp-set-block sp-set-wide">
      <div className="sp-audit-keep">
        <NumberInput
          label={t('audit.keep')}
          description={t('audit.keep_hint')}
          inputWrapperOrder={['label', 'input', 'description']}
          value={wanted}
          onChange={(value) => setDays(Number(value))}
          min={90}
          max={730}
          allowDecimal={false}
        />
        <Button variant="default" loading={busy} disabled={!fits || wanted === data.keepDays} onClick={() => void save()}>
          {t('action.save')}
        </Button>
      </div>
    </section>
  )
}
