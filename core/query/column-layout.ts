/** How somebody laid out a list's columns: which ones in which order, how wide (rem), and which stay at the left. Absent is as usual. */
export type ColumnLayout = {
  columns?: string[] | undefined
  widths?: Record<string, number> | undefined
  pinned?: string[] | undefined
}

/** Widths in rem between which a column can be drawn. */
const NARROWEST = 3
const WIDEST = 60

/** The keys with one moved by so many places; it stays within them. */
export function moved(keys: readonly string[], key: string, by: number): string[] {
  const at = keys.indexOf(key)
  const next = keys.filter((other) => other !== key)
  next.splice(Math.min(next.length, Math.max(0, at + by)), 0, key)
  return next
}

/** The layout with the shown columns in another order or fewer; those that there is no room for now follow them. */
export function withShown(
  layout: ColumnLayout,
  usual: readonly string[],
  shown: readonly string[],
  now: readonly string[],
): ColumnLayout {
  const others = (layout.columns ?? usual).filter((key) => !shown.includes(key))
  return { ...layout, columns: [...now, ...others] }
}

/** The layout with one column as wide as said, or as wide as usual again. */
export function withWidth(layout: ColumnLayout, key: string, rem: number | undefined): ColumnLayout {
  const { [key]: _, ...others } = layout.widths ?? {}
  const widths =
    rem === undefined ? others : { ...others, [key]: Math.round(Math.min(WIDEST, Math.max(NARROWEST, rem)) * 10) / 10 }
  return { ...layout, widths: Object.keys(widths).length > 0 ? widths : undefined }
}

/** The layout with a column kept at the left, or no longer. */
export function withPin(layout: ColumnLayout, key: string, pin: boolean): ColumnLayout {
  const others = (layout.pinned ?? []).filter((other) => other !== key)
  const pinned = pin ? [...others, key] : others
  return { ...layout, pinned: pinned.length > 0 ? pinned : undefined }
}

/** Columns in the order in which they stand: pinned ones first. */
export const inOrder = (keys: readonly string[], pinned: readonly string[] = []): string[] => [
  ...keys.filter((key) => pinned.includes(key)),
  ...keys.filter((key) => !pinned.includes(key)),
]
