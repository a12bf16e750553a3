import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { DealCard } from '../../../core/contract/sales.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { later, useFetchAhead } from '../../lib/later.tsx'
import { recordPath, useGo, useUrlState } from '../../lib/navigation.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { Column } from './board-column.tsx'
import { type BoardUrl, columnsOf } from './board-data.ts'
import { BoardDesk } from './board-desk.tsx'
import { BoardHead } from './board-head.tsx'
import { Lanes } from './board-lanes.tsx'
import { BoardPhone } from './board-phone.tsx'
import { useMoves } from './use-moves.ts'
import './board.css'

/** What a board asks only once a deal moves comes when the board stands there. */
const MoveDialog = later(() => import('./move-dialog.tsx').then((file) => file.MoveDialog))
const AskDialog = later(() => import('./ask-dialog.tsx').then((file) => file.AskDialog))
const PARTS = [MoveDialog, AskDialog]

/** The deals of one pipeline by stage. The address holds the pipeline and whose deals are shown. */
export function BoardScreen() {
  const { t } = useWords()
  const office = useOffice()
  const go = useGo()
  const room = useRoom()
  useFetchAhead(PARTS)
  const [url] = useUrlState<BoardUrl>()
  const living = office.pipelines.filter((candidate) => !candidate.archived)
  const pipeline = living.find((candidate) => candidate.id === url.pipeline) ?? living[0]
  const stages = useMemo(() => (pipeline?.stages ?? []).filter((stage) => !stage.archived), [pipeline])
  const {
    data: board,
    error,
    refetch,
  } = useRead(
    'dealBoard',
    { query: { pipeline: pipeline?.id ?? '', ...(url.owner && { owner: url.owner }) } },
    { enabled: pipeline !== undefined, keep: true },
  )
  const { moved, move, question, answer, giveUp } = useMoves()
  const [choosing, setChoosing] = useState<DealCard>()
  const columns = useMemo(
    () =>
      columnsOf(
        stages.filter((stage) => stage.kind === 'open'),
        board ?? { columns: [], weighted: 0, wonThisMonth: { count: 0, sum: 0 } },
        moved,
      ),
    [stages, board, moved],
  )
  if (!pipeline) {
    return (
      <EmptyState title={t('board.no_pipeline')} text={t('board.no_pipeline_text')}>
        {office.admin && <Button onClick={() => go('/settings', { search: { tab: 'pipelines' } })}>{t('board.manage')}</Button>}
      </EmptyState>
    )
  }
  const failure = failureOf({ data: board, error })
  const mayMove = office.entity('deal')?.grant.edit !== 'none'
  const inLanes = url.lanes === true && office.field('deal', 'owner') !== undefined
  // Whoever looks at everybody's board and finds nothing is told how it begins.
  const none = t(!url.owner && columns.every((column) => column.count === 0) ? 'board.empty' : 'board.empty_column')
  const acts = { open: (card: DealCard) => go(recordPath('deal', card.row.id)), choose: setChoosing }
  return (
    <div className="sp-board-page">
      <BoardHead pipeline={pipeline} columns={columns} board={board} owner={url.owner} />
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !board ? (
        <SkeletonRows height="7rem" count={5} />
      ) : room === 'phone' ? (
        <BoardPhone columns={columns} none={none} owner={url.owner} mayMove={mayMove} {...acts} />
      ) : (
        <BoardDesk stages={stages} mayMove={mayMove} onMove={move} className={inLanes ? 'sp-lanes' : 'sp-board'} {...acts}>
          {(desk) =>
            inLanes ? (
              <Lanes pipeline={pipeline.id} owner={url.owner} columns={columns} {...{ moved, mayMove, desk }} {...acts} />
            ) : (
              columns.map((column, at) => (
                <Column
                  key={column.stage.id}
                  owner={url.owner}
                  none={at === 0 ? none : t('board.empty_column')}
                  {...{ column, mayMove, desk }}
                  {...acts}
                />
              ))
            )
          }
        </BoardDesk>
      )}
      {choosing && (
        <MoveDialog
          card={choosing}
          stages={stages}
          onMove={(stage) => move(choosing, stage)}
          onClose={() => setChoosing(undefined)}
        />
      )}
      {question && (
        <AskDialog
          key={`${question.card.row.id} ${question.stage.id} ${question.fields.join()}`}
          question={question}
          onAnswer={answer}
          onGiveUp={giveUp}
        />
      )}
    </div>
  )
}
