import { Draggable, Droppable } from '@hello-pangea/dnd'
import { IconAlertTriangle, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { formatBaht } from '../../../core/money.ts'
import { Mark } from '../../components/mark.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { type BoardColumn, useMoreCards } from './board-data.ts'
import { type CardActs, type Desk, placeOf } from './board-desk.tsx'
import { CardFace } from './deal-card.tsx'

type Props = CardActs & {
  column: BoardColumn
  owner: string | undefined
  mayMove: boolean
  desk: Desk
  /** What is said where there is no card. */
  none?: string
}

/** One stage: its name, how many, how likely and how much; its cards, longest in the stage first. */
export function Column(props: Props) {
  const { t, lang } = useWords()
  const { stage, count } = props.column
  const name = inLang(lang, stage.nameTh, stage.nameEn)
  const sum = `${formatBaht(props.column.sum, { decimals: 'auto' })} ${t('unit.baht')}`
  return (
    <section className="sp-column" aria-label={t('board.column', { stage: name, count, sum })}>
      <StageHead stage={stage} count={count} sum={sum} />
      <ColumnCards {...props} />
    </section>
  )
}

/** Beyond these a lane shows the rest of a stage on demand, so that the next person's lane is in sight. */
const FIRST_IN_LANE = 4

/** The cards of one stage, in a lane only those of its owner. */
export function ColumnCards({ column, owner, mayMove, desk, none, inLane, ...acts }: Props & { inLane?: boolean }) {
  const { t } = useWords()
  const [all, setAll] = useState(!inLane)
  const { more, load, busy } = useMoreCards(column, owner)
  const loaded = [...column.cards, ...more]
  for (const card of loaded) desk.register(card)
  const cards = all ? loaded : loaded.slice(0, FIRST_IN_LANE)
  const rest = column.count - cards.length
  // A deal is carried along its own lane: whose it is does not change by a slip of the hand.
  const foreign = inLane && desk.held !== undefined && (desk.held.row.owner ?? 'none') !== owner
  return (
    <Droppable droppableId={placeOf(column.stage.id, inLane ? owner : undefined)} isDropDisabled={foreign ?? false}>
      {(provided, snapshot) => (
        <div
          ref={provided.innerRef}
          {...provided.droppableProps}
          className="sp-column-cards"
          data-over={snapshot.isDraggingOver || undefined}
        >
          {cards.map((card, index) => (
            <DraggableCard
              key={card.row.id}
              card={card}
              stage={column.stage}
              index={index}
              mayMove={mayMove}
              {...(inLane && { inLane })}
              {...acts}
            />
          ))}
          {provided.placeholder}
          {cards.length === 0 && none && !snapshot.isDraggingOver && <p className="sp-t2 sp-small sp-column-none">{none}</p>}
          {rest > 0 && (
            <button
              type="button"
              className="sp-plain sp-column-more"
              onClick={() => (all ? load() : setAll(true))}
              disabled={busy}
            >
              {t('board.more', { count: rest })} <IconChevronDown size={14} aria-hidden />
            </button>
          )}
        </div>
      )}
    </Droppable>
  )
}

/** The head of a stage. More deals than its limit are shown, and nothing is refused for it. */
export function StageHead({ stage, count, sum }: { stage: Stage; count: number; sum: string }) {
  const { t, lang, number } = useWords()
  return (
    <header className="sp-column-head">
      <div className="sp-row">
        <h2 className="cut">{inLang(lang, stage.nameTh, stage.nameEn)}</h2>
        <span className="sp-t3">
          {stage.maxDeals === null ? number(count) : t('board.within', { count, limit: stage.maxDeals })}
        </span>
        <span className="sp-grow" />
        <span className="sp-t3">{t('board.probability', { percent: stage.probability })}</span>
      </div>
      <div className="sp-row">
        <span className="sp-t2 sp-grow cut">{sum}</span>
        <OverLimit stage={stage} count={count} />
      </div>
    </header>
  )
}

/** Says that a stage has more deals than it should. */
export function OverLimit({ stage, count }: { stage: Stage; count: number }) {
  const { t } = useWords()
  const limit = stage.maxDeals
  if (limit === null || count <= limit) return null
  return (
    <Mark tone="warn" icon={IconAlertTriangle}>
      {t('board.over', { limit })}
    </Mark>
  )
}

type CardProps = CardActs & { card: DealCard; stage: Stage; index: number; mayMove: boolean; inLane?: boolean }

function DraggableCard({ card, stage, index, mayMove, inLane, open, choose }: CardProps) {
  return (
    <Draggable draggableId={card.row.id} index={index} isDragDisabled={!mayMove}>
      {(provided, snapshot) => (
        // biome-ignore lint/a11y/useSemanticElements: a real button takes Space for itself, which lifts the card here.
        // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a card is the board's.
        <div
          ref={provided.innerRef}
          {...provided.draggableProps}
          {...provided.dragHandleProps}
          role="button"
          tabIndex={0}
          className="sp-board-card"
          data-card
          data-dragging={snapshot.isDragging || undefined}
          onClick={() => open(card)}
          onContextMenu={(event) => {
            if (!mayMove) return
            event.preventDefault()
            choose(card)
          }}
        >
          <CardFace card={card} stage={stage} {...(inLane && { inLane })} />
        </div>
      )}
    </Draggable>
  )
}
