import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { Dialog } from '../../components/dialog.tsx'
import { KeyCap } from '../../components/key-cap.tsx'
import { useKeys } from '../../lib/keys.ts'
import { useRoom } from '../../lib/room.ts'
import { inLang, useWords } from '../../lib/words.ts'
import { stageOf } from './board-data.ts'
import './move.css'

type Props = { card: DealCard; stages: readonly Stage[]; onMove: (stage: Stage) => void; onClose: () => void }

/** Moves a deal without dragging: the stages in order, each with its number key. */
export function MoveDialog({ card, stages, onMove, onClose }: Props) {
  const { t, lang } = useWords()
  const choose = (stage: Stage | undefined) => {
    if (!stage) return
    onClose()
    onMove(stage)
  }
  useKeys(Object.fromEntries(stages.slice(0, 9).map((stage, at) => [`Digit${at + 1}`, () => choose(stage)])), { onTop: true })
  const phone = useRoom() === 'phone'
  const first = stages.find((stage) => stage.id !== stageOf(card))
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('board.move', { title: card.row.title })}
      size={420}
      note={phone ? undefined : t('board.move_hint')}
    >
      <ul className="sp-move">
        {stages.map((stage, at) => {
          const here = stageOf(card) === stage.id
          return (
            <li key={stage.id}>
              <button
                type="button"
                className="sp-move-to"
                data-kind={stage.kind}
                disabled={here}
                data-autofocus={stage === first || undefined}
                onClick={() => choose(stage)}
              >
                <KeyCap>{String(at + 1)}</KeyCap>
                <span className="sp-grow">{inLang(lang, stage.nameTh, stage.nameEn)}</span>
                <span className="sp-t3 sp-small">
                  {here
                    ? t('board.move_here')
                    : stage.kind === 'open'
                      ? t('board.probability', { percent: stage.probability })
                      : ''}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
