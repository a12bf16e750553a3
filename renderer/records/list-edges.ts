import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'
import { useToast } from '../components/toast.tsx'
import { useWords } from '../lib/words.ts'
import type { Cursor } from './cell-block.ts'
import type { ListContent } from './list-content.ts'
import { stepFrom } from './list-keys.ts'

/**
 * The way to the first and to the last of a list. The last of a million is read from the end, not by loading all that is before it; what lies above
 * is loaded as one goes up, and the cursor stays on its record meanwhile.
 */
export function useEdges(
  content: ListContent,
  cursor: Cursor,
  setCursor: Dispatch<SetStateAction<Cursor>>,
  move: (to: Cursor) => void,
): (edge: 'start' | 'end') => void {
  const { t, number } = useWords()
  const toast = useToast()
  const { lines, ends, isEnd, above, failure } = content
  const [wanted, setWanted] = useState(false)
  const last = { at: stepFrom(lines, lines.length, -1), column: cursor.column }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the end is there or did not come.
  useEffect(() => {
    if (!wanted || !(isEnd || failure)) return
    setWanted(false)
    if (isEnd) return setCursor((old) => ({ at: lines.length - 1, column: old.column }))
    ends.toStart()
    toast.problem(failure)
  }, [wanted, isEnd, failure])
  const [known, setKnown] = useState(above)
  if (known !== above) {
    setKnown(above)
    const more = above - known
    if (more > 0 && cursor.at >= 0)
      setCursor(({ anchor, ...old }) => ({
        ...old,
        at: old.at + more,
        ...(anchor && { anchor: { ...anchor, at: anchor.at + more } }),
      }))
  }
  return (edge) => {
    setWanted(false)
    if (edge === 'start') {
      ends.toStart()
      return move({ at: stepFrom(lines, -1, 1), column: cursor.column })
    }
    if (!ends.isFar) return move(last)
    if (!ends.canRead) {
      move(last)
      return toast.show({ text: t('list.end_of_loaded', { count: number(lines.length) }) })
    }
    ends.toEnd()
    setWanted(true)
  }
}
