import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { formatBaht, formatCompactBaht, mulDiv } from '../../../core/money.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import type { CallReply } from '../../lib/api.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { ColumnCards, StageHead } from './board-column.tsx'
import { type BoardColumn, columnsOf, type Moved } from './board-data.ts'
import type { CardActs, Desk } from './board-desk.tsx'

type Shared = CardActs & {
  pipeline: string
  columns: readonly BoardColumn[]
  moved: ReadonlyMap<string, Moved>
  mayMove: boolean
  desk: Desk
}
type LaneRow = CallReply<'dealLanes'>['lanes'][number]

const ownerOf = (lane: LaneRow): string => lane.owner ?? 'none'
/** So many lanes are unfolded at first; the others keep their numbers. */
const OPEN_AT_FIRST = 3

/** The board in lanes by owner: the heads of the stages stay on top, and the reader's own lane comes first. */
export function Lanes({ owner, ...shared }: Shared & { owner: string | undefined }) {
  const { t } = useWords()
  const office = useOffice()
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map())
  const { data, error, refetch } = useRead('dealLanes', { query: { pipeline: shared.pipeline } }, { keep: true })
  const lanes = useMemo(() => {
    const mine = (lane: LaneRow) => Number(lane.owner === office.me.id)
    return (data?.lanes ?? []).filter((lane) => owner === undefined || ownerOf(lane) === owner).sort((a, b) => mine(b) - mine(a))
  }, [data, owner, office])
  const failure = failureOf({ data, error })
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows height="7rem" count={5} />
  return (
    <>
      <div className="sp-lane-heads">
        {shared.columns.map(({ stage, count, sum }) => (
          <div key={stage.id} className="sp-column">
            <StageHead stage={stage} count={count} sum={`${formatBaht(sum, { decimals: 'auto' })} ${t('unit.baht')}`} />
          </div>
        ))}
      </div>
      {lanes.length === 0 && <p className="sp-t2 sp-lanes-none">{t('board.no_lanes')}</p>}
      {lanes.map((lane, at) => {
        const unfolded = turned.get(ownerOf(lane)) ?? at < OPEN_AT_FIRST
        return (
          <Lane
            key={ownerOf(lane)}
            lane={lane}
            unfolded={unfolded}
            onTurn={() => setTurned((old) => new Map(old).set(ownerOf(lane), !unfolded))}
            {...shared}
          />
        )
      })}
    </>
  )
}

type LaneProps = Shared & { lane: LaneRow; unfolded: boolean; onTurn: () => void }

function Lane({ lane, unfolded, onTurn, pipeline, columns, moved, ...rest }: LaneProps) {
  const { t, lang } = useWords()
  const office = useOffice()
  const owner = ownerOf(lane)
  const { data } = useRead('dealBoard', { query: { pipeline, owner } }, { enabled: unfolded, keep: true })
  const cells = useMemo(() => {
    const own = new Map([...moved].filter(([, move]) => (move.card.row.owner ?? 'none') === owner))
    return data
      ? columnsOf(
          columns.map((column) => column.stage),
          data,
          own,
        )
      : undefined
  }, [data, moved, owner, columns])
  const who = lane.owner ? office.userLabel(lane.owner) : t('board.nobody')
  const sum = `${formatBaht(lane.sum, { decimals: 'auto' })} ${t('unit.baht')}`
  return (
    <section className="sp-lane" data-lane aria-label={t('board.lane', { who, count: lane.count, sum })}>
      <h3 className="sp-lane-head">
        <button type="button" className="sp-plain" aria-expanded={unfolded} onClick={onTurn}>
          {unfolded ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          <strong>{who}</strong>
          <span className="sp-t2">
            {sum} · {t('board.won_count', { count: lane.count })}
          </span>
          {lane.target !== null && lane.target > 0 && (
            <span
              className="sp-t2"
              title={t('board.reached_hint', {
                won: formatCompactBaht(lane.won, lang),
                target: formatCompactBaht(lane.target, lang),
              })}
            >
              {t('board.reached', { percent: mulDiv(lane.won, 100, lane.target) })}
            </span>
          )}
        </button>
      </h3>
      {unfolded &&
        (cells ? (
          <div className="sp-lane-cells">
            {cells.map((column) => (
              <section
                key={column.stage.id}
                className="sp-column"
                aria-label={`${who}: ${inLang(lang, column.stage.nameTh, column.stage.nameEn)}`}
              >
                <ColumnCards column={column} owner={owner} inLane {...rest} />
              </section>
            ))}
          </div>
        ) : (
          <SkeletonRows height="7rem" count={1} />
        ))}
    </section>
  )
}
