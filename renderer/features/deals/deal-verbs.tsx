import { Button } from '@mantine/core'
import { useState } from 'react'
import { ActionKey } from '../../components/action-key.tsx'
import { useActions } from '../../lib/actions.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import type { ExtraProps } from '../../records/record-extras.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { useMoves } from './use-moves.ts'
import '../../records/page.css'

/** Moves a deal to another stage from its own page, with what that stage asks for. */
export function DealVerbs({ row }: ExtraProps) {
  const { t, lang } = useWords()
  const office = useOffice()
  const { move, question, answer, giveUp } = useMoves()
  const [choosing, setChoosing] = useState(false)
  const card = { row, ageDays: 0, noDecider: false, nextStep: null }
  const stages = (office.pipeline(String(row.pipeline ?? ''))?.stages ?? []).filter((stage) => !stage.archived)
  const stage = stages.find((candidate) => candidate.id === row.stage)
  const may = row.may?.edit === true
  useActions({ ...(may && { stage: () => setChoosing(true) }) }, { about: row.title })
  if (!may) return null
  return (
    <>
      <Button variant="default" onClick={() => setChoosing(true)} rightSection={<ActionKey id="stage" />} className="sp-no-print">
        {stage ? (
          <>
            <span className="sp-verb-of">{office.fieldLabel('deal', 'stage')}</span>
            {inLang(lang, stage.nameTh, stage.nameEn)}
          </>
        ) : (
          t('keys.stage')
        )}
      </Button>
      {choosing && (
        <MoveDialog card={card} stages={stages} onMove={(next) => move(card, next)} onClose={() => setChoosing(false)} />
      )}
      {question && (
        <AskDialog
          key={`${question.stage.id} ${question.fields.join()}`}
          question={question}
          onAnswer={answer}
          onGiveUp={giveUp}
        />
      )}
    </>
  )
}
