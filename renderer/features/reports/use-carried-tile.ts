import { type KeyboardEvent, useEffect, useState } from 'react'
import { moveTile } from '../../../core/reports/own-layout.ts'

type Columns = readonly (readonly string[])[]
type Carried = { id: string; columns: Columns }

type Says = {
  lifted: (id: string) => void
  at: (column: number, place: number) => void
  dropped: (id: string) => void
}

const placeIn = (columns: Columns, id: string) => {
  const column = columns.findIndex((ids) => ids.includes(id))
  return { column, place: columns[column]?.indexOf(id) ?? 0 }
}

/**
 * A tile carried by keyboard: Space lifts it, the arrows move it, Space or Enter puts it down, Escape back. It goes wherever there is a place, in
 * sight or not (the dragging library goes to what is wholly in sight only). Nothing is told to `onMove` before it is put down.
 */
export function useCarriedTile(
  columns: Columns,
  onMove: ((id: string, column: number, place: number) => void) | undefined,
  say: Says,
) {
  const [carried, setCarried] = useState<Carried | undefined>()
  const drop = () => {
    if (!carried) return
    setCarried(undefined)
    say.dropped(carried.id)
    const [from, to] = [placeIn(columns, carried.id), placeIn(carried.columns, carried.id)]
    if (from.column !== to.column || from.place !== to.place) onMove?.(carried.id, to.column, to.place)
  }
  const back = () => {
    if (!carried) return
    setCarried(undefined)
    say.dropped(carried.id)
  }
  const move = (sideways: number, down: number) => {
    if (!carried) return
    const { column, place } = placeIn(carried.columns, carried.id)
    const others = carried.columns[column + sideways]
    if (!others) return
    const next = Math.min(Math.max(0, place + down), sideways === 0 ? others.length - 1 : others.length)
    if (sideways === 0 && next === place) return
    setCarried({ id: carried.id, columns: moveTile(carried.columns, carried.id, column + sideways, next) })
    say.at(column + sideways, next)
  }
  const acts: Record<string, () => void> = {
    Space: drop,
    Enter: drop,
    NumpadEnter: drop,
    Escape: back,
    ArrowUp: () => move(0, -1),
    ArrowDown: () => move(0, 1),
    ArrowLeft: () => move(-1, 0),
    ArrowRight: () => move(1, 0),
    // Whoever carries something does not leave it in the air.
    Tab: () => undefined,
  }
  const onKeyDown = (id: string) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const lift = () => {
      setCarried({ id, columns })
      say.lifted(id)
    }
    const act = carried?.id === id ? acts[event.code] : event.code === 'Space' ? lift : undefined
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  useEffect(() => {
    if (!carried) return
    document.addEventListener('pointerdown', drop)
    return () => document.removeEventListener('pointerdown', drop)
  })
  return { carried: carried?.id, columns: carried?.columns ?? columns, onKeyDown }
}
