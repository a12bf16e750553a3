import { useState } from 'react'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { Dialog } from '../../components/dialog.tsx'
import { SaveActions } from '../../components/save-actions.tsx'
import { useKept } from '../../lib/drafts.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { FieldEditor } from '../../records/field-editor.tsx'
import { neededFields, type Question } from './use-moves.ts'
import './move.css'

type Props = {
  question: Question
  /** True when the deal moved. */
  onAnswer: (card: DealCard, stage: Stage, index: number, values: Record<string, unknown>) => Promise<boolean>
  onGiveUp: () => void
}

/** Asks for what a stage requires before the deal goes there, and for nothing else. */
export function AskDialog({ question, onAnswer, onGiveUp }: Props) {
  const { t, lang } = useWords()
  const office = useOffice()
  const { card, stage, fields } = question
  const kept = useKept<Record<string, unknown>>(`stage.${card.row.id}.${stage.id}`, () =>
    Object.fromEntries(fields.flatMap((key) => (card.row[key] === undefined ? [] : [[key, card.row[key]]]))),
  )
  const values = kept.value
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const needed = new Set(neededFields(stage))
  const missing = fields.filter((key) => needed.has(key) && values[key] === undefined)
  const name = inLang(lang, stage.nameTh, stage.nameEn)
  const go = async () => {
    setTried(true)
    if (missing.length > 0 || busy) return
    setBusy(true)
    const moved = await onAnswer(
      card,
      stage,
      question.index,
      Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== undefined && value !== card.row[key])),
    )
    if (moved) kept.clear()
    setBusy(false)
  }
  const giveUp = () => {
    kept.clear()
    onGiveUp()
  }
  const verb =
    stage.kind === 'won' ? t('board.ask_won') : stage.kind === 'lost' ? t('board.ask_lost') : t('board.ask_move', { stage: name })
  return (
    <Dialog
      opened
      onClose={onGiveUp}
      title={t('board.ask_title', { title: card.row.title, stage: name })}
      size={480}
      note={kept.found && t('draft.found')}
      actions={<SaveActions save={verb} busy={busy} onSave={() => void go()} onDiscard={giveUp} />}
    >
      <form
        className="sp-stage-ask"
        onSubmit={(event) => {
          event.preventDefault()
          void go()
        }}
      >
        {fields.flatMap((key, at) => {
          const field = office.field('deal', key)
          if (!field) return []
          return (
            <FieldEditor
              key={key}
              entity="deal"
              field={{ ...field, required: needed.has(key) }}
              values={{ ...card.row, ...values }}
              titles={card.row.titles}
              autoFocus={at === 0}
              error={tried && missing.includes(key) ? t('field_error.required') : undefined}
              onChange={(value) => kept.put({ [key]: value })}
            />
          )
        })}
        {/* Enter in the last field sends the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden />
      </form>
    </Dialog>
  )
}
