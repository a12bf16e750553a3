import { IconArrowRight } from '@tabler/icons-react'
import { useRef } from 'react'
import type { DealCard } from '../../../core/contract/sales.ts'
import { formatBaht } from '../../../core/money.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { inLang, useWords } from '../../lib/words.ts'
import { OverLimit } from './board-column.tsx'
import { type BoardColumn, type BoardUrl, useMoreCards } from './board-data.ts'
import type { CardActs } from './board-desk.tsx'
import { CardFace } from './deal-card.tsx'

type Props = CardActs & { columns: readonly BoardColumn[]; none: string; owner: string | undefined; mayMove: boolean }

/** One stage at a time; a card is held to move it. */
export function BoardPhone({ columns, none, owner, mayMove, ...acts }: Props) {
  const { t, lang, number } = useWords()
  const [{ stage }, change] = useUrlState<BoardUrl>()
  const column =
    columns.find((candidate) => candidate.stage.id === stage) ?? columns.find((candidate) => candidate.count > 0) ?? columns[0]
  if (!column) return null
  const limit = column.stage.staleDays
  return (
    <div className="sp-board-phone">
      <nav className="sp-stage-tabs" aria-label={t('board.columns')}>
        {columns.map((candidate) => (
          <button
            key={candidate.stage.id}
            type="button"
            aria-current={candidate === column ? 'true' : undefined}
            onClick={() => change({ stage: candidate.stage.id })}
          >
            {inLang(lang, candidate.stage.nameTh, candidate.stage.nameEn)} {number(candidate.count)}
          </button>
        ))}
      </nav>
      <p className="sp-stage-said">
        <strong>
          {formatBaht(column.sum, { decimals: 'auto' })} {t('unit.baht')}
        </strong>
        <OverLimit stage={column.stage} count={column.count} />
        <span className="sp-t2">
          {limit
            ? t('board.phone_stage', { percent: column.stage.probability, days: limit })
            : t('board.phone_stage_free', { percent: column.stage.probability })}
        </span>
      </p>
      <PhoneCards key={column.stage.id} none={none} column={column} owner={owner} mayMove={mayMove} {...acts} />
    </div>
  )
}

function PhoneCards({
  column,
  none,
  owner,
  mayMove,
  open,
  choose,
}: CardActs & { column: BoardColumn; none: string; owner: string | undefined; mayMove: boolean }) {
  const { t } = useWords()
  const { more, load, busy } = useMoreCards(column, owner)
  const cards = [...column.cards, ...more]
  const rest = column.count - cards.length
  return (
    <div className="sp-phone-cards">
      {cards.map((card) => (
        <HeldCard
          key={card.row.id}
          card={card}
          column={column}
          onOpen={() => open(card)}
          onHold={() => mayMove && choose(card)}
        />
      ))}
      {cards.length === 0 && <p className="sp-t2">{none}</p>}
      {rest > 0 && (
        <button type="button" className="sp-phone-more" onClick={load} disabled={busy}>
          {t('board.more', { count: rest })} <IconArrowRight size={18} aria-hidden />
        </button>
      )}
      {mayMove && cards.length > 0 && <p className="sp-t2 sp-small sp-phone-hint">{t('board.hold_hint')}</p>}
    </div>
  )
}

const HOLD_MS = 500

function HeldCard({
  card,
  column,
  onOpen,
  onHold,
}: {
  card: DealCard
  column: BoardColumn
  onOpen: () => void
  onHold: () => void
}) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const held = useRef(false)
  const press = () => {
    held.current = false
    timer.current = setTimeout(() => {
      held.current = true
      onHold()
    }, HOLD_MS)
  }
  const release = () => clearTimeout(timer.current)
  return (
    <button
      type="button"
      className="sp-board-card"
      onPointerDown={press}
      onPointerUp={release}
      onPointerMove={(event) => (Math.abs(event.movementY) > 3 ? release() : undefined)}
      onPointerCancel={release}
      onPointerLeave={release}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => !held.current && onOpen()}
    >
      <CardFace card={card} stage={column.stage} />
    </button>
  )
}
