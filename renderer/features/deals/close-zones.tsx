import { Droppable } from '@hello-pangea/dnd'
import { IconTrophy, IconX } from '@tabler/icons-react'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { askedFields } from './use-moves.ts'

/** Where a card is dropped to close its deal, with what that will ask. Shown while a card is under the hand. */
export function CloseZones({ stages, card }: { stages: readonly Stage[]; card: DealCard | undefined }) {
  return (
    <div className="sp-zones" data-shown={card !== undefined || undefined} aria-hidden={card === undefined}>
      {stages.map((stage) => (
        <Zone key={stage.id} stage={stage} card={card} />
      ))}
    </div>
  )
}

function Zone({ stage, card }: { stage: Stage; card: DealCard | undefined }) {
  const { t, lang } = useWords()
  const office = useOffice()
  const won = stage.kind === 'won'
  const fields = (card ? askedFields(card, stage) : []).map((key) => office.fieldLabel('deal', key))
  const asks = fields.length > 1 ? `${fields.slice(0, -1).join(t('list.separator'))}${t('board.and')}${fields.at(-1)}` : fields[0]
  return (
    <Droppable droppableId={stage.id}>
      {(provided, snapshot) => (
        <div
          ref={provided.innerRef}
          {...provided.droppableProps}
          className="sp-zone"
          data-kind={stage.kind}
          data-over={snapshot.isDraggingOver || undefined}
        >
          {won ? <IconTrophy size={18} aria-hidden /> : <IconX size={18} aria-hidden />}
          <strong>{inLang(lang, stage.nameTh, stage.nameEn)}</strong>
          <span className="sp-t2 cut">{asks ? t('board.asks', { fields: asks }) : t('board.asks_nothing')}</span>
          <div hidden>{provided.placeholder}</div>
        </div>
      )}
    </Droppable>
  )
}
