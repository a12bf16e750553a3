import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { addressOf, call, newKey, ownHeaders } from '../lib/api.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'

const WINDOW = newKey()
/** The server forgets a window that is silent for three of these. */
const BEAT_MS = 8_000

/** Who else has this record open or is editing it; nothing when nobody has. Says to the others that this window is here. */
export function Presence({ entity, id, editing }: { entity: string; id: string; editing: boolean }) {
  const { t } = useWords()
  const office = useOffice()
  const { data } = useQuery({
    queryKey: ['enterRecord', entity, id, editing],
    queryFn: ({ signal }) => call('enterRecord', { params: { window: WINDOW }, body: { entity, id, editing } }, { signal }),
    refetchInterval: BEAT_MS,
    staleTime: 0,
    gcTime: 0,
    placeholderData: (previous) => previous,
  })
  useEffect(() => {
    const leave = () =>
      void fetch(addressOf('leaveRecord', { params: { window: WINDOW }, query: { entity, id } }), {
        method: 'DELETE',
        headers: ownHeaders(),
        keepalive: true,
      }).catch(() => undefined)
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [entity, id])
  const others = data?.others ?? []
  const names = (who: typeof others) => who.map((other) => office.userLabel(other.userId) || t('conflict.somebody')).join(' · ')
  const editors = others.filter((other) => other.editing)
  const readers = others.filter((other) => !other.editing)
  return (
    <span className="sp-presence sp-no-print" aria-live="polite">
      {editors.length > 0 && <span className="sp-presence-edits">{t('page.editing_now', { names: names(editors) })}</span>}
      {readers.length > 0 && <span>{t('page.here_now', { names: names(readers) })}</span>}
    </span>
  )
}
