const KEY = 'samphan.order'
const MOST = 500

/** Remembers, in this tab, the order of the list from which a record is opened, so that J and K go on in it. */
export function rememberOrder(entity: string, ids: readonly string[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ entity, ids: ids.slice(0, MOST) }))
  } catch {
    // Without storage the page simply has no neighbours.
  }
}

export type Neighbours = { at: number; of: number; previous: string | undefined; next: string | undefined }

/** Where a record stands in the list it was opened from; undefined when it was reached another way. */
export function neighboursOf(entity: string, id: string): Neighbours | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { entity: string; ids: string[] } | null
    const at = kept?.entity === entity ? kept.ids.indexOf(id) : -1
    if (!kept || at < 0) return undefined
    return { at: at + 1, of: kept.ids.length, previous: kept.ids[at - 1], next: kept.ids[at + 1] }
  } catch {
    return undefined
  }
}
