import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { ReadOnlyReason } from '../../core/read-only.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { BesideBanner } from './banner.tsx'
import { CopyBanner } from './copy-banner.tsx'
import { HostBanner, ReadOnlyBanner, SyncedBanner } from './host-banner.tsx'
import { useOfficeNotices } from './office-notices.tsx'

/** Short gaps heal by themselves and are not worth a banner. */
const SHOWN_AFTER_MS = 2500

type Props = {
  lostSince: number | undefined
  readOnly: ReadOnlyReason | undefined
  onTry: () => void
  /** So many stand there; the others wait behind a button. */
  room: number
}
type Told = { key: string; banner: ReactNode }

/**
 * What everybody must know whatever he is doing, gravest first: what keeps him from working now, then what may cost the office something.
 * Together they leave the screen to its work: what has no room waits behind a button that says how many more there are.
 */
export function Banners({ lostSince, readOnly, onTry, room }: Props) {
  const { t } = useWords()
  const { session } = useOffice()
  const id = useId()
  const [wanted, setWanted] = useState(false)
  const away = useIsOver(lostSince, SHOWN_AFTER_MS)
  const notices = useOfficeNotices()
  const told: Told[] = []
  if (lostSince !== undefined && away) told.push({ key: 'host', banner: <HostBanner lostSince={lostSince} onTry={onTry} /> })
  if (lostSince === undefined && readOnly) told.push({ key: 'read-only', banner: <ReadOnlyBanner reason={readOnly} /> })
  told.push(...notices)
  if (session.syncedBy) told.push({ key: 'synced', banner: <SyncedBanner by={session.syncedBy} /> })
  const shown = told.slice(0, room)
  const rest = told.slice(room)
  const open = wanted && rest.length > 0
  const more = rest.length > 0 && (
    <button
      type="button"
      className="sp-link sp-banner-more"
      aria-expanded={open}
      aria-controls={open ? id : undefined}
      onClick={() => setWanted(!open)}
    >
      {open ? t('notice.fewer') : t('notice.more', { count: rest.length })}
      <IconChevronDown size={16} aria-hidden />
    </button>
  )
  return (
    <>
      {/* Nobody takes a copy for the office: it is said beside all else. */}
      <CopyBanner />
      {told.length > 0 && (
        <section className="sp-notices" aria-label={t('notice.title')}>
          {shown.map(({ key, banner }, at) => (
            <BesideBanner key={key} value={at === shown.length - 1 && more}>
              {banner}
            </BesideBanner>
          ))}
          {open && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its room is scrolled by keyboard, too.
            <section id={id} className="sp-notices-rest" tabIndex={0} aria-label={t('notice.more', { count: rest.length })}>
              {rest.map(({ key, banner }) => (
                <BesideBanner key={key} value={null}>
                  {banner}
                </BesideBanner>
              ))}
            </section>
          )}
        </section>
      )}
    </>
  )
}

/** True once a time lies so far back; false without one. */
function useIsOver(since: number | undefined, ms: number): boolean {
  const [over, setOver] = useState<number>()
  useEffect(() => {
    if (since === undefined) return
    const timer = setTimeout(() => setOver(since), Math.max(0, since + ms - Date.now()))
    return () => clearTimeout(timer)
  }, [since, ms])
  return since !== undefined && over === since
}
