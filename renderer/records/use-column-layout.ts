import { useCallback, useMemo, useRef } from 'react'
import type { ColumnLayout } from '../../core/query/column-layout.ts'
import { usePreference } from '../lib/preferences.ts'
import type { ListState } from './list-state.ts'

/** The layout of an entity's list: that of the view or link that is open, or the person's own, kept from device to device. */
export function useColumnLayout(
  entityKey: string,
  state: ListState,
): [layout: ColumnLayout, change: (layout: ColumnLayout) => void] {
  const [columns, keepColumns] = usePreference<string[] | null>(`list.${entityKey}.columns`, null)
  const [widths, keepWidths] = usePreference<ColumnLayout['widths'] | null>(`list.${entityKey}.widths`, null)
  const [pinned, keepPinned] = usePreference<string[] | null>(`list.${entityKey}.pinned`, null)
  const own = useMemo(
    () => ({ columns: columns ?? undefined, widths: widths ?? undefined, pinned: pinned ?? undefined }),
    [columns, widths, pinned],
  )
  const change = useCallback(
    (layout: ColumnLayout) => {
      if (state.layout) return state.setLayout(layout)
      if (layout.columns !== own.columns) keepColumns(layout.columns ?? null)
      if (layout.widths !== own.widths) keepWidths(layout.widths ?? null)
      if (layout.pinned !== own.pinned) keepPinned(layout.pinned ?? null)
    },
    [state, own, keepColumns, keepWidths, keepPinned],
  )
  // The same object as long as it says the same, so that what is worked out from it is not worked out anew.
  const now = state.layout ?? own
  const kept = useRef(now)
  if (JSON.stringify(kept.current) !== JSON.stringify(now)) kept.current = now
  return [kept.current, change]
}
