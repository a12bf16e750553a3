import { ActionIcon } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconPhone, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { ColourRule, EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import type { LinkItem } from '../../core/fields/values.ts'
import { formatBaht } from '../../core/money.ts'
import { formatPhone } from '../../core/thai/phone.ts'
import { PageHeader } from '../components/page-header.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { useDates } from '../lib/instants.ts'
import { recordPath, useGo } from '../lib/navigation.ts'
import { failureOf, useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { anyRule, RuleSign, useColourRules } from './colour-rules.tsx'
import { FilterChips } from './filter-bar.tsx'
import { foundBecause } from './found-because.ts'
import { Grade } from './grade.tsx'
import { useHits, useRows } from './list-data.ts'
import { ListEmpty, ListNoMatch } from './list-empty.tsx'
import { ListProblem } from './list-problem.tsx'
import { ListSearch } from './list-search.tsx'
import { mineFilter, useListState } from './list-state.ts'
import { NameText } from './name-text.tsx'
import { firstPhone } from './phone-call.tsx'
import { useRecordActions } from './record-actions.tsx'
import './list.css'

/** An entity's list on a phone: name, whom to ask for, what comes next, and one button to call. */
export function PhoneList({ entity }: { entity: EntityInfo }) {
  const { t } = useWords()
  const office = useOffice()
  const go = useGo()
  const state = useListState(entity.key)
  const { create } = useRecordActions()
  const [rules] = useColourRules(entity.key, state)
  const marks = rules.map((rule) => rule.filter)
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(state.query)
  const [text] = useDebouncedValue(typed, 150)
  const searching = text.trim() !== ''
  const columns = entity.fields.map((field) => field.key).filter((key) => !['notes', 'addresses', 'files', 'needs'].includes(key))
  const { rows, query } = useRows({
    entity: entity.key,
    filter: state.filter,
    sort: state.sort,
    columns,
    enabled: !searching,
    marks,
  })
  const found = useHits(entity.key, text, state.filter, columns)
  const failure = failureOf(query)
  const { data: views } = useRead('listViews', { params: { entity: entity.key } }, { staleTime: 60_000 })
  const tabs = [
    { key: 'all', name: t('list.all_view'), saved: undefined, filter: undefined },
    { key: 'mine', name: t('quick.mine'), saved: undefined, filter: mineFilter(entity.owner) },
    ...(views?.views ?? []).map((view) => ({ key: view.id, name: view.name, saved: view, filter: view.definition.filter })),
  ]
  // A link or a tile may have narrowed what the name of the view promises.
  const promised = tabs.find((tab) => tab.key === state.view)?.filter
  const narrowed = JSON.stringify(promised) !== JSON.stringify(state.filter)
  const hits = found.groups.flatMap((group) => group.hits)
  const shown = searching
    ? hits.map((hit) => ({ row: hit.row, because: foundBecause(office, hit, text) }))
    : rows.map((row) => ({ row, because: undefined }))
  const loadMore = (element: HTMLDivElement) => {
    if (
      !searching &&
      query.hasNextPage &&
      !query.isFetchingNextPage &&
      element.scrollTop + element.clientHeight > element.scrollHeight - 600
    )
      void query.fetchNextPage()
  }
  return (
    <div className="sp-list">
      <PageHeader
        title={office.entityLabel(entity.key)}
        actions={
          entity.grant.create && (
            <ActionIcon
              size={44}
              aria-label={t('add.of', { entity: office.entityLabel(entity.key, 'one') })}
              onClick={() => create({ entity: entity.key })}
            >
              <IconPlus size={22} />
            </ActionIcon>
          )
        }
      />
      <div className="sp-phone-bar">
        <ListSearch
          text={typed}
          placeholder={t('search.hint')}
          input={input}
          onDown={() => undefined}
          onEnter={() => shown[0] && go(recordPath(entity.key, shown[0].row.id))}
          onType={(next) => {
            setTyped(next)
            state.setQuery(next)
          }}
        />
        <div className="sp-phone-views">
          {tabs.map((tab) => (
            <button
              key={tab.key}
              type="button"
              className="sp-phone-view"
              aria-pressed={state.view === tab.key}
              data-here={state.view === tab.key || undefined}
              onClick={() => state.openView(tab.key, tab.saved)}
            >
              {state.view === tab.key && <IconCheck size={14} aria-hidden />} {tab.name}
            </button>
          ))}
        </div>
        {narrowed && (
          <div className="sp-phone-conditions">
            <FilterChips entity={entity.key} filter={state.filter} onChange={state.setFilter} />
          </div>
        )}
      </div>
      {failure ? (
        <ListProblem state={state} error={failure} onRetry={() => void query.refetch()} />
      ) : query.isPending && !searching ? (
        <SkeletonRows height="var(--sp-row-touch)" />
      ) : shown.length === 0 && !searching && !state.filter ? (
        <ListEmpty entity={entity} />
      ) : shown.length === 0 && !searching ? (
        <ListNoMatch entity={entity} onClear={() => state.setFilter(undefined)} />
      ) : (
        <div className="sp-cards" onScroll={(event) => loadMore(event.currentTarget)}>
          {shown.map(({ row, because }) => (
            <Card
              key={row.id}
              entity={entity}
              row={row}
              rule={anyRule(rules, row)}
              because={because}
              query={searching ? text : undefined}
            />
          ))}
        </div>
      )}
    </div>
  )
}

function Card({
  entity,
  row,
  rule,
  because,
  query,
}: {
  entity: EntityInfo
  row: RecordRow
  rule: ColourRule | undefined
  because: string | undefined
  query: string | undefined
}) {
  const { t } = useWords()
  const phone = firstPhone(row)
  return (
    <div className="sp-card-line" data-tone={rule?.tone}>
      <Link to={recordPath(entity.key, row.id)}>
        <div className="sp-row">
          <NameText row={row} query={query} />
          {typeof row.grade === 'string' && <Grade grade={row.grade} />}
          {rule && <RuleSign entity={entity.key} rule={rule} />}
        </div>
        <div className="sp-t2 sp-small cut">{because ?? secondLine(row)}</div>
        <NextLine entity={entity.key} row={row} />
      </Link>
      {phone && (
        <a className="sp-call" href={`tel:${phone.e164}`} aria-label={t('phone.call', { number: formatPhone(phone.e164) })}>
          <IconPhone size={22} />
        </a>
      )}
    </div>
  )
}

/** Whom to ask for, whose it is, or where they work. */
function secondLine(row: RecordRow): string {
  const worksAt = (row.customers as LinkItem[] | undefined)?.map((link) => link.to) ?? []
  const points = [row.mainContact, row.customer, row.anchorCustomer, ...worksAt].filter(
    (id): id is string => typeof id === 'string',
  )
  return [...points.map((id) => row.titles?.[id]), typeof row.company === 'string' ? row.company : undefined]
    .filter(Boolean)
    .join(' · ')
}

function NextLine({ entity, row }: { entity: string; row: RecordRow }) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const step = (row.nextStepAt ?? row.dueAt) as string | undefined
  const amount = typeof row.amount === 'number' ? `${formatBaht(row.amount, { decimals: 'auto' })} ${t('unit.baht')}` : undefined
  if (!('nextStepAt' in row) && !('dueAt' in row) && amount === undefined) return null
  const late = step && !step.startsWith('9999') ? -dates.daysUntil(dates.dayOf(step)) : 0
  return (
    <div className="sp-small">
      {late > 0 ? (
        <span className="sp-bad">{t('list.overdue', { count: late })}</span>
      ) : step && !step.startsWith('9999') ? (
        `${office.fieldLabel(entity, row.nextStepAt ? 'nextStepAt' : 'dueAt')} ${dates.when(step)}`
      ) : null}
      {amount && (
        <span className="sp-t2">
          {' '}
          {step ? '· ' : ''}
          {amount}
        </span>
      )}
    </div>
  )
}
