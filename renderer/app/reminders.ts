import { useCallback, useEffect, useRef, useState } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import { call } from '../lib/api.ts'
import { useDates } from '../lib/instants.ts'
import { recordPath, useGo } from '../lib/navigation.ts'
import { useWords } from '../lib/words.ts'
import { useHomeCount } from './navigation.tsx'

export type Reminders = {
  /** All that wait under the bell, and how they are put away there. */
  rows: readonly RecordRow[]
  clear: () => void
  /** Those that this window is to tell by itself, and how it is told that they were seen. */
  fresh: readonly RecordRow[]
  seen: () => void
  /** A reminder in one line. */
  words: (row: RecordRow) => string
}

const EVERY_MS = 30_000
const SEEN_KEY = 'samphan.reminders-seen'
/** Until when those under the bell were put away. */
const CLEARED_KEY = 'samphan.reminders-cleared'
/** After a night's sleep of the PC, reminders older than this are no news. */
const LOOK_BACK_MS = 12 * 3600_000

const sinceWhen = (key: string): string => {
  const oldest = new Date(Date.now() - LOOK_BACK_MS).toISOString()
  const mark = localStorage.getItem(key)
  return mark && mark > oldest ? mark : oldest
}

/** What was told before this window was loaded, and waits under the bell still. */
async function toldBefore(): Promise<readonly RecordRow[]> {
  const seen = localStorage.getItem(SEEN_KEY)
  if (!seen) return []
  const reply = await call('dueReminders', { query: { since: sinceWhen(CLEARED_KEY) } }).catch(() => undefined)
  return reply?.rows.filter((row) => typeof row.remindAt === 'string' && row.remindAt <= seen) ?? []
}

/** The newest before those that were there. */
const joined =
  (next: readonly RecordRow[]) =>
  (old: readonly RecordRow[]): RecordRow[] => [...next, ...old.filter((row) => !next.some((each) => each.id === row.id))]

/** Asks every half minute whether a reminder fell due, shows it on the desktop or in the window, and keeps the number on the app's icon. */
export function useReminders(): Reminders {
  const { t } = useWords()
  const go = useGo()
  const dates = useDates()
  const [rows, setRows] = useState<readonly RecordRow[]>([])
  const [fresh, setFresh] = useState<readonly RecordRow[]>([])
  const open = useHomeCount()
  const titleOf = (row: RecordRow) => t('home.reminder', { subject: row.title })
  const bodyOf = (row: RecordRow) =>
    [typeof row.dueAt === 'string' ? dates.when(row.dueAt) : '', ...Object.values(row.titles ?? {})].filter(Boolean).join(' · ')
  const notify = useRef((_rows: readonly RecordRow[]): void => undefined)
  notify.current = (next) => {
    const desktop = desktopBridge()
    if (!desktop) return setFresh(joined(next))
    for (const row of next)
      void desktop.notify({
        title: titleOf(row).slice(0, 200),
        body: bodyOf(row).slice(0, 1000),
        path: recordPath('activity', row.id),
      })
  }
  useEffect(() => {
    const add = (next: readonly RecordRow[]) => setRows(joined(next))
    void toldBefore().then(add)
    const look = async () => {
      const reply = await call('dueReminders', { query: { since: sinceWhen(SEEN_KEY) } }).catch(() => undefined)
      if (!reply) return
      localStorage.setItem(SEEN_KEY, reply.now)
      if (reply.rows.length === 0) return
      add(reply.rows)
      notify.current(reply.rows)
    }
    void look()
    const timer = setInterval(() => void look(), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (open !== undefined) void desktopBridge()?.setBadge({ count: Math.min(open, 9999) })
  }, [open])
  useEffect(() => desktopBridge()?.onNavigate((path) => go(path)), [go])
  const seen = useCallback(() => setFresh([]), [])
  const clear = useCallback(() => {
    setRows([])
    setFresh([])
    localStorage.setItem(CLEARED_KEY, sinceWhen(SEEN_KEY))
  }, [])
  return { rows, clear, fresh, seen, words: (row) => [titleOf(row), bodyOf(row)].filter(Boolean).join(' · ') }
}
