const KEY = 'samphan.recent'
const MOST = 8

export type RecentRecord = { entity: string; id: string }

/** The records that were opened last on this device, the newest first. Only their ids are kept: what they say is asked for anew, with the reader's rights. */
export function recentRecords(): RecentRecord[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]') as RecentRecord[]
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.id === 'string' && typeof one.entity === 'string') : []
  } catch {
    return []
  }
}

/** Remembers that a record was opened. */
export function noteRecent(record: RecentRecord): void {
  const others = recentRecords().filter((one) => one.id !== record.id)
  try {
    localStorage.setItem(KEY, JSON.stringify([record, ...others].slice(0, MOST)))
  } catch {
    // Without storage there is nothing recent; nothing else depends on it.
  }
}
