import { useCallback, useState } from 'react'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { AppError } from '../../../core/errors.ts'
import { formatCompactBaht } from '../../../core/money.ts'
import { useToast } from '../../components/toast.tsx'
import { call, newKey } from '../../lib/api.ts'
import { useRefresh } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { amountOf, type Moved, stageOf } from './board-data.ts'

/** A move that waits for what its stage requires. */
export type Question = { card: DealCard; stage: Stage; fields: string[]; index: number; problems?: Record<string, string> }

type Values = Record<string, unknown>

/** The fields without which a deal may not stand in a stage: what the office requires there, and for a lost deal why. */
export const neededFields = (stage: Stage): string[] => [
  ...new Set([...(stage.kind === 'lost' ? ['lostReason'] : []), ...stage.required]),
]

/** The fields that a move asks for: those needed that the card lacks. Winning shows what is known too, because what was hoped for is settled then. */
export const askedFields = (card: DealCard, stage: Stage): string[] =>
  neededFields(stage).filter((key) => stage.kind === 'won' || card.row[key] === undefined)

/**
 * Moves deals between stages: the card stands in its new place at once, a stage that requires more asks for it first, and the move
 * can be undone. What the server refuses goes back and is told.
 */
export function useMoves() {
  const { t, lang } = useWords()
  const office = useOffice()
  const toast = useToast()
  const refresh = useRefresh()
  const [moved, setMoved] = useState<ReadonlyMap<string, Moved>>(new Map())
  const [question, setQuestion] = useState<Question>()

  const put = useCallback((id: string, move: Moved | undefined) => {
    setMoved((old) => {
      const next = new Map(old)
      if (move) next.set(id, move)
      else next.delete(id)
      return next
    })
  }, [])

  const tell = useCallback(
    (card: DealCard, stage: Stage, values: Values, version: number) => {
      const before = Object.fromEntries(Object.keys(values).map((key) => [key, card.row[key] ?? null]))
      const restore =
        stage.kind === 'lost'
          ? Object.fromEntries(Object.entries(before).filter(([key]) => key !== 'lostReason' && key !== 'lostNote'))
          : before
      const name = card.row.title
      const text =
        stage.kind === 'won'
          ? t('board.won_said', {
              title: name,
              sum: formatCompactBaht((values.amount as number | undefined) ?? amountOf(card), lang),
            })
          : stage.kind === 'lost'
            ? t('board.lost_said', { title: name })
            : t('board.moved', { title: name, stage: inLang(lang, stage.nameTh, stage.nameEn) })
      const undo = async () => {
        await call(
          'moveDeal',
          { params: { id: card.row.id }, body: { version, stage: stageOf(card), values: restore } },
          { key: newKey() },
        )
        await refresh()
      }
      toast.show({ text, undo })
    },
    [t, lang, toast, refresh],
  )

  const send = useCallback(
    async (card: DealCard, stage: Stage, index: number, values: Values) => {
      let done = false
      put(card.row.id, { card: { ...card, row: { ...card.row, ...values }, ageDays: 0 }, to: stage.id, index })
      try {
        const written = await call(
          'moveDeal',
          { params: { id: card.row.id }, body: { version: card.row.version, stage: stage.id, values } },
          { key: newKey() },
        )
        setQuestion(undefined)
        tell(card, stage, values, written.version)
        done = true
      } catch (error) {
        put(card.row.id, undefined)
        if (error instanceof AppError && error.problems.length > 0) {
          const fields = [...new Set([...askedFields(card, stage), ...error.problems.map((problem) => problem.field)])].filter(
            (key) => office.field('deal', key),
          )
          setQuestion({ card: { ...card, row: { ...card.row, ...values } }, stage, index, fields })
        } else if (error instanceof AppError && error.code === 'record.stale') {
          setQuestion(undefined)
          toast.show({ text: t('board.stale'), tone: 'bad' })
        } else toast.problem(error)
      }
      await refresh()
      put(card.row.id, undefined)
      return done
    },
    [put, tell, office, toast, t, refresh],
  )

  /** Moves a card, after asking where the stage wants to know more. */
  const move = useCallback(
    (card: DealCard, stage: Stage, index = 0) => {
      if (stageOf(card) === stage.id) return
      const fields = askedFields(card, stage).filter((key) => office.field('deal', key))
      if (fields.length > 0) setQuestion({ card, stage, fields, index })
      else void send(card, stage, index, {})
    },
    [office, send],
  )
  return { moved, move, question, answer: send, giveUp: () => setQuestion(undefined) }
}
