import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Stage } from '../../../core/contract/office.ts'
import type { DealCard } from '../../../core/contract/sales.ts'
import { type CallReply, call } from '../../lib/api.ts'

/** What stands behind `?`: the pipeline, whose deals, whether in lanes by owner, and on a phone the stage. */
export type BoardUrl = { pipeline?: string; owner?: string; stage?: string; lanes?: boolean }
export type BoardColumn = { stage: Stage; count: number; sum: number; cards: DealCard[]; next?: string | undefined }

/** A card that was moved and whose new place the server has not shown yet. */
export type Moved = { card: DealCard; to: string; index: number }

export const amountOf = (card: DealCard): number => (card.row.amount as number | undefined) ?? 0
export const stageOf = (card: DealCard): string => String(card.row.stage ?? '')

/** The open stages in order, each with its cards as they will stand once every move is through. */
export function columnsOf(
  stages: readonly Stage[],
  board: CallReply<'dealBoard'>,
  moved: ReadonlyMap<string, Moved>,
): BoardColumn[] {
  return stages.map((stage) => {
    const known = board.columns.find((column) => column.stage === stage.id)
    const moves = [...moved.values()]
    const left = moves.filter((move) => stageOf(move.card) === stage.id && move.to !== stage.id)
    const came = moves.filter((move) => move.to === stage.id && stageOf(move.card) !== stage.id)
    const cards = (known?.cards ?? []).filter((card) => !moved.has(card.row.id))
    for (const move of came) cards.splice(Math.min(move.index, cards.length), 0, move.card)
    const total = (list: Moved[]) => list.reduce((sum, move) => sum + amountOf(move.card), 0)
    return {
      stage,
      count: (known?.count ?? 0) + came.length - left.length,
      sum: (known?.sum ?? 0) + total(came) - total(left),
      cards,
      next: known?.next,
    }
  })
}

/** The further cards of a column, fetched once they are asked for. */
export function useMoreCards(column: BoardColumn, owner: string | undefined) {
  const [wanted, setWanted] = useState(false)
  const pages = useInfiniteQuery({
    queryKey: ['dealColumn', column.stage.id, owner, column.next],
    initialPageParam: column.next,
    enabled: wanted && column.next !== undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        'dealColumn',
        { query: { stage: column.stage.id, ...(owner && { owner }), ...(pageParam && { after: pageParam }) } },
        { signal },
      ),
    getNextPageParam: (page) => page.next,
  })
  const known = new Set(column.cards.map((card) => card.row.id))
  const more =
    wanted && column.next !== undefined
      ? (pages.data?.pages ?? []).flatMap((page) => page.cards).filter((card) => !known.has(card.row.id))
      : []
  const load = () => (wanted ? void pages.fetchNextPage() : setWanted(true))
  return { more, load, busy: pages.isFetching && !pages.isRefetching }
}
