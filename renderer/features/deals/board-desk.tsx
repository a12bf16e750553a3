import {
  type BeforeCapture,
  DragDropContext,
  type DragStart,
  type DragUpdate,
  type DropResult,
  type ResponderProvided,
} from '@hello-pangea/dnd'
import { type ReactNode, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { useActions } from '../../lib/actions.ts'
import { inLang, useWords } from '../../lib/words.ts'
import { walk } from './board-walk.ts'
import { CloseZones } from './close-zones.tsx'
import { buyerOf } from './deal-card.tsx'

/** A place for cards is named by its stage, in lanes followed by whose it is. */
export const placeOf = (stage: string, owner: string | undefined): string => (owner === undefined ? stage : `${stage} ${owner}`)
const stageIn = (place: string | undefined): string | undefined => place?.split(' ')[0]

export type CardActs = { open: (card: DealCard) => void; choose: (card: DealCard) => void }

export type Desk = {
  /** The card under the hand. */
  held: DealCard | undefined
  /** Makes a card known, because a drag tells the card's id only. */
  register: (card: DealCard) => void
}

type Props = {
  stages: readonly Stage[]
  mayMove: boolean
  className: string
  onMove: (card: DealCard, stage: Stage, index: number) => void
  children: (desk: Desk) => ReactNode
} & CardActs

/** All stages beside each other. Cards are dragged by mouse, or lifted with Space and carried with the arrows; arrows alone go from card to card. */
export function BoardDesk({ stages, mayMove, className, onMove, open, choose, children }: Props) {
  const { t, lang } = useWords()
  const [held, setHeld] = useState<DealCard>()
  const [known] = useState(() => new Map<string, DealCard>())
  const stageName = (place: string | undefined) => {
    const stage = stages.find((candidate) => candidate.id === stageIn(place))
    return stage ? inLang(lang, stage.nameTh, stage.nameEn) : ''
  }
  useActions(() => {
    const focused = document.activeElement?.closest('[data-card]')?.getAttribute('data-rfd-draggable-id') ?? ''
    const card = held ? undefined : known.get(focused)
    if (!card) return { runs: {}, about: undefined }
    return { runs: { openDeal: () => open(card), ...(mayMove && { moveDeal: () => choose(card) }) }, about: card.row.title }
  })
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
    const stage = stages.find((candidate) => candidate.id === stageIn(destination?.droppableId))
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
      <div className={className} data-held={held !== undefined || undefined} onKeyDown={(event) => !held && walk(event)}>
        {children({ held, register: (card) => known.set(card.row.id, card) })}
      </div>
      {mayMove && <CloseZones stages={stages.filter((stage) => stage.kind !== 'open')} card={held} />}
    </DragDropContext>
  )
}
