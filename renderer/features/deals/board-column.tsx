import { Draggable, Droppable } from '@hello-pangea/dnd'
import { IconChevronDown } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { formatBaht } from '../../../core/money.ts'
import { inLang, useWords } from '../../lib/words.ts'
import { type BoardColumn, useMoreCards } from './board-data.ts'
import { CardFace } from './deal-card.tsx'

export type CardActs = { open: (card: DealCard) => void; choose: (card: DealCard) => void }
type Props = CardActs & {
  column: BoardColumn
  owner: string | undefined
  mayMove: boolean
  /** Makes a card known that was loaded after the first ones. */
  register: (card: DealCard) => void
}

/** One stage: its name, how many, how likely and how much; its cards, longest in the stage first. */
export function Column({ column, owner, mayMove, register, ...acts }: Props) {
  const { t, lang } = useWords()
  const { more, load, busy } = useMoreCards(column, owner)
  for (const card of more) register(card)
  const cards = [...column.cards, ...more]
  const rest = column.count - cards.length
  const name = inLang(lang, column.stage.nameTh, column.stage.nameEn)
  const sum = `${formatBaht(column.sum, { decimals: 'auto' })} ${t('unit.baht')}`
  return (
    <section className="sp-column" aria-label={t('board.column', { stage: name, count: column.count, sum })}>
      <StageHead stage={column.stage} name={name} count={column.count} sum={sum} />
      <Droppable droppableId={column.stage.id}>
        {(provided, snapshot) => (
          <div
            ref={provided.innerRef}
            {...provided.droppableProps}
            className="sp-column-cards"
            data-over={snapshot.isDraggingOver || undefined}
          >
            {cards.map((card, index) => (
              <DraggableCard key={card.row.id} card={card} stage={column.stage} index={index} mayMove={mayMove} {...acts} />
            ))}
            {provided.placeholder}
            {cards.length === 0 && !snapshot.isDraggingOver && (
              <p className="sp-t3 sp-small sp-column-none">{t('board.empty_column')}</p>
            )}
            {rest > 0 && (
              <button type="button" className="sp-plain sp-column-more" onClick={load} disabled={busy}>
                {t('board.more', { count: rest })} <IconChevronDown size={14} aria-hidden />
              </button>
            )}
          </div>
        )}
      </Droppable>
    </section>
  )
}

export function StageHead({ stage, name, count, sum }: { stage: Stage; name: string; count: number; sum: string }) {
  const { t, number } = useWords()
  return (
    <header className="sp-column-head">
      <div className="sp-row">
        <h2 className="cut">{name}</h2>
        <span className="sp-t3">{number(count)}</span>
        <span className="sp-grow" />
        <span className="sp-t3">{t('board.probability', { percent: stage.probability })}</span>
      </div>
      <div className="sp-t2">{sum}</div>
    </header>
  )
}

type CardProps = CardActs & { card: DealCard; stage: Stage; index: number; mayMove: boolean }

function DraggableCard({ card, stage, index, mayMove, open, choose }: CardProps) {
  const press = (event: KeyboardEvent) => {
    if (event.code === 'Enter' || event.code === 'NumpadEnter') open(card)
    else if (event.code === 'KeyM' && mayMove && !event.ctrlKey && !event.metaKey && !event.altKey) choose(card)
    else return
    event.preventDefault()
  }
  return (
    <Draggable draggableId={card.row.id} index={index} isDragDisabled={!mayMove}>
      {(provided, snapshot) => (
        // biome-ignore lint/a11y/useSemanticElements: a real button takes Space for itself, which lifts the card here.
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
          onKeyDown={press}
          onContextMenu={(event) => {
            if (!mayMove) return
            event.preventDefault()
            choose(card)
          }}
        >
          <CardFace card={card} stage={stage} />
        </div>
      )}
    </Draggable>
  )
}
