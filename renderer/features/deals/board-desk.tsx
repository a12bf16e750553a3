import {
  type BeforeCapture,
  DragDropContext,
  type DragStart,
  type DragUpdate,
  type DropResult,
  type ResponderProvided,
} from '@hello-pangea/dnd'
import { type KeyboardEvent, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { inLang, useWords } from '../../lib/words.ts'
import { type CardActs, Column } from './board-column.tsx'
import type { BoardColumn } from './board-data.ts'
import { CloseZones } from './close-zones.tsx'
import { buyerOf } from './deal-card.tsx'

type Props = CardActs & {
  columns: readonly BoardColumn[]
  stages: readonly Stage[]
  owner: string | undefined
  mayMove: boolean
  onMove: (card: DealCard, stage: Stage, index: number) => void
}

/** All stages beside each other. Cards are dragged by mouse, or lifted with Space and carried with the arrows; arrows alone go from card to card. */
export function BoardDesk({ columns, stages, owner, mayMove, onMove, ...acts }: Props) {
  const { t, lang } = useWords()
  const [held, setHeld] = useState<DealCard>()
  // A drag tells the card's id only; columns make those known that they loaded later.
  const [known] = useState(() => new Map<string, DealCard>())
  for (const column of columns) for (const card of column.cards) known.set(card.row.id, card)
  const stageName = (id: string | undefined) => {
    const stage = stages.find((candidate) => candidate.id === id)
    return stage ? inLang(lang, stage.nameTh, stage.nameEn) : ''
  }
  // The zones at the foot need their room before the places are measured.
  const before = ({ draggableId }: BeforeCapture) => flushSync(() => setHeld(known.get(draggableId)))
  const nameOf = (id: string) => {
    const card = known.get(id)
    return card ? buyerOf(card) : ''
  }
  const start = ({ draggableId, source }: DragStart, { announce }: ResponderProvided) =>
    announce(t('board.say_lifted', { title: nameOf(draggableId), stage: stageName(source.droppableId) }))
  const update = ({ destination }: DragUpdate, { announce }: ResponderProvided) =>
    announce(destination ? t('board.say_over', { stage: stageName(destination.droppableId) }) : t('board.say_nowhere'))
  const end = ({ draggableId, destination }: DropResult, { announce }: ResponderProvided) => {
    setHeld(undefined)
    const title = nameOf(draggableId)
    const stage = stages.find((candidate) => candidate.id === destination?.droppableId)
    const card = known.get(draggableId)
    announce(stage ? t('board.say_dropped', { title, stage: stageName(stage.id) }) : t('board.say_cancelled', { title }))
    if (stage && card && destination) onMove(card, stage, destination.index)
  }
  return (
    <DragDropContext
      dragHandleUsageInstructions={t('board.drag_help')}
      onBeforeCapture={before}
      onDragStart={start}
      onDragUpdate={update}
      onDragEnd={end}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the cards inside, each of which is a button. */}
      <div className="sp-board" data-held={held !== undefined || undefined} onKeyDown={(event) => !held && walk(event)}>
        {columns.map((column) => (
          <Column
            key={column.stage.id}
            column={column}
            owner={owner}
            mayMove={mayMove}
            open={acts.open}
            choose={acts.choose}
            register={(card) => known.set(card.row.id, card)}
          />
        ))}
      </div>
      {mayMove && <CloseZones stages={stages.filter((stage) => stage.kind !== 'open')} card={held} />}
    </DragDropContext>
  )
}

/** Goes to the card above, below, or at the same height in the next column that has cards. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const here = (event.target as HTMLElement).closest<HTMLElement>('[data-card]')
  if (!here || !event.code.startsWith('Arrow')) return
  const columns = [...event.currentTarget.querySelectorAll('.sp-column')].map((column) => [
    ...column.querySelectorAll<HTMLElement>('[data-card]'),
  ])
  const at = columns.findIndex((cards) => cards.includes(here))
  const row = columns[at]?.indexOf(here) ?? 0
  const sideways = (step: 1 | -1) => {
    for (let next = at + step; next >= 0 && next < columns.length; next += step) {
      const cards = columns[next] ?? []
      if (cards.length > 0) return cards[Math.min(row, cards.length - 1)]
    }
    return undefined
  }
  const to =
    event.code === 'ArrowDown'
      ? columns[at]?.[row + 1]
      : event.code === 'ArrowUp'
        ? columns[at]?.[row - 1]
        : event.code === 'ArrowRight'
          ? sideways(1)
          : sideways(-1)
  if (!to) return
  event.preventDefault()
  to.focus()
  to.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
