import { useParams } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { AppError } from '../../core/errors.ts'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { useActions } from '../lib/actions.ts'
import { recordPath, useGo } from '../lib/navigation.ts'
import { failureOf, useRead } from '../lib/queries.ts'
import { noteRecent } from '../lib/recent.ts'
import { useRoom } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { Composer } from './composer.tsx'
import { Facts } from './facts.tsx'
import { HistoryDrawer } from './history-drawer.tsx'
import { MissingRecords } from './missing-records.tsx'
import { neighboursOf } from './neighbours.ts'
import { useCall } from './phone-call.tsx'
import { PlainRelated } from './plain-related.tsx'
import { useRecordActions } from './record-actions.tsx'
import { useRecordExtra } from './record-extras.tsx'
import { RecordHeader } from './record-header.tsx'
import { useRecordVerbs } from './record-verbs.tsx'
import { Timeline } from './timeline.tsx'
import './page.css'
import './log.css'

/** A record's page: facts left, what happened in the middle, what belongs to it right. */
export function PageScreen() {
  const { entity: key = '', id = '' } = useParams({ strict: false }) as { entity?: string; id?: string }
  const office = useOffice()
  const entity = office.entity(key)
  const { data: row, error, refetch } = useRead('getRecord', { params: { entity: key, id } }, { enabled: entity !== undefined })
  const go = useGo()
  // An id that was merged into another record leads there.
  const elsewhere = row && row.id !== id ? recordPath(key, row.id) : undefined
  useEffect(() => {
    if (elsewhere) go(elsewhere, { replace: true })
  }, [elsewhere, go])
  if (!entity) return <MissingRecords />
  const failure = failureOf({ data: row, error })
  if (failure instanceof AppError && failure.code === 'record.not_found') return <MissingRecords of={key} />
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!row) return <SkeletonRows />
  return <RecordPage key={row.id} entity={entity} row={row} />
}

function RecordPage({ entity, row }: { entity: EntityInfo; row: RecordRow }) {
  const go = useGo()
  const room = useRoom()
  const call = useCall()
  const { Strip, Related = PlainRelated } = useRecordExtra(entity.key)
  const [editing, setEditing] = useState(false)
  const [logging, setLogging] = useState(false)
  const [history, setHistory] = useState(false)
  const neighbours = neighboursOf(entity.key, row.id)
  const hasTimeline = entity.key !== 'activity'
  const mayLog = useRecordActions().log !== undefined && hasTimeline && !row.deletedAt
  const callNow = () => call(entity.key, row)
  const step = (id: string) => () => go(recordPath(entity.key, id))
  const { runs, dialogs } = useRecordVerbs(entity, row)
  useEffect(() => noteRecent({ entity: entity.key, id: row.id }), [entity.key, row.id])
  useActions(
    {
      ...runs,
      ...(row.may?.edit && { edit: () => setEditing(true) }),
      history: () => setHistory(true),
      ...(mayLog && { log: () => setLogging(true) }),
      ...('phones' in row && { call: callNow }),
      ...(neighbours?.next && { next: step(neighbours.next) }),
      ...(neighbours?.previous && { previous: step(neighbours.previous) }),
    },
    { about: row.title },
  )
  const facts = <Facts entity={entity} row={row} editing={editing} onEdit={setEditing} />
  const middle = hasTimeline && (
    <>
      {mayLog && <Composer about={{ entity: entity.key, id: row.id, title: row.title }} open={logging} onOpen={setLogging} />}
      <Timeline entity={entity.key} id={row.id} />
    </>
  )
  return (
    <div className="sp-record" data-room={room}>
      <RecordHeader
        entity={entity}
        row={row}
        neighbours={neighbours}
        onCall={callNow}
        onHistory={() => setHistory(true)}
        onLog={mayLog ? () => setLogging(true) : undefined}
        verbs={runs}
        editing={editing}
      />
      <Suspense fallback={<div className="sp-strip-place" />}>{Strip && <Strip row={row} />}</Suspense>
      <div className="sp-record-panes" data-two={!hasTimeline || undefined}>
        <div className="sp-record-facts">{facts}</div>
        {middle && <div className="sp-record-middle">{middle}</div>}
        <div className="sp-record-related">
          <Suspense fallback={<SkeletonRows count={6} />}>
            <Related row={row} />
          </Suspense>
        </div>
      </div>
      {dialogs}
      {history && <HistoryDrawer entity={entity.key} row={row} onClose={() => setHistory(false)} />}
    </div>
  )
}
